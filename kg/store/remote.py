"""A graph on a server: SPARQL 1.1 Query, Update and Graph Store Protocol over HTTP.

The URL names the folder of the server's endpoints ``query``, ``update`` and ``store``. A name and password
stand in it, or in KG_STORE_USER and KG_STORE_PASSWORD, or a token in KG_STORE_TOKEN; none of them is
ever written down or shown.
"""

from __future__ import annotations

import base64
import os
import time
import urllib.error
import urllib.request
from collections.abc import Collection, Iterable, Mapping
from itertools import batched
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import pyoxigraph as ox

from kg.errors import GraphError
from kg.store.graphs import Answer, quads_of, update_of, update_with_all
from kg.turtle import Line, Triple
from kg.vocabulary import DEFAULT_BASE, PREFIXES, instance_prefixes

SECONDS = 120.0  # that one request may take
_AT_ONCE = 1000  # subjects that are asked for in one request
_TRIES = 4
_PAUSE = 0.5  # seconds before the second try; each pause is twice the one before
_BUSY = frozenset({429, 502, 503, 504})
_TABLE, _GRAPH = "application/sparql-results+json", "application/n-triples"


class Remote:
    """Named graphs on a SPARQL 1.1 server."""

    def __init__(self, url: str, base: str = DEFAULT_BASE, seconds: float = SECONDS) -> None:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        path = parts.path if parts.path.endswith("/") else parts.path + "/"
        self.url = urlunsplit((parts.scheme, host, path, "", ""))
        self.prefixes: Mapping[str, str] = {**PREFIXES, **instance_prefixes(base)}
        self._seconds = seconds
        self._credentials = _credentials(parts.username, parts.password)

    # ── reading ──

    def names(self) -> list[str]:
        """List the graphs; see ``kg.turtle.Graphs``."""
        return sorted(row[0].value for row in self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"))

    def lines(self, name: str) -> list[Line]:
        """Give the triples of a graph; see ``kg.turtle.Graphs``."""
        where = f"store?graph={quote(name, safe='')}" if name else "store?default"
        body, _ = self._request("GET", where, accept=_GRAPH)
        quads = ox.parse(body, format=ox.RdfFormat.N_TRIPLES)  # servers spell as they like: in one way now
        return [f"{q.subject} {q.predicate} {q.object} .".encode() for q in quads]

    def query(self, sparql: str) -> Answer:
        """Ask the server; see ``GraphStore.query``."""
        ox.Store().query(sparql, prefixes=dict(self.prefixes))  # says where it is wrong, as every store does
        head = "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in self.prefixes.items())
        body, media_type = self._request(
            "POST", "query", (head + sparql).encode(), "application/sparql-query", f"{_TABLE}, {_GRAPH};q=0.9"
        )
        if media_type == _TABLE:
            return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        store = ox.Store()
        store.load(body, format=ox.RdfFormat.from_media_type(media_type) or ox.RdfFormat.N_TRIPLES)
        return store.query("CONSTRUCT WHERE { ?s ?p ?o }")

    def select(self, sparql: str) -> ox.QuerySolutions:
        """Ask a SELECT."""
        rows = self.query(sparql)
        assert isinstance(rows, ox.QuerySolutions)
        return rows

    # ── writing ──

    def replace(self, graphs: Mapping[str, Iterable[Triple]]) -> None:
        """Make each graph hold these triples and no others, in one update; see ``GraphStore.replace``."""
        there = self._quads(f"VALUES ?g {{ {_iris(graphs)} }} GRAPH ?g {{ ?s ?p ?o }}")
        self._make({q for name, triples in graphs.items() for q in quads_of(name, triples)}, there)

    def edit(self, name: str, subjects: Mapping[str, Collection[Triple]]) -> None:
        """Make some subjects of a graph say these triples and no others; see ``GraphStore.edit``."""
        for some in batched(subjects, _AT_ONCE):
            there = self._quads(
                f"VALUES ?s {{ {_iris(some)} }} VALUES ?g {{ <{name}> }} GRAPH ?g {{ ?s ?p ?o }}"
            )
            self._make({q for subject in some for q in quads_of(name, subjects[subject])}, there)

    def _quads(self, where: str) -> set[ox.Quad]:
        return {ox.Quad(*row) for row in self.select(f"SELECT ?s ?p ?o ?g {{ {where} }}")}

    def _make(self, wanted: set[ox.Quad], there: set[ox.Quad]) -> None:
        if wanted != there:
            self._update(update_of([*(wanted - there)], [*(there - wanted)]))

    def update(self, sparql: str) -> None:
        """Change named graphs; see ``GraphStore.update``."""
        head = "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in self.prefixes.items())
        self._update(head + update_with_all(sparql))

    def flush(self) -> None:
        """Do nothing: a server has written what it said it has."""

    def close(self) -> None:
        """Do nothing: nothing is held."""

    def _update(self, sparql: str) -> None:
        self._request("POST", "update", sparql.encode(), "application/sparql-update")

    # ── HTTP ──

    def _request(
        self, method: str, where: str, body: bytes | None = None, kind: str = "", accept: str = "*/*"
    ) -> tuple[bytes, str]:
        """Ask until there is an answer; what is asked can be asked twice without harm."""
        headers = {"Accept": accept, **self._credentials, **({"Content-Type": kind} if kind else {})}
        request = urllib.request.Request(self.url + where, body, headers, method=method)
        pause = _PAUSE
        for tries_left in reversed(range(_TRIES)):
            try:
                with urllib.request.urlopen(request, timeout=self._seconds) as reply:
                    return reply.read(), reply.headers.get_content_type()
            except urllib.error.HTTPError as error:
                if error.code not in _BUSY or not tries_left:
                    raise GraphError(f"{self.url}{where}: {_refusal(error)}") from error
            except OSError as error:
                if not tries_left:
                    reason = getattr(error, "reason", None) or error
                    raise GraphError(
                        f"{self.url}: the server does not answer ({reason}); start it, or check the URL"
                    ) from error
            time.sleep(pause)
            pause *= 2
        raise AssertionError("the last try returns or raises")


def _iris(names: Iterable[str]) -> str:
    return " ".join(str(ox.NamedNode(name)) for name in names)


def _credentials(user: str | None, password: str | None) -> dict[str, str]:
    token = os.environ.get("KG_STORE_TOKEN")
    user = unquote(user) if user else os.environ.get("KG_STORE_USER")
    if user:
        secret = unquote(password) if password else os.environ.get("KG_STORE_PASSWORD", "")
        return {"Authorization": "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode("ascii")}
    return {"Authorization": f"Bearer {token}"} if token else {}


def _refusal(error: urllib.error.HTTPError) -> str:
    if error.code in {401, 403}:
        return f"the server wants to know who asks ({error.code}); set KG_STORE_USER and KG_STORE_PASSWORD"
    if error.code in {404, 405}:
        return f"there is no such endpoint ({error.code}); name the folder of query, update and store"
    said = " ".join(error.read(500).decode("utf-8", "replace").split())
    return f"the server refuses ({error.code}: {said[:200]}); check what is asked and the server's log"
