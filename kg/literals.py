"""Plain values as RDF literals, each in the one spelling that every store keeps."""

from __future__ import annotations

from decimal import Decimal

from rdflib import XSD, Literal

from kg.model import Date
from kg.vocabulary import TIME

LONGEST_HEADLINE = 200  # characters; a longer first line is a paragraph
INSTANTS = {"day": TIME.inXSDDate, "month": TIME.inXSDgYearMonth, "year": TIME.inXSDgYear}
"""The property that dates an instant, by the date's precision."""


def headline(text: str) -> list[str]:
    """Take the first line that is not empty, cut at a word where it is a paragraph."""
    line = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")
    if len(line) > LONGEST_HEADLINE:
        line = line[:LONGEST_HEADLINE].rsplit(" ", 1)[0] + " …"
    return [line] if line else []


def persian(text: str) -> Literal:
    """Write ``text`` as a literal in Persian, character for character."""
    return Literal(text, lang="fa")


def dated(date: Date | None) -> list[Literal]:
    """Write the day, or the Gregorian month or year in which a vaguer date begins."""
    if date is None:
        return []
    length, datatype = _PRECISIONS[date.precision]
    return [Literal(date.day.isoformat()[:length], datatype=datatype)]


_PRECISIONS = {"day": (10, XSD.date), "month": (7, XSD.gYearMonth), "year": (4, XSD.gYear)}


def written(date: Date | None) -> list[Literal]:
    """Write a date as its article does."""
    return [persian(date.written)] if date else []


def number(value: Decimal) -> Literal:
    """Write a number as an integer where it is whole, else as a decimal."""
    whole = value == value.to_integral_value()
    return Literal(plain(value), datatype=XSD.integer if whole else XSD.decimal)


def degree(confidence: float) -> Literal:
    """Write a confidence, a decimal from 0 to 1, to four places."""
    return decimal(str(round(confidence, 4)))


def decimal(digits: str) -> Literal:
    """Write a number as a decimal."""
    return Literal(plain(Decimal(digits)), datatype=XSD.decimal)


def plain(value: Decimal) -> str:
    """Give each number one spelling, which every store keeps: 40, 2.5; never 2.50 or 4E+1."""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
