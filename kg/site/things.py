"""Things with their names, kinds and addresses on the site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from pyoxigraph import Store

from kg.network import KINDS
from kg.site.ask import Row, ask, base_of
from kg.vocabulary import SCHEMA

CLASSES = {**KINDS, str(SCHEMA.NewsArticle): "Article"}
"""Classes that have pages, and their kinds."""
PAGES = frozenset(kind.lower() for kind in CLASSES.values())
"""The first part of the addresses of pages, and of the IRIs of what they show."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A node of the graph as a page shows it: what it is called, its kind ("" for none), its address."""

    iri: str
    label: str
    kind: str
    href: str


def things(store: Store, iris: Iterable[str]) -> dict[str, Thing]:
    """Find what each of ``iris`` is called and where its page is."""
    wanted = sorted({iri for iri in iris if iri})
    rows: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in ask(store, "names", among=wanted):
        for part, value in row.items():
            rows[row["node"]][part] = min(rows[row["node"]].get(part, value), value)
    base = base_of(store)
    return {iri: _thing(iri, rows.get(iri, {}), base) for iri in wanted}


def _thing(iri: str, row: Row, base: str) -> Thing:
    label = row.get("title") or row.get("name") or row.get("other") or unquote(tail(iri))
    return Thing(iri, label, CLASSES.get(row.get("kind", ""), ""), address(iri, base))


def address(iri: str, base: str) -> str:
    """Give the address of the page about ``iri``."""
    kind, _, rest = iri.removeprefix(base).partition("/")
    if iri.startswith(base) and kind in PAGES and rest:
        return f"/{kind}/{quote(rest, safe='')}"
    return f"/resource?iri={quote(iri, safe='')}"


def tail(iri: str) -> str:
    """Take the last part of an IRI, its name for want of a better one."""
    return iri.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
