"""What every place of graphs can do, be it on disk, in memory, or on a server; and updates in SPARQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import pyoxigraph as ox

from kg.turtle import Graphs, Triple, line_of

type Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class GraphStore(Graphs, Protocol):
    """Named graphs that can be asked and changed.

    Beside them stands, in the graph without a name, what any of them states, each triple once: plain
    patterns of SPARQL ask that one.
    """

    def query(self, sparql: str) -> Answer:
        """Ask; the prefixes need no declaration.

        Raises SyntaxError with line and column where it is no SPARQL, GraphError where nobody answers.
        """

    def select(self, sparql: str) -> ox.QuerySolutions:
        """Ask a SELECT."""

    def replace(self, graphs: Mapping[str, Iterable[Triple]]) -> None:
        """Make each graph hold these triples and no others.

        Graphs that are new are written all or none, and so are those that change; only what differs is
        written. Raises GraphError where it cannot be.
        """

    def edit(self, name: str, subjects: Mapping[str, Collection[Triple]]) -> None:
        """Make these subjects of a graph say these triples and no others; the rest of it stays.

        Raises GraphError where it cannot be.
        """

    def update(self, sparql: str) -> None:
        """Change named graphs as ``sparql`` says, and with them what plain patterns see; all or nothing.

        Raises SyntaxError where it is no update.
        """

    def flush(self) -> None:
        """Wait until all that was written is safe."""

    def close(self) -> None:
        """Let others write; nothing can be asked any more."""


def quads_of(name: str, triples: Iterable[Triple]) -> Iterator[ox.Quad]:
    """Make Oxigraph's quads of rdflib's triples."""
    graph = node_of(name)
    text = b"\n".join(map(line_of, triples))
    for each in ox.parse(text, format=ox.RdfFormat.N_TRIPLES):
        yield ox.Quad(each.subject, each.predicate, each.object, graph)


def unnamed(quad: ox.Quad) -> ox.Quad:
    """The same triple in the graph without a name."""
    return ox.Quad(quad.subject, quad.predicate, quad.object)


def node_of(name: str) -> ox.NamedNode | ox.DefaultGraph:
    """Oxigraph's term for a graph's name."""
    return ox.NamedNode(name) if name else ox.DefaultGraph()


def update_of(added: Sequence[ox.Quad], removed: Sequence[ox.Quad]) -> str:
    """Write the update that changes named graphs, and the graph of all as follows from it.

    Terms are spelled by Oxigraph, so that no text of an article gets out of its quotes.
    """
    steps = []
    if removed:
        steps.append(f"DELETE DATA {{ {_data(removed)} }}")
    if added:
        steps.append(f"INSERT DATA {{ {_data(added)} {_data(map(unnamed, added))} }}")
    if removed:
        rows = " ".join(f"({q.subject} {q.predicate} {q.object})" for q in removed)
        orphans = f"VALUES (?s ?p ?o) {{ {rows} }} FILTER NOT EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} }}"
        steps.append(f"DELETE {{ ?s ?p ?o }} WHERE {{ {orphans} }}")
    return " ;\n".join(steps)


def update_with_all(sparql: str) -> str:
    """Write a user's update, and behind it what brings the graph of all in line with the named ones."""
    gone = "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
    come = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"
    return f"{sparql.rstrip().rstrip(';')}\n;\n{gone} ;\n{come}"


def _data(quads: Iterable[ox.Quad]) -> str:
    lines = []
    for q in quads:
        triple = f"{q.subject} {q.predicate} {q.object}"
        named = isinstance(q.graph_name, ox.NamedNode)
        lines.append(f"GRAPH {q.graph_name} {{ {triple} }}" if named else f"{triple} .")
    return "\n".join(lines)
