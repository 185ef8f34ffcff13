"""Ledger -> graphs: decide which entities are one thing, and write what differs.

The graph of an article hangs on what it states and on the nodes that its entities are; so after
articles have come, changed or gone, those are written whose nodes are no longer those that they were
written with. Whatever stops this half way, doing it again ends in the same graphs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rdflib import RDFS, URIRef

from kg.graph import Shared, Triple, article_graph, common_graph, graph_name
from kg.model import Findings, Resolution
from kg.persian import squash
from kg.resolve import Candidate, choose, cluster, normalise
from kg.store.ledger import Ledger, Name
from kg.store.place import Store
from kg.versions import version_of_drawing
from kg.vocabulary import SCHEMA, SKOS

type Check = Callable[[str, set[Triple]], None]
"""What looks at each graph before it is written: its name and its triples."""

NAMES = (SKOS.prefLabel, RDFS.label, SKOS.altLabel, SCHEMA.headline, SCHEMA.identifier)
"""What a node may be called by, the best first."""
_NAMES = frozenset(NAMES)

_AT_ONCE = 50_000  # triples that are written together: few enough to hold, enough to be quick


# ── what resolution is asked ──────────────────────────────────────────────────


def candidates(found: Findings) -> tuple[Candidate, ...]:
    """What resolution needs to know of one article."""
    return tuple(normalise(found))


def resolve_candidates(known: Iterable[Candidate]) -> Resolution:
    """Say which node each entity of each article is."""
    clusters = cluster(known)
    node_of = {(c.article, c.entity): key for key, members in clusters.items() for c in members}
    nodes = tuple(choose(key, clusters[key]) for key in sorted(clusters))
    return Resolution(nodes, node_of)


# ── what is written ───────────────────────────────────────────────────────────


def settle(store: Store, check: Check = lambda name, triples: None) -> list[str]:
    """Bring the graphs in line with the ledger; gives the ids of the articles that were written.

    Raises GraphError where the disk does not take it; what was written by then stays.
    """
    ledger = store.ledger
    if ledger.setting("drawing") != version_of_drawing():
        with ledger.together():
            ledger.unwrite()
            ledger.put("settled", None)
            ledger.put("drawing", version_of_drawing())
    if ledger.setting("settled"):
        return []
    _take_out(store)
    resolution = resolve_candidates(ledger.candidates(Candidate))
    changed = _changed(ledger, resolution)
    for batch in _batches(store, changed, resolution, check):
        _write(store, batch, resolution)
    _write_common(store, resolution, check)
    ledger.put("settled", "yes")
    return changed


def _take_out(store: Store) -> None:
    for article in store.ledger.withdrawn():
        name = str(graph_name(store.base, article))
        store.graphs.replace({name: ()})
        with store.ledger.together():
            store.ledger.name(name, ())
            store.ledger.forget(article)


def _changed(ledger: Ledger, resolution: Resolution) -> list[str]:
    """The articles whose graphs were written with other nodes, or not at all."""
    nodes = _nodes(resolution)
    return [article for article, written in ledger.written() if written != nodes.get(article, {})]


def _nodes(resolution: Resolution) -> dict[str, dict[str, str]]:
    """The nodes of each article's entities."""
    nodes: dict[str, dict[str, str]] = {}
    for (article, entity), node in resolution.node_of.items():
        nodes.setdefault(article, {})[entity] = node
    return nodes


type _Drawn = tuple[Findings, set[Triple], Shared]


def _batches(
    store: Store, articles: Iterable[str], resolution: Resolution, check: Check
) -> Iterator[list[_Drawn]]:
    batch: list[_Drawn] = []
    number = 0
    for article in articles:
        found = store.ledger.findings(article)
        triples, shared = article_graph(found, resolution, store.base)
        check(str(graph_name(store.base, article)), triples)
        batch.append((found, triples, shared))
        number += len(triples)
        if number > _AT_ONCE:
            yield batch
            batch, number = [], 0
    if batch:
        yield batch


def _write(store: Store, batch: list[_Drawn], resolution: Resolution) -> None:
    names = {found.article.id: str(graph_name(store.base, found.article.id)) for found, _, _ in batch}
    store.graphs.replace({names[found.article.id]: triples for found, triples, _ in batch})
    store.graphs.flush()
    with store.ledger.together():
        for found, triples, shared in batch:
            article = found.article.id
            nodes = {entity.id: resolution.node_of[article, entity.id] for entity in found.entities}
            store.ledger.mark_written(article, nodes, shared)
            store.ledger.name(names[article], names_in(triples))


def _write_common(store: Store, resolution: Resolution, check: Check) -> None:
    triples = common_graph(resolution, store.ledger.shared(), store.base)
    check(store.common, triples)
    store.graphs.replace({store.common: triples})
    store.graphs.flush()
    with store.ledger.together():
        store.ledger.name(store.common, names_in(triples))


def names_in(triples: Iterable[Triple]) -> Iterator[Name]:
    """The names that a graph gives to its nodes."""
    for node, predicate, form in triples:
        if predicate in _NAMES and isinstance(node, URIRef):
            yield Name(squash(str(form)), str(form), str(node))
