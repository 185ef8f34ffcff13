"""What each assertion becomes in the graph, with its evidence."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, BNode, Dataset, Graph, Literal, URIRef
from stories import FERRY, LIBRARY, ferry, library

import kg.graph
import kg.vocabulary
from kg.graph import to_dataset
from kg.identity import resolve
from kg.knowledge import ontology_dir
from kg.literals import number
from kg.model import Article, Attendance, Date, Entity, Findings, Kind, Location, Span, Status
from kg.vocabulary import DEFAULT_BASE, FOAF, KG, NIF, ORG, PROV, SCHEMA, SKOS, TIME


def dataset_of(*findings: Findings, base: str = DEFAULT_BASE) -> Dataset:
    return to_dataset(findings, resolve(findings), base)


@pytest.fixture(scope="module")
def whole() -> Dataset:
    return dataset_of(library(), ferry())


@pytest.fixture(scope="module")
def graph(whole: Dataset) -> Graph:
    return whole.graph(iri("graph/library"))


def iri(tail: str) -> URIRef:
    return URIRef(DEFAULT_BASE + tail)


CHIEF = iri("person/مریم-دریانورد")
FORMER = iri("person/کاوه-موج-شکن")
BODY = iri("organization/سازمان-کتابخانه-های-شهرداری-بندر-نیلگون")
TOWN_HALL = iri("organization/شهرداری-بندر-نیلگون")
MEETING = iri("event/نشست-کتاب_library")
QUARTER = iri("place/محله-صدف-بندر-نیلگون")
TOWN = iri("place/بندر-نیلگون")


def words_of(graph: Graph, fact: URIRef) -> set[str]:
    return {str(graph.value(s, NIF.anchorOf)) for s in graph.objects(fact, PROV.wasDerivedFrom)}


def statement(graph: Graph, *triple: URIRef) -> URIRef:
    parts = zip((RDF.subject, RDF.predicate, RDF.object), triple, strict=True)
    subjects = [set(graph.subjects(part, term)) for part, term in parts]
    [node] = set.intersection(*subjects)
    return node


# ── the article and its names ──


def test_the_article_stands_in_its_own_graph(graph: Graph):
    article = iri("article/library")
    assert (article, RDF.type, SCHEMA.NewsArticle) in graph
    assert graph.value(article, SCHEMA.identifier) == Literal("library")
    assert graph.value(article, SCHEMA.headline) == Literal("کتابخانه‌های ساحلی باز شدند", lang="fa")
    assert graph.value(article, SCHEMA.datePublished) == Literal("2020-12-21", datatype=XSD.date)
    assert graph.value(article, KG.dateWritten) == Literal("۱ دی ۱۳۹۹", lang="fa")
    assert graph.value(article, NIF.isString) == Literal(LIBRARY)


def test_the_text_can_be_left_out():
    found = [library()]
    graph = to_dataset(found, resolve(found), with_text=False)
    assert not list(graph.triples((None, NIF.isString, None)))


def test_an_odd_article_id_makes_a_safe_iri_and_stays_as_it_is(whole: Dataset):
    article = whole.value(predicate=SCHEMA.identifier, object=Literal("کشتی 2.a"))
    assert article == iri("article/کشتی%202.a")


def test_an_article_graph_holds_the_names_of_its_article_and_the_common_graph_the_preferred(whole: Dataset):
    ours, common = whole.graph(iri("graph/library")), whole.graph(iri("common"))
    assert ours.value(CHIEF, RDFS.label) == Literal("مریم دریانورد", lang="fa")
    assert ours.value(CHIEF, SKOS.altLabel) == Literal("دریانورد", lang="fa")
    assert common.value(CHIEF, SKOS.prefLabel) == Literal("مریم دریانورد", lang="fa")
    assert {len(list(common.objects(node, SKOS.prefLabel))) for node in common.subjects(SKOS.prefLabel)} == {
        1
    }


def test_an_article_graph_does_not_hang_on_other_articles(whole: Dataset):
    alone = dataset_of(ferry())
    name = iri("graph/کشتی%202.a")
    assert set(alone.graph(name)) == set(whole.graph(name))


def test_two_entities_of_one_name_are_one_node_with_one_label():
    entities = (Entity("a", Kind.PERSON, ("کاوه رادی",)), Entity("b", Kind.PERSON, ("کاوه‌ رادی", "رادی")))
    graph = dataset_of(Findings(Article("x", "کاوه رادی"), entities))
    node = iri("person/کاوه-رادی")
    assert len(list(graph.graph(iri("graph/x")).objects(node, RDFS.label))) == 1


# ── facts ──


def test_a_role_is_a_membership_with_person_body_and_tenure(graph: Graph):
    [node] = graph.subjects(ORG.member, CHIEF)
    assert graph.value(node, ORG.organization) == BODY
    assert graph.value(node, ORG.role) == iri("role/رییس")
    assert graph.value(node, KG.tenure) == KG.Current
    [former] = graph.subjects(ORG.member, FORMER)
    assert graph.value(former, KG.tenure) == KG.Former


def test_a_fact_stated_twice_is_one_fact_with_two_spans_and_the_better_confidence(graph: Graph):
    [node] = graph.subjects(ORG.member, CHIEF)
    assert len(words_of(graph, node)) == 2
    assert graph.value(node, KG.confidence) == Literal("0.9", datatype=XSD.decimal)
    assert set(graph.objects(node, PROV.wasGeneratedBy)) == {iri("rule/made.by-hand"), iri("rule/role.bare")}


def test_a_role_in_two_spellings_is_one_role_with_both(graph: Graph):
    role = iri("role/رییس")
    forms = {str(o) for p in (RDFS.label, SKOS.altLabel) for o in graph.objects(role, p)}
    assert forms == {"رئیس", "رییس"}
    assert len(list(graph.objects(role, RDFS.label))) == 1


def test_the_time_of_a_role_is_an_interval_of_its_precision(graph: Graph):
    [interval] = graph.subjects(RDF.type, TIME.Interval)
    instant = graph.value(interval, TIME.hasBeginning)
    assert graph.value(instant, TIME.inXSDgYear) == Literal("2016", datatype=XSD.gYear)
    assert graph.value(instant, KG.dateWritten) == Literal("سال ۱۳۹۵", lang="fa")


def test_units_and_places_are_bare_triples_with_a_statement_each(graph: Graph):
    for triple in (
        (BODY, ORG.subOrganizationOf, TOWN_HALL),
        (TOWN_HALL, SCHEMA.location, TOWN),
        (QUARTER, SCHEMA.containedInPlace, TOWN),
    ):
        assert triple in graph
        assert words_of(graph, statement(graph, *triple))


def test_a_service_has_provider_place_and_audience(graph: Graph):
    node = graph.value(predicate=SCHEMA.areaServed, object=QUARTER)
    assert graph.value(node, SCHEMA.provider) == BODY
    assert graph.value(node, RDFS.label) == Literal("امانت کتاب", lang="fa")
    assert graph.value(graph.value(node, SCHEMA.audience), RDFS.label) == Literal("کودکان", lang="fa")


def test_an_event_has_date_evidence_attendee_and_organiser(graph: Graph):
    assert graph.value(MEETING, SCHEMA.startDate) == Literal("2020-12-21", datatype=XSD.date)
    assert words_of(graph, MEETING) == {"نشست کتاب"}
    assert (MEETING, SCHEMA.attendee, CHIEF) in graph
    assert (MEETING, SCHEMA.organizer, BODY) in graph
    assert words_of(graph, statement(graph, MEETING, SCHEMA.attendee, CHIEF)) == {"مریم دریانورد"}


def test_an_event_that_no_happening_tells_of_rests_on_what_is_said_of_it():
    entities = (Entity("e", Kind.EVENT, ("نشست",), is_local=True), Entity("p", Kind.PERSON, ("کاوه رادی",)))
    said = Attendance(span=Span(0, 9), rule="r", confidence=0.8, event="e", participant="p")
    graph = dataset_of(Findings(Article("x", "کاوه رادی در نشست"), entities, (said,)))
    assert words_of(graph, iri("event/نشست_x")) == {"کاوه رادی"}


def test_an_event_of_which_nothing_is_said_rests_on_its_name():
    entity = Entity("e", Kind.EVENT, ("نشست",), (Span(3, 7),), is_local=True)
    graph = dataset_of(Findings(Article("x", "در نشست"), (entity,)))
    assert words_of(graph, iri("event/نشست_x")) == {"نشست"}


def test_a_quotation_has_speaker_words_topic_and_article(graph: Graph):
    [node] = graph.subjects(RDF.type, SCHEMA.Quotation)
    assert graph.value(node, SCHEMA.creator) == CHIEF
    assert graph.value(node, SCHEMA.text) == Literal("کتاب را به ساحل می‌بریم.", lang="fa")
    assert graph.value(node, SCHEMA.isPartOf) == iri("article/library")
    assert graph.value(node, SCHEMA.about) == iri("topic/کتاب")
    assert graph.value(node, SCHEMA.mentions) == TOWN


def test_a_quantity_has_number_unit_bound_and_its_sentence(graph: Graph):
    [node] = graph.subjects(RDF.type, SCHEMA.Observation)
    assert graph.value(node, SCHEMA.value).n3() == Literal(2500).n3()
    assert graph.value(node, SCHEMA.unitText) == Literal("جلد کتاب")
    assert graph.value(node, KG.bound) == KG.About
    sentence = graph.value(graph.value(node, PROV.wasDerivedFrom), NIF.sentence)
    assert str(graph.value(sentence, NIF.anchorOf)).startswith("حدود ۲٫۵ هزار")


def test_a_place_in_itself_is_no_fact():
    entities = (Entity("a", Kind.PLACE, ("نیلگون",)), Entity("b", Kind.PLACE, ("نیلگون",)))
    said = Location(span=Span(0, 6), rule="r", confidence=0.9, subject="a", place="b")
    graph = dataset_of(Findings(Article("x", "نیلگون"), entities, (said,)))
    assert not list(graph.triples((None, SCHEMA.containedInPlace, None)))
    assert not list(graph.triples((None, RDF.type, RDF.Statement)))


# ── status ──


def test_what_is_denied_is_a_statement_and_no_triple(graph: Graph):
    triple = (MEETING, SCHEMA.attendee, FORMER)
    assert triple not in graph
    assert graph.value(statement(graph, *triple), KG.status) == KG.Denied


def test_what_is_planned_says_so_and_what_is_stated_says_nothing(graph: Graph):
    planned = {str(graph.value(node, RDFS.label)) for node in graph.subjects(KG.status, KG.Planned)}
    assert planned == {"راه‌اندازی پایگاه شناور"}
    assert not list(graph.subjects(KG.status, KG.Stated))


@pytest.mark.parametrize(
    ("status", "is_asserted"),
    [("Stated", True), ("Reported", True), ("Planned", True), ("Denied", False), ("Conditional", False)],
)
def test_the_speakers_of_an_announced_event_attend_it(status: str, is_asserted: bool):
    found = library()
    attendance = next(a for a in found.assertions if isinstance(a, Attendance))
    changed = replace(found, assertions=(replace(attendance, status=Status(status)),))
    assert ((MEETING, SCHEMA.attendee, CHIEF) in dataset_of(changed)) is is_asserted


# ── evidence ──


def test_every_fact_has_spans_a_rule_and_a_confidence(whole: Dataset):
    kinds = (ORG.Membership, SCHEMA.Service, SCHEMA.Quotation, SCHEMA.Observation, RDF.Statement)
    facts = [fact for kind in kinds for fact in whole.subjects(RDF.type, kind)]
    assert len(facts) == 14
    for fact in facts:
        assert words_of(whole, fact)
        assert list(whole.objects(fact, PROV.wasGeneratedBy))
        assert 0 <= float(whole.value(fact, KG.confidence)) <= 1


def test_every_span_holds_exactly_the_words_at_its_offsets(whole: Dataset):
    texts = {iri("article/library"): LIBRARY, iri("article/کشتی%202.a"): FERRY}
    spans = list(whole.subjects(RDF.type, NIF.Phrase))
    assert spans
    for node in spans:
        begin, end = whole.value(node, NIF.beginIndex), whole.value(node, NIF.endIndex)
        assert {begin.datatype, end.datatype} == {XSD.integer}
        text = texts[whole.value(node, NIF.referenceContext)]
        assert str(whole.value(node, NIF.anchorOf)) == text[int(begin) : int(end)]


# ── the whole ──


def test_there_are_no_blank_nodes(whole: Dataset):
    assert not [term for quad in whole.quads() for term in quad if isinstance(term, BNode)]


def test_every_instance_lies_in_the_flat_namespace_of_its_kind(whole: Dataset):
    nodes = {str(t) for s, _, o, _ in whole.quads() for t in (s, o) if isinstance(t, URIRef)}
    ours = {node.removeprefix(DEFAULT_BASE) for node in nodes if node.startswith(DEFAULT_BASE)}
    assert {node.split("/")[0] for node in ours} <= set(kg.vocabulary.KINDS)
    assert all(node.count("/") == 1 for node in ours)


def test_order_changes_nothing(whole: Dataset):
    assert set(dataset_of(ferry(), library()).quads()) == set(whole.quads())


def test_another_base_changes_nothing_but_the_base(whole: Dataset):
    moved = dataset_of(library(), ferry(), base="https://example.org/news")
    assert {tuple(map(_back, quad)) for quad in moved.quads()} == set(whole.quads())


def _back(term: object) -> object:
    if isinstance(term, URIRef):
        return URIRef(term.replace("https://example.org/news/", DEFAULT_BASE))
    return term


@pytest.mark.parametrize(
    ("precision", "expected"),
    [("day", "2020-09-22"), ("month", "2020-09"), ("year", "2020")],
)
def test_a_date_is_no_more_precise_than_its_article(precision: str, expected: str):
    date = Date("مهر ۱۳۹۹", datetime.date(2020, 9, 22), precision)
    graph = dataset_of(Findings(Article("x", "متن", date=date)))
    assert str(graph.value(iri("article/x"), SCHEMA.datePublished)) == expected


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15))
def test_a_number_keeps_its_value_in_one_spelling(value):
    literal = number(value)
    assert literal.toPython() == value
    assert re.fullmatch(r"-?[0-9]+(\.[0-9]*[1-9])?", str(literal))


# ── the ontology ──


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ontology_dir() / "kg.ttl")


def test_every_term_of_the_ontology_is_named_and_explained_in_persian_and_english(ontology: Graph):
    for term in set(ontology.subjects()):
        for property in (RDFS.label, RDFS.comment):
            languages = sorted(o.language for o in ontology.objects(term, property))
            assert languages == ["en", "fa"], term


def test_every_term_in_the_graph_is_in_the_ontology(whole: Dataset, ontology: Graph):
    used = {p for _, p, _, _ in whole.quads()} | set(whole.objects(None, RDF.type))
    used |= {o for _, _, o, _ in whole.quads() if str(o).startswith(str(KG))}
    assert used - set(ontology.subjects()) <= {RDF.type}


def test_every_term_of_our_own_in_the_code_is_in_the_ontology(ontology: Graph):
    source = Path(kg.graph.__file__).read_text(encoding="utf-8")
    used = {KG[name] for name in re.findall(r"\bKG\.(\w+)", source)}
    used |= {KG[value] for kind in ("Status", "Tenure", "Bound") for value in getattr(kg.model, kind)}
    assert used <= set(ontology.subjects())


def test_the_classes_of_entities_are_those_of_the_vocabulary():
    assert kg.graph.CLASSES[Kind.PERSON] == FOAF.Person
    assert set(kg.graph.CLASSES) == set(Kind)
