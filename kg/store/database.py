"""The ledger's file: SQLite, opened, brought up to date, and written all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from kg.errors import GraphError
from kg.store.schema import MIGRATIONS


class Database:
    """A file of tables as ``kg.store.schema`` makes them."""

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
        version = self.version
        if version > len(MIGRATIONS):
            raise GraphError(
                f"{self.path}: a newer version of kg made this store; use that, or build into another folder"
            )
        if is_read_only or version == len(MIGRATIONS):
            return
        script = "".join(MIGRATIONS[version:])
        self._db.executescript(f"BEGIN; {script} PRAGMA user_version = {len(MIGRATIONS)}; COMMIT;")

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

    def rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a query one by one: for those that grow with the store."""
        with self._errors():
            yield from self._db.execute(query, values)

    def all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Give the rows of a query."""
        with self._errors():
            return self._db.execute(query, values).fetchall()

    def value(self, query: str, *values: object) -> Any:
        """Give the one value of a query; None where it has no row."""
        rows = self.all(query, *values)
        return rows[0][0] if rows else None

    def do(self, statement: str, *values: object) -> int:
        """Change rows, and say how many."""
        with self._errors():
            return self._db.execute(statement, values).rowcount

    def do_each(self, statement: str, values: Iterable[tuple[object, ...]]) -> None:
        """Change rows, once for each of ``values``."""
        rows = list(values)
        if rows:
            with self._errors():
                self._db.executemany(statement, rows)


def _mend(path: Path) -> None:
    """Take back what a program that was killed left half written: a reader cannot, and would read nothing."""
    if path.with_name(path.name + "-journal").exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as file:
            file.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
