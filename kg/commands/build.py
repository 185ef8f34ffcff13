"""``kg build`` and ``kg remove``: the graph grows, and is written out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from kg.commands.app import DEFAULT_JUDGEMENTS, DEFAULT_OUT, KnowledgeOption, app, err, out, progress
from kg.errors import ArticleError, KgError
from kg.export import export_pieces, graphml
from kg.identity import read_judgements
from kg.knowledge import load_knowledge, seeds_dir
from kg.network import to_network
from kg.pipeline import Build, build, check_examples, remove
from kg.read import find_files, number_of_articles, read_articles
from kg.store import STORE_FOLDER, GraphStore, Store, open_store, to_dataset, write_all
from kg.turtle import Triple
from kg.validate import Checker
from kg.view import to_html

StoreOption = Annotated[
    str | None,
    typer.Option("--store", "-s", help="A folder, or a SPARQL server's URL; OUT/store if not named."),
]
OutOption = Annotated[Path, typer.Option("--out", "-o", help="Where the exports are written.")]
ExportsOption = Annotated[bool, typer.Option(help="Whether to write the graph out when it is built.")]


@app.command("build", epilog="Example: kg build articles/ more.jsonl --out exports")
def build_command(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(help="Text files, JSONL files and folders; the two seed articles if none is named."),
    ] = None,
    out_dir: OutOption = DEFAULT_OUT,
    store_at: StoreOption = None,
    base_iri: Annotated[
        str | None, typer.Option("--base-iri", help="What the IRIs of things begin with, in a new store.")
    ] = None,
    is_sync: Annotated[
        bool, typer.Option("--sync", help="Withdraw the articles of the store that are not among these.")
    ] = False,
    exports: ExportsOption = True,
    knowledge_dir: KnowledgeOption = None,
    judgements: Annotated[
        Path, typer.Option("--judgements", "-j", help="What you have decided about identities and facts.")
    ] = DEFAULT_JUDGEMENTS,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Processes that read articles.")] = 1,
) -> None:
    """Read articles into the store, and write graph.ttl, graph.trig, graph.graphml and graph.html."""
    knowledge = load_knowledge(knowledge_dir)
    check_examples(knowledge)
    files, others = find_sources(sources or [seeds_dir()])
    checker = Checker()
    with open_store(store_at or out_dir / STORE_FOLDER, out_dir / STORE_FOLDER, base_iri) as store:
        with progress() as bar:
            reading = bar.add_task("reading", total=number_of_articles(files))
            writing = bar.add_task("writing", total=None)  # how many graphs change is known at the end

            def look(name: str, triples: Collection[Triple], known: Collection[Triple] = ()) -> None:
                checker.look_at(name, triples, known)
                bar.advance(writing)

            made = build(
                read_articles(files),
                knowledge,
                store=store,
                judgements=read_judgements(judgements),
                workers=workers,
                is_sync=is_sync,
                on_article=lambda _: bar.advance(reading),
                check=look,
            )
        for fault in [*made.failures, *checker.violations]:
            err.print(f"kg: {fault}", markup=False)
        for misfit in made.misfits:
            err.print(f"kg: {judgements}: {misfit}; the row is kept", markup=False)
        if not made.counts["articles"]:
            raise KgError("no article could be read; there is nothing to write")
        _report(made, len(others))
        _write_out(store, out_dir, exports=exports)
    if made.failures or checker.violations:
        raise typer.Exit(1)


@app.command("remove", epilog="Example: kg remove 000_21931b776993c5a3 --out exports")
def remove_command(
    articles: Annotated[list[str], typer.Argument(help="The ids of the articles to withdraw.")],
    out_dir: OutOption = DEFAULT_OUT,
    store_at: StoreOption = None,
    exports: ExportsOption = True,
    knowledge_dir: KnowledgeOption = None,
) -> None:
    """Withdraw articles, and with them what they alone state."""
    with open_store(store_at or out_dir / STORE_FOLDER, out_dir / STORE_FOLDER, is_there=True) as store:
        unknown = remove(store, articles, load_knowledge(knowledge_dir))
        for article in unknown:
            err.print(f"kg: there is no article «{article}»; «kg query articles» lists them", markup=False)
        out.print(f"{len(set(articles)) - len(unknown)} articles withdrawn")
        _write_out(store, out_dir, exports=exports and len(unknown) < len(articles))
    if unknown:
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


def _report(made: Build, passed_over: int) -> None:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for kind, number in made.counts.most_common():
        table.add_row(kind, str(number))
    out.print(table)
    out.print(
        f"{len(made.new)} articles new, {len(made.changed)} changed, {made.number_of_unchanged} unchanged, "
        f"{len(made.withdrawn)} withdrawn"
    )
    if passed_over:
        out.print(f"{passed_over} files of other kinds were passed over")


def _write_out(store: Store, folder: Path, *, exports: bool) -> None:
    if exports:
        files = write_exports(store.graphs, folder)
        out.print(f"wrote {', '.join(files)} to {folder}/")


def write_exports(graphs: GraphStore, folder: Path) -> list[str]:
    """Write every export; all are made before the first file is touched."""
    network = to_network(to_dataset(graphs))
    files: dict[str, Iterable[bytes]] = {
        "graph.ttl": export_pieces(graphs, "turtle"),
        "graph.trig": export_pieces(graphs, "trig"),
        "graph.graphml": [graphml(network)],
        "graph.html": [to_html(network).encode("utf-8")],
    }
    write_all({folder / name: pieces for name, pieces in files.items()})
    return list(files)
