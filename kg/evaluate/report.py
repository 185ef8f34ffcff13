"""What a measure says, as named tables of plain rows, and the two ways to show it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.table import Table

Row = Mapping[str, str | int | float]
Report = Mapping[str, Sequence[Row]]
"""Rows by the name of their table; the rows of one table have the same columns."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many were asked for (``gold``), how many were ``found``, and how many of those are ``right``."""

    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return share(self.right, self.found)

    @property
    def recall(self) -> float:
        """The share of what was asked for that was found; 0 where nothing was asked for."""
        return share(self.right, self.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return share(2 * self.right, self.gold + self.found)

    def row(self, **head: str) -> Row:
        """Write the figures as a row that begins with ``head``."""
        return {
            **head,
            "gold": self.gold,
            "found": self.found,
            "right": self.right,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
        }


def share(part: float, whole: float) -> float:
    """``part`` of ``whole``; 0 of nothing."""
    return part / whole if whole else 0.0


def to_json(report: Report) -> str:
    """Write ``report`` for programs: one object, a list of rows for each table."""
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def to_tables(report: Report) -> Iterator[Table]:
    """Draw the tables of ``report`` that have rows; shares have three digits."""
    for name, rows in report.items():
        if rows:
            yield _table(name, rows)


def _table(name: str, rows: Sequence[Row]) -> Table:
    table = Table(title=name, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    for column, value in rows[0].items():
        table.add_column(column.replace("_", " "), justify="left" if isinstance(value, str) else "right")
    for row in rows:
        table.add_row(*(f"{value:.3f}" if isinstance(value, float) else str(value) for value in row.values()))
    return table
