"""Where a graph lies: the folder of a build, a store in it, a file, or a server.

A store is a folder with the graph (Oxigraph's files) and the ledger of its articles; where the graph lies on
a server, the folder holds the ledger alone, and the server's URL in it.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

from oxrdflib import OxigraphStore
from rdflib import BNode, Dataset, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.errors import GraphError
from kg.graph import common_name, graph_name, whole_base
from kg.store.files import GRAPH_FILE
from kg.store.graphs import GraphStore
from kg.store.ledger import Ledger
from kg.store.oxigraph import Oxigraph
from kg.store.remote import Remote
from kg.store.schema import MIGRATIONS
from kg.turtle import literal_parts
from kg.vocabulary import DEFAULT_BASE

STORE_FOLDER = "store"
LEDGER_FILE = "ledger.sqlite"
_GRAPH = "graph"


class Store:
    """A graph with the ledger of the articles that it is made of."""

    def __init__(self, graphs: GraphStore, ledger: Ledger, base: str) -> None:
        self.graphs = graphs
        self.ledger = ledger
        self.base = base

    @classmethod
    def in_memory(cls, base_iri: str = DEFAULT_BASE) -> Store:
        """Make a store that goes with the program."""
        base = whole_base(base_iri)
        return cls(Oxigraph(base=base), Ledger(None), base)

    @classmethod
    def open(cls, folder: Path, base_iri: str | None = None) -> Store:
        """Open the store in ``folder`` for writing, made if need be, with IRIs under ``base_iri``.

        Without ``base_iri`` they stay where they are. Raises GraphError where another program is
        writing it, or where its IRIs lie elsewhere.
        """
        graphs = Oxigraph.open(folder / _GRAPH, DEFAULT_BASE, is_read_only=False)
        ledger = Ledger(folder / LEDGER_FILE)
        base = _settled_base(folder, ledger, base_iri)
        if not graphs.names(limit=1):  # somebody took the graph away: what the ledger knows makes it again
            ledger.unwrite_all()
        return cls(Oxigraph(graphs.store, base), ledger, base)

    @classmethod
    def on_server(cls, url: str, folder: Path, base_iri: str | None = None) -> Store:
        """Open the store on a server, whose ledger lies in ``folder``.

        What the ledger counts as written and the server does not hold is written by the next build. Raises
        GraphError where the server does not answer, or the ledger is another graph's.
        """
        graphs = Remote(url)
        there = set(graphs.names())
        folder.mkdir(parents=True, exist_ok=True)
        ledger = Ledger(folder / LEDGER_FILE)
        known = ledger.setting("server")
        if known != graphs.url and (known or ledger.setting("base")):
            raise GraphError(
                f"{folder}: this is the ledger of {known or 'a store on disk'}; name another --out"
            )
        base = _settled_base(folder, ledger, base_iri)
        ledger.put("server", graphs.url)
        if str(common_name(base)) not in there:
            ledger.unwrite_all()
        ledger.unwrite_unless(lambda article: str(graph_name(base, article)) in there)
        return cls(Remote(url, base), ledger, base)

    @property
    def common(self) -> str:
        """The IRI of the graph of what holds across articles."""
        return str(common_name(self.base))

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let another program write."""
        self.ledger.close()
        self.graphs.close()


def open_store(
    where: Path | str, ledger_in: Path, base_iri: str | None = None, *, is_there: bool = False
) -> Store:
    """Open a store for writing: a folder, made if need be unless it must be there, or a server's URL.

    The ledger of a server's graph lies in the folder ``ledger_in``. Raises GraphError; see ``Store.open``.
    """
    if is_server(where):
        return Store.on_server(str(where), ledger_in, base_iri)
    folder = store_folder(Path(where))
    if folder is None and is_there:
        raise GraphError(f"{where}: there is no store here; make one with «kg build»")
    server = server_of(folder) if folder else None
    if folder and server:
        return Store.on_server(server, folder, base_iri)
    return Store.open(folder or Path(where), base_iri)


def server_of(folder: Path) -> str | None:
    """The URL of the server that holds the graph of this ledger; None where the folder does itself."""
    ledger = Ledger(folder / LEDGER_FILE, is_read_only=True)
    try:
        return ledger.setting("server")
    finally:
        ledger.close()


