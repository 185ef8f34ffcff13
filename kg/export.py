"""Graphs -> the formats that other programs read, the same bytes for the same graphs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import networkx as nx
from networkx.readwrite.graphml import write_graphml_xml
from rdflib import RDF, XSD, Dataset

from kg.network import to_network
from kg.store import GraphStore, to_dataset
from kg.turtle import Graphs, GraphsOf, Line, Speller, literal_parts, nquads, trig, turtle
from kg.vocabulary import NIF, PROV


def export(graphs: GraphStore | Dataset, format: str, *, with_evidence: bool = False) -> str:
    """Write ``graphs`` in one of the formats of EXPORTERS; see ``export_pieces``."""
    return b"".join(export_pieces(graphs, format, with_evidence=with_evidence)).decode("utf-8")


def export_pieces(
    graphs: GraphStore | Dataset, format: str, *, with_evidence: bool = False
) -> Iterator[bytes]:
    """Write ``graphs`` in one of the formats of EXPORTERS, piece by piece.

    Turtle is the union of all graphs, with spans, statements and articles' texts only if
    ``with_evidence``; the other formats always hold all that they can.
    """
    if format == "turtle":
        return _turtle(_graphs(graphs), with_evidence=with_evidence)
    return EXPORTERS[format](graphs)


def _graphs(graphs: GraphStore | Dataset) -> Graphs:
    return GraphsOf(graphs) if isinstance(graphs, Dataset) else graphs


# ── RDF ───────────────────────────────────────────────────────────────────────


def _turtle(graphs: Graphs, *, with_evidence: bool = False) -> Iterator[bytes]:
    lines = (
        line
        for name in graphs.names()
        for line in (graphs.lines(name) if with_evidence else without_evidence(graphs.lines(name)))
    )
    return turtle(lines, graphs.prefixes)


def without_evidence(lines: Iterable[Line]) -> Iterator[Line]:
    """Leave out spans, statements about triples, articles' texts, and what points at rules and spans.

    ``lines`` are those of one graph, in which each span and statement has its class.
    """
    lines = list(lines)
    evidence = {line.split(b" ", 1)[0] for line in lines if line.endswith(_CLASSES_OF_EVIDENCE)}
    for line in lines:
        subject, predicate, _ = line.split(b" ", 2)
        if predicate not in _OF_EVIDENCE and subject not in evidence and not line.endswith(_CONTEXT):
            yield line


_CLASSES_OF_EVIDENCE = tuple(f"<{RDF.type}> <{c}> .".encode() for c in (NIF.Phrase, RDF.Statement))
_CONTEXT = f"<{RDF.type}> <{NIF.Context}> .".encode()
_OF_EVIDENCE = frozenset(
    f"<{p}>".encode() for p in (PROV.wasDerivedFrom, PROV.wasGeneratedBy, NIF.isString, NIF.sentence)
)


def _jsonld(graphs: GraphStore | Dataset) -> Iterator[bytes]:
    """Write a named graph after the other, with the prefixes as the context."""
    source = _graphs(graphs)
    speller = Speller(source.prefixes)
    made: list[Any] = []
    for name in source.names():
        nodes = _json_nodes(source.lines(name), speller)
        made += [{"@id": speller.compact(name), "@graph": nodes}] if name else nodes
    document = {"@context": dict(sorted(speller.used.items())), "@graph": made}
    yield json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _json_nodes(lines: Iterable[Line], speller: Speller) -> list[dict[str, Any]]:
    nodes: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for line in sorted(lines):
        s, p, o = line[:-2].decode("utf-8").split(" ", 2)
        node, predicate = _json_id(s, speller), _json_id(p, speller)
        if p == _TYPE:
            nodes[node]["@type"].append(_json_id(o, speller))
        else:
            nodes[node][predicate].append(_json_value(o, speller))
    return [{"@id": node, **dict(sorted(nodes[node].items()))} for node in sorted(nodes)]


_TYPE = f"<{RDF.type}>"


def _json_id(spelled: str, speller: Speller) -> str:
    return speller.compact(spelled[1:-1]) if spelled[0] == "<" else spelled


def _json_value(spelled: str, speller: Speller) -> Any:
    if spelled[0] != '"':
        return {"@id": _json_id(spelled, speller)}
    text, language, datatype = literal_parts(spelled)
    if language:
        return {"@value": text, "@language": language}
    if not datatype:
        return text
    if datatype == str(XSD.integer) and text == str(int(text)):
        return int(text)
    return {"@value": text, "@type": speller.compact(datatype)}


# ── networks ──────────────────────────────────────────────────────────────────


def graphml(network: nx.MultiDiGraph[str]) -> bytes:
    """Write a network as GraphML."""
    file = io.BytesIO()
    # by name the writer that needs no lxml: which of its two write_graphml takes depends on the machine
    write_graphml_xml(network, file, encoding="utf-8", prettyprint=True)
    return _NOT_IN_XML.sub("", file.getvalue().decode("utf-8")).encode("utf-8")


def gexf(network: nx.MultiDiGraph[str]) -> bytes:
    """Write a network as GEXF, without the day on which it was written."""
    file = io.BytesIO()
    nx.write_gexf(network, file, encoding="utf-8", prettyprint=True)
    text = re.sub(r' lastmodifieddate="[^"]*"', "", file.getvalue().decode("utf-8"), count=1)
    return _NOT_IN_XML.sub("", text).encode("utf-8")


def csv_nodes(network: nx.MultiDiGraph[str]) -> bytes:
    """Write the nodes of a network as a table that neo4j-admin imports, the class of each as its label."""
    rows = (
        [node, of["label"], of["kind"], of["aliases"].replace(" | ", ";"), of["links"].replace(" | ", ";")]
        for node, of in network.nodes(data=True)
    )
    return _table(["iri:ID", "name", ":LABEL", "aliases:string[]", "links:string[]"], rows)


def csv_edges(network: nx.MultiDiGraph[str]) -> bytes:
    """Write the edges of a network as a table that neo4j-admin imports, with the evidence of each."""
    rows = (
        [start, end, of["relation"], *(of.get(column.split(":")[0], "") for column in _OF_EDGES)]
        for start, end, of in network.edges(data=True)
    )
    return _table([":START_ID", ":END_ID", ":TYPE", *_OF_EDGES], rows)


_OF_EDGES = (
    "label_fa", "label_en", "tenure", "begin", "end", "status", "confidence:double", "rule", "article",
    "title", "date", "evidence", "first:int", "last:int", "fact",
)  # fmt: skip


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_on_one_line(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8")


def _on_one_line(cell: object) -> object:
    """Write spaces for line breaks, which the importer takes for the end of a row unless told otherwise."""
    return re.sub(r"\s", " ", cell) if isinstance(cell, str) else cell


def _network(graphs: GraphStore | Dataset) -> nx.MultiDiGraph[str]:
    return to_network(graphs if isinstance(graphs, Dataset) else to_dataset(graphs))


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # even as character references


EXPORTERS: Mapping[str, Callable[[GraphStore | Dataset], Iterator[bytes]]] = {
    "turtle": lambda graphs: _turtle(_graphs(graphs)),
    "trig": lambda graphs: trig(_graphs(graphs)),
    "nquads": lambda graphs: nquads(_graphs(graphs)),
    "jsonld": _jsonld,
    "graphml": lambda graphs: iter([graphml(_network(graphs))]),
    "gexf": lambda graphs: iter([gexf(_network(graphs))]),
    "csv-nodes": lambda graphs: iter([csv_nodes(_network(graphs))]),
    "csv-edges": lambda graphs: iter([csv_edges(_network(graphs))]),
}
"""Formats by the name that ``kg export --format`` takes."""

SUFFIXES: Mapping[str, str] = {
    "turtle": ".ttl",
    "trig": ".trig",
    "nquads": ".nq",
    "jsonld": ".jsonld",
    "graphml": ".graphml",
    "gexf": ".gexf",
    "csv-nodes": ".nodes.csv",
    "csv-edges": ".edges.csv",
}
"""How the file of each format ends."""
