"""Graphs -> Violations: what does not stand as ontology/shapes.ttl says, in plain words.

Each graph is checked on its own, as an article's graph must be right whatever else there is; so an
article can be checked as it is built. The shapes are SHACL, and any SHACL engine reads them; of SHACL this
knows the constraints that they use, some hundred times faster than an engine for all of it. What SHACL
cannot say is checked here too: that a span's words are those at its place in the article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rdflib import RDF, RDFS, SH, Dataset, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node as Term

from kg.errors import KgError
from kg.knowledge import ontology_dir
from kg.turtle import Speller, Triple, prefixes_of
from kg.vocabulary import KG, NIF, PREFIXES, SCHEMA


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """Something in a graph that should not be so, or lacks."""

    graph: str  # the article's id, or the graph's IRI where it is no article's
    node: str  # IRI, behind its prefix
    label: str  # what the node is called; empty for nothing
    problem: str
    value: str = ""  # what stands there instead

    def __str__(self) -> str:
        called = f" «{self.label}»" if self.label else ""
        found = f" ({self.value})" if self.value else ""
        return f"{self.graph}: {self.node}{called} {self.problem}{found}"


def validate(dataset: Dataset, language: str = "en") -> list[Violation]:
    """Check every graph of ``dataset``, with messages in ``language`` ("en" or "fa"); sorted."""
    checker = Checker(prefixes_of(dataset), language)
    graphs: defaultdict[str, list[Triple]] = defaultdict(list)
    for s, p, o, name in dataset.quads((None, None, None, None)):
        graphs[str(name or "")].append((s, p, o))
    for graph, triples in graphs.items():
        checker.look_at(graph, triples)
    return checker.violations


class Checker:
    """Checks one graph after the other."""

    def __init__(self, prefixes: Mapping[str, str] = PREFIXES, language: str = "en") -> None:
        self._speller = Speller(prefixes)
        self._language = language
        self._found: set[Violation] = set()

    @property
    def violations(self) -> list[Violation]:
        """All that was found, sorted."""
        return sorted(self._found)

    def look_at(self, name: str, triples: Iterable[Triple], known: Iterable[Triple] = ()) -> None:
        """Check the graph ``name``, or a part of it, where ``known`` says of which classes others are."""
        graph = _Graph.of(triples, known)
        faults = [*_against_shapes(graph), *_against_text(graph)]
        where = graph.article() or (self._speller.compact(name) if name else "default graph")
        for fault in faults:
            node, value = (self._written(term) for term in (fault.node, fault.value))
            problem = fault.messages.get(self._language, "")
            self._found.add(Violation(where, node, graph.label(fault.node), problem, value))

    def _written(self, term: Term | None) -> str:
        return self._speller.compact(str(term)) if isinstance(term, URIRef) else str(term or "")


# ── a graph, looked at from its subjects ──────────────────────────────────────


@dataclass(frozen=True)
class _Graph:
    """Triples by subject and predicate, and subjects by class."""

    subjects: Mapping[Term, Mapping[Term, Sequence[Term]]]
    members: Mapping[Term, Sequence[Term]]

    @classmethod
    def of(cls, triples: Iterable[Triple], known: Iterable[Triple]) -> _Graph:
        subjects: defaultdict[Term, defaultdict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
        members: defaultdict[Term, list[Term]] = defaultdict(list)
        for s, p, o in triples:
            subjects[s][p].append(o)
            if p == RDF.type:
                members[o].append(s)
        for s, p, o in known:
            subjects[s][p].append(o)
        return cls(subjects, members)

    def values(self, node: Term | None, predicate: Term) -> Sequence[Term]:
        of_node = self.subjects.get(node) if node is not None else None
        return of_node.get(predicate, ()) if of_node else ()

    def value(self, node: Term | None, predicate: Term) -> Term | None:
        return next(iter(self.values(node, predicate)), None)

    def article(self) -> str:
        """The id of the article whose graph this is; empty where it is none's."""
        for article in self.members.get(SCHEMA.NewsArticle, ()):
            return str(self.value(article, SCHEMA.identifier) or "")
        return ""

    def label(self, node: Term) -> str:
        names = (RDFS.label, NIF.anchorOf)
        return min((str(label) for name in names for label in self.values(node, name)), default="")


@dataclass(frozen=True)
class _Fault:
    node: Term
    messages: Mapping[str, str]
    value: Term | None = None


# ── shapes ────────────────────────────────────────────────────────────────────

type _Test = Callable[[_Graph, Term, Term], bool]
"""Whether a value of a node is as it should be."""


@dataclass(frozen=True)
class _Property:
    """What is asked of the values of one predicate."""

    path: Term
    messages: Mapping[str, str]
    least: int = 0
    most: int | None = None
    tests: tuple[_Test, ...] = ()


@dataclass(frozen=True)
class _Shape:
    """What is asked of the members of some classes."""

    classes: tuple[Term, ...]
    properties: tuple[_Property, ...] = field(default=())
    tests: tuple[_Test, ...] = ()
    messages: Mapping[str, str] = field(default_factory=dict)


def _against_shapes(graph: _Graph) -> Iterator[_Fault]:
    for shape in _shapes():
        for of_class in shape.classes:
            for node in graph.members.get(of_class, ()):
                if not all(test(graph, node, node) for test in shape.tests):
                    yield _Fault(node, shape.messages, node)
                for asked in shape.properties:
                    yield from _against(graph, node, asked)


def _against(graph: _Graph, node: Term, asked: _Property) -> Iterator[_Fault]:
    values = graph.values(node, asked.path)
    if len(values) < asked.least or (asked.most is not None and len(values) > asked.most):
        yield _Fault(node, asked.messages)
    for value in values:
        if not all(test(graph, node, value) for test in asked.tests):
            yield _Fault(node, asked.messages, value)


