"""The answer to a question, and the ways to show it: a table for people, CSV and JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode
from rich.console import Console
from rich.table import Table
from rich.text import Text

type Term = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Cell:
    """A term of an answer; ``short`` writes an IRI behind its prefix, a literal as it is."""

    term: Term
    short: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: rows of a SELECT or ASK, or the Turtle of a CONSTRUCT or DESCRIBE."""

    columns: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    turtle: str | None = None


def to_table(rows: Rows) -> Table:
    """Draw rows for a person: labels, with the short IRI under each."""
    table = Table(header_style="bold")
    for column in rows.columns:
        table.add_column(column, overflow="fold")
    for row in rows.cells:
        table.add_row(*map(_drawn, row))
    return table


def _drawn(cell: Cell | None) -> Text:
    # Text, not str: rich would read brackets in an article's words as markup
    if cell is None:
        return Text("")
    if cell.label is None:
        return Text(cell.short)
    return Text.assemble(cell.label, "\n", (cell.short, "dim"))


def to_text(rows: Rows, width: int = 160) -> str:
    """Write the table as plain text, ``width`` columns wide; a graph as Turtle."""
    if rows.turtle is not None:
        return rows.turtle
    file = io.StringIO()
    Console(file=file, width=width, color_system=None).print(to_table(rows))
    return file.getvalue()


def to_csv(rows: Rows) -> str:
    """Write CSV with a header; a column of nodes is followed by one with their labels."""
    if rows.turtle is not None:
        return rows.turtle
    columns = [
        column
        for i, name in enumerate(rows.columns)
        for column in _columns(name, [row[i] for row in rows.cells])
    ]
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(zip(*columns, strict=True))
    return file.getvalue()


def _columns(name: str, cells: list[Cell | None]) -> list[list[str]]:
    """Write a column from its head down, and one of labels where there are any."""
    terms = [name, *(cell.term.value if cell else "" for cell in cells)]
    labels = [f"{name}_label", *((cell.label or "") if cell else "" for cell in cells)]
    return [terms, labels] if any(labels[1:]) else [terms]


def to_json(rows: Rows) -> str:
    """Write a list with an object for each row: literals as values, nodes with IRI and label."""
    if rows.turtle is not None:
        return rows.turtle
    objects = [
        {column: _json_value(cell) for column, cell in zip(rows.columns, row, strict=True) if cell}
        for row in rows.cells
    ]
    return json.dumps(objects, ensure_ascii=False, indent=1) + "\n"


def _json_value(cell: Cell) -> Any:
    if isinstance(cell.term, Literal):
        read = _VALUES.get(cell.term.datatype.value)
        return read(cell.term.value) if read else cell.short
    return {"iri": cell.term.value, **({"label": cell.label} if cell.label else {})}


_XSD = "http://www.w3.org/2001/XMLSchema#"
_VALUES: Mapping[str, Callable[[str], bool | int]] = {
    f"{_XSD}integer": int,
    f"{_XSD}boolean": lambda written: written in {"true", "1"},
}

FORMATS: Mapping[str, Callable[[Rows], str]] = {"table": to_text, "csv": to_csv, "json": to_json}
"""Ways to show an answer, by the name that ``kg query --format`` takes."""
