"""The whole graph in numbers."""

from __future__ import annotations

from collections import Counter

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


def stats_of(store: Store) -> Stats:
    """Count names, facts and articles by questions to ``store``."""
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


def connected(store: Store) -> list[tuple[Thing, int]]:
    """List the things with most facts."""
    rows = [row for row in ask(store, "connected") if "node" in row]
    known = things(store, (row["node"] for row in rows))
    return [(known[row["node"]], int(row["number"])) for row in rows]


def latest(store: Store) -> list[tuple[Thing, str, str]]:
    """List the articles that appeared last, with day and agency."""
    rows = ask(store, "latest")
    known = things(store, (row["article"] for row in rows))
    return [(known[r["article"]], r.get("date", "")[:10], r.get("agency", "")) for r in rows]
