"""Relations 2 and 3: which body is a unit of which, and what is where, as names show it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.extract.words import span_of, tokens_of
from kg.knowledge import Knowledge
from kg.model import Kind, Location, Mention, Reading, Unit


def units(reading: Reading, knowledge: Knowledge) -> Iterator[Unit]:
    """A body whose name ends in another body's is a unit of it: دانشکده … دانشگاه تبریز."""
    seen: set[tuple[str, str]] = set()
    for outer, inner in reading.parts:
        pair = (outer.entity, inner.entity)
        if inner.kind is Kind.ORGANIZATION and pair not in seen and pair[::-1] not in seen:
            seen.add(pair)
            yield Unit(
                span=span_of(reading, outer.sentence, outer.first, outer.last),
                rule="unit.name", confidence=0.85, child=outer.entity, parent=inner.entity,
            )  # fmt: skip


def locations(reading: Reading, knowledge: Knowledge) -> Iterator[Location]:
    """A body or place whose name ends in a place's is there: شهرداری تبریز, میدان شهدای مشهد."""
    seen: set[tuple[str, str]] = set()
    for outer, inner, rule in [*_by_name(reading), *_by_chain(reading)]:
        pair = (outer.entity, inner.entity)
        if pair not in seen and outer.entity != inner.entity:
            seen.add(pair)
            first, last = min(outer.first, inner.first), max(outer.last, inner.last)
            yield Location(
                span=span_of(reading, outer.sentence, first, last),
                rule=rule, confidence=0.85, subject=outer.entity, place=inner.entity,
            )  # fmt: skip


def _by_name(reading: Reading) -> Iterator[tuple[Mention, Mention, str]]:
    for outer, inner in reading.parts:
        if inner.kind is Kind.PLACE and outer.kind is not Kind.EVENT:
            yield outer, inner, "location.name"


def _by_chain(reading: Reading) -> Iterator[tuple[Mention, Mention, str]]:
    """«روستای ملاسرا از توابع …» aside, a place right behind a place holds it: شهر X استان Y."""
    places = [m for m in reading.mentions if m.kind is Kind.PLACE]
    for one, two in pairwise(places):
        is_next = one.sentence == two.sentence and one.last == two.first
        if is_next and tokens_of(reading, one.sentence)[one.last - 1].ezafe:
            yield one, two, "location.chain"
