"""The site over a small graph, on a port of this machine, with an endpoint that only reads."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs

import uvicorn
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store
from rdflib import OWL, RDF, RDFS, XSD, Dataset, Literal, URIRef
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from stories import ferry, library

from kg.graph import to_dataset
from kg.identity import resolve
from kg.site import routes
from kg.store import Oxigraph
from kg.vocabulary import DEFAULT_BASE, FOAF, NIF, ORG, PROV, SCHEMA, SKOS

EVIL = (
    "</script><script>window.hacked=1</script><img src=x onerror='window.hacked=1'>\"'&{{7*7}}\u202eabc\u2067"
)
BASE = DEFAULT_BASE


def story() -> Dataset:
    """Two articles, with where their places are."""
    findings = [library(), ferry()]
    dataset = to_dataset(findings, resolve(findings))
    places = dataset.graph(URIRef(f"{BASE}common"))
    port, quarter = (URIRef(f"{BASE}place/{name}") for name in ("بندر-نیلگون", "محله-صدف-بندر-نیلگون"))
    at = URIRef(f"{BASE}point/1")
    places.add((quarter, SCHEMA.geo, at))  # the port itself says where it is
    for node, latitude, longitude in ((port, "30.5", "49.2"), (at, "30.6", "49.4")):
        places.add((node, SCHEMA.latitude, Literal(latitude, datatype=XSD.decimal)))
        places.add((node, SCHEMA.longitude, Literal(longitude, datatype=XSD.decimal)))
    places.add((URIRef(f"{BASE}place/کشور"), RDF.type, SCHEMA.Place))
    places.add((port, SCHEMA.containedInPlace, URIRef(f"{BASE}place/کشور")))
    places.add((port, SKOS.altLabel, Literal("Nilgun Port", lang="en")))
    places.add((URIRef(f"{BASE}place/بندر-قدیم"), OWL.sameAs, port))
    return dataset


def evil() -> Dataset:
    """A graph whose every text tries to become something else."""
    dataset = story()
    graph = dataset.graph(URIRef(f"{BASE}graph/evil"))
    person, body, article, span, held, role = (
        URIRef(f"{BASE}{tail}")
        for tail in (
            "person/evil",
            "organization/evil",
            "article/evil",
            "span/evil",
            "membership/evil",
            "role/evil",
        )
    )
    text = EVIL + " " + "الف" * 10
    for triple in (
        (person, RDF.type, FOAF.Person), (person, RDFS.label, Literal(EVIL, lang="fa")),
        (person, SKOS.altLabel, Literal("نام " * 250_000, lang="fa")),
        (person, SKOS.exactMatch, URIRef("javascript:alert(1)")),
        (body, RDF.type, ORG.Organization), (body, RDFS.label, Literal(EVIL, lang="fa")),
        (role, RDFS.label, Literal(EVIL, lang="fa")),
        (held, RDF.type, ORG.Membership), (held, ORG.member, person), (held, ORG.organization, body),
        (held, ORG.role, role), (held, PROV.wasDerivedFrom, span),
        (article, RDF.type, SCHEMA.NewsArticle), (article, SCHEMA.headline, Literal(EVIL, lang="fa")),
        (article, SCHEMA.identifier, Literal(EVIL)), (article, SCHEMA.publisher, Literal(EVIL)),
        (article, SCHEMA.url, Literal("javascript:alert(1)")), (article, NIF.isString, Literal(text)),
        (article, SCHEMA.mentions, person),
        (span, RDF.type, NIF.Phrase), (span, NIF.referenceContext, article),
        (span, NIF.beginIndex, Literal(3)), (span, NIF.endIndex, Literal(40)),
        (span, NIF.anchorOf, Literal(text[3:40], lang="fa")),
    ):  # fmt: skip
        graph.add(triple)
    return dataset


def store_of(dataset: Dataset) -> Store:
    return Oxigraph.of_dataset(dataset).store


@contextmanager
def served(dataset: Dataset) -> Iterator[str]:
    """Serve the site over ``dataset``; gives its address."""
    store = store_of(dataset)
    endpoint = Route("/sparql", _Endpoint(store).answer, methods=["GET", "POST"])
    config = uvicorn.Config(Starlette(routes=[endpoint, *routes(store)]), port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


class _Endpoint:
    """As much of the SPARQL 1.1 Protocol as the editor needs."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def answer(self, request: Request) -> Response:
        body = (await request.body()).decode() if request.method == "POST" else request.url.query
        return await run_in_threadpool(self._answer, parse_qs(body)["query"][0])

    def _answer(self, query: str) -> Response:
        try:
            found = self.store.query(query)
        except SyntaxError as error:
            return Response(str(error), 400, media_type="text/plain")
        if isinstance(found, QueryTriples):
            return Response(found.serialize(format=RdfFormat.TURTLE), media_type="text/turtle")
        return Response(
            found.serialize(format=QueryResultsFormat.JSON), media_type="application/sparql-results+json"
        )
