"""What a graph holds, in numbers and as plots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx
from markupsafe import Markup

from kg.drawing import draw_bars, draw_columns
from kg.network import words
from kg.wording import Wording

MOST_MONTHS = 36  # columns that stay readable; a longer time is told by years
MOST_CONNECTED = 12


@dataclass(frozen=True, slots=True)
class Stats:
    """How many names there are by kind, facts by relation and articles by month, and who has most facts.

    ``months`` are ISO months of the articles that have a date; ``connected`` are labels with the
    number of their facts, most first.
    """

    kinds: Mapping[str, int]
    relations: Mapping[str, int]
    months: Mapping[str, int]
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
        months=Counter(date[:7] for date in articles.values() if len(date) >= 7),
        number_of_articles=len(articles),
        connected=tuple((network.nodes[node]["label"], network.degree(node)) for node in ranked),
    )


def plots(stats: Stats, wording: Wording) -> dict[str, Markup]:
    """Draw ``stats``: names by kind, facts by relation, articles by month or year; none where empty."""
    word, direction = wording.word, wording.direction
    drawn = {}
    for title, table, counts in (
        ("byKind", "kinds", stats.kinds),
        ("byRelation", "relations", stats.relations),
    ):
        rows = [(word(k, table), counts[k], wording.number(counts[k])) for k in _in_order(table, counts)]
        if rows:
            drawn[title] = draw_bars(rows, word(title), direction)
    if stats.months:
        title, columns = _times(stats.months, wording)
        drawn[title] = draw_columns(columns, word(title), direction)
    return drawn


def _in_order(table: str, counts: Mapping[str, int]) -> Iterable[str]:
    known = [key for key in words()[table] if counts.get(key)]
    return sorted(known, key=lambda key: -counts[key])


def _times(months: Mapping[str, int], wording: Wording) -> tuple[str, list[tuple[str, int, str]]]:
    """List every month from the first to the last, or every year where those are too many."""
    first, last = (_number_of_month(f(months)) for f in (min, max))
    if last - first < MOST_MONTHS:
        names = [f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last + 1)]
        counts, title = months, "byMonth"
    else:
        names = [str(year) for year in range(first // 12, last // 12 + 1)]
        counts, title = Counter(), "byYear"
        for month, number in months.items():
            counts[month[:4]] += number
    columns = [
        (wording.digits(n.replace("-", "/")), counts.get(n, 0), wording.number(counts.get(n, 0)))
        for n in names
    ]
    return title, columns


def _number_of_month(month: str) -> int:
    year, of_year = month.split("-")
    return int(year) * 12 + int(of_year) - 1
