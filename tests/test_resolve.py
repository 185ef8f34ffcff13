"""Which entities of which articles are one node, and what it is called."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import ferry, library

from kg.calendar import parse_date
from kg.identity import Candidate, candidates, resolve, resolve_candidates
from kg.knowledge import load_knowledge
from kg.model import Article, Entity, Findings, Kind, Membership, Resolution, Span
from kg.naming import LONGEST_SLUG, id_of, id_tail, slug, tidy
from kg.pipeline import find
from kg.store.codec import from_text, to_text

MAYOR = "{0}، شهردار {1} گفت: پارک باز است."
GOVERNOR = "{0}، استاندار {1} گفت: برف می‌بارد."


def article(name: str, *entities: Entity) -> Findings:
    return Findings(Article(name, "…"), entities)


def person(*names: str, is_local: bool = False) -> Entity:
    return Entity("e1", Kind.PERSON, names, is_local=is_local)


def read(**texts: str) -> list[Findings]:
    """What articles state, read from their texts; keywords are their ids."""
    return [find(Article(name, text), load_knowledge()) for name, text in texts.items()]


def persons(resolution: Resolution) -> list[str]:
    """The persons' node ids, by article."""
    return [node for (_, entity), node in resolution.node_of.items() if entity.startswith("Person")]


# ── names and ids ──


def test_one_rare_name_in_two_spellings_is_one_node_with_a_readable_id():
    resolution = resolve([article("a", person("بهناز نیلوفرکار")), article("b", person("بهناز نيلوفركار"))])
    assert set(resolution.node_of.values()) == {"person/بهناز-نیلوفرکار"}


def test_a_common_name_alone_is_no_proof():
    resolution = resolve([article("a", person("محمد حسینی")), article("b", person("محمد حسینی"))])
    assert set(resolution.node_of.values()) == {"person/محمد-حسینی_a", "person/محمد-حسینی_b"}


def test_a_space_and_a_half_space_are_one():
    names = ["علی‌اکبر راد", "علی اکبر راد"]
    assert len({slug(name) for name in names}) == 1


def test_kinds_of_one_name_are_kept_apart():
    entities = (Entity("e1", Kind.PLACE, ("نیلگون",)), Entity("e2", Kind.ORGANIZATION, ("نیلگون",)))
    assert [node.id for node in resolve([article("a", *entities)]).nodes] == [
        "organization/نیلگون",
        "place/نیلگون",
    ]


def test_a_local_name_is_never_merged_across_articles():
    resolution = resolve(article(name, person("حمیدی", is_local=True)) for name in ("a", "b"))
    assert [node.id for node in resolution.nodes] == ["person/حمیدی_a", "person/حمیدی_b"]


def test_a_local_name_is_not_taken_for_a_name_that_ends_in_an_article_id():
    channel = Entity("e1", Kind.ORGANIZATION, ("شبکه ۵",))
    local = Entity("e1", Kind.ORGANIZATION, ("شبکه",), is_local=True)
    assert len(resolve([article("1", channel), article("5", local)]).nodes) == 2


def test_the_label_is_the_form_of_most_articles_then_the_one_with_half_spaces():
    spaced, joined = "سازمان کتابخانه های شهر", "سازمان کتابخانه‌های شهر"
    bodies = {name: Entity("e1", Kind.ORGANIZATION, (name,)) for name in (spaced, joined)}
    one_each = resolve([article("a", bodies[spaced]), article("b", bodies[joined])])
    two_to_one = resolve([article(x, bodies[spaced]) for x in "ab"] + [article("c", bodies[joined])])
    assert [one_each.nodes[0].label, two_to_one.nodes[0].label] == [joined, spaced]


def test_other_names_are_aliases_and_the_surname_is_to_be_found_by():
    node = resolve([article("a", person("مریم دریانورد", "خانم دریانورد", "مریم\nدریانورد"))]).nodes[0]
    assert (node.label, node.aliases, node.hidden) == ("مریم دریانورد", ("خانم دریانورد",), ("دریانورد",))


def test_the_preferred_label_of_a_person_is_a_full_name_though_more_articles_write_the_surname():
    texts = {f"a{i}": GOVERNOR.format("فرهمندپور", "کرمان") for i in range(3)}
    resolution = resolve(read(**texts, z=GOVERNOR.format("بهرنگ فرهمندپور", "کرمان")))
    [node] = [node for node in resolution.nodes if node.kind is Kind.PERSON]
    assert node.label == "بهرنگ فرهمندپور"


