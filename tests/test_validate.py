"""What is wrong in a graph is said in plain words, and nothing is said of a right one."""

from __future__ import annotations

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, XSD, Dataset, Graph, Literal, URIRef
from stories import ferry, library

from kg.graph import to_dataset
from kg.identity import resolve
from kg.knowledge import ontology_dir
from kg.validate import Checker, validate
from kg.vocabulary import DEFAULT_BASE, FOAF, KG, NIF, ORG, PROV, SCHEMA


@pytest.fixture
def dataset() -> Dataset:
    found = [library(), ferry()]
    return to_dataset(found, resolve(found))


@pytest.fixture
def graph(dataset: Dataset) -> Graph:
    return dataset.graph(URIRef(f"{DEFAULT_BASE}graph/library"))


def test_a_graph_that_we_build_has_nothing_wrong(dataset: Dataset):
    assert validate(dataset) == []


WRONG = [
    (ORG.Membership, ORG.member, None, "needs exactly one person"),
    (ORG.Membership, ORG.role, None, "needs exactly one role"),
    (ORG.Membership, KG.tenure, Literal("now"), "needs one tenure"),
    (ORG.Membership, KG.confidence, Literal("1.5", datatype=XSD.decimal), "a decimal from 0 to 1"),
    (ORG.Membership, PROV.wasDerivedFrom, None, "needs the span"),
    (ORG.Membership, PROV.wasGeneratedBy, None, "needs the rule"),
    (SCHEMA.Service, KG.status, Literal("planned"), "may have one status"),
    (SCHEMA.Quotation, SCHEMA.creator, None, "needs exactly one speaker"),
    (SCHEMA.Observation, SCHEMA.value, Literal("many"), "needs exactly one number"),
    (SCHEMA.Observation, KG.bound, None, "needs one bound"),
    (RDF.Statement, RDF.predicate, RDFS.seeAlso, "needs one of the relations"),
    (FOAF.Person, RDFS.label, None, "needs exactly one name"),
    (SCHEMA.NewsArticle, SCHEMA.identifier, None, "needs exactly one id"),
    (SCHEMA.NewsArticle, SCHEMA.datePublished, Literal("yesterday"), "may have one date"),
    (NIF.Phrase, NIF.referenceContext, None, "needs the article"),
    (NIF.Phrase, NIF.beginIndex, Literal(-1), "needs a whole number before its end"),
    (
        NIF.Phrase,
        NIF.endIndex,
        Literal("10", datatype=XSD.long),
        "needs a whole number where it ends",
    ),
    (NIF.Phrase, NIF.anchorOf, None, "needs its words"),
    (NIF.Phrase, NIF.anchorOf, Literal("کوتاه", lang="fa"), "holds other words than the article"),
]


@pytest.mark.parametrize(("kind", "property", "value", "problem"), WRONG)
def test_each_fault_is_told(dataset: Dataset, graph: Graph, kind, property, value, problem: str):
    node = min(graph.subjects(RDF.type, kind))
    graph.remove((node, property, None))
    if value is not None:
        graph.add((node, property, value))
    assert [
        v for v in validate(dataset) if problem in v.problem and v.node.endswith(str(node).rsplit("/", 1)[-1])
    ]


@pytest.mark.parametrize(("kind", "property", "value", "problem"), WRONG)
def test_pyshacl_finds_the_same_faults(graph: Graph, kind, property, value, problem: str):
    """SHACL's own engine, on the same shapes; what SHACL cannot say is left out."""
    for node in sorted(graph.subjects(RDF.type, kind))[::2]:
        graph.remove((node, property, None))
        if value is not None:
            graph.add((node, property, value))
    checker = Checker({})
    checker.look_at("", graph)
    ours = {(v.node, v.problem, v.value) for v in checker.violations if "other words" not in v.problem}
    assert ours == by_pyshacl(graph)
    assert ours or "other words" in problem


def by_pyshacl(graph: Graph) -> set[tuple[str, str, str]]:
    shapes = Graph().parse(ontology_dir() / "shapes.ttl")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        messages = [m for m in report.objects(result, SH.resultMessage) if m.language == "en"]
        value = report.value(result, SH.value)
        found.add(
            (
                str(report.value(result, SH.focusNode)),
                str(messages[0]),
                str(value if value is not None else ""),
            )
        )
    return found


def test_words_of_the_right_length_that_are_others_are_told(dataset: Dataset, graph: Graph):
    node = min(graph.subjects(RDF.type, NIF.Phrase))
    graph.set((node, NIF.anchorOf, Literal("x" * len(graph.value(node, NIF.anchorOf)), lang="fa")))
    [violation] = validate(dataset)
    assert "other words" in violation.problem


def test_a_message_says_where_what_and_which(dataset: Dataset, graph: Graph):
    service = graph.value(predicate=RDFS.label, object=Literal("امانت کتاب", lang="fa"))
    graph.set((service, KG.confidence, Literal("2", datatype=XSD.decimal)))
    [violation] = validate(dataset)
    assert str(violation).startswith("library: service:library_")
    assert str(violation).endswith(
        "«امانت کتاب» needs one confidence (kg:confidence), a decimal from 0 to 1 (2)"
    )


def test_messages_come_in_persian_too(dataset: Dataset, graph: Graph):
    graph.remove((None, ORG.member, None))
    assert {v.problem for v in validate(dataset, "fa")} == {"باید دقیقاً یک شخص داشته باشد"}


def test_a_fault_of_one_graph_is_not_mended_by_another(dataset: Dataset):
    name = URIRef(f"{DEFAULT_BASE}graph/%DA%A9")
    stray = dataset.graph(name)
    stray.add((URIRef(f"{DEFAULT_BASE}person/مریم-دریانورد"), RDF.type, FOAF.Person))
    [violation] = validate(dataset)
    assert (violation.graph, violation.problem) == (
        "graph:%DA%A9",
        "needs exactly one name (rdfs:label), in Persian",
    )


def test_every_shape_says_what_it_wants_in_both_languages():
    shapes = Graph().parse(ontology_dir() / "shapes.ttl")
    for shape in set(shapes.subjects(SH.path)):
        assert sorted(m.language for m in shapes.objects(shape, SH.message)) == ["en", "fa"]
