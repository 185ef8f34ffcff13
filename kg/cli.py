"""The command line: parse, call, print, exit code.

Exit codes: 0 all well; 1 some articles could not be read, or the graph breaks a rule; 2 a wrong
command line or knowledge file, and nothing was written.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from kg import __version__
from kg.answer import to_csv, to_json, to_table
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
from kg.export import export
from kg.knowledge import load_knowledge, seeds_dir
from kg.model import Article
from kg.network import to_network
from kg.pipeline import Build, build, check_examples
from kg.query import run_query, stored_questions
from kg.read import find_files, number_of_articles, read_articles
from kg.store import load_graph, write_whole
from kg.tagging import load_tagger
from kg.validate import validate
from kg.view import focus, relation, since, to_html, top
from kg.vocabulary import DEFAULT_BASE

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
EXPORT_FILES = {"turtle": "graph.ttl", "trig": "graph.trig", "graphml": "graph.graphml"}

GraphOption = Annotated[
    Path, typer.Option("--graph", "-g", help="The folder of a build, or a TriG file.", show_default=True)
]


KnowledgeOption = Annotated[
    Path | None,
    typer.Option("--knowledge", "-k", exists=True, file_okay=False, help="A folder with rows of your own."),
]


class Format(StrEnum):
    """What the graph can be written as: the names of ``kg.export.EXPORTERS``."""

    turtle = "turtle"
    trig = "trig"
    nquads = "nquads"
    jsonld = "jsonld"
    graphml = "graphml"


class RowFormat(StrEnum):
    """How the rows of an answer are printed."""

    table = "table"
    csv = "csv"
    json = "json"


class ReportFormat(StrEnum):
    """How the figures of a measure are printed."""

    table = "table"
    json = "json"


class Language(StrEnum):
    """The language of an interface."""

    fa = "fa"
    en = "en"


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback with errors.")] = False,  # see main
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Build, query, look at and export a knowledge graph of Persian news."""
    if version:
        out.print(f"khabar-kg {__version__}")
        raise typer.Exit


@app.command("build", epilog="Example: kg build articles/ more.jsonl --out exports")
def build_command(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(help="Text files, JSONL files and folders; the two seed articles if none is named."),
    ] = None,
    out_dir: Annotated[Path, typer.Option("--out", "-o", help="Where the graph is written.")] = DEFAULT_OUT,
    base_iri: Annotated[
        str, typer.Option("--base-iri", help="What the IRIs of things begin with.")
    ] = DEFAULT_BASE,
    knowledge_dir: KnowledgeOption = None,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Processes that read articles.")] = 1,
) -> None:
    """Read articles into a graph: graph.ttl, graph.trig, graph.graphml and graph.html."""
    knowledge = load_knowledge(knowledge_dir)
    check_examples(knowledge)
    files, others = find_sources(sources or [seeds_dir()])
    with _progress() as bar:
        task = bar.add_task("reading", total=number_of_articles(files))
        made = build(
            read_articles(files),
            knowledge,
            base_iri=base_iri,
            workers=workers,
            on_article=lambda _: bar.advance(task),
        )
    for failure in made.failures:
        err.print(f"kg: {failure}", markup=False)
    if not made.findings:
        raise KgError("no article could be read; nothing was written")
    _write_all(made, out_dir)
    _report(made, len(others), out_dir)
    if made.failures:
        raise typer.Exit(1)


def find_sources(sources: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files under ``sources``; a source that does not exist is a wrong command line."""
    try:
        files, others = find_files(sources)
    except ArticleError as error:
        raise typer.BadParameter(str(error)) from error
    if not files:
        raise typer.BadParameter(
            "there is no text or JSONL file to read; name a file or folder that holds some"
        )
    return files, others


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


def _write_all(made: Build, folder: Path) -> None:
    """Write every export; all are made before the first file is touched."""
    contents = {name: export(made.dataset, format) for format, name in EXPORT_FILES.items()}
    contents["graph.html"] = to_html(to_network(made.dataset))
    for name, content in contents.items():
        write_whole(folder / name, content)


def _report(made: Build, passed_over: int, folder: Path) -> None:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for kind, number in made.counts.items():
        table.add_row(kind, str(number))
    out.print(table)
    if passed_over:
        out.print(f"{passed_over} files of other kinds were passed over")
    names = ", ".join([*EXPORT_FILES.values(), "graph.html"])
    out.print(f"wrote {names} to {folder}/")


@app.command("query", epilog='Example: kg query role-holders -p organisation="شهرداری تبریز"')
def query_command(
    question: Annotated[
        str | None, typer.Argument(help="SPARQL, a .rq file, or the name of a stored question.")
    ] = None,
    parameters: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="NAME=VALUE, for a stored question.")
    ] = None,
    format: Annotated[
        RowFormat, typer.Option("--format", "-f", help="How rows are printed.")
    ] = RowFormat.table,
    graph: GraphOption = DEFAULT_OUT,
) -> None:
    """Ask the graph; without a question, list the stored ones."""
    if question is None:
        _list_questions()
        return
    rows = run_query(load_graph(graph), question, dict(map(_pair, parameters or [])))
    if format is RowFormat.table and rows.turtle is None:
        Console(highlight=False).print(to_table(rows))
    else:
        writer = to_json if format is RowFormat.json else to_csv
        sys.stdout.write(writer(rows))


def _list_questions() -> None:
    table = Table(box=None, header_style="bold")
    for column in ("name", "asks", "پرسش", "parameters"):
        table.add_column(column)
    for stored in stored_questions():
        names = ", ".join(p.name for p in stored.parameters)
        table.add_row(stored.name, stored.titles.get("en", ""), stored.titles.get("fa", ""), names)
    Console(highlight=False).print(table)


def _pair(written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not equals:
        raise typer.BadParameter(f"«{written}» is no parameter; write --param NAME=VALUE")
    return name, value


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
    graph: GraphOption = DEFAULT_OUT,
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


@app.command("export", epilog="Example: kg export --format graphml --out graph.graphml")
def export_command(
    format: Annotated[Format, typer.Option("--format", "-f", help="What to write.")],
    out_file: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file; standard output if none.")
    ] = None,
    with_evidence: Annotated[
        bool, typer.Option("--with-evidence", help="Turtle: with the spans and statements too.")
    ] = False,
    graph: GraphOption = DEFAULT_OUT,
) -> None:
    """Write the graph in another format."""
    text = export(load_graph(graph), format.value, with_evidence=with_evidence)
    if out_file is None:
        sys.stdout.write(text)
    else:
        write_whole(out_file, text)
        err.print(f"wrote {out_file}")


@app.command("explain", epilog='Example: kg explain "سعید رضایی، رئیس سازمان آب تهران گفت: سد پر شد."')
def explain_command(
    text: Annotated[str, typer.Argument(help="A text, or a file with one article.")],
    knowledge_dir: KnowledgeOption = None,
) -> None:
    """Say why each fact of a text is found, and what stopped those that nearly were."""
    path = Path(text)
    is_file = os.path.isfile(text)  # unlike Path.is_file, no error for a text too long to be a name
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


@app.command("validate", epilog="Example: kg validate --graph exports")
def validate_command(graph: GraphOption = DEFAULT_OUT) -> None:
    """Check the graph against the shapes of the ontology; say in words what is wrong."""
    violations = validate(load_graph(graph))
    for violation in violations:
        out.print(str(violation), markup=False)
    if violations:
        err.print(f"{len(violations)} faults")
        raise typer.Exit(1)
    out.print("the graph keeps every rule")


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
    with _progress() as bar:
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
