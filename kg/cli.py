"""The command line: parse, call, print, exit code. The commands stand in ``kg/commands``.

Exit codes: 0 all well; 1 some articles could not be read, or the graph breaks a rule; 2 a wrong
command line or knowledge file, and nothing was written.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from kg import __version__
from kg.commands import FILE_OF, program
from kg.commands.app import app, err, out
from kg.errors import KgError, KnowledgeError


def _version(is_asked: bool) -> None:
    if is_asked:
        out.print(f"khabar-kg {__version__}")
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback with errors.")] = False,  # see main
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_version, is_eager=True)
    ] = False,
    models: Annotated[
        Path | None, typer.Option("--models", help="A folder of models from «kg train».", file_okay=False)
    ] = None,
) -> None:
    """Build, query, look at and export a knowledge graph of Persian news."""
    if models:
        os.environ["KG_MODELS"] = str(models.resolve())  # workers are to read with them, too


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; errors are one line for a person, a traceback with --debug."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8")  # Persian comes out whole whatever the locale
    command = next((word for word in given[:1] if word in FILE_OF), None)
    try:
        program(command)([word for word in given if word != "--debug"], prog_name="kg")
    except KgError as error:
        if "--debug" in given:
            traceback.print_exc()
        err.print(f"kg: {error}", markup=False)
        sys.exit(2 if isinstance(error, KnowledgeError) else 1)
    except BrokenPipeError:  # whoever reads our output has seen enough
        sys.stderr.close()
        sys.exit(0)
