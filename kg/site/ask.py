"""Questions of the site, kept in ``queries/*.rq``, put to a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple, Variable

from kg.vocabulary import DEFAULT_BASE, PREFIXES

Term = NamedNode | BlankNode | Literal | Triple
Row = Mapping[str, str]
"""The values of one solution as plain text, by variable; what is unbound is left out."""

MOST_VALUES = 2000  # nodes that one question is asked about at a time


def ask(store: Store, name: str, node: str | None = None, among: Iterable[str] | None = None) -> list[Row]:
    """Ask the question ``name`` about the ``node`` that it calls ?self, or of each of the nodes ``among``."""
    question = _question(name)
    given = {Variable("self"): NamedNode(node)} if node is not None else {}
    if among is None:
        return _rows(store, question, given)
    nodes = sorted({str(NamedNode(iri)) for iri in among if "<" not in iri and ">" not in iri})
    pieces = (nodes[i : i + MOST_VALUES] for i in range(0, len(nodes), MOST_VALUES))
    return [
        row for piece in pieces for row in _rows(store, question.replace("UNDEF", " ".join(piece), 1), given)
    ]


def triples(store: Store, name: str, node: str) -> list[tuple[Term, Term, Term]]:
    """Ask a question whose rows are triples ?s ?p ?o; a number for ?s stands for ``node``."""
    solutions = _solutions(store, _question(name), {Variable("self"): NamedNode(node)})
    found = {(s, p, o) for s, p, o in ((row["s"], row["p"], row["o"]) for row in solutions)}
    return [(NamedNode(node) if isinstance(s, Literal) else s, p, o) for s, p, o in found]


def base_of(store: Store) -> str:
    """Find what the IRIs of the store's things begin with."""
    found = _rows(
        store, "SELECT ?a { ?a a schema:NewsArticle . FILTER (CONTAINS(STR(?a), '/article/')) } LIMIT 1", {}
    )
    return found[0]["a"].rsplit("article/", 1)[0] if found else DEFAULT_BASE


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
    found = store.query(
        question, prefixes=dict(PREFIXES), use_default_graph_as_union=True, substitutions=dict(given)
    )
    assert isinstance(found, QuerySolutions)
    return found


@cache
def _question(name: str) -> str:
    return files("kg.site").joinpath(f"queries/{name}.rq").read_text("utf-8")
