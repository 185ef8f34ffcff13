"""Dataset -> the formats that other programs read, the same bytes for the same dataset."""

from __future__ import annotations

import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from networkx.readwrite.graphml import write_graphml_xml
from rdflib import RDF, XSD, Dataset, Literal
from rdflib.term import Node as Term

from kg.network import to_network
from kg.turtle import Speller, Triple, graphs_of, prefixes_of, to_nquads, to_trig, to_turtle
from kg.vocabulary import NIF, PROV


def export(dataset: Dataset, format: str, *, with_evidence: bool = False) -> str:
    """Write ``dataset`` in one of the formats of EXPORTERS.

    Turtle is the union of all graphs, with spans, statements and articles' texts only if
    ``with_evidence``; the other formats always hold all that they can.
    """
    if format == "turtle":
        return _turtle(dataset, with_evidence=with_evidence)
    return EXPORTERS[format](dataset)


def _turtle(dataset: Dataset, *, with_evidence: bool = False) -> str:
    triples = {(s, p, o) for s, p, o, _ in dataset.quads((None, None, None, None))}
    return to_turtle(triples if with_evidence else without_evidence(triples), prefixes_of(dataset))


def without_evidence(triples: Iterable[Triple]) -> set[Triple]:
    """Leave out spans, statements about triples, articles' texts, and what points at rules and spans."""
    triples = set(triples)
    evidence = {s for s, p, o in triples if p == RDF.type and o in (NIF.Phrase, RDF.Statement)}
    return {
        (s, p, o) for s, p, o in triples if s not in evidence and p not in _OF_EVIDENCE and o != NIF.Context
    }


_OF_EVIDENCE = {PROV.wasDerivedFrom, PROV.wasGeneratedBy, NIF.isString, NIF.sentence}


def _jsonld(dataset: Dataset) -> str:
    """Write a named graph after the other, with the prefixes as the context."""
    speller = Speller(prefixes_of(dataset))
    graphs: list[Any] = []
    for name, triples in graphs_of(dataset):
        nodes = _json_nodes(triples, speller)
        graphs += [{"@id": speller.compact(name), "@graph": nodes}] if name else nodes
    document = {"@context": dict(sorted(speller.used.items())), "@graph": graphs}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_nodes(triples: Iterable[Triple], speller: Speller) -> list[dict[str, Any]]:
    compact = speller.compact
    nodes: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for s, p, o in sorted(triples, key=lambda triple: [speller.spell(term) for term in triple]):
        if p == RDF.type:
            nodes[compact(s)]["@type"].append(compact(o))
        else:
            nodes[compact(s)][compact(p)].append(_json_value(o, speller))
    return [{"@id": node, **dict(sorted(nodes[node].items()))} for node in sorted(nodes)]


def _json_value(term: Term, speller: Speller) -> Any:
    if not isinstance(term, Literal):
        return {"@id": speller.compact(term)}
    if term.language:
        return {"@value": str(term), "@language": term.language}
    if term.datatype is None or term.datatype == XSD.string:
        return str(term)
    if term.datatype == XSD.integer and str(term) == str(int(term)):
        return int(term)
    return {"@value": str(term), "@type": speller.compact(term.datatype)}


def _graphml(dataset: Dataset) -> str:
    file = io.BytesIO()
    # by name the writer that needs no lxml: which of its two write_graphml takes depends on the machine
    write_graphml_xml(to_network(dataset), file, encoding="utf-8", prettyprint=True)
    return _NOT_IN_XML.sub("", file.getvalue().decode("utf-8"))


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # even as character references


EXPORTERS: Mapping[str, Callable[[Dataset], str]] = {
    "turtle": _turtle,
    "trig": to_trig,
    "nquads": to_nquads,
    "jsonld": _jsonld,
    "graphml": _graphml,
}
"""Formats by the name that ``kg export --format`` takes."""

SUFFIXES: Mapping[str, str] = {
    "turtle": ".ttl",
    "trig": ".trig",
    "nquads": ".nq",
    "jsonld": ".jsonld",
    "graphml": ".graphml",
}
"""How the file of each format ends."""
