"""The facts that a dataset states, article by article, as it is delivered: read by the vocabulary alone.

What is planned, denied or conditional counts where it stands as a plain fact: memberships and
services that carry such a status are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from rdflib import RDF, RDFS, Dataset, Graph, Literal, URIRef
from rdflib.term import Node as Term

from kg.model import Bound, Span, Status, Tenure
from kg.vocabulary import KG, NIF, ORG, PROV, SCHEMA, SKOS

_WITHHELD = {KG[status] for status in (Status.PLANNED, Status.DENIED, Status.CONDITIONAL)}


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the graph, in the fields of ``annotation.Shape``; entities are nodes."""

    relation: str
    ends: tuple[Term | None, ...]
    words: Term | None = None
    value: str | None = None
    span: Span | None = None
    mode: str = ""
    others: tuple[Term, ...] = ()
    phrases: tuple[Term, ...] = ()
    confidence: float = 1.0


def article_graphs(dataset: Dataset) -> dict[str, Graph]:
    """Find the graph of each article, by the article's id."""
    return {
        str(identifier): graph
        for graph in dataset.graphs()
        for article in graph.subjects(RDF.type, SCHEMA.NewsArticle)
        for identifier in graph.objects(article, SCHEMA.identifier)
    }


def names_of(dataset: Dataset) -> Mapping[Term, tuple[str, ...]]:
    """List every name that a node has in any article."""
    names: defaultdict[Term, set[str]] = defaultdict(set)
    for predicate in (RDFS.label, SKOS.prefLabel, SKOS.altLabel):
        for node, name in dataset.subject_objects(predicate):
            names[node].add(str(name))
    return {node: tuple(sorted(forms)) for node, forms in names.items()}


def facts_of(graph: Graph) -> list[Fact]:
    """Read the facts of one article's graph, each once and with its highest confidence, in a fixed order."""
    surest: dict[Fact, float] = {}
    for fact in _facts(graph):
        content = replace(fact, confidence=1.0)
        surest[content] = max(fact.confidence, surest.get(content, 0.0))
    return [replace(content, confidence=confidence) for content, confidence in surest.items()]


def _facts(graph: Graph) -> Iterator[Fact]:
    yield from _memberships(graph)
    yield from _triples(graph)
    yield from _services(graph)
    yield from _quotations(graph)
    yield from _observations(graph)


def _memberships(graph: Graph) -> Iterator[Fact]:
    for node in _stated(graph, ORG.Membership):
        role = graph.value(node, ORG.role)
        if role is not None:
            yield Fact(
                "holdsRole",
                (graph.value(node, ORG.member), graph.value(node, ORG.organization)),
                words=role,
                mode=_mode(graph, node, KG.tenure, Tenure.CURRENT),
                confidence=_confidence(graph, node),
            )


_PREDICATES: Mapping[str, tuple[URIRef, ...]] = {
    "subOrganizationOf": (ORG.subOrganizationOf,),
    "location": (SCHEMA.location, SCHEMA.containedInPlace),
    "attends": (SCHEMA.attendee,),
    "organizes": (SCHEMA.organizer,),
}


def _triples(graph: Graph) -> Iterator[Fact]:
    sure = _statements(graph)
    for relation, predicates in _PREDICATES.items():
        for predicate in predicates:
            for subject, other in sorted(graph.subject_objects(predicate)):
                confidence = sure.get((subject, predicate, other), 1.0)
                yield Fact(relation, (subject, other), confidence=confidence)


def _statements(graph: Graph) -> dict[tuple[Term | None, ...], float]:
    """Map each triple to the confidence of the statement that speaks of it."""
    sure: dict[tuple[Term | None, ...], float] = {}
    for node in _nodes(graph, RDF.Statement):
        triple = tuple(graph.value(node, part) for part in (RDF.subject, RDF.predicate, RDF.object))
        sure[triple] = max(_confidence(graph, node), sure.get(triple, 0.0))
    return sure


def _services(graph: Graph) -> Iterator[Fact]:
    for node in _stated(graph, SCHEMA.Service):
        yield Fact(
            "providesService",
            (graph.value(node, SCHEMA.provider),),
            words=node,
            others=_objects(graph, node, SCHEMA.areaServed),
            phrases=_objects(graph, node, SCHEMA.audience),
            confidence=_confidence(graph, node),
        )


def _quotations(graph: Graph) -> Iterator[Fact]:
    for node in _nodes(graph, SCHEMA.Quotation):
        for span in _spans(graph, node):
            speaker = graph.value(node, SCHEMA.creator)
            yield Fact("quotes", (speaker,), span=span, confidence=_confidence(graph, node))


def _observations(graph: Graph) -> Iterator[Fact]:
    for node in _nodes(graph, SCHEMA.Observation):
        for span in _spans(graph, node):
            yield Fact(
                "observes",
                (),
                words=graph.value(node, SCHEMA.unitText),
                value=str(graph.value(node, SCHEMA.value)),
                span=span,
                mode=_mode(graph, node, KG.bound, Bound.EXACT),
                others=_objects(graph, node, SCHEMA.observationAbout),
                confidence=_confidence(graph, node),
            )


def _nodes(graph: Graph, of_class: URIRef) -> list[Term]:
    return _in_order(graph.subjects(RDF.type, of_class))


def _stated(graph: Graph, of_class: URIRef) -> Iterator[Term]:
    return (node for node in _nodes(graph, of_class) if graph.value(node, KG.status) not in _WITHHELD)


def _objects(graph: Graph, node: Term, predicate: URIRef) -> tuple[Term, ...]:
    return tuple(_in_order(graph.objects(node, predicate)))


def _in_order(terms: Iterable[Term]) -> list[Term]:
    return sorted(set(terms), key=str)


def _spans(graph: Graph, node: Term) -> Iterator[Span]:
    for span in _objects(graph, node, PROV.wasDerivedFrom):
        start, end = (_number(graph.value(span, side)) for side in (NIF.beginIndex, NIF.endIndex))
        yield Span(int(start), int(end))


def _mode(graph: Graph, node: Term, predicate: URIRef, usual: str) -> str:
    """Write which tenure or bound a node has, as the ontology names it."""
    return str(graph.value(node, predicate, default=KG[usual])).removeprefix(str(KG))


def _confidence(graph: Graph, node: Term) -> float:
    stated = graph.value(node, KG.confidence)
    return 1.0 if stated is None else _number(stated)


def _number(term: Term | None) -> float:
    return float(str(term)) if isinstance(term, Literal) else 0.0
