"""The command line: parse, call, print, exit code.

Exit codes: 0 all well; 1 some articles could not be read, or the graph breaks a rule; 2 a wrong
command line or knowledge file, and nothing was written.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.text import Text

from kg import __version__
from kg.commands.app import (
    DEFAULT_GRAPH,
    DEFAULT_OUT,
    Format,
    GraphOption,
    KnowledgeOption,
    Language,
    app,
    err,
    out,
    progress,
)
from kg.errors import ArticleError, KgError, KnowledgeError
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
from kg.explain import Reason, explain
from kg.knowledge import load_knowledge
from kg.model import Article
from kg.network import to_network
from kg.pipeline import build
from kg.read import read_articles
from kg.store import load_graph, write_whole
from kg.tagging import load_tagger
from kg.view import focus, relation, since, to_html, top

__all__ = ["Format", "app", "main"]

LONGEST_PATH = 1000  # characters; what is longer is a text


class ReportFormat(StrEnum):
    """How the figures of a measure are printed."""

    table = "table"
    json = "json"


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback with errors.")] = False,  # see main
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Build, query, look at and export a knowledge graph of Persian news."""
    if version:
        out.print(f"khabar-kg {__version__}")
        raise typer.Exit


@app.command("view", epilog='Example: kg view --focus "شهرداری تبریز" --depth 2 --out part.html')
def view_command(
    out_file: Annotated[Path, typer.Option("--out", "-o", help="The page to write.")] = DEFAULT_OUT
    / "graph.html",
    language: Annotated[
        Language, typer.Option("--language", "-l", help="Of the page's own words.")
    ] = Language.fa,
    focus_on: Annotated[str | None, typer.Option("--focus", help="Keep what is near this name.")] = None,
    depth: Annotated[int, typer.Option("--depth", min=0, help="How many facts away, with --focus.")] = 1,
    relations: Annotated[
        list[str] | None, typer.Option("--relation", "-r", help="Keep these relations.")
    ] = None,
    since_day: Annotated[str | None, typer.Option("--since", help="Keep articles from this day on.")] = None,
    top_nodes: Annotated[int | None, typer.Option("--top", min=1, help="Keep the most connected.")] = None,
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Draw the graph as one interactive HTML page that needs no network."""
    network = to_network(load_graph(graph))
    if since_day:
        network = since(network, since_day)
    if relations:
        network = relation(network, relations)
    if focus_on:
        network = focus(network, focus_on, depth)
    if top_nodes:
        network = top(network, top_nodes)
    write_whole(out_file, to_html(network, language=language.value))
    out.print(f"wrote {out_file} ({network.number_of_nodes()} nodes, {network.number_of_edges()} edges)")


@app.command("explain", epilog='Example: kg explain "سعید رضایی، رئیس سازمان آب تهران گفت: سد پر شد."')
def explain_command(
    text: Annotated[str, typer.Argument(help="A text, or a file with one article.")],
    knowledge_dir: KnowledgeOption = None,
) -> None:
    """Say why each fact of a text is found, and what stopped those that nearly were."""
    path = Path(text)
    is_file = len(text) < LONGEST_PATH and path.is_file()
    article = _article_of(path) if is_file else Article("text", text)
    for reason in explain(article, load_knowledge(knowledge_dir)):
        mark = "[red]✗[/]" if reason.kind.startswith("not") else "[green]✓[/]"
        out.print(f"{mark} [bold]{reason.kind}[/]  {escape(reason.content)}")
        out.print(_marked(article, reason), "\n  ", Text(reason.why, "dim"), "\n")


def _article_of(path: Path) -> Article:
    for item in read_articles([path]):
        if isinstance(item, Article):
            return item
        raise item
    raise KgError(f"{path}: there is no article in it; name a text file")


def _marked(article: Article, reason: Reason) -> Text:
    """The sentence on one line, with the words of the fact marked."""
    span, around = reason.span, reason.sentence
    end = max(around.end, span.end)
    cuts = (around.start, span.start, span.end, end)
    before, words, behind = (article.text[a:b].replace("\n", " ") for a, b in pairwise(cuts))
    return Text.assemble("  ", before, (words, "reverse"), behind)


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; errors are one line for a person, a traceback with --debug."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8")  # Persian comes out whole whatever the locale
    try:
        app([word for word in given if word != "--debug"], prog_name="kg")
    except KgError as error:
        if "--debug" in given:
            traceback.print_exc()
        err.print(f"kg: {error}", markup=False)
        sys.exit(2 if isinstance(error, KnowledgeError) else 1)
    except BrokenPipeError:  # whoever reads our output has seen enough
        sys.stderr.close()
        sys.exit(0)
