"""Ledger -> graphs: decide which entities are one thing, and write what differs.

The graph of an article hangs on what it states and on the nodes that its entities are; so after
articles have come, changed or gone, those are written whose nodes are no longer those that they were
written with. Whatever stops this half way, doing it again ends in the same graphs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import batched

from kg.graph import Shared, Triple, article_graph, article_name, graph_name
from kg.identity import OF_FACTS, Judgement, Verdicts, ground_of, parse_judgements, to_text
from kg.knowledge import Knowledge
from kg.model import Findings, Resolution
from kg.naming import id_of, id_tail
from kg.store.figures import glance_at
from kg.store.ledger import Ledger
from kg.store.naming import names_in
from kg.store.place import Store
from kg.store.resolving import Check, Rulings, resolve_dirty, rulings_of
from kg.versions import version_of_drawing

_AT_ONCE = 50_000  # triples that are written together: few enough to hold, enough to be quick


@dataclass(frozen=True, slots=True)
class Settled:
    """What settling did."""

    written: tuple[str, ...] = ()  # ids of the articles whose graphs were written
    misfits: tuple[str, ...] = ()  # judgements that fit nothing, in words


def settle(
    store: Store,
    check: Check = lambda name, triples, known=(): None,
    *,
    judgements: Iterable[Judgement] | None = None,
    knowledge: Knowledge | None = None,
) -> Settled:
    """Bring the graphs in line with the ledger and with what a person has judged.

    Without ``judgements``, those hold that were given last.
    Raises GraphError where the disk does not take it; what was written by then stays.
    """
    ledger, ground = store.ledger, ground_of(knowledge)
    _note_version(ledger)
    if judgements is not None:
        _note_judgements(ledger, tuple(judgements))
    _take_out(store)
    rulings = _rulings(ledger)
    resolve_dirty(store, rulings, ground, check)
    changed = ledger.unwritten()
    for batch in _batches(store, changed, rulings.verdicts, check):
        _write(store, batch)
    resolve_dirty(store, rulings, ground, check)  # what the graphs of articles give to that of all
    _sweep(store)
    return Settled(tuple(changed), (*rulings.verdicts.misfits, *_unknown(ledger, rulings.verdicts)))


# ── what else has changed than articles ───────────────────────────────────────


def _note_version(ledger: Ledger) -> None:
    """Note that every graph is to be written again where the program writes otherwise than then."""
    if ledger.setting("drawing") != version_of_drawing():
        ledger.put("swept", None)
        ledger.unwrite_all()
        ledger.put("drawing", version_of_drawing())


def _note_judgements(ledger: Ledger, judgements: tuple[Judgement, ...]) -> None:
    """Note judgements, and that the graphs with the facts are to be written on which they differ."""
    before, now = ledger.setting("judgements") or "", to_text(judgements)
    if now == before:
        return
    facts = {*_facts(parse_judgements(before, "the ledger"))} ^ {*_facts(judgements)}
    with ledger.together():
        ledger.put("judgements", now)
        ledger.unwrite({_article_of(fact) for _, fact in facts})
        ledger.blocks.touch(fact for _, fact in facts)


def _facts(judgements: Iterable[Judgement]) -> Iterator[tuple[str, str]]:
    return ((row.verdict, row.one) for row in judgements if row.verdict in OF_FACTS)


def _article_of(fact: str) -> str:
    """Cut the article's id out of a fact's: ``membership/ARTICLE_28-87_e8ec8451``."""
    return id_of(fact.partition("/")[2].rsplit("_", 2)[0])


def _rulings(ledger: Ledger) -> Rulings:
    """What a person has judged; where it is not what was laid last, all that it is about is dirty."""
    judged = parse_judgements(ledger.setting("judgements") or "", "the ledger")
    rulings, before = rulings_of(ledger.blocks, judged), ledger.setting("ruled")
    if before == str(rulings):
        return rulings
    touched, merged, _ = json.loads(before) if before else ([], [], [])
    blocks = {
        *touched,
        *rulings.touched,
        *(id_ for pair in (*merged, *rulings.merged.items()) for id_ in pair),
    }
    with ledger.together():
        ledger.put("ruled", str(rulings))
        ledger.blocks.touch(blocks)
        for block in sorted(blocks):
            ledger.blocks.touch_parts(block)
            ledger.unwrite(ledger.blocks.as_before_judged(block))
    return rulings


def _unknown(ledger: Ledger, verdicts: Verdicts) -> list[str]:
    """Name the judged facts that no article states: it is gone, or says them no more."""
    judged = [("right", fact) for fact in verdicts.confirmed] + [
        ("wrong", fact) for fact in verdicts.rejected
    ]
    lost = sorted((verdict, fact) for verdict, fact in judged if not ledger.blocks.forms(fact))
    return [f"{verdict} {fact}: no article states this fact" for verdict, fact in lost]


# ── what is written ───────────────────────────────────────────────────────────


def _take_out(store: Store) -> None:
    for article in store.ledger.withdrawn():
        store.graphs.replace({str(graph_name(store.base, article)): ()})
        with store.ledger.together():
            store.ledger.naming.note({_giver(article): ()})
            store.ledger.forget(article)


def _giver(article: str) -> str:
    return f"graph/{id_tail(article)}"


type _Drawn = tuple[Findings, set[Triple], Shared]


def _batches(
    store: Store, articles: Iterable[str], verdicts: Verdicts, check: Check
) -> Iterator[list[_Drawn]]:
    judged = Resolution((), {}, rejected=verdicts.rejected, confirmed=verdicts.confirmed)
    batch: list[_Drawn] = []
    number = 0
    for article in articles:
        found = store.ledger.findings(article)
        resolution = replace(judged, node_of=store.ledger.blocks.nodes_of(article))
        triples, shared = article_graph(found, resolution, store.base)
        check(str(graph_name(store.base, article)), triples)
        batch.append((found, triples, shared))
        number += len(triples)
        if number > _AT_ONCE:
            yield batch
            batch, number = [], 0
    if batch:
        yield batch


def _write(store: Store, batch: list[_Drawn]) -> None:
    ledger = store.ledger
    names = {found.article.id: str(graph_name(store.base, found.article.id)) for found, _, _ in batch}
    store.graphs.replace({names[found.article.id]: triples for found, triples, _ in batch})
    store.graphs.flush()
    with ledger.together():
        ledger.naming.note({_giver(found.article.id): names_in(triples) for found, triples, _ in batch})
        for found, triples, shared in batch:
            article = found.article.id
            ledger.mark_written(article)
            ledger.blocks.share(article, shared)
            ledger.figures.note(article, glance_at(article_name(store.base, article), triples))


def _sweep(store: Store) -> None:
    """Take out of the graph of all what another version wrote there and this one does not."""
    if store.ledger.setting("swept"):
        return
    rows = store.graphs.select(f"SELECT DISTINCT ?s {{ GRAPH <{store.common}> {{ ?s ?p ?o }} }}")
    there = [row[0].value for row in rows]
    left = [s for s in there if not store.ledger.blocks.is_owned(s.removeprefix(store.base))]
    for some in batched(left, _AT_ONCE):
        store.graphs.edit(store.common, dict.fromkeys(some, ()))
    store.graphs.flush()
    store.ledger.put("swept", "yes")
