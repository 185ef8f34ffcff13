"""The commands of ``kg``, a file for each group; importing one adds its commands to the program."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import typer

from kg.commands.app import app

FILE_OF: Mapping[str, str] = {
    "build": "build",
    "remove": "build",
    "query": "query",
    "view": "view",
    "stats": "view",
    "export": "export",
    "validate": "export",
    "diff": "diff",
    "explain": "explain",
    "serve": "serve",
    "review": "review",
    "merge": "review",
    "split": "review",
    "reject": "review",
    "evaluate": "evaluate",
    "train": "train",
}
"""Where each command stands, in the order of «kg --help»."""


def program(command: str | None = None) -> typer.Typer:
    """Make the program with all commands, or with one, which then waits for nothing that others need."""
    files = [FILE_OF[command]] if command else FILE_OF.values()
    for name in dict.fromkeys(files):
        import_module(f"kg.commands.{name}")
    app.registered_commands.sort(key=lambda each: list(FILE_OF).index(each.name or ""))
    return app
