"""Dataset -> Violations: what does not stand as ontology/shapes.ttl says, in plain words.

Each graph is checked on its own, as an article's graph must be right whatever else there is. What
SHACL cannot say is checked here: that a span's words are those at its place in the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyshacl
from rdflib import RDF, RDFS, SH, Dataset, Graph
from rdflib.term import Node as Term

from kg.knowledge import ontology_dir
from kg.turtle import Speller, Triple, graphs_of, prefixes_of
from kg.vocabulary import KG, NIF, SCHEMA


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
    shapes = Graph().parse(ontology_dir() / "shapes.ttl")
    speller = Speller(prefixes_of(dataset))
    found: set[Violation] = set()
    for name, triples in graphs_of(dataset):
        where = speller.compact(name) if name else "default graph"
        found.update(_Checked(_graph(triples), shapes, speller, language, where).violations())
    return sorted(found)


def _graph(triples: Iterable[Triple]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for triple in triples:
        graph.add(triple)
    return graph


@dataclass(frozen=True)
class _Checked:
    """A graph under the eyes of the shapes."""

    graph: Graph
    shapes: Graph
    speller: Speller
    language: str
    name: str

    def violations(self) -> Iterator[Violation]:
        yield from self._against_shapes()
        yield from self._against_text()

    def _against_shapes(self) -> Iterator[Violation]:
        conforms, report, _ = pyshacl.validate(self.graph, shacl_graph=self.shapes, inplace=True)
        if conforms:
            return
        for result in report.subjects(RDF.type, SH.ValidationResult):
            node, value = report.value(result, SH.focusNode), report.value(result, SH.value)
            yield self._violation(node, self._said(report.objects(result, SH.resultMessage)), value)

    def _against_text(self) -> Iterator[Violation]:
        """Compare each span's words with its offsets, and with the text where the graph holds it."""
        for span in self.graph.subjects(RDF.type, NIF.Phrase):
            words, begin, end = (self.graph.value(span, part) for part in _PARTS_OF_SPAN)
            text = self.graph.value(self.graph.value(span, NIF.referenceContext), NIF.isString)
            if words is not None and not _is_at(str(words), begin, end, text):
                yield self._violation(span, self._said(self.shapes.objects(KG.WordsShape, SH.message)), words)

    def _violation(self, node: Term | None, problem: str, value: Term | None) -> Violation:
        short, written = (self.speller.compact(term) if term is not None else "" for term in (node, value))
        return Violation(self._where(), short, self._label(node), problem, written)

    def _where(self) -> str:
        for article in self.graph.subjects(RDF.type, SCHEMA.NewsArticle):
            return str(self.graph.value(article, SCHEMA.identifier) or self.name)
        return self.name

    def _label(self, node: Term | None) -> str:
        names = (RDFS.label, NIF.anchorOf)
        return min((str(label) for name in names for label in self.graph.objects(node, name)), default="")

    def _said(self, messages: Iterable[Term]) -> str:
        said = sorted(messages, key=str)
        return "; ".join(str(m) for m in said if getattr(m, "language", None) in (self.language, None))


_PARTS_OF_SPAN = (NIF.anchorOf, NIF.beginIndex, NIF.endIndex)


def _is_at(words: str, begin: Term | None, end: Term | None, text: Term | None) -> bool:
    try:
        first, last = int(str(begin)), int(str(end))
    except ValueError:
        return True  # no offsets to compare with: a shape says so
    return len(words) == last - first and (text is None or str(text)[first:last] == words)
