"""Dataset -> networkx: entities and the facts between them, for drawing, measures and GraphML.

Persons, organisations, places, events and services are nodes. What relates two of them is an edge;
what is known of one alone (its quotes, its figures, a role at no named body) is a fact of the node.
Every attribute is a plain str, int or float, so that GraphML can carry it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import networkx as nx
from rdflib import RDF, RDFS, Dataset, Literal, URIRef

from kg.literals import INSTANTS
from kg.vocabulary import FOAF, KG, NIF, ORG, PROV, SCHEMA, SKOS, TIME

Values = dict[str, str | int | float]
"""Attributes of a node, an edge or a fact."""

KINDS = {
    str(FOAF.Person): "Person",
    str(ORG.Organization): "Organization",
    str(SCHEMA.Place): "Place",
    str(SCHEMA.Event): "Event",
    str(SCHEMA.Service): "Service",
}
"""Classes that are drawn, and the kind that their nodes carry."""


@dataclass(frozen=True)
class Relation:
    """A predicate that relates two entities; ``is_inverse`` where the edge runs from object to subject."""

    name: str
    predicate: URIRef
    is_inverse: bool = False


_KNOWN = ("/common", "#common")
"""How the graph ends of what is known and no article states: where places lie, what bodies are part of."""

RELATIONS = (
    Relation("subOrganizationOf", ORG.subOrganizationOf),
    Relation("location", SCHEMA.location),
    Relation("containedInPlace", SCHEMA.containedInPlace),
    Relation("providesService", SCHEMA.provider, is_inverse=True),
    Relation("areaServed", SCHEMA.areaServed),
    Relation("attends", SCHEMA.attendee, is_inverse=True),
    Relation("organizes", SCHEMA.organizer, is_inverse=True),
)


def to_network(dataset: Dataset) -> nx.MultiDiGraph[str]:
    """Draw up the entities of ``dataset`` as nodes and its facts as edges, in sorted order.

    Nodes are keyed by IRI and carry ``label``, ``kind``, ``aliases`` and ``links`` (joined by " | ")
    and ``facts``, a JSON list of what is known of the node alone. Edges are keyed by predicate, graph
    and the fact's own IRI, so that one fact of two articles is two edges. They carry

    - ``relation``, ``predicate``, ``label_fa``, ``label_en``, ``tenure``, ``begin``, ``end``, and ``fact``,
      the IRI of the node that carries the evidence;
    - ``article``, ``title``, ``date``, ``agency``: who says it;
    - ``evidence`` with its offsets ``first`` and ``last`` in the article, and the ``sentence`` around it,
      in which it begins at ``marked``; further places of the same article as JSON in ``also``;
    - ``rule``, ``confidence`` (0 to 1; left out where not known) and ``status``.
    """
    source = _Source.of(dataset)
    stated = [graph for graph in sorted(source.graphs) if not graph.endswith(_KNOWN)]
    facts = [fact for graph in stated for fact in _facts(source, graph)]
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    _add_nodes(network, source, facts)
    edges = (_edge(fact) for fact in facts if fact.target is not None)
    for subject, target, key, attributes in sorted(edges, key=lambda edge: edge[:3]):
        network.add_edge(subject, target, key, **attributes)
    return network


@cache
def words() -> dict[str, Any]:
    """Read the names of relations, kinds and parts of the picture, in Persian and English."""
    return dict(json.loads(files("kg").joinpath("assets/words.json").read_text("utf-8")))


# ── what stands in the dataset ────────────────────────────────────────────────

_Properties = Mapping[URIRef, list[Any]]


@dataclass(frozen=True)
class _Source:
    """A dataset by graph, subject and predicate, and the same without its graphs."""

    graphs: dict[str, dict[Any, dict[URIRef, list[Any]]]]
    union: dict[Any, dict[URIRef, list[Any]]]
    articles: dict[str, dict[str, str]] = field(default_factory=dict)  # by graph
    kinds: dict[Any, str] = field(default_factory=dict)
    across: list[str] = field(default_factory=list)  # graphs of no article

    @classmethod
    def of(cls, dataset: Dataset) -> _Source:
        found: dict[str, Any] = defaultdict(_nested)
        for s, p, o, graph in dataset.quads((None, None, None, None)):
            found[str(graph or "")][s][p].append(o)
        graphs = {name: _ordered(found[name]) for name in sorted(found)}
        source = cls(graphs, _union(graphs.values()))
        source.kinds.update(_kinds(source.union))
        for name, subjects in graphs.items():
            source.articles[name] = _article(source, subjects)
        source.across.extend(name for name in graphs if not source.articles[name]["article"])
        return source

    def values(self, node: Any, predicate: Any, graph: str | None = None) -> list[Any]:
        """List the objects of ``node``'s ``predicate``, in one graph or in all."""
        subjects = self.union if graph is None else self.graphs[graph]
        return subjects[node].get(predicate, []) if node in subjects else []

    def value(self, node: Any, predicate: Any, graph: str | None = None) -> Any:
        return next(iter(self.values(node, predicate, graph)), None)

    def name(self, term: Any) -> str:
        """How ``term`` is called: a literal's text, a node's label, or the tail of its IRI."""
        if term is None or isinstance(term, Literal):
            return str(term or "")
        return str(self.value(term, RDFS.label) or _tail(term))


