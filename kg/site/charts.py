"""Drawings on the pages: who is near, when roles were held, where places lie."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from pyoxigraph import Store

from kg.calendar import gregorian_to_jalali, jalali_to_gregorian
from kg.drawing import Link, Node, Period, Point, draw_graph, draw_map, draw_timeline
from kg.site.ask import ask
from kg.site.facts import Fact
from kg.site.things import Thing, things
from kg.wording import Wording, clip

MOST_NEIGHBOURS = 13
SPREAD = 0.62  # so that a page's column holds them in letters of a size that can be read
MOST_PERIODS = 20
MOST_POINTS = 60


def neighbours(store: Store, thing: Thing, facts: Sequence[Fact], wording: Wording) -> Markup | None:
    """Draw the things that ``thing`` has most facts with, and what these have to do with one another."""
    amounts = Counter({f.other: 0 for f in facts if f.other and f.other.kind})
    for fact in facts:
        if fact.other and fact.other.kind:
            amounts[fact.other] += len(fact.holders)
    amounts.pop(thing, None)
    near = sorted(amounts, key=lambda t: (-amounts[t], t.iri))[:MOST_NEIGHBOURS]
    if not near:
        return None
    number_of = {other.iri: i for i, other in enumerate((thing, *near))}
    nodes = [Node(clip(t.label), t.kind, t.href, 13 if t is thing else 8, t is thing) for t in (thing, *near)]
    links = _links(number_of, facts)
    linked = {frozenset((link.start, link.end)) for link in links}
    rows = ask(store, "among", among=number_of)
    pairs = {
        (number_of[r["a"]], number_of[r["b"]]) for r in rows if r["a"] in number_of and r["b"] in number_of
    }
    links += [Link(a, b) for a, b in sorted(pairs) if a != b and frozenset((a, b)) not in linked]
    return draw_graph(nodes, links, f"{wording.word('neighbours')}: {clip(thing.label, 100)}", spread=SPREAD)


def _links(number_of: dict[str, int], facts: Sequence[Fact]) -> list[Link]:
    ends: dict[tuple[int, int], Link] = {}
    for fact in facts:
        other = number_of.get(fact.other.iri if fact.other else "", 0)
        if other:
            pair = (0, other) if fact.is_outward else (other, 0)
            is_sure = fact.is_sure or (pair in ends and ends[pair].is_sure)
            ends[pair] = Link(*pair, is_sure=is_sure)
    return list(ends.values())


# ── time ──────────────────────────────────────────────────────────────────────


def timeline(facts: Sequence[Fact], wording: Wording) -> Markup | None:
    """Draw when roles were held and events were, as far as articles say so or were dated."""
    periods = [
        period for period in (_period(fact) for fact in facts if fact.is_sure) if any(_moments(period))
    ]
    periods = sorted(periods, key=lambda p: (min(_moments(p)), p.label))[:MOST_PERIODS]
    if not periods:
        return None
    moments = [moment for period in periods for moment in _moments(period)]
    years = list(_years(min(moments), max(moments), wording))
    return draw_timeline(periods, years, wording.word("timeline"), wording.direction)


def _period(fact: Fact) -> Period:
    other = fact.other.label if fact.other else ""
    parts = [fact.text, other] if fact.relation == "holdsRole" else [other]
    begin, end = _year(fact.begin), _year(fact.end)
    days = [day for day in map(_year, fact.days) if day is not None]
    return Period(" \u2013 ".join(clip(part, 60) for part in parts if part), begin, end, days)


def _moments(period: Period) -> Iterable[float]:
    return (m for m in (period.begin, period.end, *period.days) if m is not None)


def _year(iso: str) -> float | None:
    """Count a day, month or year (ISO) in years."""
    parts = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", iso)
    if not parts:
        return None
    year, month, day = (int(part or 1) for part in parts.groups())
    return year + (month - 1) / 12 + (day - 1) / 372


def _years(first: float, last: float, wording: Wording) -> Iterable[tuple[float, str]]:
    """List the beginnings of years in the reader's calendar, from before ``first`` to after ``last``."""
    is_jalali = wording.language == "fa"
    start = gregorian_to_jalali(datetime.date(int(first), 1, 1))[0] if is_jalali else int(first)
    number = int(last) - int(first) + 3
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 500, 1000, 10_000) if number / s <= 9)
    for year in range(start // step * step, start + number + step, step):
        begin = _year(jalali_to_gregorian(year, 1, 1).isoformat()) if is_jalali else float(year)
        yield begin or 0.0, wording.digits(year)


# ── space ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Position:
    latitude: float
    longitude: float


def places_map(store: Store, thing: Thing, facts: Sequence[Fact], wording: Wording) -> Markup | None:
    """Draw where ``thing`` and the places of its facts are, as far as the graph knows.

    What a place lies in (its country) is left out: its middle may be far away, and tells nothing.
    """
    is_place = thing.kind == "Place"
    near = [fact.other for fact in facts if fact.other and not (is_place and fact.is_outward)]
    places = {other.iri for other in near if other.kind == "Place"} | ({thing.iri} if is_place else set())
    where = dict(_positions(store, places))
    known = things(store, where)
    points = [
        Point(clip(known[iri].label), at.latitude, at.longitude, known[iri].href, iri == thing.iri)
        for iri, at in sorted(where.items())
    ]
    return draw_map(points[:MOST_POINTS], wording.word("map"), wording.number) if points else None


def _positions(store: Store, places: Iterable[str]) -> Iterable[tuple[str, _Position]]:
    for row in ask(store, "coordinates", among=places):
        try:
            at = _Position(float(row["latitude"]), float(row["longitude"]))
        except (KeyError, ValueError):
            continue
        if abs(at.latitude) <= 90 and abs(at.longitude) <= 180:
            yield row["place"], at
