"""``kg evaluate``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.commands.app import app, err, out, progress
from kg.errors import ArticleError
from kg.evaluate import (
    Gold,
    Report,
    evaluate_facts,
    evaluate_names,
    evaluate_tags,
    kind_of,
    read_annotations,
    to_tables,
)
from kg.evaluate import to_json as report_to_json
from kg.knowledge import load_knowledge
from kg.pipeline import build
from kg.read import read_articles
from kg.tagging import load_tagger


class ReportFormat(StrEnum):
    """How the figures of a measure are printed."""

    table = "table"
    json = "json"


@app.command("evaluate", epilog="Example: kg evaluate tests/gold")
def evaluate_command(
    path: Annotated[
        Path,
        typer.Argument(
            exists=True,
            help="A folder of annotated articles, a CoNLL file of names, or a CoNLL-U treebank.",
        ),
    ],
    format: Annotated[
        ReportFormat, typer.Option("--format", "-f", help="How figures are printed.")
    ] = ReportFormat.table,
) -> None:
    """Measure what is found against what people annotated."""
    faults: Sequence[ArticleError] = ()
    match kind_of(path):
        case Gold.ARTICLES:
            report, faults = _evaluate_articles(path)
        case Gold.NAMES:
            report = evaluate_names(path, load_tagger())
        case Gold.TREEBANK:
            report = evaluate_tags(path, load_tagger())
    for fault in faults:
        err.print(f"kg: {fault}", markup=False)
    if format is ReportFormat.json:
        sys.stdout.write(report_to_json(report))
    else:
        for table in to_tables(report):
            out.print(table)
            out.print()
    if faults:
        raise typer.Exit(1)


def _evaluate_articles(folder: Path) -> tuple[Report, Sequence[ArticleError]]:
    knowledge = load_knowledge()
    annotations, faults = read_annotations(folder)
    with progress() as bar:
        task = bar.add_task("reading", total=len(annotations))
        articles = read_articles([annotation.file for annotation in annotations])
        made = build(articles, knowledge, on_article=lambda _: bar.advance(task))
    return evaluate_facts(annotations, made.dataset, knowledge), [*faults, *made.failures]
