"""The graph that stays: named graphs in Oxigraph, the ledger of their articles, and files that are whole."""

from kg.store.files import GRAPH_FILE, save_graph, write_all, write_whole
from kg.store.graphs import GraphStore
from kg.store.ledger import Ledger
from kg.store.naming import NAMES, names_in
from kg.store.oxigraph import Oxigraph
from kg.store.place import (
    LEDGER_FILE,
    STORE_FOLDER,
    Store,
    is_server,
    load_graph,
    open_graph,
    open_ledger,
    open_store,
    store_folder,
    to_dataset,
    update_whole,
)
from kg.store.remote import Remote
from kg.store.settling import Settled, settle

__all__ = [
    "GRAPH_FILE",
    "LEDGER_FILE",
    "NAMES",
    "STORE_FOLDER",
    "GraphStore",
    "Ledger",
    "Oxigraph",
    "Remote",
    "Settled",
    "Store",
    "is_server",
    "load_graph",
    "names_in",
    "open_graph",
    "open_ledger",
    "open_store",
    "save_graph",
    "settle",
    "store_folder",
    "to_dataset",
    "update_whole",
    "write_all",
    "write_whole",
]
