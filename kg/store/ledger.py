"""What each article's graph is made of, in one SQLite file beside the graph.

An article is first noted here with all that it states, then its graph is written, then it is marked
as written. Whatever stops the program between two of these steps, the next build finds the article
unmarked and writes its graph again; what is noted need not be read again.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from kg.errors import GraphError
from kg.identity import Candidate
from kg.model import Article, Findings
from kg.store import codec
from kg.store.blocks import Blocks
from kg.store.database import Database
from kg.store.figures import Figures
from kg.store.naming import Naming


class Ledger:
    """The articles of a store: what they state, and which of their graphs are written.

    Beside them it keeps what resolution has decided (``blocks``), what nodes are called (``naming``) and
    figures over the whole graph (``figures``).
    """

    def __init__(self, path: Path | None, *, is_read_only: bool = False) -> None:
        """Open the file at ``path``, made if need be; None keeps it in memory.

        Raises GraphError where it is none of ours, or one that a newer version made.
        """
        self._db = Database(path, is_read_only=is_read_only)
        self.blocks = Blocks(self._db)
        self.naming = Naming(self._db)
        self.figures = Figures(self._db)

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    @property
    def version(self) -> int:
        """How many of MIGRATIONS the file has been through."""
        return self._db.version

    def together(self) -> AbstractContextManager[None]:
        """Write all that is written inside, or nothing of it."""
        return self._db.together()

    # ── settings ──

    def setting(self, key: str) -> str | None:
        """What is set under ``key``; None in a file that nothing was ever written to."""
        if not self.version:
            return None
        value: str | None = self._db.value("SELECT value FROM setting WHERE key = ?", key)
        return value

    def put(self, key: str, value: str | None) -> None:
        """Put ``value`` under ``key``; None takes it away."""
        if value is None:
            self._db.do("DELETE FROM setting WHERE key = ?", key)
        else:
            self._db.do("INSERT OR REPLACE INTO setting VALUES (?, ?)", key, value)

    # ── what was read ──

    def stamp(self, article: str) -> str | None:
        """The stamp of what is noted of an article; None where it is not there or to go."""
        stamp: str | None = self._db.value(
            "SELECT stamp FROM article WHERE id = ? AND NOT is_withdrawn", article
        )
        return stamp

    def note(
        self, found: Findings, stamp: str, candidates: Sequence[Candidate], counts: Counter[str]
    ) -> None:
        """Note what an article states, in the place of what it stated before."""
        article = found.article.id
        self._count(article, -1)
        self._db.do(
            "INSERT INTO article (id, source, stamp, counts) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET source = excluded.source, stamp = excluded.stamp, "
            "counts = excluded.counts, is_written = 0, is_withdrawn = 0",
            article, found.article.source, stamp, json.dumps(counts),
        )  # fmt: skip
        text = codec.to_text(found).encode("utf-8")
        self._db.do("INSERT OR REPLACE INTO stated VALUES (?, ?)", article, zlib.compress(text, 1))
        self.blocks.note(article, candidates)
        self._count(article, 1)

    def withdraw(self, article: str) -> bool:
        """Note that an article is to go; False where there is none."""
        self._count(article, -1)
        done = self._db.do("UPDATE article SET is_withdrawn = 1 WHERE id = ? AND NOT is_withdrawn", article)
        return done > 0

    def _count(self, article: str, sign: int) -> None:
        """Add an article's counts to the totals, or take them out."""
        counts = self._db.value("SELECT counts FROM article WHERE id = ? AND NOT is_withdrawn", article)
        self.figures.add({kind: sign * number for kind, number in json.loads(counts or "{}").items()})

    def moved(self, article: str, source: str) -> None:
        """Note where an unchanged article was read this time."""
        self._db.do("UPDATE article SET source = ? WHERE id = ? AND source <> ?", source, article, source)

    # ── what is there ──

    def articles(self) -> Iterator[tuple[str, str]]:
        """The id and source of each article, by id."""
        yield from self._db.rows("SELECT id, source FROM article WHERE NOT is_withdrawn ORDER BY id")

    def withdrawn(self) -> list[str]:
        """The ids of the articles that are to go."""
        return [i for (i,) in self._db.rows("SELECT id FROM article WHERE is_withdrawn ORDER BY id")]

    def read_otherwise(self, version: str) -> list[str]:
        """The ids of the articles that another version than this read: the end of their stamps."""
        query = "SELECT id FROM article WHERE stamp NOT LIKE ? AND NOT is_withdrawn ORDER BY id"
        return [article for (article,) in self._db.rows(query, f"% {version}")]

    def findings(self, article: str) -> Findings:
        """All that an article states."""
        try:
            found: Findings = codec.from_text(Findings, self._stated(article))
        except ValueError as error:
            raise self._other_version() from error
        return found

    def article(self, article: str) -> Article:
        """An article as it was read, whatever version of the rules noted what it states."""
        noted = json.dumps(json.loads(self._stated(article))["article"])
        try:
            read: Article = codec.from_text(Article, noted)
        except ValueError as error:
            raise self._other_version() from error
        return read

    def _stated(self, article: str) -> str:
        blob: bytes = self._db.value("SELECT findings FROM stated WHERE article = ?", article)
        return zlib.decompress(blob).decode("utf-8")

    def _other_version(self) -> GraphError:
        return GraphError(
            f"{self._db.path}: another version of kg wrote this store; bring it up to date with «kg build»"
        )

    # ── which graphs are written ──

    def written(self) -> Iterator[str]:
        """The ids of the articles whose graphs are written as they should be."""
        query = "SELECT id FROM article WHERE is_written AND NOT is_withdrawn ORDER BY id"
        yield from (article for (article,) in self._db.rows(query))

    def unwritten(self) -> list[str]:
        """The ids of the articles whose graphs are to be written, but for those to be read again first."""
        query = "SELECT id FROM article WHERE NOT is_written AND NOT is_withdrawn AND stamp <> '' ORDER BY id"
        return [article for (article,) in self._db.rows(query)]

    def mark_written(self, article: str) -> None:
        """Note that an article's graph is written."""
        self._db.do("UPDATE article SET is_written = 1 WHERE id = ?", article)

    def unwrite(self, articles: Iterable[str]) -> None:
        """Note that the graphs of articles are to be written again."""
        self._db.do_each("UPDATE article SET is_written = 0 WHERE id = ?", ((id_,) for id_ in articles))

    def unwrite_unless(self, is_there: Callable[[str], bool]) -> None:
        """Note so of the graphs that are not there."""
        missing = [article for article in self.written() if not is_there(article)]
        with self.together():
            self.unwrite(missing)

    def unwrite_all(self) -> None:
        """Note that every graph is to be written again, that of what holds across articles too."""
        with self.together():
            self._db.do("UPDATE article SET is_written = 0")
            self.blocks.touch_all()

    def forget(self, article: str) -> None:
        """Take an article out whose graph is gone."""
        self.blocks.note(article, ())
        self.blocks.share(article, ())
        self.figures.note(article, None)
        self._db.do("DELETE FROM stated WHERE article = ?", article)
        self._db.do("DELETE FROM article WHERE id = ?", article)

    def counts(self) -> Counter[str]:
        """How many articles, entities and facts of each kind are noted."""
        return self.figures.totals()
