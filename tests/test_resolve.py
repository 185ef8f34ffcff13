"""Which entities of which articles are one node, and what it is called."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from stories import ferry, library

from kg.identity import resolve
from kg.model import Article, Entity, Findings, Kind
from kg.naming import LONGEST_SLUG, id_tail, slug, tidy


def article(name: str, *entities: Entity) -> Findings:
    return Findings(Article(name, "…"), entities)


def person(*names: str, is_local: bool = False) -> Entity:
    return Entity("e1", Kind.PERSON, names, is_local=is_local)


def test_one_name_in_two_spellings_is_one_node_with_a_readable_id():
    resolution = resolve([article("a", person("احمد حمیدی")), article("b", person("احمد حميدي"))])
    assert resolution.node_of == {("a", "e1"): "person/احمد-حمیدی", ("b", "e1"): "person/احمد-حمیدی"}


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


def test_the_id_does_not_hang_on_other_articles():
    alone, together = resolve([ferry()]), resolve([ferry(), library()])
    assert alone.node_of.items() <= together.node_of.items()


def test_the_label_is_the_form_of_most_articles_then_the_one_with_half_spaces():
    spaced, joined = "سازمان کتابخانه های شهر", "سازمان کتابخانه‌های شهر"
    bodies = {name: Entity("e1", Kind.ORGANIZATION, (name,)) for name in (spaced, joined)}
    one_each = resolve([article("a", bodies[spaced]), article("b", bodies[joined])])
    two_to_one = resolve([article(x, bodies[spaced]) for x in "ab"] + [article("c", bodies[joined])])
    assert [one_each.nodes[0].label, two_to_one.nodes[0].label] == [joined, spaced]


def test_other_names_are_aliases():
    node = resolve([article("a", person("مریم دریانورد", "دریانورد", "مریم\nدریانورد"))]).nodes[0]
    assert (node.label, node.aliases) == ("مریم دریانورد", ("دریانورد",))


def test_order_does_not_matter():
    findings = [ferry(), library(), article("c", person("مریم دریانورد", "خانم دریانورد"))]
    expected = resolve(findings)
    for seed in range(5):
        random.Random(seed).shuffle(findings)
        again = resolve(findings)
        assert again == expected
        assert list(again.node_of) == list(expected.node_of)


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


@given(st.text(min_size=1).filter(str.strip))
def test_tidying_twice_changes_nothing(text: str):
    assert tidy(tidy(text)) == tidy(text)
