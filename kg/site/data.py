"""What a page shows, as data: Turtle and JSON-LD, chosen by what the client accepts."""

from __future__ import annotations

import re
from collections.abc import Iterable

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.export import export
from kg.graph import new_dataset
from kg.site.ask import Term

FORMATS = {"text/html": "html", "text/turtle": "turtle", "application/ld+json": "jsonld"}
"""Media types that pages are given in; the first where the client does not mind."""
_ALSO = {"application/xhtml+xml": "html", "application/x-turtle": "turtle", "application/json": "jsonld"}
TYPE_OF = {"turtle": "text/turtle; charset=utf-8", "jsonld": "application/ld+json; charset=utf-8"}


def accepted(header: str) -> str:
    """Choose the format, of FORMATS, that the header ``Accept`` likes best."""
    best, quality = "html", 0.0
    for part in header.lower().split(","):
        media, _, parameters = part.strip().partition(";")
        found = {**FORMATS, **_ALSO}.get(media.strip())
        weight = re.search(r"\bq=([01](?:\.\d{0,3})?)", parameters)
        liked = float(weight[1]) if weight else 1.0
        if found and liked > quality:
            best, quality = found, liked
    return best


def serialised(triples: Iterable[tuple[Term, Term, Term]], format: str, base: str) -> str:
    """Write ``triples`` as "turtle" or "jsonld", the same text for the same triples."""
    dataset = new_dataset(base)
    for s, p, o in triples:
        dataset.add((_term(s), _term(p), _term(o)))
    return export(dataset, format, with_evidence=True) if format == "turtle" else export(dataset, format)


def _term(term: Term) -> rdflib.term.Node:
    match term:
        case NamedNode():
            return rdflib.URIRef(term.value)
        case BlankNode():
            return rdflib.BNode(term.value)
        case Literal() if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        case Literal():
            return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
    raise TypeError(f"{term} has no place in Turtle")
