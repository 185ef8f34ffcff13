"""Questions, stored and free, and the rows that answer them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from pyoxigraph import Literal
from stories import ferry, library

from kg.answer import FORMATS, to_csv, to_json, to_text
from kg.errors import QueryError
from kg.graph import to_dataset
from kg.identity import resolve
from kg.model import Article, Entity, Findings, Kind, Span, Unit
from kg.query import find_question, run_query, stored_questions
from kg.store import Oxigraph

CHIEF = "person:مریم-دریانورد"
BODY = "organization:سازمان-کتابخانه-های-شهرداری-بندر-نیلگون"
DOCS = Path(__file__).parent.parent / "docs" / "questions.md"


@pytest.fixture(scope="module")
def dataset() -> Oxigraph:
    return graphs([library(), ferry()])


def graphs(found: list[Findings]) -> Oxigraph:
    return Oxigraph.of_dataset(to_dataset(found, resolve(found)))


def shorts(dataset: Oxigraph, question: str, **parameters: str) -> list[tuple[str, ...]]:
    rows = run_query(dataset, question, parameters)
    return [tuple(cell.short if cell else "" for cell in row) for row in rows.cells]


# ── stored questions ──


@pytest.mark.parametrize("question", stored_questions(), ids=lambda question: question.name)
def test_every_stored_question_has_titles_and_runs_without_parameters(dataset: Oxigraph, question):
    assert set(question.titles) == {"en", "fa"}
    rows = run_query(dataset, question.name)
    assert rows.cells or question.name == "met"


@pytest.mark.parametrize("question", stored_questions(), ids=lambda question: question.name)
def test_every_parameter_of_a_stored_question_has_its_place(question):
    assert re.findall(r"VALUES \?(\w+) \{", question.sparql)[: len(question.parameters)] == [
        parameter.name for parameter in question.parameters
    ]


@pytest.mark.parametrize("question", stored_questions(), ids=lambda question: question.name)
def test_every_stored_question_is_in_the_docs_with_an_example(question):
    docs = DOCS.read_text(encoding="utf-8")
    assert f"`{question.name}`" in docs
    assert f"kg query {question.name}" in docs
    assert question.titles["fa"] in docs
    for parameter in question.parameters:
        assert f"`{parameter.name}`" in docs


def test_role_holders(dataset: Oxigraph):
    assert shorts(dataset, "role-holders") == [(CHIEF, "role:رییس", BODY, "kg:Current", "2")]
    assert shorts(dataset, "role-holders", organisation="شهرداری بندر نیلگون") == []


def test_former_holders_are_in_the_history(dataset: Oxigraph):
    rows = shorts(dataset, "role-history", organisation=BODY)
    assert {(row[0], row[3]) for row in rows} == {(CHIEF, "kg:Current"), ("person:کاوه-موج-شکن", "kg:Former")}
    assert "سال ۱۳۹۵" in {row[4] for row in rows}


def test_services_of_a_town_are_those_in_its_quarters_but_not_the_planned(dataset: Oxigraph):
    [row] = shorts(dataset, "services", place="بندر نیلگون")
    assert (row[0], row[2], row[3]) == (BODY, "place:محله-صدف-بندر-نیلگون", "audience:کودکان")


@pytest.mark.parametrize(("words", "number"), [("به‌ساحل", 1), ("كتاب", 1), ("کشتی", 0), ("ساحل.*", 0)])
def test_quotes_are_found_whatever_the_spelling_and_by_words_alone(
    dataset: Oxigraph, words: str, number: int
):
    assert len(shorts(dataset, "quotes", about=words)) == number


def test_units(dataset: Oxigraph):
    assert [row[1] for row in shorts(dataset, "units", organisation="شهرداری بندر نیلگون")] == [BODY]


def test_units_at_any_depth():
    names = ("الف", "ب", "پ")
    entities = tuple(Entity(name, Kind.ORGANIZATION, (f"سازمان {name}",)) for name in names)
    parts = zip(names[1:], names, strict=False)
    said = tuple(Unit(span=Span(0, 1), rule="r", confidence=1, child=c, parent=p) for c, p in parts)
    found = [Findings(Article("x", "متن"), entities, said)]
    rows = shorts(graphs(found), "units", organisation="سازمان الف")
    assert [row[1] for row in rows] == ["organization:سازمان-ب", "organization:سازمان-پ"]


def test_facts_of_an_article_by_its_id_or_headline(dataset: Oxigraph):
    by_id = shorts(dataset, "facts-of-article", article="library")
    assert len({row[1] for row in by_id}) == 13
    assert shorts(dataset, "facts-of-article", article="کتابخانه های ساحلی باز شدند") == by_id


def test_the_evidence_of_a_fact_that_another_question_showed(dataset: Oxigraph):
    [quotation] = [row[-1] for row in shorts(dataset, "quotes")]
    [row] = shorts(dataset, "evidence", fact=quotation)
    assert row[2:] == ("کتاب را به ساحل می‌بریم.", "108", "132", "rule:made.by-hand", "0.9")


def test_what_is_within_a_place(dataset: Oxigraph):
    rows = shorts(dataset, "within", place="بندر نيلگون")
    assert {row[1] for row in rows} == {"organization:شهرداری-بندر-نیلگون", "place:محله-صدف-بندر-نیلگون"}


# ── free questions ──


def test_plain_patterns_see_all_graphs_and_prefixes_need_no_declaration(dataset: Oxigraph):
    assert len(shorts(dataset, f"SELECT ?m {{ ?m org:member {CHIEF} }}")) == 2


def test_from_asks_one_graph_alone(dataset: Oxigraph):
    graph = "<https://w3id.org/khabar-kg/id/graph/library>"
    assert shorts(dataset, f"SELECT ?a FROM {graph} {{ ?a a schema:NewsArticle }}") == [("article:library",)]
    assert shorts(dataset, "SELECT ?x FROM <https://example.org/> { ?x ?y ?z }") == []


def test_what_several_articles_state_is_counted_once(dataset: Oxigraph):
    assert shorts(dataset, f"SELECT (COUNT(*) AS ?n) {{ {CHIEF} a foaf:Person }}") == [("1",)]


@pytest.mark.parametrize("question", stored_questions(), ids=lambda question: question.name)
def test_rows_come_in_the_order_that_sparql_gives_them(dataset: Oxigraph, question):
    native = [tuple(row) for row in dataset.select(question.sparql)]
    ours = [tuple(cell and cell.term for cell in row) for row in run_query(dataset, question.name).cells]
    assert ours == native


@pytest.mark.parametrize(
    "asked",
    [
        "SELECT (STR(?a) AS ?x) WHERE {\n ?a a schema:NewsArticle }\nORDER BY DESC(?a)",
        "SELECT (STR(?a) AS ?x) WHERE {\n ?a a schema:NewsArticle }\nORDER BY DESC(?x)",
        "SELECT * WHERE {\n ?a a schema:NewsArticle }\nORDER BY DESC(?a)",
        "SELECT ?a WHERE {\n ?a a schema:NewsArticle }\nORDER BY DESC(?a)\nLIMIT 1",
        "SELECT ?a WHERE {\n ?a a schema:NewsArticle }\nORDER BY DESC(STR(?a))",
        "select ?a {\n ?a a schema:NewsArticle }\norder by desc(?a)",
    ],
)
def test_any_order_is_kept(dataset: Oxigraph, asked: str):
    native = [tuple(row) for row in dataset.select(asked)]
    assert [tuple(cell and cell.term for cell in row) for row in run_query(dataset, asked).cells] == native


def test_rows_without_an_order_come_sorted(dataset: Oxigraph):
    rows = shorts(dataset, "SELECT ?s ?o { ?s rdfs:label ?o }")
    assert rows == sorted(rows)


def test_ask(dataset: Oxigraph):
    assert shorts(dataset, "ASK { ?a a schema:NewsArticle }") == [("true",)]


@pytest.mark.parametrize(
    "question", ["CONSTRUCT { ?a a kg:News } WHERE { ?a a schema:NewsArticle }", f"DESCRIBE {CHIEF}"]
)
def test_graphs_come_as_turtle_in_every_format(dataset: Oxigraph, question: str):
    rows = run_query(dataset, question)
    assert rows.turtle is not None
    assert " a " in rows.turtle
    assert {show(rows) for show in FORMATS.values()} == {rows.turtle}


def test_a_question_of_ones_own_in_a_file(dataset: Oxigraph, tmp_path: Path):
    file = tmp_path / "mine.rq"
    file.write_text("# param: it value: a thing\nSELECT ?it { VALUES ?it { 0 } }")
    assert find_question(str(file)).parameters[0].kind == "value"
    assert shorts(dataset, str(file)) == [("0",)]
    assert shorts(dataset, str(file), it="x") == [("x",)]


# ── showing ──


def test_labels_stand_beside_iris(dataset: Oxigraph):
    rows = run_query(dataset, "role-holders")
    assert [cell.label for cell in rows.cells[0] if cell][:4] == [
        "مریم دریانورد", "رئیس", "سازمان کتابخانه‌های شهرداری بندر نیلگون", "کنونی",
    ]  # fmt: skip
    assert "مریم دریانورد" in to_text(rows)
    assert CHIEF in to_text(rows)


def test_csv_has_a_column_of_labels_behind_each_column_of_nodes(dataset: Oxigraph):
    [row] = csv.DictReader(io.StringIO(to_csv(run_query(dataset, "role-holders"))))
    assert row["person"].startswith("https://")
    assert row["person_label"] == "مریم دریانورد"
    assert row["articles"] == "2"
    assert "articles_label" not in row


def test_csv_of_no_rows_is_its_header(dataset: Oxigraph):
    assert to_csv(run_query(dataset, "SELECT ?a ?b { ?a kg:no ?b }")) == "a,b\n"


def test_json_has_iri_and_label(dataset: Oxigraph):
    [row] = json.loads(to_json(run_query(dataset, "role-holders")))
    assert row["person"]["label"] == "مریم دریانورد"
    assert row["articles"] == 2


def test_brackets_in_an_article_are_words_and_no_markup():
    found = [Findings(Article("x", "[bold]نیلگون[/bold] [/]"))]
    rows = run_query(graphs(found), "articles")
    assert "[bold]نیلگون[/bold] [/]" in to_text(rows)


# ── what goes wrong ──


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        ("role-holder", "did you mean «role-holders»"),
        ("zzz", "there are articles"),
        ("SELECT ?x {\n ?x oops }", "line 2, column"),
        ("SELECT ?x { ?x no:such ?y }", "no"),
        ("nowhere/at-all.rq", "cannot be read"),
        ("SELECT ?x { SERVICE <https://example.org/> { ?x ?y ?z } }", "GRAPH"),
        ("SELECT ?x { SERVIC\\u0045 <https://example.org/> { ?x ?y ?z } }", "GRAPH"),
        ("INSERT DATA { kg:a kg:b kg:c }", "not SPARQL"),
        ("", "not SPARQL"),
    ],
)
def test_a_wrong_question_is_one_line_that_says_what_is_wrong(dataset: Oxigraph, question: str, problem: str):
    with pytest.raises(QueryError, match=problem) as caught:
        run_query(dataset, question)
    assert "\n" not in str(caught.value)


def test_a_name_is_found_with_its_honorifics_in_any_spelling(dataset: Oxigraph):
    by_name = shorts(dataset, "role-holders", person="مریم دریانورد")
    assert by_name
    assert shorts(dataset, "role-holders", person="سرکار خانم دکتر مريم دريانورد") == by_name


@pytest.mark.parametrize("question", stored_questions(), ids=lambda question: question.name)
def test_a_pattern_that_goes_with_a_parameter_changes_no_answer(dataset: Oxigraph, question, tmp_path: Path):
    without = tmp_path / "without.rq"
    without.write_text(re.sub(r"(?m)^\s*# with .*\n", "", question.sparql), encoding="utf-8")
    for parameter in question.parameters:
        for name in ("مریم دریانورد", BODY, "بندر نیلگون", "library"):
            value = {parameter.name: name}
            assert run_query(dataset, question.name, value) == run_query(dataset, str(without), value)


def test_an_unknown_name_is_told_with_the_nearest(dataset: Oxigraph):
    with pytest.raises(QueryError, match=r"near it are .*«مریم دریانورد»"):
        run_query(dataset, "role-holders", {"person": "مریم دریانور"})


def test_an_unknown_parameter_is_told_with_those_there_are(dataset: Oxigraph):
    with pytest.raises(QueryError, match="it has: organisation, person"):
        run_query(dataset, "role-holders", {"town": "x"})


ODD_VALUES = (
    '" } INSERT { ?a',
    "\\",
    '"',
    "'''",
    "} UNION { ?s ?p ?o",
    "a\nb",
    "<x> <y>",
    ")(*[",
    "\x00",
    "\\u0022 }",
)


@pytest.mark.parametrize("value", ODD_VALUES)
def test_a_value_never_becomes_part_of_the_question(dataset: Oxigraph, value: str):
    assert shorts(dataset, "quotes", about=f"ساحل{value}") in ([], shorts(dataset, "quotes"))
    with pytest.raises(QueryError, match="nothing in the graph"):
        run_query(dataset, "role-holders", {"person": f"مریم{value}"})


def test_a_value_stays_a_literal(dataset: Oxigraph, tmp_path: Path):
    file = tmp_path / "echo.rq"
    file.write_text('# param: it value: anything\nSELECT ?it { VALUES ?it { "" } }')
    odd = '"} ?x { \\ \\u0022 \n\t\x01'
    assert run_query(dataset, str(file), {"it": odd}).cells[0][0].term == Literal(odd)


@pytest.mark.parametrize("question", stored_questions(), ids=lambda question: question.name)
def test_every_parameter_is_described_in_both_languages(question):
    assert all(parameter.description and parameter.description_fa for parameter in question.parameters)
