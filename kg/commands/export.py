"""``kg export`` and ``kg validate``: the graph as other programs read it, and whether it is right."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.commands.app import DEFAULT_GRAPH, Format, GraphOption, app, err, out
from kg.export import export_pieces
from kg.store import load_graph, open_graph, write_whole
from kg.validate import validate


@app.command("export", epilog="Example: kg export --format graphml --out graph.graphml")
def export_command(
    format: Annotated[Format, typer.Option("--format", "-f", help="What to write.")],
    out_file: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file; standard output if none.")
    ] = None,
    with_evidence: Annotated[
        bool, typer.Option("--with-evidence", help="Turtle: with the spans and statements too.")
    ] = False,
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Write the graph in another format."""
    pieces = export_pieces(open_graph(graph), format.value, with_evidence=with_evidence)
    if out_file is None:
        for piece in pieces:
            sys.stdout.write(piece.decode("utf-8"))
    else:
        write_whole(out_file, pieces)
        err.print(f"wrote {out_file}")


@app.command("validate", epilog="Example: kg validate --graph exports")
def validate_command(graph: GraphOption = DEFAULT_GRAPH) -> None:
    """Check the graph against the shapes of the ontology; say in words what is wrong."""
    violations = validate(load_graph(graph))
    for violation in violations:
        out.print(str(violation), markup=False)
    if violations:
        err.print(f"{len(violations)} faults")
        raise typer.Exit(1)
    out.print("the graph keeps every rule")
