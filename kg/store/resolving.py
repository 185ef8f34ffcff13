"""Dirty blocks of the ledger -> which entities are one thing, and what the graph of all says of them.

A block is decided on by itself (``kg.identity``); only that which its nodes lie in, or are part of, is
another's, and is made dirty where it comes or goes. So a build decides on the names that its articles
have, however many the store holds.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from rdflib import RDF, URIRef

from kg.graph import CLASSES, Triple, common_graph, shared_graph
from kg.identity import (
    Around,
    Ground,
    Judgement,
    Verdicts,
    anchored,
    around,
    block_of,
    choose,
    joined_blocks,
    lay,
    merged_ids,
    resolve_block,
    unnamed_body,
    unnamed_place,
)
from kg.model import Kind, Node, Resolution
from kg.store.blocks import Blocks, Moved
from kg.store.naming import names_in
from kg.store.place import Store


class Check(Protocol):
    """What looks at each graph, or part of it, before it is written."""

    def __call__(self, name: str, triples: Collection[Triple], known: Collection[Triple] = (), /) -> None:
        """Look at the triples of a graph; ``known`` says of which classes other nodes are."""


_AT_ONCE = 2000  # blocks that are decided and written together


@dataclass(frozen=True)
class Rulings:
    """What a person has judged, as it fits the candidates of a ledger."""

    verdicts: Verdicts
    merged: Mapping[str, str]
    joined: Mapping[str, str]
    touched: frozenset[str]  # blocks of things that a judgement is about

    def __str__(self) -> str:
        """Write what else than the candidates of a block decides on it."""
        return json.dumps([sorted(self.touched), sorted(self.merged.items()), sorted(self.joined.items())])

    def first(self, block: str) -> str:
        """The block that stands for all that judgements join with this one."""
        return self.joined.get(block, block)

    def group(self, first: str) -> list[str]:
        """The blocks that one stands for."""
        return [first, *(block for block, of in self.joined.items() if of == first)]


def rulings_of(blocks: Blocks, judgements: Iterable[Judgement]) -> Rulings:
    """Lay judgements on the candidates of the ledger."""
    rows = sorted(judgements, key=str)
    meant = blocks.meant(sorted({ref for row in rows if row.other for ref in (row.one, row.other)}))
    verdicts = lay(rows, meant)
    judged = {key for pair in (*verdicts.same, *verdicts.different) for side in pair for key in side}
    touched = {block_of(c) for c in meant if (c.article, c.entity) in judged | verdicts.apart}
    return Rulings(verdicts, merged_ids(verdicts, meant), joined_blocks(verdicts, meant), frozenset(touched))


def resolve_dirty(store: Store, rulings: Rulings, ground: Ground, check: Check) -> None:
    """Decide on all that is dirty, and write into the graph of all what differs."""
    blocks = store.ledger.blocks
    resolver = _Resolver(blocks, rulings, ground, store.base)
    while keys := blocks.dirty(_AT_ONCE):
        asked = {rulings.first(key) for key in keys}
        keys = sorted({*keys, *(block for first in asked for block in rulings.group(first))})
        decided = [resolver.decide(key) for key in keys]
        edits = _edits(blocks, decided)
        known = {_class_of(row[0], store.base) for each in decided for row in each.around}
        check(store.common, [triple for triples in edits.values() for triple in triples], known)
        _write(store, decided, edits)


@dataclass(frozen=True, slots=True)
class _Decided:
    """What is decided on one block or key."""

    key: str
    before: frozenset[str]  # the subjects that the graph of all has from it
    subjects: Mapping[str, set[Triple]] = field(default_factory=dict)  # those that it is to have
    around: tuple[Around, ...] = ()
    moved: tuple[Moved, ...] = ()
    is_flipped: bool = False  # a thing that no gazetteer knows has become a node, or is one no more


@dataclass(frozen=True)
class _Resolver:
    blocks: Blocks
    rulings: Rulings
    ground: Ground
    base: str

    def decide(self, key: str) -> _Decided:
        if key.partition("/")[0] not in _KINDS:
            return self._shared(key)
        if self.rulings.first(key) != key:
            return _Decided(key, self.blocks.owned(key))  # decided with another
        if key.startswith("person/") or not self.rulings.touched.isdisjoint(self.rulings.group(key)):
            return self._of_each(key)
        said = self.blocks.said_of(key)
        if not said:
            return self._unnamed(key)
        rows = {row for c, _ in said for row in around(c, self.rulings.merged)}
        node = choose(key, said, self.ground, self.rulings.merged)
        return self._decided(key, Resolution((node,), {}), rows)

    def _shared(self, key: str) -> _Decided:
        forms = self.blocks.forms(key)
        triples = shared_graph(key, forms, self.rulings.verdicts.rejected, self.base) if forms else set()
        return _Decided(key, self.blocks.owned(key), {key: triples} if triples else {})

    def _unnamed(self, key: str) -> _Decided:
        """What no article names, but others lie in or are part of."""
        rows = self.blocks.rows_around(key)
        of_bodies = [row for row in rows if row[1]]
        if of_bodies:
            node: Node | None = unnamed_body(key, of_bodies, self.ground)
        else:
            node = unnamed_place(key, self.ground) if rows else None
        return self._decided(key, Resolution((node,) if node else (), {}), set())

    def _of_each(self, key: str) -> _Decided:
        """What is decided candidate by candidate: persons, and things that a person has judged."""
        held = self.blocks.held(self.rulings.group(key))
        if not held and not key.startswith("person/"):
            return self._unnamed(key)
        members = [c for c, _ in held]
        resolution = resolve_block(members, self.rulings.verdicts, self.rulings.merged, self.ground)
        now = resolution.node_of
        moved = [
            (c.article, c.entity, now[c.article, c.entity])
            for c, node in held
            if node != now[c.article, c.entity]
        ]
        rows = {row for c in members for row in around(c, self.rulings.merged)}
        return self._decided(key, resolution, rows, moved)

    def _decided(
        self,
        key: str,
        resolution: Resolution,
        rows: set[Around],
        moved: Iterable[Moved] = (),
    ) -> _Decided:
        nodes = tuple(anchored(node, self) for node in resolution.nodes)
        rows |= {(node.place, "", "") for node in nodes if node.place}
        subjects = _by_subject(
            common_graph(Resolution(nodes, {}, resolution.same_as, resolution.possibly_same), self.base),
            self.base,
        )
        before = self.blocks.owned(key)
        is_flipped = key not in self.ground.row_of_place and (key in subjects) != (key in before)
        return _Decided(key, before, subjects, tuple(sorted(rows)), tuple(moved), is_flipped)

    def __contains__(self, id_: object) -> bool:
        """Whether a thing that others lie in or are part of is a node."""
        if not isinstance(id_, str) or not id_:
            return False
        if id_ in self.ground.row_of_place:
            return True
        if id_ not in self.rulings.touched:
            return self.blocks.is_named(id_)
        apart = self.rulings.verdicts.apart
        held = self.blocks.held(self.rulings.group(id_))
        is_left = any((c.article, c.entity) not in apart for c, _ in held)
        return is_left or any(row[1] for row in self.blocks.rows_around(id_))


_KINDS = frozenset({"person", "place", "organization", "event"})


def _by_subject(triples: Iterable[Triple], base: str) -> dict[str, set[Triple]]:
    found: defaultdict[str, set[Triple]] = defaultdict(set)
    for triple in triples:
        found[str(triple[0]).removeprefix(base)].add(triple)
    return dict(found)


def _class_of(id_: str, base: str) -> Triple:
    return URIRef(base + id_), RDF.type, CLASSES[Kind(id_.partition("/")[0].capitalize())]


def _edits(blocks: Blocks, decided: Sequence[_Decided]) -> dict[str, set[Triple]]:
    """What the subjects of some blocks are to say, with those that are to say nothing any more.

    One that has gone to another block, as judgements join and part them, is that one's alone.
    """
    edits: dict[str, set[Triple]] = {}
    for each in decided:
        lost = each.before - each.subjects.keys()
        edits.update((s, set()) for s in lost if not blocks.is_owned(s, but_by=each.key))
    for each in decided:
        edits.update(each.subjects)
    return edits


def _write(store: Store, decided: Sequence[_Decided], edits: Mapping[str, set[Triple]]) -> None:
    """Write what is decided: into the graph first, and then note that it is; whose it is was noted before."""
    ledger, blocks = store.ledger, store.ledger.blocks
    with ledger.together():
        blocks.own((each.key, s) for each in decided for s in each.subjects.keys() - each.before)
    store.graphs.edit(store.common, {store.base + subject: triples for subject, triples in edits.items()})
    store.graphs.flush()
    with ledger.together():
        blocks.clean(each.key for each in decided)
        blocks.disown((each.key, s) for each in decided for s in each.before - each.subjects.keys())
        blocks.surround({each.key: each.around for each in decided})
        moved = [entity for each in decided for entity in each.moved]
        blocks.assign(moved)
        ledger.unwrite({article for article, _, _ in moved})
        for each in decided:
            if each.is_flipped:
                blocks.touch_parts(each.key)
        ledger.naming.note({each.key: names_in(chain(*each.subjects.values())) for each in decided})