def _nested() -> dict[Any, dict[URIRef, list[Any]]]:
    return defaultdict(lambda: defaultdict(list))


def _ordered(subjects: Mapping[Any, _Properties]) -> dict[Any, dict[URIRef, list[Any]]]:
    """Put what a store gives in any order into one: subjects by IRI, objects by how they are written."""
    return {
        subject: {
            p: sorted(objects, key=_written) if len(objects) > 1 else objects
            for p, objects in subjects[subject].items()
        }
        for subject in sorted(subjects, key=str)
    }


def _written(term: Any) -> str:
    return str(term.n3())


def _union(graphs: Iterable[Mapping[Any, _Properties]]) -> dict[Any, dict[URIRef, list[Any]]]:
    union = _nested()
    for graph in graphs:
        for subject, properties in graph.items():
            for predicate, objects in properties.items():
                known = union[subject][predicate]
                known += [o for o in objects if o not in known] if known else objects
    return union


def _kinds(union: Mapping[Any, _Properties]) -> Iterator[tuple[Any, str]]:
    for node, properties in union.items():
        classes = {str(c) for c in properties.get(RDF.type, ())}
        kind = next((KINDS[c] for c in KINDS if c in classes), None)
        if kind is not None and isinstance(node, URIRef):
            yield node, kind


def _article(source: _Source, graph: Mapping[Any, _Properties]) -> dict[str, str]:
    for node, properties in graph.items():
        if SCHEMA.NewsArticle in properties.get(RDF.type, ()):
            identifier = source.name(source.value(node, SCHEMA.identifier)) or _tail(node)
            return {
                "article": identifier,
                "title": source.name(source.value(node, SCHEMA.headline)) or identifier,
                "date": source.name(source.value(node, SCHEMA.datePublished))[:10],
                "agency": source.name(source.value(node, SCHEMA.publisher)),
            }
    return {"article": "", "title": "", "date": "", "agency": ""}


def _tail(iri: Any) -> str:
    return str(iri).rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


# ── facts ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Fact:
    """Something said of ``subject``, towards ``target`` where it relates the two."""

    subject: Any
    relation: str
    predicate: str
    graph: str
    values: Values
    target: Any = None
    holder: str = ""  # IRI of the node that carries the evidence


def _facts(source: _Source, graph: str) -> Iterator[_Fact]:
    statements = _statements(source, graph)
    for node, properties in source.graphs[graph].items():
        classes = properties.get(RDF.type, ())
        if ORG.Membership in classes:
            yield from _roles(source, graph, node)
        if SCHEMA.Quotation in classes:
            yield from _quotes(source, graph, node)
        if SCHEMA.Observation in classes:
            yield from _figures(source, graph, node)
        if node in source.kinds:
            yield from _links(source, graph, node, statements)
            yield from _particulars(source, graph, node)


def _statements(source: _Source, graph: str) -> dict[tuple[Any, Any, Any], Any]:
    """Find the rdf:Statement of each triple that has one."""
    return {
        (node_of[RDF.subject][0], node_of[RDF.predicate][0], node_of[RDF.object][0]): node
        for node, node_of in source.graphs[graph].items()
        if all(part in node_of for part in (RDF.subject, RDF.predicate, RDF.object))
    }


def _roles(source: _Source, graph: str, node: Any) -> Iterator[_Fact]:
    role = source.value(node, ORG.role, graph)
    label = source.name(role)
    english = next((str(x) for x in source.values(role, RDFS.label) if x.language == "en"), label)
    interval = source.value(node, ORG.memberDuring, graph)
    values = {
        **_support(source, graph, node),
        "label_fa": label,
        "label_en": english,
        "tenure": _tail(source.value(node, KG.tenure, graph) or ""),
        "begin": _moment(source, graph, interval, TIME.hasBeginning),
        "end": _moment(source, graph, interval, TIME.hasEnd),
    }
    bodies = [o for o in source.values(node, ORG.organization, graph) if o in source.kinds]
    for person in source.values(node, ORG.member, graph):
        for body in bodies or [None]:
            own = values if body else {**values, "text": label, **_names("holdsRole")}
            yield _Fact(person, "holdsRole", str(ORG.role), graph, own, body, str(node))


