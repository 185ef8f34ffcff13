"""``kg train``."""

from __future__ import annotations

import time
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from kg.commands.app import app, out, progress
from kg.tagging import models_dir
from kg.train import ROUNDS, train


@app.command(
    "train", epilog="Example: kg train names.conll --out my-models, then: kg --models my-models build"
)
def train_command(
    sources: Annotated[
        list[Path],
        typer.Argument(
            exists=True,
            help="CoNLL files of names, folders of annotated articles, or CoNLL-U treebanks.",
        ),
    ],
    out_dir: Annotated[Path, typer.Option("--out", "-o", help="The folder for the models.")],
) -> None:
    """Train the small models with texts of your own."""
    started = time.monotonic()
    with progress() as bar:
        task = bar.add_task("training", total=ROUNDS)
        made = train(sources, out_dir, models_dir(), lambda: bar.advance(task))
    content = made.file.read_bytes()
    rows = {
        "learnt from": f"{made.sentences:,} sentences, {made.words:,} words",
        "labels": ", ".join(made.labels),
        "model": f"{made.file}, {len(content):,} bytes, sha256 {sha256(content).hexdigest()}",
        "time": f"{time.monotonic() - started:,.0f} s",
    }
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in rows.items():
        table.add_row(name, value)
    out.print(table)
    out.print(f"measure it on texts that it has not seen: kg --models {out_dir} evaluate FILE")