def test_gender_is_said_only_where_name_or_honorific_says_it():
    names = {"مریم دریانورد": "F", "کاوه موج‌شکن": "M", "دریانورد": ""}
    found = {name: resolve([article("a", person(name))]).nodes[0].gender for name in names}
    assert found == names


# ── persons across articles ──


def test_a_surname_is_the_person_who_holds_the_same_office():
    resolution = resolve(read(a=GOVERNOR.format("حسن رستگار", "همدان"), b=GOVERNOR.format("رستگار", "همدان")))
    assert len(set(persons(resolution))) == 1


def test_a_person_keeps_one_node_through_a_change_of_post_in_one_province():
    found = read(a=MAYOR.format("حسن رستگار", "ملایر"), b=GOVERNOR.format("حسن رستگار", "همدان"))
    assert len(set(persons(resolve(found)))) == 1


def test_two_persons_of_one_name_in_two_posts_and_provinces_are_two():
    found = read(a=MAYOR.format("محمد قاسمی", "لاهیجان"), b=MAYOR.format("محمد قاسمی", "میبد"))
    assert len(set(persons(resolve(found)))) == 2


def test_a_player_and_a_film_director_of_one_name_are_two():
    player = "مهدی کاظمی، بازیکن تیم فوتبال پارس در لیگ برتر گفت: مسابقات سخت است و بازیکنان آماده‌اند."
    director = "مهدی کاظمی، کارگردان سینما گفت: فیلم تازه‌ام در جشنواره فیلم بود و بازیگران خوب بودند."
    assert len(set(persons(resolve(read(a=player, b=director))))) == 2


def test_given_names_that_differ_are_never_one_whatever_else_agrees():
    found = read(a=MAYOR.format("محمد حسینی", "ملایر"), b=MAYOR.format("علی حسینی", "ملایر"))
    assert len(set(persons(resolve(found)))) == 2


def test_a_surname_that_two_full_names_claim_goes_to_neither_and_is_in_doubt_with_both():
    names = {"a": "محمد حسینی", "b": "علی حسینی", "c": "حسینی"}
    resolution = resolve(read(**{key: MAYOR.format(name, "ملایر") for key, name in names.items()}))
    assert len(set(persons(resolution))) == 3
    likely = {(one, other): likely for one, other, likely in resolution.possibly_same}
    assert set(likely) == {
        ("person/حسینی_c", "person/علی-حسینی_b"),
        ("person/حسینی_c", "person/محمد-حسینی_a"),
    }
    assert all(0.4 < share < 0.6 for share in likely.values())


def test_sayyed_and_its_spacing_do_not_part_a_person():
    names = {"a": "سیدعباس مهرآیین", "b": "سید عباس مهرآیین", "c": "عباس مهرآیین"}
    resolution = resolve([article(key, person(name)) for key, name in names.items()])
    assert len(set(resolution.node_of.values())) == 1


def test_one_office_more_than_ten_years_apart_is_held_by_two():
    def held(name: str, day: str) -> Findings:
        [found] = read(**{name: MAYOR.format("اکبری", "ملایر")})
        return replace(found, article=replace(found.article, date=parse_date(day)))

    early, near, late = held("a", "1380-01-05"), held("b", "1381-01-05"), held("b", "1399-01-05")
    assert len(set(persons(resolve([early, near])))) == 1
    assert len(set(persons(resolve([early, late])))) == 2


# ── order, growth, size ──


def test_the_id_does_not_hang_on_other_articles():
    alone, together = resolve([ferry()]), resolve([ferry(), library()])
    assert alone.node_of.items() <= together.node_of.items()


