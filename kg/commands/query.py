"""``kg query``: a question, its parameters, its answer."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from kg.answer import Rows, to_csv, to_json, to_table
from kg.commands.app import DEFAULT_GRAPH, GraphOption, app
from kg.index import Index
from kg.query import run_query, stored_questions
from kg.store import open_graph, open_ledger
from kg.worker import within


class RowFormat(StrEnum):
    """How the rows of an answer are printed."""

    table = "table"
    csv = "csv"
    json = "json"


@app.command(
    "query",
    epilog='Example: kg query role-holders --organisation "شهرداری تبریز"',
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def query_command(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(help="SPARQL, a .rq file, or the name of a stored question.")
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", help="NAME=VALUE, for a stored question; --NAME VALUE does too."),
    ] = None,
    format: Annotated[
        RowFormat, typer.Option("--format", "-f", help="How rows are printed.")
    ] = RowFormat.table,
    seconds: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds after which a question is stopped.")
    ] = 300,
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Ask the graph; without a question, list the stored ones."""
    words, own = _split([*([question] if question else []), *context.args])
    if len(words) > 1:
        raise typer.BadParameter(f"one question at a time; «{words[1]}» is a second (quote the whole of it)")
    if not words:
        _list_questions()
        return
    values = {**dict(map(_pair, parameters or [])), **own}
    rows = within(seconds, answer, graph, words[0], values)
    if format is RowFormat.table and rows.turtle is None:
        Console(highlight=False).print(to_table(rows))
    else:
        writer = to_json if format is RowFormat.json else to_csv
        sys.stdout.write(writer(rows))


def answer(graph: str, question: str, values: dict[str, str]) -> Rows:
    """Open ``graph`` and ask it."""
    graphs = open_graph(graph)
    return run_query(graphs, question, values, Index(graphs, open_ledger(graph)))


def _split(arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Part the question from ``--NAME VALUE`` and ``--NAME=VALUE``, which stand for its parameters."""
    words: list[str] = []
    values: dict[str, str] = {}
    rest = iter(arguments)
    for word in rest:
        if not word.startswith("--"):
            words.append(word)
            continue
        name, equals, value = word.removeprefix("--").partition("=")
        given = value if equals else next(rest, None)
        if given is None:
            raise typer.BadParameter(f"--{name} needs a value")
        values[name] = given
    return words, values


def _pair(written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not equals:
        raise typer.BadParameter(f"«{written}» is no parameter; write --param NAME=VALUE")
    return name, value


def _list_questions() -> None:
    table = Table(box=None, header_style="bold")
    for column in ("name", "asks", "پرسش", "parameters"):
        table.add_column(column)
    for stored in stored_questions():
        names = ", ".join(f"--{p.name}" for p in stored.parameters)
        table.add_row(stored.name, stored.titles.get("en", ""), stored.titles.get("fa", ""), names)
    Console(highlight=False).print(table)
