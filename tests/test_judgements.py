"""What a person decides holds at every build, survives new rules, and is told where it fits nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, URIRef
from typer.testing import CliRunner

from kg.commands import program
from kg.errors import JudgementError
from kg.identity import Judgement, parse_judgements, read_judgements, resolve, to_text
from kg.knowledge import load_knowledge
from kg.model import Article, Entity, Findings, Kind
from kg.pipeline import Build, build
from kg.review import doubts, split, weak_facts
from kg.store import save_graph
from kg.vocabulary import DEFAULT_BASE, KG

COMMON = "محمد حسینی"  # a name that many bear
RARE = "بهناز نیلوفرکار"


def found(**names: str) -> list[Findings]:
    """An article a person, by the article's id."""
    return [Findings(Article(a, "…"), (Entity("e", Kind.PERSON, (name,)),)) for a, name in names.items()]


def ids(findings: list[Findings], *rows: Judgement) -> list[str]:
    return list(resolve(findings, rows).node_of.values())


def handle(name: str, article: str) -> str:
    return f"person/{name.replace(' ', '-')}_{article}"


def same(one: str, other: str) -> Judgement:
    return Judgement("same", one, other)


def different(one: str, other: str) -> Judgement:
    return Judgement("different", one, other)


# ── identities ──


def test_two_are_one_because_a_person_says_so_and_the_old_id_still_answers():
    row = same(handle(COMMON, "b"), handle(COMMON, "a"))
    resolution = resolve(found(a=COMMON, b=COMMON), [row])
    assert set(resolution.node_of.values()) == {handle(COMMON, "a")}
    assert resolution.same_as == {handle(COMMON, "b"): handle(COMMON, "a")}


def test_one_is_two_because_a_person_says_so():
    rows = [different(handle(RARE, "b"), handle(RARE, "a").split("_")[0])]
    assert ids(found(a=RARE, b=RARE, c=RARE)) == ["person/بهناز-نیلوفرکار"] * 3
    plain, parted = "person/بهناز-نیلوفرکار", handle(RARE, "b")
    assert ids(found(a=RARE, b=RARE, c=RARE), *rows) == [plain, parted, plain]


def test_parted_once_stays_parted_when_articles_come():
    row = different(handle(RARE, "b"), "person/بهناز-نیلوفرکار")
    more = found(a=RARE, b=RARE, **{f"c{i}": RARE for i in range(5)})
    assert set(ids(more, row)) == {"person/بهناز-نیلوفرکار", handle(RARE, "b")}


def test_judgements_hold_in_any_order():
    findings = found(a=COMMON, b=COMMON, c=COMMON)
    rows = [same(handle(COMMON, x), handle(COMMON, y)) for x, y in ("ab", "bc")]
    assert resolve(findings, rows) == resolve(findings[::-1], rows[::-1])
    assert len(set(ids(findings, *rows))) == 1


def test_a_judgement_finds_its_entity_by_another_of_its_names():
    """The rules now read a longer name; the row was written when they read the short one."""
    now = [Findings(Article("a", "…"), (Entity("e", Kind.PERSON, (f"{COMMON} نژاد", COMMON)),))]
    resolution = resolve([*now, *found(b=COMMON)], [same(handle(COMMON, "a"), handle(COMMON, "b"))])
    assert resolution.misfits == ()
    assert len(set(resolution.node_of.values())) == 1


def test_bodies_and_places_are_joined_and_parted_too():
    bodies = [
        Findings(Article(a, "…"), (Entity("e", Kind.ORGANIZATION, (name,)),))
        for a, name in {"a": "شرکت نیلگون", "b": "شرکت آبی"}.items()
    ]
    row = same("organization/شرکت-نیلگون", "organization/شرکت-آبی")
    assert len(set(ids(bodies, row))) == 1


def test_a_row_that_fits_nothing_is_told_and_the_others_hold():
    rows = [same(handle(COMMON, "zz"), handle(COMMON, "a")), same(handle(COMMON, "a"), handle(COMMON, "b"))]
    resolution = resolve(found(a=COMMON, b=COMMON), rows)
    assert len(set(resolution.node_of.values())) == 1
    [misfit] = resolution.misfits
    assert "person/محمد-حسینی_zz" in misfit


def test_rows_that_gainsay_each_other_are_told_and_neither_holds():
    pair = handle(COMMON, "a"), handle(COMMON, "b")
    resolution = resolve(found(a=COMMON, b=COMMON), [same(*pair), different(*pair)])
    assert len(set(resolution.node_of.values())) == 2
    assert len(resolution.misfits) == 2


def test_what_is_judged_to_be_two_is_in_doubt_no_more():
    findings = found(a=COMMON, b=COMMON)
    assert not resolve(findings, [different(handle(COMMON, "a"), handle(COMMON, "b"))]).possibly_same


# ── the file ──


def test_rows_come_back_from_the_file_as_they_were(tmp_path: Path):
    rows = (same("person/a_1", "person/b_2"), Judgement("wrong", "membership/x_1-2_ab", note="چون نه"))
    path = tmp_path / "judgements.tsv"
    path.write_text(to_text(rows), encoding="utf-8")
    assert read_judgements(path) == rows


def test_no_file_is_no_judgement(tmp_path: Path):
    assert read_judgements(tmp_path / "none.tsv") == ()


@pytest.mark.parametrize(
    "written", ["person:a_1", f"{DEFAULT_BASE}person/a_1", f"<{DEFAULT_BASE}person/a_1>"]
)
def test_an_id_may_be_copied_from_anywhere(written: str):
    assert parse_judgements(f"same\t{written}\tperson/b_2") == (same("person/a_1", "person/b_2"),)


