"""What nodes are called: each name once, however many graphs give it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched

from rdflib import RDFS, URIRef
from rdflib.term import Node

from kg.persian import squash
from kg.store.database import Database
from kg.turtle import Triple
from kg.vocabulary import SCHEMA, SKOS

NAMES = (SKOS.prefLabel, RDFS.label, SCHEMA.headline, SCHEMA.identifier, SKOS.altLabel)
"""What a node may be called by, the best first; the last only finds it."""
_RANKS: Mapping[Node, int] = {predicate: rank for rank, predicate in enumerate(NAMES)}
_LABELS = len(NAMES) - 1
_AT_ONCE = 500  # nodes whose labels are looked up together


@dataclass(frozen=True, slots=True)
class Name:
    """A form that a node bears: its rank in NAMES, and the key under which all spellings of it are found."""

    node: str  # IRI
    rank: int
    form: str
    key: str


def names_in(triples: Iterable[Triple]) -> Iterator[Name]:
    """The names that a graph gives to its nodes."""
    for node, predicate, form in triples:
        rank = _RANKS.get(predicate)
        if rank is not None and isinstance(node, URIRef):
            yield Name(str(node), rank, str(form), squash(str(form)))


class Naming:
    """The tables of names, and of who gives them: the graph of an article, or a block in that of all."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, given: Mapping[str, Iterable[Name]]) -> None:
        """Note the names that each giver gives, in the place of those that it gave."""
        gone = [
            (giver, name)
            for giver in given
            for (name,) in self._db.all("SELECT name FROM naming WHERE giver = ?", giver)
        ]
        come = [(giver, name) for giver, names in given.items() for name in names]
        self._db.do_each("DELETE FROM naming WHERE giver = ? AND name = ?", gone)
        self._db.do_each(
            "INSERT OR IGNORE INTO name (node, rank, form, key) VALUES (?, ?, ?, ?)",
            ((n.node, n.rank, n.form, n.key) for _, n in come),
        )
        self._db.do_each(
            "INSERT OR IGNORE INTO naming SELECT ?, id FROM name WHERE node = ? AND rank = ? AND form = ?",
            ((giver, n.node, n.rank, n.form) for giver, n in come),
        )
        # those that nobody gives any more
        self._db.do_each(
            "DELETE FROM name WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM naming WHERE name = ?1)",
            ((name,) for _, name in gone),
        )

    def called(self, key: str) -> set[tuple[str, str]]:
        """The nodes that bear a name of this key: (form, node)."""
        return set(self._db.all("SELECT form, node FROM name WHERE key = ?", key))

    def forms_like(self, beginning: str, limit: int = 5000) -> list[str]:
        """Some forms whose key begins like this one."""
        query = "SELECT DISTINCT form FROM name WHERE key >= ? AND key < ? ORDER BY form LIMIT ?"
        return [f for (f,) in self._db.all(query, beginning, beginning + "\U0010ffff", limit)]

    def labels(self, nodes: Iterable[str]) -> Mapping[str, str]:
        """The best name of each node that has one."""
        found: dict[str, str] = {}
        for some in batched(nodes, _AT_ONCE):
            query = (
                f"SELECT node, form FROM name WHERE node IN ({', '.join('?' * len(some))}) "
                f"AND rank < {_LABELS} ORDER BY node, rank, form"
            )
            for node, form in self._db.all(query, *some):
                found.setdefault(node, form)
        return found
