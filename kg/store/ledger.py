"""What each article's graph is made of, in one SQLite file beside the graph.

An article is first noted here with all that it states, then its graph is written, then it is marked
as written. Whatever stops the program between two of these steps, the next build finds the article
unmarked and writes its graph again; what is noted need not be read again.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import GraphError
from kg.graph import Shared
from kg.model import Article, Findings
from kg.store import codec

# Each script makes one version out of the one before; a store of an earlier version runs those it lacks.
# After any of them every graph counts as not written, and the next build puts right what differs.
MIGRATIONS = (
    """
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE article (
        id TEXT PRIMARY KEY,
        source TEXT NOT NULL,       -- the file, and the line of it
        stamp TEXT NOT NULL,        -- of the article's content and of what read it
        findings BLOB NOT NULL,     -- kg.model.Findings, JSON, zlib
        candidates TEXT NOT NULL,   -- what resolution needs to know of them, JSON
        counts TEXT NOT NULL,       -- how many of which kind, JSON
        nodes TEXT,                 -- the nodes that its graph was written with; NULL: not written
        shared TEXT,                -- what it gives to the graph of all, JSON
        is_withdrawn INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE name (
        key TEXT NOT NULL,          -- the form without what spelling varies in
        form TEXT NOT NULL,
        node TEXT NOT NULL,         -- IRI
        graph TEXT NOT NULL         -- IRI of the graph that gives the name
    );
    CREATE INDEX name_by_key ON name (key);
    CREATE INDEX name_by_graph ON name (graph);
    """,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A form that a node bears, and the key under which all spellings of it are found."""

    key: str
    form: str
    node: str


def _mend(path: Path) -> None:
    """Take back what a program that was killed left half written: a reader cannot, and would read nothing."""
    if path.with_name(path.name + "-journal").exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as file:
            file.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()


class Ledger:
    """The articles of a store: what they state, and which of their graphs are written."""

    def __init__(self, path: Path | None, *, is_read_only: bool = False) -> None:
        """Open the file at ``path``, made if need be; None keeps it in memory.

        Raises GraphError where it is none of ours, or one that a newer version made.
        """
        self.path = path
        if path and is_read_only:
            _mend(path)
        where = f"{path.absolute().as_uri()}?mode={'ro' if is_read_only else 'rwc'}" if path else ":memory:"
        with self._errors():
            # the site's threads take turns at it; serve opens it to read only
            self._db = sqlite3.connect(where, uri=True, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA busy_timeout = 10000")
            if not is_read_only:
                self._db.execute("PRAGMA synchronous = FULL")
            self._upgrade(is_read_only=is_read_only)

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def _upgrade(self, *, is_read_only: bool) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            raise GraphError(
                f"{self.path}: a newer version of kg made this store; use that, or build into another folder"
            )
        if is_read_only or version == len(MIGRATIONS):
            return
        script = "".join(MIGRATIONS[version:])
        again = (
            "UPDATE article SET nodes = NULL; DELETE FROM setting WHERE key = 'settled';" if version else ""
        )
        self._db.executescript(f"BEGIN; {script} {again} PRAGMA user_version = {len(MIGRATIONS)}; COMMIT;")

    @property
    def version(self) -> int:
        """How many of MIGRATIONS the file has been through."""
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise GraphError(
                f"{self.path or 'memory'}: the store's ledger cannot be used ({error}); free space and check "
                "the folder's rights, then build again: what is stored stays"
            ) from error

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write all that is written inside, or nothing of it."""
        with self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with self._errors():
            yield from self._db.execute(query, values)

    def _read(self, of: Any, text: str) -> Any:
        try:
            return codec.from_text(of, text)
        except ValueError as error:
            raise GraphError(
                f"{self.path}: another version of kg wrote this store; bring it up to date with «kg build»"
            ) from error

    def _do(self, statement: str, *values: object) -> int:
        with self._errors():
            return self._db.execute(statement, values).rowcount

    # ── settings ──

    def setting(self, key: str) -> str | None:
        """What is set under ``key``; None in a file that nothing was ever written to."""
        if not self.version:
            return None
        return next((value for (value,) in self._rows("SELECT value FROM setting WHERE key = ?", key)), None)

    def put(self, key: str, value: str | None) -> None:
        """Put ``value`` under ``key``; None takes it away."""
        if value is None:
            self._do("DELETE FROM setting WHERE key = ?", key)
        else:
            self._do("INSERT OR REPLACE INTO setting VALUES (?, ?)", key, value)

    # ── what was read ──

    def stamp(self, article: str) -> str | None:
        """The stamp of what is noted of an article; None where it is not there or to go."""
        rows = self._rows("SELECT stamp FROM article WHERE id = ? AND NOT is_withdrawn", article)
        return next((stamp for (stamp,) in rows), None)

    def note(self, found: Findings, stamp: str, candidates: tuple[Any, ...], counts: Counter[str]) -> None:
        """Note what an article states, in the place of what it stated before."""
        findings = zlib.compress(codec.to_text(found).encode("utf-8"), 1)
        self._do(
            "INSERT INTO article (id, source, stamp, findings, candidates, counts) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET source = excluded.source, stamp = excluded.stamp, "
            "findings = excluded.findings, candidates = excluded.candidates, counts = excluded.counts, "
            "nodes = NULL, is_withdrawn = 0",
            found.article.id,
            found.article.source,
            stamp,
            findings,
            codec.to_text(candidates),
            json.dumps(counts),
        )  # fmt: skip

    def withdraw(self, article: str) -> bool:
        """Note that an article is to go; False where there is none."""
        done = self._do("UPDATE article SET is_withdrawn = 1 WHERE id = ? AND NOT is_withdrawn", article)
        return done > 0

    def moved(self, article: str, source: str) -> None:
        """Note where an unchanged article was read this time."""
        self._do("UPDATE article SET source = ? WHERE id = ? AND source <> ?", source, article, source)

    def unwrite(self) -> None:
        """Count every graph as not written: what makes graphs has changed."""
        self._do("UPDATE article SET nodes = NULL")

    def unwrite_unless(self, is_there: Callable[[str], bool]) -> None:
        """Count the graphs as not written that are not there."""
        missing = [a for a, nodes in list(self.written()) if nodes is not None and not is_there(a)]
        if missing:
            with self.together():
                self.put("settled", None)
                for article in missing:
                    self._do("UPDATE article SET nodes = NULL WHERE id = ?", article)

    # ── what is there ──

    def articles(self) -> Iterator[tuple[str, str]]:
        """The id and source of each article, by id."""
        yield from self._rows("SELECT id, source FROM article WHERE NOT is_withdrawn ORDER BY id")

    def withdrawn(self) -> list[str]:
        """The ids of the articles that are to go."""
        return [i for (i,) in self._rows("SELECT id FROM article WHERE is_withdrawn ORDER BY id")]

    def counts(self) -> Counter[str]:
        """How many articles, entities and facts of each kind are noted."""
        total: Counter[str] = Counter()
        for (counts,) in self._rows("SELECT counts FROM article WHERE NOT is_withdrawn"):
            total.update(json.loads(counts))
        return total

    def read_otherwise(self, version: str) -> list[str]:
        """The ids of the articles that another version than this read: the end of their stamps."""
        query = "SELECT id FROM article WHERE stamp NOT LIKE ? AND NOT is_withdrawn ORDER BY id"
        return [article for (article,) in self._rows(query, f"% {version}")]

    def candidates(self, of: Any) -> Iterator[Any]:
        """What resolution needs to know of each article, of class ``of``, in the order of their ids."""
        query = "SELECT candidates FROM article WHERE NOT is_withdrawn ORDER BY id"
        for (candidates,) in self._rows(query):
            yield from self._read(tuple[of, ...], candidates)

    def written(self) -> Iterator[tuple[str, Mapping[str, str] | None]]:
        """Each article, with the nodes that its graph was written with; None where it is to be written."""
        for article, nodes in self._rows("SELECT id, nodes FROM article WHERE NOT is_withdrawn ORDER BY id"):
            yield article, None if nodes is None else json.loads(nodes)

    def findings(self, article: str) -> Findings:
        """All that an article states."""
        [(findings,)] = self._rows("SELECT findings FROM article WHERE id = ?", article)
        found: Findings = self._read(Findings, zlib.decompress(findings).decode("utf-8"))
        return found

    def article(self, article: str) -> Article:
        """An article as it was read, whatever version of the rules noted what it states."""
        [(findings,)] = self._rows("SELECT findings FROM article WHERE id = ?", article)
        noted = json.loads(zlib.decompress(findings))["article"]
        read: Article = self._read(Article, json.dumps(noted))
        return read

    def shared(self) -> Iterator[Shared]:
        """What each article gives to the graph of all."""
        for (shared,) in self._rows(
            "SELECT shared FROM article WHERE NOT is_withdrawn AND shared IS NOT NULL"
        ):
            yield self._read(Shared, shared)

    # ── what is done ──

    def mark_written(self, article: str, nodes: Mapping[str, str], shared: Shared) -> None:
        """Note that an article's graph is written, with these nodes for its entities."""
        written = json.dumps(nodes, ensure_ascii=False, separators=(",", ":"))
        self._do(
            "UPDATE article SET nodes = ?, shared = ? WHERE id = ?", written, codec.to_text(shared), article
        )

    def forget(self, article: str) -> None:
        """Take an article out whose graph is gone."""
        self._do("DELETE FROM article WHERE id = ?", article)

    # ── names ──

    def name(self, graph: str, names: Iterable[Name]) -> None:
        """Note the names that ``graph`` gives, in the place of those that it gave before."""
        self._do("DELETE FROM name WHERE graph = ?", graph)
        with self._errors():
            rows = [(n.key, n.form, n.node, graph) for n in names]
            self._db.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", rows)

    def called(self, key: str) -> set[tuple[str, str]]:
        """The nodes that bear a name of this key: (form, node)."""
        return set(self._rows("SELECT DISTINCT form, node FROM name WHERE key = ?", key))

    def forms_like(self, beginning: str, limit: int = 5000) -> list[str]:
        """Some forms whose key begins like this one."""
        query = "SELECT DISTINCT form FROM name WHERE key >= ? AND key < ? ORDER BY form LIMIT ?"
        return [f for (f,) in self._rows(query, beginning, beginning + "\U0010ffff", limit)]