def _against_text(graph: _Graph) -> Iterator[_Fault]:
    """Compare each span's words with its offsets, and with the text where the graph holds it."""
    for span in graph.members.get(NIF.Phrase, ()):
        words, begin, end = (graph.value(span, part) for part in _PARTS_OF_SPAN)
        text = graph.value(graph.value(span, NIF.referenceContext), NIF.isString)
        if words is not None and not _is_at(str(words), begin, end, text):
            yield _Fault(span, _words_messages(), words)


_PARTS_OF_SPAN = (NIF.anchorOf, NIF.beginIndex, NIF.endIndex)


def _is_at(words: str, begin: Term | None, end: Term | None, text: Term | None) -> bool:
    try:
        first, last = int(str(begin)), int(str(end))
    except ValueError:
        return True  # no offsets to compare with: a shape says so
    return len(words) == last - first and (text is None or str(text)[first:last] == words)


# ── reading the shapes ────────────────────────────────────────────────────────


@cache
def _graph_of_shapes() -> Graph:
    return Graph().parse(ontology_dir() / "shapes.ttl")


@cache
def _words_messages() -> Mapping[str, str]:
    return _messages(_graph_of_shapes(), KG.WordsShape)


@cache
def _shapes() -> tuple[_Shape, ...]:
    shapes = _graph_of_shapes()
    nodes = sorted(shapes.subjects(RDF.type, SH.NodeShape), key=str)
    return tuple(
        _Shape(
            tuple(shapes.objects(node, SH.targetClass)),
            tuple(_property(shapes, each) for each in shapes.objects(node, SH.property)),
            tuple(_tests(shapes, node)),
            _messages(shapes, node) or _UNNAMED,
        )
        for node in nodes
    )


_UNNAMED = {"en": "is no node with an IRI", "fa": "گرهی با IRI نیست"}


def _property(shapes: Graph, node: Term) -> _Property:
    path = shapes.value(node, SH.path)
    least, most = shapes.value(node, SH.minCount), shapes.value(node, SH.maxCount)
    return _Property(
        path if path is not None else SH.path,
        _messages(shapes, node),
        int(str(least or 0)),
        None if most is None else int(str(most)),
        tuple(_tests(shapes, node)),
    )


def _messages(shapes: Graph, node: Term) -> dict[str, str]:
    return {str(getattr(m, "language", "")): str(m) for m in shapes.objects(node, SH.message)}


def _tests(shapes: Graph, node: Term) -> Iterator[_Test]:
    for predicate, asked in sorted(shapes.predicate_objects(node), key=str):
        if predicate in _TESTS:
            yield _TESTS[predicate](shapes, asked)
        elif str(predicate).startswith(str(SH)) and predicate not in _NO_TESTS:
            raise KgError(f"shapes.ttl: no check is written for {predicate}; add it to kg.validate")


_NO_TESTS = frozenset(
    {SH.path, SH.minCount, SH.maxCount, SH.message, SH.targetClass, SH.property, SH.deactivated}
)


def _of_class(shapes: Graph, asked: Term) -> _Test:
    return lambda graph, node, value: asked in graph.values(value, RDF.type)


def _of_datatype(shapes: Graph, asked: Term) -> _Test:
    return lambda graph, node, value: (
        isinstance(value, Literal) and value.datatype == asked and not value.ill_typed
    )


def _of_kind(shapes: Graph, asked: Term) -> _Test:
    if asked != SH.IRI:
        raise KgError(f"shapes.ttl: no check is written for the node kind {asked}; add it to kg.validate")
    return lambda graph, node, value: isinstance(value, URIRef)


def _one_of(shapes: Graph, asked: Term) -> _Test:
    among = frozenset(Collection(shapes, asked))
    return lambda graph, node, value: value in among


def _in_language(shapes: Graph, asked: Term) -> _Test:
    among = frozenset(map(str, Collection(shapes, asked)))
    return lambda graph, node, value: isinstance(value, Literal) and value.language in among


def _of_length(shapes: Graph, asked: Term) -> _Test:
    least = int(str(asked))
    return lambda graph, node, value: len(str(value)) >= least


def _at_least(shapes: Graph, asked: Term) -> _Test:
    least = _number(asked)
    return lambda graph, node, value: (number := _number(value)) is not None and number >= least


def _at_most(shapes: Graph, asked: Term) -> _Test:
    most = _number(asked)
    return lambda graph, node, value: (number := _number(value)) is not None and number <= most


def _less_than(shapes: Graph, asked: Term) -> _Test:
    def test(graph: _Graph, node: Term, value: Term) -> bool:
        others = [_number(other) for other in graph.values(node, asked)]
        number = _number(value)
        return all(number is not None and other is not None and number < other for other in others)

    return test


def _any_of(shapes: Graph, asked: Term) -> _Test:
    ways = [tuple(_tests(shapes, each)) for each in Collection(shapes, asked)]
    return lambda graph, node, value: any(all(test(graph, node, value) for test in way) for way in ways)


def _number(term: Term) -> Any:
    value = term.toPython() if isinstance(term, Literal) else None
    return None if isinstance(value, bool | str | Literal) or not hasattr(value, "__lt__") else value


_TESTS: Mapping[Term, Callable[[Graph, Term], _Test]] = {
    SH["class"]: _of_class,
    SH.datatype: _of_datatype,
    SH.nodeKind: _of_kind,
    SH["in"]: _one_of,
    SH.languageIn: _in_language,
    SH.minLength: _of_length,
    SH.minInclusive: _at_least,
    SH.maxInclusive: _at_most,
    SH.lessThan: _less_than,
    SH["or"]: _any_of,
}
