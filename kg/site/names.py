"""The search for names, whatever their spelling: half spaces, ي or ی, digits, titles before a name."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import Store

from kg.persian import fold, squash
from kg.site.ask import ask
from kg.site.things import CLASSES
from kg.view import honorifics

LONGEST_KEY = 1000  # characters of a name that are searched


@dataclass(frozen=True, slots=True)
class Entry:
    """A node with its kind and the keys of its names."""

    iri: str
    kind: str
    keys: tuple[str, ...]


@dataclass
class Names:
    """All names of a store, which stays as it is; read when they are first sought."""

    store: Store
    _entries: list[Entry] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def search(self, query: str, kind: str = "") -> list[str]:
        """List the nodes that ``query`` names, the best first: the very name, its beginning, a part."""
        plain = without_honorifics(query[:LONGEST_KEY])
        whole = _key(plain)
        if not whole:
            return []
        parts = [key for key in map(_key, re.split(r"[\s\u200c]+", fold(plain))) if key]
        ranked = [
            (min(_rank(key, whole, parts) for key in entry.keys), min(map(len, entry.keys)), entry.iri)
            for entry in self.entries()
            if not kind or entry.kind == kind
        ]
        return [iri for rank, _, iri in sorted(ranked) if rank < _NO_HIT]

    def called(self, name: str) -> list[str]:
        """List the nodes of exactly this name in any spelling, or with this IRI."""
        key = _key(name)
        return sorted(e.iri for e in self.entries() if e.iri == name or (key and key in e.keys))

    def entries(self) -> list[Entry]:
        """List all nodes that have a name."""
        with self._lock:
            if not self._entries:
                self._entries = list(_entries(self.store))
            return self._entries


def _entries(store: Store) -> Iterable[Entry]:
    kinds = {row["node"]: CLASSES[row["class"]] for row in ask(store, "classes")}
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for row in ask(store, "spellings"):
        if row["node"] in kinds:
            keys[row["node"]].add(_key(row["name"]))
    return (Entry(iri, kinds[iri], tuple(sorted(keys[iri]))) for iri in sorted(keys))


def _key(name: str) -> str:
    return squash(name[:LONGEST_KEY]).casefold()


_NO_HIT = 9


def _rank(key: str, whole: str, parts: list[str]) -> int:
    if key == whole:
        return 0
    if key.startswith(whole):
        return 1
    if whole in key:
        return 2
    return 3 if all(part in key for part in parts) else _NO_HIT


def without_honorifics(name: str) -> str:
    """Leave the titles out of ``name``, unless it is nothing but a title."""
    rest = f" {' '.join(re.findall(r'[^\\W_]+', fold(name)))} "
    for title in _titles():
        rest = rest.replace(f" {title} ", " ")
    return rest.strip() or name


@cache
def _titles() -> list[str]:
    folded = {" ".join(re.findall(r"[^\W_]+", fold(title))) for title in honorifics()}
    return sorted(folded, key=lambda title: (-len(title), title))
