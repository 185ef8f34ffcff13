"""The endpoint as other programs meet it: over HTTP, from a process of its own."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from newsroom import article, articles, grow, union, unnamed
from rdflib import RDF, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from kg.store import Store
from kg.vocabulary import SCHEMA

PERSONS = "SELECT ?p { ?p a foaf:Person } ORDER BY ?p"
ARTICLES = "SELECT ?a { ?a a schema:NewsArticle }"
FOR_EVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str


def ask(url: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    data = None if body is None else body.encode()
    request = urllib.request.Request(url, data=data, headers=named, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return Answer(
                reply.status, {k.lower(): v for k, v in reply.headers.items()}, reply.read().decode()
            )
    except urllib.error.HTTPError as error:
        return Answer(error.code, {k.lower(): v for k, v in error.headers.items()}, error.read().decode())


def query_url(url: str, sparql: str, **more: str) -> str:
    return f"{url}?{urllib.parse.urlencode({'query': sparql, **more})}"


def serving(folder: Path, *options: str) -> Iterator[str]:
    program = "from kg.cli import main; main()"
    call = [sys.executable, "-c", program, "serve", "-g", str(folder), "--port", "0", *options]
    process = subprocess.Popen(
        call,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
        env={"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout
    url = process.stdout.readline().split()[2]
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=60)
            break
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    with Store.open(folder / "store") as store:
        grow(store, articles(6))
    return folder


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    yield from serving(folder, "--timeout", "5", "--limit", "500")


@pytest.fixture
def writable(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    with Store.open(tmp_path / "store") as store:
        grow(store, articles(2))
    for url in serving(tmp_path, "--writable"):
        yield url, tmp_path


# ── clients ──


def test_sparqlwrapper_reads_rows_by_get_and_post(url: str):
    client = SPARQLWrapper(url)
    client.setReturnFormat(JSON)
    client.setQuery(PERSONS)
    by_get = client.queryAndConvert()["results"]["bindings"]
    client.setMethod(POST)
    assert client.queryAndConvert()["results"]["bindings"] == by_get
    assert len(by_get) == 6


def test_rdflib_reads_the_graph_through_its_own_store(url: str):
    rows = list(Graph(SPARQLStore(url)).query("SELECT ?a { ?a a <https://schema.org/NewsArticle> }"))
    assert len(rows) == 6
    name = URIRef("https://w3id.org/khabar-kg/id/graph/news-000")
    one = Graph(SPARQLStore(url), identifier=name)
    assert len(list(one.subjects(RDF.type, SCHEMA.NewsArticle))) == 1


# ── the protocol ──


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/html, application/json;q=0.9", "application/sparql-results+json"),
        ("text/csv;q=0.3, application/xml;q=0.7", "application/sparql-results+xml"),
    ],
)
def test_rows_come_in_the_form_that_is_asked_for(url: str, accept: str, media_type: str):
    reply = ask(query_url(url, PERSONS), Accept=accept)
    assert reply.status == 200
    assert reply.headers["content-type"].split(";")[0] == media_type
    assert reply.body.count("/person/") == 6


@pytest.mark.parametrize(
    ("accept", "format"),
    [("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/ld+json", "json-ld"),
     ("application/rdf+xml", "xml"), ("*/*", "turtle")],
)  # fmt: skip
def test_graphs_come_in_the_form_that_is_asked_for(url: str, accept: str, format: str):
    reply = ask(query_url(url, "CONSTRUCT { ?a a kg:News } WHERE { ?a a schema:NewsArticle }"), Accept=accept)
    assert len(Graph().parse(data=reply.body, format=format)) == 6


def test_literals_come_through_every_form_whole(url: str):
    odd = 'a\tb\nc "d" , \\ ، \u200c'
    sparql = "SELECT ?x { VALUES ?x { " + json.dumps(odd) + " } }"
    as_json = json.loads(ask(query_url(url, sparql)).body)["results"]["bindings"]
    assert as_json == [{"x": {"type": "literal", "value": odd}}]
    rows = list(csv.reader(io.StringIO(ask(query_url(url, sparql), Accept="text/csv").body, newline="")))
    assert rows == [["x"], [odd]]


def test_a_query_is_taken_in_each_way_of_the_protocol(url: str):
    form = urllib.parse.urlencode({"query": "ASK {}"})
    ways = [
        ask(query_url(url, "ASK {}")),
        ask(url, "POST", form, Content_Type="application/x-www-form-urlencoded"),
        ask(url, "POST", "ASK {}", Content_Type="application/sparql-query"),
    ]
    assert [json.loads(way.body)["boolean"] for way in ways] == [True] * 3


def test_a_query_is_asked_of_the_graphs_that_the_client_names(url: str):
    name = "https://w3id.org/khabar-kg/id/graph/news-001"
    rows = json.loads(ask(query_url(url, ARTICLES, **{"default-graph-uri": name})).body)["results"][
        "bindings"
    ]
    assert [row["a"]["value"][-8:] for row in rows] == ["news-001"]
    by_name = "SELECT ?g { GRAPH ?g { ?a a schema:NewsArticle } }"
    rows = json.loads(ask(query_url(url, by_name, **{"named-graph-uri": name})).body)["results"]["bindings"]
    assert [row["g"]["value"] for row in rows] == [name]


def test_without_a_query_the_service_describes_itself(url: str):
    graph = Graph().parse(data=ask(url, Accept="text/turtle").body)
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert (URIRef(url), RDF.type, URIRef(sd + "Service")) in graph
    assert (URIRef(url), URIRef(sd + "supportedLanguage"), URIRef(sd + "SPARQL11Update")) not in graph
    assert len(list(graph.objects(URIRef(url), URIRef(sd + "resultFormat")))) == 8


def test_pages_of_other_sites_may_ask(url: str):
    reply = ask(query_url(url, "ASK {}"), Origin="https://news.example")
    assert reply.headers["access-control-allow-origin"] == "*"


# ── limits ──


def test_a_query_that_would_never_end_is_ended_and_others_go_on(url: str):
    begun = time.monotonic()
    reply = ask(query_url(url, FOR_EVER))
    assert (reply.status, "stopped after 5 seconds" in reply.body) == (503, True)
    assert time.monotonic() - begun < 50
    assert ask(query_url(url, "ASK {}")).status == 200


def test_more_rows_than_the_limit_are_cut_and_that_is_told(url: str):
    reply = ask(query_url(url, "SELECT * { ?s ?p ?o }"), Accept="text/csv")
    assert len(list(csv.reader(io.StringIO(reply.body, newline="")))) == 501
    assert reply.headers["x-sparql-maxrows"] == "500"
    assert "x-sparql-maxrows" not in ask(query_url(url, PERSONS)).headers


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ("SELECT ?x {\n ?x oops }", "line 2, column"),
        ("SELECT ?x { SERVICE <http://127.0.0.1:9/> { ?x ?y ?z } }", "fetch data from elsewhere"),
        ("SELECT ?x { # it's\rSERVICE <http://127.0.0.1:9/> { ?x ?y ?z } }", "fetch data from elsewhere"),
        ("SELECT ?x { kg:a\\'b kg:b ?x . SERVICE <http://127.0.0.1:9/> { ?x kg:c kg:\\' } }", "elsewhere"),
        ("SELECT ?x { SERVIC\\u0045 <http://127.0.0.1:9/> { ?x ?y ?z } }", "elsewhere"),
        ("INSERT DATA { GRAPH kg:g { kg:a kg:b kg:c } }", "not SPARQL"),
    ],
)
def test_a_wrong_query_is_told_in_a_line(url: str, sparql: str, said: str):
    reply = ask(query_url(url, sparql))
    assert reply.status == 400
    assert said in reply.body
    assert reply.body.count("\n") == 1


def test_requests_that_cannot_be_met(url: str):
    assert ask(query_url(url, "ASK {}"), Accept="image/png").status == 406
    assert ask(url, "POST", "ASK {}", Content_Type="text/plain").status == 415
    assert ask(url + "?other=1").status == 400
    assert ask(query_url(url, "ASK {}") + "&query=ASK+%7B%7D").status == 400
    assert (
        ask(url, "POST", "ASK {} #" + "x" * (1 << 20), Content_Type="application/sparql-query").status == 413
    )
    assert ask(url, "PUT", "x").status == 405


# ── changes ──


def test_the_endpoint_is_read_only_unless_told_otherwise(url: str):
    update = url.replace("/sparql", "/update")
    reply = ask(update, "POST", "CLEAR ALL", Content_Type="application/sparql-update")
    assert (reply.status, "read-only" in reply.body) == (403, True)
    assert ask(query_url(url, "ASK { ?a a schema:NewsArticle }")).body.count("true") == 1


def test_readers_go_on_while_a_build_writes_and_then_see_what_it_wrote(url: str, folder: Path):
    count = "SELECT (COUNT(?a) AS ?n) { ?a a schema:NewsArticle }"
    with Store.open(folder / "store") as store:
        assert "6" in ask(query_url(url, count), Accept="text/csv").body
        grow(store, [article(6)])
        assert "7" in ask(query_url(url, count), Accept="text/csv").body


def test_updates_go_into_named_graphs_and_are_seen(writable: tuple[str, Path]):
    url, folder = writable
    update = url.replace("/sparql", "/update")
    insert = "INSERT DATA { GRAPH kg:mine { kg:a a foaf:Person ; rdfs:label 'الف'@fa } }"
    assert ask(update, "POST", insert, Content_Type="application/sparql-update").status == 204
    assert "ontology#a" in ask(query_url(url, PERSONS)).body
    form = urllib.parse.urlencode({"update": "DROP GRAPH kg:mine"})
    assert ask(update, "POST", form, Content_Type="application/x-www-form-urlencoded").status == 204
    assert "ontology#a" not in ask(query_url(url, PERSONS)).body
    with Store.open(folder / "store") as store:
        assert unnamed(store) == union(store)


def test_updates_that_are_refused(writable: tuple[str, Path]):
    url, _ = writable
    update = url.replace("/sparql", "/update")
    kind = {"Content_Type": "application/sparql-update"}
    assert ask(update, "POST", "INSERT oops", **kind).status == 400
    assert ask(update, "POST", "LOAD <http://127.0.0.1:9/>", **kind).status == 400
    assert ask(update, "POST", "DROP ALL", Origin="https://elsewhere.example", **kind).status == 403
    assert ask(update, "POST", "", Content_Type="application/x-www-form-urlencoded").status == 400
