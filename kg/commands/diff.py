"""``kg diff``: what changed between two builds, or two days."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.calendar import parse_date
from kg.commands.app import DEFAULT_GRAPH, GraphOption, Language, app, out
from kg.diff import Until, changes, patch
from kg.store import is_server, open_graph
from kg.turtle import Graphs


@app.command("diff", epilog="Example: kg diff yesterday/ exports/   or: kg diff 1399-02-01 1399-03-01")
def diff_command(
    before: Annotated[str, typer.Argument(help="A build, a store, a file of RDF, or a day.")],
    after: Annotated[str, typer.Argument(help="The same, later.")],
    as_patch: Annotated[
        bool, typer.Option("--patch", help="Write RDF Patch: the quads that go and come.")
    ] = False,
    language: Annotated[
        Language, typer.Option("--language", "-l", help="Of the kinds of change.")
    ] = Language.en,
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Say what changed: roles, services, figures, quotations, relations and articles.

    Two days ask what the articles of --graph said until each of them.
    """
    old, new = _side(before, graph), _side(after, graph)
    if as_patch:
        for piece in patch(old, new):
            sys.stdout.write(piece.decode("utf-8"))
        return
    found = changes(old, new)
    for change in found:
        out.print(change.told(language.value), markup=False)
    if not found:
        out.print("nothing changed")


def _side(named: str, graph: str) -> Graphs:
    day = parse_date(named, None) if not Path(named).exists() and not is_server(named) else None
    return Until(open_graph(graph), day.day.isoformat()) if day else open_graph(named)
