"""Ledger -> graphs: decide which entities are one thing, and write what differs.

The graph of an article hangs on what it states and on the nodes that its entities are; so after
articles have come, changed or gone, those are written whose nodes are no longer those that they were
written with. Whatever stops this half way, doing it again ends in the same graphs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rdflib import RDFS, URIRef

from kg.graph import Shared, Triple, article_graph, common_graph, graph_name
from kg.identity import Candidate, Judgement, parse_judgements, resolve_candidates, to_text
from kg.knowledge import Knowledge
from kg.model import Findings, Resolution
from kg.naming import id_tail
from kg.persian import squash
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


# ── what is written ───────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Settled:
    """What settling did."""

    written: tuple[str, ...] = ()  # ids of the articles whose graphs were written
    misfits: tuple[str, ...] = ()  # judgements that fit nothing, in words


def settle(
    store: Store,
    check: Check = lambda name, triples: None,
    *,
    judgements: Iterable[Judgement] | None = None,
    knowledge: Knowledge | None = None,
) -> Settled:
    """Bring the graphs in line with the ledger and with what a person has judged.

    Without ``judgements``, those hold that were given last.
    Raises GraphError where the disk does not take it; what was written by then stays.
    """
    ledger = store.ledger
    _note_what_differs(ledger, judgements)
    if ledger.setting("settled"):
        return Settled(misfits=tuple((ledger.setting("misfits") or "").splitlines()))
    _take_out(store)
    judged = parse_judgements(ledger.setting("judgements") or "", "the ledger")
    resolution = resolve_candidates(ledger.candidates(Candidate), judged, knowledge)
    made_with = _Ground(resolution)
    changed = [article for article, written in ledger.written() if written != made_with.of(article)]
    for batch in _batches(store, changed, resolution, check):
        _write(store, batch, made_with)
    _write_common(store, resolution, check)
    misfits = (*resolution.misfits, *_unknown(ledger, resolution))
    with ledger.together():
        ledger.put("misfits", "\n".join(misfits))
        ledger.put("settled", "yes")
    return Settled(tuple(changed), misfits)


def _note_what_differs(ledger: Ledger, judgements: Iterable[Judgement] | None) -> None:
    """Note that graphs are to be written again where the program or the judgements are others than then."""
    with ledger.together():
        if ledger.setting("drawing") != version_of_drawing():
            ledger.unwrite()
            ledger.put("settled", None)
            ledger.put("drawing", version_of_drawing())
        if judgements is not None and (rows := to_text(judgements)) != (ledger.setting("judgements") or ""):
            ledger.put("settled", None)
            ledger.put("judgements", rows)


def _unknown(ledger: Ledger, resolution: Resolution) -> list[str]:
    """Name the judged facts that no article states: it is gone, or says them no more."""
    known = {fact for shared in ledger.shared() for fact in shared.judged}
    verdicts = [("right", fact) for fact in resolution.confirmed]
    verdicts += [("wrong", fact) for fact in resolution.rejected]
    lost = sorted((verdict, fact) for verdict, fact in verdicts if fact not in known)
    return [f"{verdict} {fact}: no article states this fact" for verdict, fact in lost]


def _take_out(store: Store) -> None:
    for article in store.ledger.withdrawn():
        name = str(graph_name(store.base, article))
        store.graphs.replace({name: ()})
        with store.ledger.together():
            store.ledger.name(name, ())
            store.ledger.forget(article)


class _Ground:
    """What the graph of an article is made with, beside what it states: nodes of entities, judged facts."""

    def __init__(self, resolution: Resolution) -> None:
        self._nodes: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for (article, entity), node in resolution.node_of.items():
            self._nodes[article][entity] = node
        self._judged: defaultdict[str, list[str]] = defaultdict(list)
        for fact in sorted(resolution.confirmed):
            self._judged[_article_tail(fact)].append(f"right {fact}")
        for fact in sorted(resolution.rejected):
            self._judged[_article_tail(fact)].append(f"wrong {fact}")

    def of(self, article: str) -> dict[str, str]:
        judged = self._judged.get(id_tail(article))
        return {**self._nodes.get(article, {}), **({"": " ".join(judged)} if judged else {})}


def _article_tail(fact: str) -> str:
    """Cut the article's id out of a fact's: ``membership/ARTICLE_28-87_e8ec8451``."""
    return fact.partition("/")[2].rsplit("_", 2)[0]


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


def _write(store: Store, batch: list[_Drawn], made_with: _Ground) -> None:
    names = {found.article.id: str(graph_name(store.base, found.article.id)) for found, _, _ in batch}
    store.graphs.replace({names[found.article.id]: triples for found, triples, _ in batch})
    store.graphs.flush()
    with store.ledger.together():
        for found, triples, shared in batch:
            article = found.article.id
            store.ledger.mark_written(article, made_with.of(article), shared)
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