def test_all_wrong_rows_are_told_at_once_by_line():
    text = "verdict\tone\tother\tnote\nsame\tperson/a\nmaybe\tperson/a\tperson/b\nsame\tperson/a\tplace/b\n"
    with pytest.raises(JudgementError) as caught:
        parse_judgements(text, "mine.tsv")
    for part in (
        "mine.tsv:2: an id is missing",
        "mine.tsv:3: «maybe» is no verdict",
        "mine.tsv:4: two kinds",
    ):
        assert part in str(caught.value)


# ── facts, and the commands ──

TEXTS = {
    "a": "محمد حسینی، شهردار ملایر گفت: پارک باز است.",
    "b": "علی حسینی، شهردار ملایر گفت: پل باز است.",
    "c": "حسینی، شهردار ملایر گفت: برف می‌بارد.",
}


def made(*rows: Judgement) -> Build:
    return build((Article(a, text) for a, text in TEXTS.items()), load_knowledge(), judgements=rows)


@pytest.fixture(scope="module")
def plain() -> Build:
    return made()


def membership(built: Build) -> str:
    facts = {str(s) for s in built.dataset.subjects() if "/membership/a_" in str(s)}
    [fact] = facts
    return fact.removeprefix(DEFAULT_BASE)


def test_a_fact_found_wrong_is_left_out_and_its_id_remembered(plain: Build):
    fact = membership(plain)
    without = made(Judgement("wrong", fact))
    assert without.misfits == ()
    assert list(without.dataset.predicate_objects(URIRef(DEFAULT_BASE + fact))) == [
        (RDF.type, KG.RejectedFact)
    ]


def test_a_fact_found_right_is_sure(plain: Build):
    fact = membership(plain)
    sure = made(Judgement("right", fact)).dataset
    assert str(sure.value(URIRef(DEFAULT_BASE + fact), KG.confidence)) == "1"


def test_a_facts_id_does_not_change_when_persons_are_merged(plain: Build):
    merged = made(same("person/حسینی_c", "person/محمد-حسینی_a"))
    assert membership(merged) == membership(plain)


def test_a_judged_fact_that_no_article_states_is_told():
    [misfit] = made(Judgement("wrong", "membership/gone_1-2_abcdef12")).misfits
    assert "no article states" in misfit


def test_doubts_show_both_sides_with_their_sentences(plain: Build):
    shown = doubts(plain.dataset)
    assert {d.one.id for d in shown} == {"person/حسینی_c"}
    assert TEXTS["c"] in " ".join(shown[0].one.sentences)


def test_little_sure_facts_are_asked_about_once(plain: Build):
    asked = weak_facts(plain.dataset, 1.0)
    assert membership(plain) in {fact.id for fact in asked}
    judged = [Judgement("right", fact.id) for fact in asked]
    assert weak_facts(plain.dataset, 1.0, judged) == []


def test_splitting_gives_rows_that_split(plain: Build):
    both = [Article(a, f"{RARE}، شهردار ملایر گفت: پارک باز است.") for a in "ab"]
    node = "person/بهناز-نیلوفرکار"
    rows = split(build(both, load_knowledge()).dataset, node, ["b"])
    parted = build(both, load_knowledge(), judgements=rows)
    members = {str(o) for o in parted.dataset.objects(None, URIRef("http://www.w3.org/ns/org#member"))}
    assert members == {DEFAULT_BASE + node, f"{DEFAULT_BASE}{node}_b"}


def test_splitting_what_no_article_names_is_told(plain: Build):
    with pytest.raises(JudgementError, match="stands in c"):
        split(plain.dataset, "person/حسینی_c", ["zz"])


def test_review_writes_each_answer_as_a_row_and_asks_no_more(plain: Build, tmp_path: Path):
    graph, file = tmp_path / "graph", tmp_path / "judgements.tsv"
    save_graph(plain.dataset, graph)
    arguments = ["review", "-g", str(graph), "-j", str(file), "--below", "0"]
    assert CliRunner().invoke(program(), arguments, input="s\nd\n").exit_code == 0
    verdicts = [row.verdict for row in read_judgements(file)]
    assert verdicts == ["same", "different"]
    assert "of" not in CliRunner().invoke(program(), arguments).output.split("judgements stand")[0]


def test_commands_add_rows_and_keep_comments(tmp_path: Path):
    file = tmp_path / "judgements.tsv"
    file.write_text("# mine\n", encoding="utf-8")
    for arguments in (["merge", "person:a_1", "person:b_2"], ["reject", "membership:x_1-2_ab", "-n", "no"]):
        assert CliRunner().invoke(program(), [*arguments, "-j", str(file)]).exit_code == 0
    assert file.read_text(encoding="utf-8").startswith("# mine\n")
    assert [row.verdict for row in read_judgements(file)] == ["same", "wrong"]


def test_building_with_judgements_replays_them_and_tells_misfits(tmp_path: Path):
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, text in TEXTS.items():
        (articles / f"{name}.txt").write_text(text, encoding="utf-8")
    file = tmp_path / "mine.tsv"
    file.write_text(to_text([same("person/x_1", "person/y_2")]), encoding="utf-8")
    result = CliRunner().invoke(
        program(), ["build", str(articles), "-o", str(tmp_path / "out"), "-j", str(file)]
    )
    assert result.exit_code == 0
    assert "person/x_1" in result.stderr
    assert "same\tperson/x_1" in file.read_text(encoding="utf-8")