def made(number: int, seed: int) -> list[Findings]:
    """Articles on mayors of few towns, with few names, so that they meet."""
    chance = random.Random(seed)
    found = []
    for i in range(number):
        name = chance.choice(["حسن رستگار", "رستگار", "علی رستگار", "سید حسن رستگار", "محمد حسینی", "حسینی"])
        town = chance.choice(["ملایر", "همدان", "میبد"])
        entities = (person(name), Entity("e2", Kind.ORGANIZATION, (f"شهرداری {town}",)))
        fact = Membership(
            span=Span(0, 1), rule="r", confidence=1.0, person="e1", role="شهردار", organization="e2"
        )
        facts = (fact,) if chance.random() < 0.7 else ()
        found.append(Findings(Article(f"{i:03d}", "…"), entities, facts))
    return found


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_order_does_not_matter(seed: int):
    findings = made(25, seed)
    expected = resolve(findings)
    random.Random(seed).shuffle(findings)
    again = resolve(findings)
    assert again == expected
    assert list(again.node_of) == list(expected.node_of)


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_an_old_id_still_answers_when_articles_come(seed: int):
    """Every id of the smaller build is a node of the larger one, or leads to one."""
    findings = made(30, seed)
    before, after = resolve(findings[:20]), resolve(findings)
    now = {node.id for node in after.nodes}
    for id_ in before.node_of.values():
        assert id_ in now or after.same_as[id_] in now


def test_candidates_kept_as_json_give_the_same_resolution():
    findings = [*made(20, 1), ferry(), library()]
    kept = to_text(tuple(c for found in findings for c in candidates(found)))
    assert resolve_candidates(from_text(tuple[Candidate, ...], kept)) == resolve(findings)


def test_no_cluster_holds_two_given_names_or_two_entities_of_one_article():
    for seed in range(20):
        resolution = resolve(made(40, seed))
        of_node: dict[str, list[tuple[str, str]]] = {}
        for key, node in resolution.node_of.items():
            if key[1] == "e1":
                of_node.setdefault(node, []).append(key)
        names = {(f.article.id, e.id): e.names[0] for f in made(40, seed) for e in f.entities}
        for keys in of_node.values():
            assert len({article for article, _ in keys}) == len(keys)
            givens = {names[key].removeprefix("سید ").split()[0] for key in keys if " " in names[key]}
            assert len(givens) <= 1


# ── tails of IRIs ──


def test_a_very_long_name_gets_a_short_id_of_its_own():
    long = "جشنواره " * 40
    assert len(slug(long)) <= LONGEST_SLUG
    assert slug(long) != slug(long + "دوم")


@given(st.text())
def test_tails_are_safe_whatever_the_text(text: str):
    for tail in (slug(text), id_tail(text)):
        assert not set(tail) & set(' \n\t<>"{}|^`\\/#?:')
    assert "_" not in slug(text)


@given(st.text(), st.text())
def test_two_article_ids_never_share_a_tail(one: str, other: str):
    assert (id_tail(one) == id_tail(other)) == (one == other)
    assert id_of(id_tail(one)) == one


@given(st.text(min_size=1).filter(str.strip))
def test_tidying_twice_changes_nothing(text: str):
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(min_size=1).filter(str.strip))
@settings(max_examples=60, deadline=None)
def test_any_name_of_any_kind_makes_a_safe_id(name: str):
    entities = tuple(Entity(str(kind), kind, (name,)) for kind in Kind)
    for node in resolve([article("a", *entities)]).node_of.values():
        kind, _, tail = node.partition("/")
        assert kind in {"person", "organization", "place", "event"}
        assert tail
        assert not set(tail) & set(' \n\t<>"{}|^`\\/#?:')


@pytest.mark.parametrize("field", ["rejected", "confirmed", "misfits", "possibly_same"])
def test_nothing_is_judged_where_nobody_judged(field: str):
    assert not getattr(resolve([library()]), field)


def test_a_users_own_weights_decide(tmp_path: Path):
    found = read(a=GOVERNOR.format("حسن رستگار", "همدان"), b=GOVERNOR.format("رستگار", "همدان"))
    (tmp_path / "weights.tsv").write_text(
        "form\tweight\treason\nsame\t99\tI trust nobody\n", encoding="utf-8"
    )
    assert len(set(persons(resolve(found)))) == 1
    assert len(set(persons(resolve(found, knowledge=load_knowledge(tmp_path))))) == 2


def test_two_entities_that_an_article_calls_the_same_are_one_whatever_each_holds():
    entities = (
        Entity("e1", Kind.PERSON, ("محمد حسینی",)),
        Entity("e2", Kind.PERSON, ("سید محمد حسینی",)),
        Entity("e3", Kind.ORGANIZATION, ("شهرداری ملایر",)),
    )
    held = Membership(
        span=Span(0, 1), rule="r", confidence=1.0, person="e1", role="شهردار", organization="e3"
    )
    node_of = resolve([Findings(Article("a", "…"), entities, (held,))]).node_of
    assert node_of["a", "e1"] == node_of["a", "e2"]
