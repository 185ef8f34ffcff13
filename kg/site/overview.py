"""The whole graph in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Store
from rdflib import RDF

from kg.network import RELATIONS
from kg.site.ask import Row, ask
from kg.site.things import CLASSES, Thing, things
from kg.stats import Stats
from kg.vocabulary import ORG, SCHEMA

_OF_CLASS = {
    str(ORG.Membership): "holdsRole",
    str(SCHEMA.Service): "providesService",
    str(SCHEMA.Quotation): "quotes",
    str(SCHEMA.Observation): "observes",
}
_OF_PREDICATE = {str(relation.predicate): relation.name for relation in RELATIONS}


@dataclass(frozen=True)
class Overview:
    """The whole graph in numbers: each is asked once, as it takes the whole graph, and kept."""

    store: Store

    @cached_property
    def stats(self) -> Stats:
        """How many names, facts and articles there are."""
        return _stats(self.store)

    @cached_property
    def connected(self) -> Sequence[tuple[Thing, int]]:
        """The things with most facts."""
        rows = [row for row in ask(self.store, "connected") if "node" in row]
        known = things(self.store, (row["node"] for row in rows))
        return [(known[row["node"]], int(row["number"])) for row in rows]

    @cached_property
    def latest(self) -> Sequence[tuple[Thing, str, str]]:
        """The articles that appeared last, with day and agency."""
        rows = ask(self.store, "latest")
        known = things(self.store, (row["article"] for row in rows))
        return [(known[r["article"]], r.get("date", "")[:10], r.get("agency", "")) for r in rows]


def _stats(store: Store) -> Stats:
    kinds = Counter({CLASSES[row["class"]]: int(row["number"]) for row in ask(store, "kinds")})
    relations: Counter[str] = Counter()
    for row in ask(store, "relations"):
        name = _relation(row)
        if name:
            relations[name] += int(row["number"])
    days = {r["day"]: int(r["number"]) for r in ask(store, "days-of-articles") if len(r.get("day", "")) == 10}
    number_of_articles = kinds.pop("Article", 0)
    return Stats(kinds, relations, days, number_of_articles)


def _relation(row: Row) -> str:
    if row.get("class") == str(RDF.Statement):
        return _OF_PREDICATE.get(row.get("predicate", ""), "")
    return _OF_CLASS.get(row.get("class", ""), "")
