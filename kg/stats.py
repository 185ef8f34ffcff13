"""What a graph holds, in numbers and as plots."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx
from markupsafe import Markup

from kg.calendar import gregorian_to_jalali
from kg.drawing import draw_bars, draw_columns
from kg.network import words
from kg.wording import Wording

MOST_MONTHS = 36  # columns that stay readable; a longer time is told by years
MOST_CONNECTED = 12


@dataclass(frozen=True, slots=True)
class Stats:
    """How many names there are by kind, facts by relation and articles by day, and who has most facts.

    ``days`` (ISO) are those of the articles that have a date; ``connected`` are labels with the number
    of their facts, most first.
    """

    kinds: Mapping[str, int]
    relations: Mapping[str, int]
    days: Mapping[str, int]
    number_of_articles: int
    connected: tuple[tuple[str, int], ...] = ()


def to_stats(network: nx.MultiDiGraph[str]) -> Stats:
    """Count what ``network`` (of ``kg.network.to_network``) holds.

    Facts of one thing alone (quotes, quantities) are no edges, and are not counted.
    """
    facts = [data for _, _, data in network.edges(data=True)]
    articles = {data["article"]: data["date"] for data in facts if data.get("article")}
    ranked = sorted(network, key=lambda node: (-network.degree(node), node))[:MOST_CONNECTED]
    return Stats(
        kinds=Counter(data["kind"] for _, data in network.nodes(data=True)),
        relations=Counter(data["relation"] for data in facts),
        days=Counter(date for date in articles.values() if _DAY.fullmatch(date)),
        number_of_articles=len(articles),
        connected=tuple((network.nodes[node]["label"], network.degree(node)) for node in ranked),
    )


def plots(stats: Stats, wording: Wording) -> dict[str, Markup]:
    """Draw names by kind, facts by relation, and articles by month or year of the reader's calendar."""
    word, direction = wording.word, wording.direction
    drawn = {}
    for title, table, counts in (
        ("byKind", "kinds", stats.kinds),
        ("byRelation", "relations", stats.relations),
    ):
        rows = [(word(k, table), counts[k], wording.number(counts[k])) for k in _in_order(table, counts)]
        if rows:
            drawn[title] = draw_bars(rows, word(title), direction)
    if stats.days:
        title, columns = _times(stats.days, wording)
        drawn[title] = draw_columns(columns, word(title), direction)
    return drawn


def _in_order(table: str, counts: Mapping[str, int]) -> Iterable[str]:
    known = [key for key in words()[table] if counts.get(key)]
    return sorted(known, key=lambda key: -counts[key])


def _times(days: Mapping[str, int], wording: Wording) -> tuple[str, list[tuple[str, int, str]]]:
    """List every month from the first to the last, or every year where those are too many."""
    months: Counter[int] = Counter()
    for day, number in days.items():
        year, month = _month(day, wording)
        months[year * 12 + month - 1] += number
    first, last = min(months), max(months)
    if last - first < MOST_MONTHS:
        names = {month: f"{month // 12}/{month % 12 + 1:02}" for month in range(first, last + 1)}
        return "byMonth", _columns(names, months, wording)
    years: Counter[int] = Counter()
    for month, number in months.items():
        years[month // 12] += number
    return "byYear", _columns({y: str(y) for y in range(first // 12, last // 12 + 1)}, years, wording)


def _month(day: str, wording: Wording) -> tuple[int, int]:
    date = datetime.date.fromisoformat(day)
    return gregorian_to_jalali(date)[:2] if wording.language == "fa" else (date.year, date.month)


def _columns(
    names: Mapping[int, str], counts: Mapping[int, int], wording: Wording
) -> list[tuple[str, int, str]]:
    amounts = {time: counts.get(time, 0) for time in names}
    return [(wording.digits(names[t]), amount, wording.number(amount)) for t, amount in amounts.items()]


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
