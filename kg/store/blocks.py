"""What resolution asks and has decided, by block: so that it decides again only where something changed.

What articles say of things is kept once for all that say the same; of a place that every article names,
a few rows are read, however many articles there are. A block is to be decided again where it is dirty; so is
a shared key, the name of a role or the like that articles give to the graph of all.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.graph import Shared
from kg.identity import Around, Candidate, block_of
from kg.model import Kind
from kg.naming import id_of
from kg.store import codec
from kg.store.database import Database

type Held = tuple[Candidate, str]
"""A candidate, and the id of the node that it was last found to be; empty for none."""

type Moved = tuple[str, str, str]
"""The article and id of an entity, and the node that it is now."""

_HELD = (
    "SELECT c.article, c.entity, c.handle, c.date, c.node, s.said "
    "FROM candidate c JOIN saying s ON s.id = c.saying"
)


class Blocks:
    """The tables of candidates, of what lies around them, and of blocks that are to be decided again."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # ── what articles say ──

    def note(self, article: str, candidates: Sequence[Candidate]) -> None:
        """Note an article's candidates, in the place of those that it had."""
        before = set(
            self._db.all("SELECT entity, handle, date, saying FROM candidate WHERE article = ?", article)
        )
        said = {c.entity: _said(c) for c in candidates}
        rows = {(c.entity, c.handle, c.date, _hash(said[c.entity])): c for c in candidates}
        gone, come = before - rows.keys(), [row for row in rows if row not in before]
        for entity, _, _, saying in gone:
            self._db.do("INSERT OR IGNORE INTO dirty SELECT block FROM saying WHERE id = ?", saying)
            self._db.do("DELETE FROM candidate WHERE article = ? AND entity = ?", article, entity)
            self._db.do(
                "DELETE FROM saying WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM candidate WHERE saying = ?1)",
                saying,
            )
        new = [(rows[row], row) for row in come]
        self._db.do_each(
            "INSERT OR IGNORE INTO saying VALUES (?, ?, ?, ?)",
            ((row[3], block_of(c), c.own, said[c.entity]) for c, row in new),
        )
        self._db.do_each(
            "INSERT INTO candidate VALUES (?, ?, ?, ?, ?, ?)",
            ((article, *row, "" if c.kind == Kind.PERSON else c.own) for c, row in new),
        )
        self.touch({block_of(c) for c, _ in new})

    def held(self, blocks: Iterable[str]) -> list[Held]:
        """The candidates of some blocks, in the order of article and entity."""
        found = [held for block in blocks for held in self._held(f"{_HELD} WHERE s.block = ?", block)]
        return sorted(found, key=lambda held: (held[0].article, held[0].entity))

    def said_of(self, block: str) -> list[tuple[Candidate, int]]:
        """What is said of the things of a block, and by how many entities: candidates of no article."""
        query = (
            "SELECT s.said, COUNT(*) FROM saying s JOIN candidate c ON c.saying = s.id "
            "WHERE s.block = ? GROUP BY s.id"
        )
        return [(codec.from_text(Candidate, said), number) for said, number in self._db.all(query, block)]

    def meant(self, ids: Iterable[str]) -> list[Candidate]:
        """All candidates that a judgement on these ids may be about: by id, or of the article of the id."""
        found: dict[tuple[str, str], Candidate] = {}
        for id_ in ids:
            article = id_of(id_.partition("/")[2].partition("_")[2])
            for held in (
                *self._held(f"{_HELD} WHERE s.own = ?", id_),
                *self._held(f"{_HELD} WHERE c.article = ?", article),
            ):
                found[held[0].article, held[0].entity] = held[0]
        return [found[key] for key in sorted(found)]

    def _held(self, query: str, value: str) -> list[Held]:
        read: dict[str, Candidate] = {}
        found = []
        for article, entity, handle, date, node, said in self._db.all(query, value):
            if said not in read:
                read[said] = codec.from_text(Candidate, said)
            candidate = replace(read[said], article=article, entity=entity, handle=handle, date=date)
            found.append((candidate, node))
        return found

    def nodes_of(self, article: str) -> dict[tuple[str, str], str]:
        """The node of each of an article's entities, as a resolution has them."""
        rows = self._db.all("SELECT entity, node FROM candidate WHERE article = ?", article)
        return {(article, entity): node for entity, node in rows}

    def assign(self, moved: Iterable[Moved]) -> None:
        """Note which nodes entities are."""
        rows = ((node, article, entity) for article, entity, node in moved)
        self._db.do_each("UPDATE candidate SET node = ? WHERE article = ? AND entity = ?", rows)

    def as_before_judged(self, block: str) -> list[str]:
        """Make each thing of a block what its article calls it; gives the articles that this changes."""
        if block.startswith("person/"):
            return []
        query = (
            "SELECT c.article, c.entity, s.own FROM saying s JOIN candidate c ON c.saying = s.id "
            "WHERE s.block = ? AND c.node <> s.own"
        )
        judged: list[Moved] = self._db.all(query, block)
        self.assign(judged)
        return [article for article, _, _ in judged]

    # ── what articles give to the graph of all ──

    def share(self, article: str, shared: Shared) -> None:
        """Note what an article gives, in the place of what it gave."""
        before = set(self._db.all("SELECT key, form FROM shared WHERE article = ?", article))
        gone, come = before - set(shared), set(shared) - before
        self._db.do_each(
            "DELETE FROM shared WHERE key = ? AND article = ? AND form = ?",
            ((k, article, f) for k, f in gone),
        )
        self._db.do_each("INSERT INTO shared VALUES (?, ?, ?)", ((k, article, f) for k, f in come))
        self.touch({key for key, _ in gone | come})

    def forms(self, key: str) -> Counter[str]:
        """The forms under a shared key, and how many articles give each."""
        return Counter(
            dict(self._db.all("SELECT form, COUNT(*) FROM shared WHERE key = ? GROUP BY form", key))
        )

    # ── what lies around ──

    def surround(self, rows: Mapping[str, Iterable[Around]]) -> None:
        """Note in what the nodes of blocks lie and of what they are part, in the place of what was noted."""
        gone, come = set(), set()
        for part, now in rows.items():
            before = set(self._db.all("SELECT whole, ?1, label, above FROM around WHERE part = ?1", part))
            wanted = {(whole, part, label, above) for whole, label, above in now}
            gone |= before - wanted
            come |= wanted - before
        self._db.do_each("DELETE FROM around WHERE whole = ? AND part = ? AND label = ? AND above = ?", gone)
        self._db.do_each("INSERT INTO around VALUES (?, ?, ?, ?)", come)
        self.touch({whole for whole, _, _, _ in gone | come})

    def rows_around(self, whole: str) -> list[Around]:
        """What is said of a whole by its parts: nothing but its id where it is a place."""
        return list(self._db.all("SELECT DISTINCT whole, label, above FROM around WHERE whole = ?", whole))

    def touch_parts(self, whole: str) -> None:
        """Make dirty what lies in a thing or is part of it."""
        self._db.do("INSERT OR IGNORE INTO dirty SELECT part FROM around WHERE whole = ?", whole)

    def is_named(self, id_: str) -> bool:
        """Whether any article names the thing of this id, or says that another is part of it."""
        query = (
            "SELECT EXISTS (SELECT 1 FROM saying WHERE block = ?1) "
            "OR EXISTS (SELECT 1 FROM around WHERE whole = ?1 AND label <> '')"
        )
        return bool(self._db.value(query, id_))

    # ── what is to be decided again ──

    def touch(self, blocks: Iterable[str]) -> None:
        """Make blocks or keys dirty."""
        self._db.do_each("INSERT OR IGNORE INTO dirty VALUES (?)", ((block,) for block in blocks))

    def touch_all(self) -> None:
        """Make all of them dirty, and those that are no more."""
        for column in ("block FROM saying", "key FROM shared", "whole FROM around", "block FROM owned"):
            self._db.do(f"INSERT OR IGNORE INTO dirty SELECT DISTINCT {column}")

    def dirty(self, limit: int) -> list[str]:
        """Some blocks or keys that are to be decided again."""
        return [block for (block,) in self._db.all("SELECT block FROM dirty ORDER BY block LIMIT ?", limit)]

    def clean(self, blocks: Iterable[str]) -> None:
        """Note that these are decided."""
        self._db.do_each("DELETE FROM dirty WHERE block = ?", ((block,) for block in blocks))

    # ── what they have in the graph of all ──

    def owned(self, block: str) -> frozenset[str]:
        """The subjects that the graph of all has from a block or key: ids."""
        return frozenset(s for (s,) in self._db.all("SELECT subject FROM owned WHERE block = ?", block))

    def own(self, subjects: Iterable[tuple[str, str]]) -> None:
        """Note further subjects, each behind its block or key."""
        self._db.do_each("INSERT OR IGNORE INTO owned VALUES (?, ?)", subjects)

    def disown(self, subjects: Iterable[tuple[str, str]]) -> None:
        """Note that the graph of all has these no more."""
        self._db.do_each("DELETE FROM owned WHERE block = ? AND subject = ?", subjects)

    def is_owned(self, subject: str, but_by: str = "") -> bool:
        """Whether any block or key has this subject, but for one."""
        query = "SELECT EXISTS (SELECT 1 FROM owned WHERE subject = ? AND block <> ?)"
        return bool(self._db.value(query, subject, but_by))


def _said(candidate: Candidate) -> str:
    """Write what a candidate says without what tells of which article it is."""
    return codec.to_text(replace(candidate, article="", entity="", handle="", date=""))


def _hash(said: str) -> str:
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:24]
