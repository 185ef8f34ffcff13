"""Questions of the site, kept in ``queries/*.rq``, put to a store whose nameless graph is all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple, Variable

from kg.vocabulary import DEFAULT_BASE, PREFIXES

Term = NamedNode | BlankNode | Literal | Triple
Row = Mapping[str, str]
"""The values of one solution as plain text, by variable; what is unbound is left out."""

TripleOfTerms = tuple[Term, Term, Term]
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f]*")
MOST_VALUES = 2000  # nodes that one question is asked about at a time


def ask(
    store: Store, name: str, node: str | None = None, among: Iterable[str] | None = None, **others: str
) -> list[Row]:
    """Ask the question ``name`` about the ``node`` that it calls ?self, or of each of the nodes ``among``.

    ``others`` are nodes for further variables, by their names.
    """
    nodes = others if node is None else {"self": node, **others}
    given = {Variable(variable): NamedNode(iri) for variable, iri in nodes.items()}
    if among is None:
        return _rows(store, _question(name), given)
    return [row for question in _about_each(name, among) for row in _rows(store, question, given)]


def triples(store: Store, name: str, node: str) -> set[TripleOfTerms]:
    """Ask a question about ``node`` whose rows are triples ?s ?p ?o; a number for ?s stands for ``node``."""
    solutions = _solutions(store, _question(name), {Variable("self"): NamedNode(node)})
    return {(NamedNode(node) if isinstance(row[0], Literal) else row[0], *row[1:]) for row in _spo(solutions)}


def triples_among(store: Store, name: str, among: Iterable[str]) -> set[TripleOfTerms]:
    """Ask a question about each of the nodes ``among`` whose rows are triples ?s ?p ?o."""
    return {row for question in _about_each(name, among) for row in _spo(_solutions(store, question, {}))}


def is_iri(text: str) -> bool:
    """Whether ``text`` may be written as an IRI."""
    return bool(_IRI.fullmatch(text))


def _spo(solutions: QuerySolutions) -> Iterable[TripleOfTerms]:
    return ((row["s"], row["p"], row["o"]) for row in solutions)


def _about_each(name: str, among: Iterable[str]) -> Iterable[str]:
    """Write the question for the nodes ``among``, so many at a time; blank nodes cannot be asked about."""
    nodes = sorted({f"<{iri}>" for iri in among if is_iri(iri)})
    for i in range(0, len(nodes), MOST_VALUES):
        yield _question(name).replace("UNDEF", " ".join(nodes[i : i + MOST_VALUES]), 1)


def base_of(store: Store) -> str:
    """Find what the IRIs of the store's things begin with."""
    found = _rows(
        store, "SELECT ?a { ?a a schema:NewsArticle . FILTER (CONTAINS(STR(?a), '/article/')) } LIMIT 1", {}
    )
    return found[0]["a"].rsplit("article/", 1)[0] if found else DEFAULT_BASE


def common_of(store: Store) -> str:
    """Name the graph of what holds across articles."""
    return f"{base_of(store)}common"


def is_known(store: Store, node: str) -> bool:
    """Whether the store says anything about ``node``."""
    return bool(_rows(store, "SELECT ?self ?p { ?self ?p ?o } LIMIT 1", {Variable("self"): NamedNode(node)}))


def _rows(store: Store, question: str, given: Mapping[Variable, NamedNode]) -> list[Row]:
    solutions = _solutions(store, question, given)
    names = [variable.value for variable in solutions.variables]
    return [
        {
            name: term.value
            for name in names
            if (term := row[name]) is not None and not isinstance(term, Triple)
        }
        for row in solutions
    ]


def _solutions(store: Store, question: str, given: Mapping[Variable, NamedNode]) -> QuerySolutions:
    found = store.query(question, prefixes=dict(PREFIXES), substitutions=dict(given))
    assert isinstance(found, QuerySolutions)
    return found


@cache
def _question(name: str) -> str:
    return files("kg.site").joinpath(f"queries/{name}.rq").read_text("utf-8")
