"""What a SPARQL endpoint answers with: one request -> bytes of the form that was asked for.

Runs in a worker's process, which keeps the graph open from one question to the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import GraphError, QueryError
from kg.query import check_query, check_words
from kg.store import LEDGER_FILE, Oxigraph, open_graph, store_folder, update_whole

RESULTS = (
    ox.QueryResultsFormat.JSON,
    ox.QueryResultsFormat.XML,
    ox.QueryResultsFormat.CSV,
    ox.QueryResultsFormat.TSV,
)
GRAPHS = (
    ox.RdfFormat.TURTLE,
    ox.RdfFormat.N_TRIPLES,
    ox.RdfFormat.JSON_LD,
    ox.RdfFormat.RDF_XML,
)
_ALSO = {"application/json": RESULTS[0], "application/xml": RESULTS[1], "text/xml": RESULTS[1]}


class NotAcceptableError(QueryError):
    """No form that the client takes is one that there is."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query, the graphs that it is asked of (all, where none is named), and what the client takes."""

    sparql: str
    accept: str = "*/*"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    most_rows: int = 100_000


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in one of the forms; ``is_cut`` where there are more rows than may be given."""

    body: bytes
    media_type: str
    is_cut: bool = False


def answer(where: str, question: Question) -> Reply:
    """Ask the graph at ``where``.

    Raises QueryError where the question is none, NotAcceptableError where the client takes no form of
    the answer, GraphError where the graph cannot be read.
    """
    try:
        return _answer(opened(where), question)
    except OSError:  # the build beside us has put files together that we had not opened yet
        _open.clear()
        try:
            return _answer(opened(where), question)
        except OSError as error:
            raise GraphError(f"the graph cannot be read ({error})") from error


def get_ready(where: str) -> None:
    """Open the graph at ``where``, so that the first question need not wait for it."""
    opened(where)


def update(where: str, sparql: str) -> None:
    """Change the graph at ``where``, all of what is asked or nothing.

    Raises QueryError where it is no update, GraphError where the graph is being written.
    """
    folder = store_folder(Path(where))
    if folder is None:
        raise GraphError(f"{where}: only a store can be changed; make one with «kg build»")
    check_words(sparql)
    _open.clear()
    try:
        update_whole(folder, sparql)
    except SyntaxError as error:
        raise QueryError(f"this is no SPARQL update: {error}") from error


# ── asking ────────────────────────────────────────────────────────────────────

_open: dict[str, tuple[object, Oxigraph]] = {}


def opened(where: str) -> Oxigraph:
    """Open the graph at ``where`` to read; once, until it changes."""
    stamp = _stamp(where)
    known = _open.get(where)
    if known is None or known[0] != stamp:
        graphs = open_graph(where)
        if not isinstance(graphs, Oxigraph):
            raise GraphError(f"{where}: this graph has an endpoint already; ask the server itself")
        known = _open[where] = (stamp, graphs)
    return known[1]


def _stamp(where: str) -> object:
    folder = store_folder(Path(where))
    path = folder / LEDGER_FILE if folder else Path(where)
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _answer(graphs: Oxigraph, question: Question) -> Reply:
    check_query(question.sparql, graphs.prefixes)
    try:
        result = graphs.store.query(
            question.sparql,
            prefixes=dict(graphs.prefixes),
            default_graph=_nodes(question.default_graphs) or ([] if question.named_graphs else None),
            named_graphs=_nodes(question.named_graphs) or ([] if question.default_graphs else None),
        )
        if isinstance(result, ox.QueryTriples):
            return _graph(result, question, graphs.prefixes)
        return _table(result, question)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"the question cannot be answered: {error}") from error


def _nodes(iris: Sequence[str]) -> list[Any]:
    return [ox.NamedNode(iri) for iri in iris]


def _table(result: ox.QuerySolutions | ox.QueryBoolean, question: Question) -> Reply:
    form = _chosen(question.accept, _by_type(RESULTS) | _ALSO)
    if isinstance(result, ox.QueryBoolean):
        return Reply(result.serialize(format=form) or b"", form.media_type)
    rows = list(islice(result, question.most_rows + 1))
    is_cut = len(rows) > question.most_rows
    text = _tab_separated([v.value for v in result.variables], rows[: question.most_rows])
    if form == ox.QueryResultsFormat.TSV:
        return Reply(text, form.media_type, is_cut)
    read = ox.parse_query_results(text, format=ox.QueryResultsFormat.TSV)
    return Reply(read.serialize(format=form) or b"", form.media_type, is_cut)


def _tab_separated(names: Sequence[str], rows: Sequence[ox.QuerySolution]) -> bytes:
    def lines() -> Iterator[str]:
        yield "\t".join(f"?{name}" for name in names)
        for row in rows:
            yield "\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row)

    return ("\n".join(lines()) + "\n").encode("utf-8")


def _graph(result: ox.QueryTriples, question: Question, prefixes: Mapping[str, str]) -> Reply:
    form = _chosen(question.accept, _by_type(GRAPHS))
    triples = list(islice(result, question.most_rows + 1))
    is_cut = len(triples) > question.most_rows
    body = ox.serialize(triples[: question.most_rows], format=form, prefixes=dict(prefixes))
    return Reply(body or b"", form.media_type, is_cut)


# ── forms ─────────────────────────────────────────────────────────────────────


def describe(endpoint: str, accept: str, *, is_writable: bool) -> Reply:
    """Say what the endpoint at this URL can do, in the words of SPARQL 1.1 Service Description."""
    sd = "http://www.w3.org/ns/sparql-service-description#"
    service = ox.NamedNode(endpoint)

    def said(name: str, value: str) -> ox.Triple:
        return ox.Triple(service, ox.NamedNode(sd + name), ox.NamedNode(value))

    a = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    triples = [
        ox.Triple(service, a, ox.NamedNode(sd + "Service")),
        said("endpoint", endpoint),
        said("supportedLanguage", sd + "SPARQL11Query"),
        *([said("supportedLanguage", sd + "SPARQL11Update")] if is_writable else []),
        said("feature", sd + "UnionDefaultGraph"),
        *(said("resultFormat", form.iri) for form in (*RESULTS, *GRAPHS)),
    ]
    form = _chosen(accept, _by_type(GRAPHS) | {"text/html": GRAPHS[0]})
    return Reply(ox.serialize(triples, format=form, prefixes={"sd": sd}) or b"", form.media_type)


def _by_type[F: (ox.QueryResultsFormat, ox.RdfFormat)](forms: Sequence[F]) -> dict[str, F]:
    return {form.media_type.split(";")[0]: form for form in forms}


def _chosen[F](accept: str, forms: Mapping[str, F]) -> F:
    """Choose the form that the client likes best; of equals, the first of ours."""
    wishes = [_wish(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    best, found = 0.0, None
    for media_type, form in forms.items():
        liked = _liking(media_type, wishes)
        if liked > best:
            best, found = liked, form
    if found is None:
        raise NotAcceptableError(f"there is no answer in «{accept}»; there are {', '.join(forms)}")
    return found


def _wish(part: str) -> tuple[str, float]:
    media_type, *parameters = (each.strip() for each in part.split(";"))
    weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return media_type.lower(), float(weight)
    except ValueError:
        return media_type.lower(), 0.0


def _liking(media_type: str, wishes: Sequence[tuple[str, float]]) -> float:
    """The weight of the narrowest wish that this type fits."""
    for like in (media_type, media_type.split("/", maxsplit=1)[0] + "/*", "*/*"):
        for wished, weight in wishes:
            if wished == like:
                return weight
    return 0.0