def _moment(source: _Source, graph: str, interval: Any, side: URIRef) -> str:
    for moment in source.values(interval, side, graph):
        if isinstance(moment, Literal):
            return str(moment)
        dates = (source.value(moment, form, graph) for form in INSTANTS.values())
        return next((str(date) for date in dates if date is not None), source.name(moment))
    return ""


def _links(
    source: _Source, graph: str, node: Any, statements: Mapping[tuple[Any, Any, Any], Any]
) -> Iterator[_Fact]:
    for relation in RELATIONS:
        for other in source.values(node, relation.predicate, graph):
            if other not in source.kinds:
                continue
            holder = statements.get((node, relation.predicate, other), node)
            own = {**_names(relation.name), **_when(source, graph, node)}
            values = {**_support(source, graph, holder), **own}
            ends = (other, node) if relation.is_inverse else (node, other)
            yield _Fact(ends[0], relation.name, str(relation.predicate), graph, values, ends[1], str(holder))


def _when(source: _Source, graph: str, node: Any) -> Values:
    return {
        "begin": str(source.value(node, SCHEMA.startDate, graph) or ""),
        "end": str(source.value(node, SCHEMA.endDate, graph) or ""),
    }


def _particulars(source: _Source, graph: str, node: Any) -> Iterator[_Fact]:
    for relation in ("startDate", "audience"):
        for value in source.values(node, SCHEMA[relation], graph):
            own = {**_names(relation), "text": source.name(value)}
            values: Values = {**_support(source, graph, node), **own}
            yield _Fact(node, relation, str(SCHEMA[relation]), graph, values, holder=str(node))


def _quotes(source: _Source, graph: str, node: Any) -> Iterator[_Fact]:
    speakers = source.values(node, SCHEMA.creator, graph)
    topics = source.values(node, SCHEMA.about, graph) + source.values(node, SCHEMA.mentions, graph)
    values = {
        **_support(source, graph, node),
        "text": source.name(source.value(node, SCHEMA.text, graph)),
        "speaker": _COMMA.join(source.name(s) for s in speakers),
        "about": _COMMA.join(dict.fromkeys(source.name(t) for t in topics)),
    }
    for speaker in speakers:
        own = {**values, **_names("quotes")}
        yield _Fact(speaker, "quotes", str(SCHEMA.creator), graph, own, holder=str(node))
    for topic in dict.fromkeys(topics):
        own = {**values, **_names("mentionedIn")}
        yield _Fact(topic, "mentionedIn", str(SCHEMA.about), graph, own, holder=str(node))


_COMMA = "\u060c "


def _figures(source: _Source, graph: str, node: Any) -> Iterator[_Fact]:
    parts = (source.value(node, p, graph) for p in (SCHEMA.value, SCHEMA.unitText))
    values = {
        **_support(source, graph, node),
        **_names("observes"),
        "text": " ".join(source.name(part) for part in parts if part is not None),
        "bound": _tail(source.value(node, KG.bound, graph) or ""),
    }
    about = str(SCHEMA.observationAbout)
    for entity in source.values(node, SCHEMA.observationAbout, graph):
        yield _Fact(entity, "observes", about, graph, values, holder=str(node))


def _names(relation: str) -> Values:
    name = words()["relations"][relation]
    return {"label_fa": name["fa"], "label_en": name["en"]}


def _support(source: _Source, graph: str, holder: Any) -> Values:
    """Who says it, with which words, found by which rule, how sure and in which status."""
    confidence = source.value(holder, KG.confidence, graph)
    known = {} if confidence is None else {"confidence": float(confidence)}
    spans = source.values(holder, PROV.wasDerivedFrom, graph)
    quotes = sorted((_evidence(source, graph, span) for span in spans), key=lambda q: (q["first"], q["last"]))
    return {
        **source.articles[graph],
        **(quotes[0] if quotes else _NO_WORDS),
        "also": json.dumps(quotes[1:], ensure_ascii=False, sort_keys=True) if quotes[1:] else "",
        **known,
        "rule": source.name(source.value(holder, PROV.wasGeneratedBy, graph)),
        "status": _tail(source.value(holder, KG.status, graph) or "Stated"),
    }


