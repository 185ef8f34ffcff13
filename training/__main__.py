"""Commands: ``python -m training all DATA MODELS WORK --wapiti postagger.model`` runs every step in order."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from training import crf
from training.clusters import write_clusters
from training.lists import write_lists
from training.names import train_names
from training.pos import SILVER_FILE, train_first_pos, train_pos, write_silver

app = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)

Data = Annotated[Path, typer.Argument(help="Folder of corpora, laid out as in training/corpora.py.")]
Models = Annotated[Path, typer.Argument(help="Folder that the models are written to.")]
Wapiti = Annotated[
    Path | None, typer.Option(help="The Wapiti model of the PyPI package gruut-lang-fa, as a teacher.")
]
Work = Annotated[Path, typer.Argument(help="Folder for what is made on the way: teachers, silver.")]
FINAL_NAMES = {**crf.COMPACT, "c1": 0.15}


@app.command()
def lists(data: Data, models: Models) -> None:
    """Write the word lists (lists.tsv)."""
    _report(models / "lists.tsv", lambda: write_lists(data, models))


@app.command()
def clusters(data: Data, models: Models) -> None:
    """Write the word clusters (clusters.tsv)."""
    _report(models / "clusters.tsv", lambda: write_clusters(data, models))


@app.command()
def first(data: Data, models: Models, work: Work) -> None:
    """Train quick first models (pos.npz, names.npz), which then help to teach the final ones."""
    _report(models / "pos.npz", lambda: train_first_pos(data, models, work))
    _report(models / "names.npz", lambda: train_names(data, models, work, crf.QUICK))


@app.command()
def silver(data: Data, models: Models, work: Work, wapiti: Wapiti = None) -> None:
    """Label raw text (silver.tsv of WORK) by teachers that hear the first models."""
    _report(work / SILVER_FILE, lambda: write_silver(data, models, work, wapiti))


@app.command()
def pos(data: Data, models: Models, work: Work) -> None:
    """Train the model of part of speech and ezafe (pos.npz) on gold and silver."""
    _report(models / "pos.npz", lambda: train_pos(data, models, work))


@app.command()
def names(data: Data, models: Models, work: Work) -> None:
    """Train the model of names (names.npz) on the tags that the model of part of speech gives."""
    _report(models / "names.npz", lambda: train_names(data, models, work, FINAL_NAMES))


@app.command(name="all")
def everything(data: Data, models: Models, work: Work, wapiti: Wapiti = None) -> None:
    """Run every step in order; about half an hour of one core."""
    for folder in (models, work):
        folder.mkdir(parents=True, exist_ok=True)
    lists(data, models)
    clusters(data, models)
    first(data, models, work)
    silver(data, models, work, wapiti)
    pos(data, models, work)
    names(data, models, work)


def _report(file: Path, step: Callable[[], str]) -> None:
    started = time.monotonic()
    said = step()
    content = file.read_bytes()
    seconds = time.monotonic() - started
    digest = hashlib.sha256(content).hexdigest()
    typer.echo(f"{file.name}: {said}; {len(content):,} bytes, {seconds:,.0f} s, sha256 {digest}")


if __name__ == "__main__":
    app()