def _settled_base(folder: Path, ledger: Ledger, base_iri: str | None) -> str:
    base = ledger.setting("base")
    wanted = whole_base(base_iri or base or DEFAULT_BASE)
    if base and base != wanted:
        raise GraphError(
            f"{folder}: the IRIs of this store begin with {base}; build into another folder for {wanted}"
        )
    ledger.put("base", wanted)
    return wanted


def store_folder(where: Path) -> Path | None:
    """Find the store in ``where``, the folder of a build or of a store; None where there is none."""
    found = (f for f in (where / STORE_FOLDER, where) if (f / LEDGER_FILE).is_file())
    return next(found, None)


def is_server(where: Path | str) -> bool:
    """Whether ``where`` is the URL of a server."""
    return str(where).startswith(("http://", "https://"))


def open_graph(where: Path | str) -> GraphStore:
    """Open a graph to read: the folder of a build or a store, a file of RDF, or a server's URL.

    Raises GraphError where there is none, or none that can be read.
    """
    if is_server(where):
        return Remote(str(where))
    where = Path(where)
    folder = store_folder(where)
    if folder:
        ledger = Ledger(folder / LEDGER_FILE, is_read_only=True)
        base, server = ledger.setting("base") or DEFAULT_BASE, ledger.setting("server")
        ledger.close()
        return Remote(server, base) if server else Oxigraph.open(folder / _GRAPH, base, is_read_only=True)
    path = where if where.is_file() else where / GRAPH_FILE
    if not path.exists():
        raise GraphError(f"{path}: there is no graph here; make one with «kg build»")
    return Oxigraph.of_file(path)


def update_whole(folder: Path, sparql: str) -> None:
    """Change the graph of a store by SPARQL Update, all of it or nothing.

    What is written must stand in a named graph; the graph of all follows from these. Raises SyntaxError
    where it is no update, GraphError where another program is writing.
    """
    with open_store(folder, folder) as store:
        store.graphs.update(sparql)
        store.graphs.flush()
        store.ledger.put("changed", str(time.time_ns()))  # readers look at the ledger's time


def open_ledger(where: Path | str) -> Ledger | None:
    """Open the ledger of a graph to read, where it has one, of this version."""
    folder = None if is_server(where) else store_folder(Path(where))
    if folder is None:
        return None
    ledger = Ledger(folder / LEDGER_FILE, is_read_only=True)
    if ledger.version == len(MIGRATIONS):
        return ledger
    ledger.close()
    return None


def to_dataset(graphs: GraphStore) -> Dataset:
    """See a graph as a dataset of rdflib; plain patterns see all its graphs."""
    dataset = _Dataset(graphs if isinstance(graphs, Oxigraph) else Oxigraph.copy_of(graphs))
    for prefix, namespace in graphs.prefixes.items():
        dataset.bind(prefix, namespace, override=True, replace=True)
    return dataset


class _Dataset(Dataset):
    """A dataset that lists all its quads some five times faster than term by term through rdflib's store."""

    def __init__(self, graphs: Oxigraph) -> None:
        super().__init__(store=OxigraphStore(store=graphs.store))
        self._graphs = graphs

    def graphs(self, triple: Any = None) -> Generator[Any, None, None]:
        """Give the named graphs: the one without a name only says again what they state."""
        yield from (g for g in super().graphs(triple) if g.identifier != DATASET_DEFAULT_GRAPH_ID)

    def quads(self, quad: Any = None) -> Generator[Any, None, None]:
        """Give the quads of the named graphs; those of a pattern as rdflib does."""
        if quad is not None and any(part is not None for part in quad):
            yield from super().quads(quad)
            return
        terms = _Terms()
        for name in self._graphs.names():
            graph = URIRef(name) if name else None
            for line in self._graphs.lines(name):
                s, p, o = line[:-2].decode().split(" ", 2)
                yield terms[s], terms[p], terms[o] if o[0] != '"' else _literal(o), graph


class _Terms(dict[str, Any]):
    """IRIs and nodes without a name, each made once."""

    def __missing__(self, spelled: str) -> Any:
        term = self[spelled] = URIRef(spelled[1:-1]) if spelled[0] == "<" else BNode(spelled[2:])
        return term


def _literal(spelled: str) -> Literal:
    text, language, datatype = literal_parts(spelled)
    return Literal(text, lang=language or None, datatype=URIRef(datatype) if datatype else None)


def load_graph(where: Path | str) -> Dataset:
    """Read a graph as a dataset of rdflib; see ``open_graph``."""
    return to_dataset(open_graph(where))
