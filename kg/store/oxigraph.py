"""A graph in Oxigraph, on disk or in memory; on disk one program writes, and others read beside it.

Beside the named graphs the store keeps what any of them states, each triple once, in the graph without a
name: plain patterns of SPARQL ask that one. (Oxigraph can see all graphs as one, but then gives a triple
as often as there are graphs that state it, and counts go wrong.)
"""

from __future__ import annotations

import gc
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset

from kg.errors import GraphError
from kg.store.graphs import Answer, node_of, quads_of, unnamed, update_of, update_with_all
from kg.turtle import Graphs, GraphsOf, Line, Triple, line_of, nquads
from kg.vocabulary import DEFAULT_BASE, PREFIXES, instance_prefixes

_FILES = {".trig": ox.RdfFormat.TRIG, ".ttl": ox.RdfFormat.TURTLE, ".nq": ox.RdfFormat.N_QUADS,
          ".nt": ox.RdfFormat.N_TRIPLES, ".jsonld": ox.RdfFormat.JSON_LD}  # fmt: skip


class Oxigraph:
    """Named graphs in Oxigraph; ``prefixes`` are those that are asked and written with."""

    def __init__(self, store: ox.Store | None = None, base: str = DEFAULT_BASE) -> None:
        self.store = ox.Store() if store is None else store
        self.prefixes: Mapping[str, str] = {**PREFIXES, **instance_prefixes(base)}
        self._is_on_disk = store is not None
        self._unnamed: list[Line] = []  # what a file says outside its named graphs

    @classmethod
    def open(cls, folder: Path, base: str, *, is_read_only: bool) -> Oxigraph:
        """Open the store in ``folder``; for writing it is made if need be.

        Raises GraphError where it is being written already, or cannot be read.
        """
        try:
            if is_read_only:
                return cls(_read_beside(folder), base)
            folder.parent.mkdir(parents=True, exist_ok=True)
            return cls(ox.Store(str(folder)), base)
        except (OSError, ValueError, RuntimeError) as error:
            if "lock" in str(error).lower():
                raise GraphError(
                    f"{folder}: another kg is writing to this store; wait until it is done"
                ) from error
            raise GraphError(
                f"{folder}: the store cannot be opened ({_one_line(error)}); check the path, its rights, and "
                "free space"
            ) from error

    @classmethod
    def of_dataset(cls, dataset: Dataset) -> Oxigraph:
        """Copy a dataset of rdflib into memory, with the prefixes that are bound in it."""
        return cls.copy_of(GraphsOf(dataset))

    @classmethod
    def copy_of(cls, source: Graphs) -> Oxigraph:
        """Copy named graphs into memory."""
        made = cls()
        text = b"".join(nquads(source))
        made.store.bulk_extend(ox.parse(text, format=ox.RdfFormat.N_QUADS))
        made._merge(source.prefixes)
        return made

    @classmethod
    def of_file(cls, path: Path) -> Oxigraph:
        """Read a file of RDF into memory, with the prefixes that it declares.

        Raises GraphError where it cannot be read.
        """
        made = cls()
        try:
            quads = ox.parse(path=str(path), format=_FILES.get(path.suffix, ox.RdfFormat.TRIG))
            made.store.bulk_extend(quads)
        except SyntaxError as error:
            raise GraphError(
                f"{path}: is no graph that can be read ({_one_line(error)}); build it again with «kg build»"
            ) from error
        except OSError as error:
            raise GraphError(
                f"{path}: cannot be read ({error.strerror or error}); check the path and its rights"
            ) from error
        made._merge(quads.prefixes)
        return made

    def _merge(self, prefixes: Mapping[str, str]) -> None:
        """Make the graph without a name hold what any graph states."""
        self.prefixes = {**prefixes, **PREFIXES}
        self._unnamed = self._dumped("")
        self.store.bulk_extend(map(unnamed, list(self.store)))

    # ── reading ──

    def names(self, limit: int | None = None) -> list[str]:
        """List the IRIs of the graphs that hold something, sorted; "" is the graph without a name.

        With a ``limit``, some so many of them.
        """
        there = (name.value for name in self.store.named_graphs() if self._holds(name))
        named = sorted(islice(there, limit))
        return ["", *named] if self._unnamed else named

    def lines(self, name: str) -> list[Line]:
        """Give every triple of a graph once, as N-Triples writes it."""
        return self._dumped(name) if name else self._unnamed

    def _dumped(self, name: str) -> list[Line]:
        with self._errors("read"):
            dumped = self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=node_of(name))
        return (dumped or b"").split(b"\n")[:-1]

    def _holds(self, name: ox.NamedNode | ox.BlankNode) -> bool:
        return next(self.store.quads_for_pattern(None, None, None, name), None) is not None

    def query(self, sparql: str) -> Answer:
        """Ask; the prefixes need no declaration.

        Raises SyntaxError with line and column where it is no SPARQL.
        """
        with self._errors("read"):
            return self.store.query(sparql, prefixes=dict(self.prefixes))

    def select(self, sparql: str) -> ox.QuerySolutions:
        """Ask a SELECT."""
        rows = self.query(sparql)
        assert isinstance(rows, ox.QuerySolutions)
        return rows

    # ── writing ──

    def replace(self, graphs: Mapping[str, Iterable[Triple]]) -> None:
        """Make each graph hold these triples and no others.

        Graphs that are new are written all or none, and so are those that change; only what differs is
        written. Raises GraphError where the disk does not take it.
        """
        changes = _Changes()
        with self._errors("written"):
            for name, triples in graphs.items():
                changes.note(name, triples, self.store.quads_for_pattern(None, None, None, node_of(name)))
            self._write(changes)
            for name, triples in graphs.items():
                if not triples:
                    self.store.remove_graph(node_of(name))

    def edit(self, name: str, subjects: Mapping[str, Collection[Triple]]) -> None:
        """Make some subjects of a graph say these triples and no others; see ``GraphStore.edit``."""
        changes = _Changes()
        with self._errors("written"):
            for subject, triples in subjects.items():
                there = self.store.quads_for_pattern(ox.NamedNode(subject), None, None, node_of(name))
                changes.note(name, triples, there)
            self._write(changes)

    def _write(self, changes: _Changes) -> None:
        self._add(changes.new, changes.for_all)
        if changes.removed:
            self.store.update(update_of(changes.added, changes.removed))
        elif changes.added:
            self.store.extend([*changes.added, *map(unnamed, changes.added)])

    def _add(self, quads: list[bytes], triples: Iterable[Line]) -> None:
        """Add lines of N-Quads, and of N-Triples for the graph of all, at once.

        Oxigraph's bulk loader is not promised to be atomic, as it cuts what it is given into parts of a
        million quads; each part, and so all of what is given here, comes into the store in one step.
        """
        text = b"".join([*quads, *(line + b"\n" for line in triples)])
        if len(quads) > _BULK:
            self.store.bulk_load(text, format=ox.RdfFormat.N_QUADS)
        elif quads:
            self.store.load(text, format=ox.RdfFormat.N_QUADS)

    def update(self, sparql: str) -> None:
        """Change named graphs as ``sparql`` says, and with them what plain patterns see; all or nothing.

        Raises SyntaxError where it is no update.
        """
        with self._errors("written"):
            self.store.update(update_with_all(sparql), prefixes=dict(self.prefixes))

    def flush(self) -> None:
        """Wait until the disk holds all that was written."""
        with self._errors("written"):
            self.store.flush()

    def close(self) -> None:
        """Let others write; nothing can be asked any more."""
        del self.store
        if self._is_on_disk:
            gc.collect()  # datasets of rdflib hold the store in circles, and with it Oxigraph's lock

    @contextmanager
    def _errors(self, done: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise GraphError(
                f"the store cannot be {done} ({_one_line(error)}); free space and check the disk, then build "
                "again: what is stored stays"
            ) from error


@dataclass(slots=True)
class _Changes:
    """What differs between what graphs hold and what they are to hold; wholly new parts as lines."""

    new: list[bytes] = field(default_factory=list)  # of N-Quads
    for_all: set[Line] = field(default_factory=set)
    added: list[ox.Quad] = field(default_factory=list)
    removed: list[ox.Quad] = field(default_factory=list)

    def note(self, name: str, triples: Iterable[Triple], there: Iterable[ox.Quad]) -> None:
        held = set(there)
        if held:
            wanted = set(quads_of(name, triples))
            self.added += wanted - held
            self.removed += held - wanted
        else:
            tail = f"{node_of(name)} .\n".encode()
            lines = list(map(line_of, triples))
            self.new += [line[:-1] + tail for line in lines]
            self.for_all.update(lines)


_BULK = 10_000  # quads; for fewer, a transaction is quicker and leaves fewer files


def _read_beside(folder: Path) -> ox.Store:
    """Open a store to read. One that is being written may put files away just as we look: then look again."""
    for _ in range(_LOOKS):
        try:
            return ox.Store.read_only(str(folder))
        except (OSError, RuntimeError):
            time.sleep(0.05)
    return ox.Store.read_only(str(folder))


_LOOKS = 20


def _one_line(error: object) -> str:
    return " ".join(str(error).split())[:200]
