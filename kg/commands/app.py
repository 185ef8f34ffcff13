"""What all commands share: the program, where it prints, and options that several take."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

app = typer.Typer(
    name="kg",
    help="Build, query, look at and export a knowledge graph of Persian news.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

DEFAULT_OUT = Path("exports")
DEFAULT_JUDGEMENTS = Path("judgements.tsv")

GraphOption = Annotated[
    str,
    typer.Option(
        "--graph", "-g", "--store", help="The folder of a build or a store, a file of RDF, or a server's URL."
    ),
]
DEFAULT_GRAPH = str(DEFAULT_OUT)

KnowledgeOption = Annotated[
    Path | None,
    typer.Option("--knowledge", "-k", exists=True, file_okay=False, help="A folder with rows of your own."),
]


class Language(StrEnum):
    """The language of an interface."""

    fa = "fa"
    en = "en"


class Format(StrEnum):
    """What the graph can be written as: the names of ``kg.export.EXPORTERS``."""

    turtle = "turtle"
    trig = "trig"
    nquads = "nquads"
    jsonld = "jsonld"
    graphml = "graphml"
    gexf = "gexf"
    csv_nodes = "csv-nodes"
    csv_edges = "csv-edges"


def progress() -> Progress:
    """A bar for a person who waits; nothing where nobody looks."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)
