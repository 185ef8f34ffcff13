"""The namespaces of the graph and the prefixes that stand for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rdflib import Namespace, URIRef


class _Terms(Namespace):
    """A namespace that makes each of its terms once: graphs ask for them a million times."""

    def __getattr__(self, name: str) -> URIRef:
        term: URIRef = super().__getattr__(name)
        self.__dict__[name] = term
        return term


KG = _Terms("https://w3id.org/khabar-kg/ontology#")
ORG = _Terms("http://www.w3.org/ns/org#")
FOAF = _Terms("http://xmlns.com/foaf/0.1/")
SCHEMA = _Terms("https://schema.org/")
SKOS = _Terms("http://www.w3.org/2004/02/skos/core#")
PROV = _Terms("http://www.w3.org/ns/prov#")
NIF = _Terms("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
TIME = _Terms("http://www.w3.org/2006/time#")

DEFAULT_BASE = "https://w3id.org/khabar-kg/id/"
"""Where instances live, unless the user has a place of their own for them."""

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "foaf": str(FOAF),
        "geo": "http://www.opengis.net/ont/geosparql#",
        "kg": str(KG),
        "nif": str(NIF),
        "org": str(ORG),
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": str(PROV),
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": str(SCHEMA),
        "skos": str(SKOS),
        "time": str(TIME),
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefixes of the terms; those of instances (``KINDS``) depend on the base IRI."""

KINDS = (
    "article", "audience", "comparison", "event", "graph", "instant", "interval", "membership", "observation",
    "organization", "person", "place", "quotation", "role", "rule", "service", "span", "statement", "topic",
)  # fmt: skip
"""Kinds of instances. Each has one flat namespace, ``BASE + kind + "/"``, with the kind as its prefix."""


def instance_prefixes(base_iri: str) -> dict[str, str]:
    """Give the prefix of each kind of instance under ``base_iri``, and ``id`` for the base itself."""
    return {"id": base_iri, **{kind: f"{base_iri}{kind}/" for kind in KINDS}}