_NO_WORDS: Values = {"evidence": "", "first": 0, "last": 0, "sentence": "", "marked": 0}


def _evidence(source: _Source, graph: str, span: Any) -> dict[str, Any]:
    """Quote the words of ``span`` with their offsets in the article, and the sentence that they stand in."""
    quoted = str(source.value(span, NIF.anchorOf, graph) or "")
    first = int(source.value(span, NIF.beginIndex, graph) or 0)
    last = int(source.value(span, NIF.endIndex, graph) or 0)
    sentence, marked = _sentence(source, graph, span, first, last)
    if sentence[marked : marked + len(quoted)] != _on_one_line(quoted):
        sentence, marked = _on_one_line(quoted), 0
    return {"evidence": quoted, "first": first, "last": last, "sentence": sentence, "marked": marked}


def _sentence(source: _Source, graph: str, span: Any, first: int, last: int) -> tuple[str, int]:
    """Cut the sentence around the words, and say where in it they begin."""
    around = source.value(span, NIF.sentence, graph)
    if around is not None:
        begin = int(source.value(around, NIF.beginIndex, graph) or 0)
        return _on_one_line(str(source.value(around, NIF.anchorOf, graph) or "")), first - begin
    text = str(source.value(source.value(span, NIF.referenceContext, graph), NIF.isString, graph) or "")
    return sentence_around(text, first, last)


def sentence_around(text: str, first: int, last: int) -> tuple[str, int]:
    """Cut the sentence around ``first`` to ``last`` out of ``text``; say where in it they begin."""
    headline = _HEADLINE.match(text, 0, first)
    begin = max(0, text.rfind(" ", 0, max(0, first - _WINDOW)), headline.end() if headline else 0)
    begin = max((end.end() for end in _SENTENCE_END.finditer(text, begin, first)), default=begin)
    end_mark = _SENTENCE_END.search(text, max(first, last - 1), last + _WINDOW)
    far = last + _WINDOW
    end = end_mark.end() if end_mark else far + len(text[far : far + _WINDOW].split(" ", 1)[0])
    sentence = text[begin:end].rstrip()
    lead = min(len(sentence) - len(sentence.lstrip()), first - begin)
    return _on_one_line(sentence[lead:]), first - begin - lead


_WINDOW = 600  # characters to either side in which a sentence is looked for
_HEADLINE = re.compile(r"\s*.{1,100}\n")
_SENTENCE_END = re.compile('(?<![.])[.!\u061f]["\u00bb\u201d)\\]]*(?=\\s|$)')


def _on_one_line(text: str) -> str:
    """Write spaces for line breaks, one for one: offsets stay."""
    return re.sub(r"\s", " ", text)


# ── nodes and edges ───────────────────────────────────────────────────────────


def _add_nodes(network: nx.MultiDiGraph[str], source: _Source, facts: list[_Fact]) -> None:
    own: dict[Any, list[_Fact]] = defaultdict(list)
    for fact in facts:
        if fact.target is None:
            own[fact.subject].append(fact)
    named = {node for name, graph in source.graphs.items() if not name.endswith(_KNOWN) for node in graph}
    for node in sorted(source.kinds.keys() & named):
        label = _label(source, node)
        links = source.values(node, SKOS.exactMatch)
        network.add_node(
            str(node),
            label=label,
            kind=source.kinds[node],
            aliases=" | ".join(sorted(_all_names(source, node) - {label})),
            links=" | ".join(sorted(map(str, links))),
            facts=json.dumps([_plain(f) for f in own[node]], ensure_ascii=False, sort_keys=True),
        )


def _label(source: _Source, node: Any) -> str:
    """Choose a name: what holds across articles comes before what one article says."""
    labels = (source.value(node, RDFS.label, graph) for graph in [*source.across, None])
    return next((str(label) for label in labels if label is not None), _tail(node))


def _all_names(source: _Source, node: Any) -> set[str]:
    return {str(name) for p in (RDFS.label, SKOS.altLabel) for name in source.values(node, p)}


def _plain(fact: _Fact) -> Values:
    return {"relation": fact.relation, "predicate": fact.predicate, "fact": fact.holder, **fact.values}


def _edge(fact: _Fact) -> tuple[str, str, str, Values]:
    attributes = {"tenure": "", "begin": "", "end": "", **_plain(fact)}
    key = " ".join((fact.predicate, fact.graph, fact.holder))
    return str(fact.subject), str(fact.target), key, attributes
