"""What is kept beside a graph to answer fast: names, labels, and figures over the whole of it.

The ledger keeps them; of graphs that have none, the graph itself is asked. Names are found whatever the
spelling: ZWNJ or space, ي or ی, honorifics before them or not.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import batched

import pyoxigraph as ox

from kg.answer import Term
from kg.knowledge import load_knowledge
from kg.persian import squash
from kg.store import NAMES, GraphStore, Ledger
from kg.turtle import literal_parts
from kg.vocabulary import NIF

_NEAR = 3
type Kept = tuple[Sequence[str], Iterable[tuple[Term | None, ...]]]
"""An answer that was kept: its columns, and its rows."""


class Index:
    """Names, labels and figures: those of the ledger, or made by looking through graphs that have none."""

    def __init__(self, graphs: GraphStore, ledger: Ledger | None = None) -> None:
        self._graphs = graphs
        # a ledger has not seen what was changed by hand
        self._ledger = ledger if ledger and not ledger.setting("changed") else None
        self._called: dict[str, set[tuple[str, str]]] | None = None

    # ── names ──

    def has(self, iri: str) -> bool:
        """Whether the graph says anything of a node."""
        return bool(self._graphs.query(f"ASK {{ <{iri}> ?p ?o }}"))

    def called(self, name: str) -> Sequence[str]:
        """The IRIs of the nodes of this name, sorted; its honorifics may be left out."""
        for key in _keys(name):
            found = {node for _, node in self._of_key(key)}
            if found:
                return sorted(found)
        # a name without any letter or digit has no key: it is looked for as it is written
        return [] if squash(name) else sorted(node for form, node in self._of_key("") if form == name)

    def near(self, name: str) -> Sequence[str]:
        """Names that are nearly this one, the nearest first."""
        return difflib.get_close_matches(name, self._forms_like(squash(name)[:2]), n=_NEAR)

    def _of_key(self, key: str) -> set[tuple[str, str]]:
        if self._ledger:
            return self._ledger.naming.called(key)
        return self._all().get(key, set())

    def _forms_like(self, beginning: str) -> list[str]:
        if self._ledger:
            return self._ledger.naming.forms_like(beginning)
        return sorted(
            {f for key, named in self._all().items() if key.startswith(beginning) for f, _ in named}
        )

    def _all(self) -> dict[str, set[tuple[str, str]]]:
        if self._called is None:
            self._called = defaultdict(set)
            predicates = " ".join(f"<{predicate}>" for predicate in NAMES)
            for node, form in self._graphs.select(
                f"SELECT ?n ?f {{ VALUES ?p {{ {predicates} }} ?n ?p ?f FILTER isIRI(?n) }}"
            ):
                self._called[squash(form.value)].add((form.value, node.value))
        return self._called

    # ── labels ──

    def labels(self, iris: Iterable[str]) -> Mapping[str, str]:
        """What nodes are called, by the best name that each has."""
        nameless = tuple(self._graphs.prefixes[kind] for kind in _NAMELESS if kind in self._graphs.prefixes)
        asked = {iri for iri in iris if not iri.startswith(nameless)}
        if not self._ledger:
            return _labels_in(self._graphs, asked)
        spans = {iri for iri in asked if iri.startswith(self._graphs.prefixes["span"])}
        return {**self._ledger.naming.labels(asked), **_labels_in(self._graphs, spans)}

    # ── figures ──

    def kept(self, figure: str, limit: int) -> Kept | None:
        """An answer of at most ``limit`` rows that need not be asked for; None where it is not kept."""
        if not self._ledger:
            return None
        figures = self._ledger.figures
        if figure == "articles":
            return ("article", "published", "agency", "facts"), (
                (ox.NamedNode(node), _literal(published), _literal(agency), ox.Literal(facts))
                for node, published, agency, facts in figures.articles(limit)
            )
        return ("entity", "kind", "facts"), (
            (ox.NamedNode(node), ox.NamedNode(of), ox.Literal(facts))
            for node, of, facts in figures.most_connected(limit)
        )


_NAMELESS = ("membership", "statement", "observation", "quotation", "interval", "instant")  # kinds of nodes


def _labels_in(graphs: GraphStore, iris: set[str]) -> Mapping[str, str]:
    """Look labels up in a graph."""
    labels: dict[str, str] = {}
    for predicate in (*NAMES[:-1], NIF.anchorOf):
        for some in batched(sorted(iris - labels.keys()), 1000):
            nodes = " ".join(f"<{iri}>" for iri in some)
            for node, label in graphs.select(
                f"SELECT ?n ?l {{ VALUES ?n {{ {nodes} }} ?n <{predicate}> ?l }}"
            ):
                labels[node.value] = min(label.value, labels.get(node.value, label.value))
    return labels


@cache
def _literal(spelled: str | None) -> ox.Literal | None:
    if spelled is None:
        return None
    text, language, datatype = literal_parts(spelled)
    if language:
        return ox.Literal(text, language=language)
    return ox.Literal(text, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(text)


def _keys(name: str) -> Iterator[str]:
    """The key of a name, then those of what is left of it without the honorifics before it."""
    words = name.split()
    while words:
        key = squash(" ".join(words))
        if key:
            yield key
        before = (n for n in range(len(words) - 1, 0, -1) if squash(" ".join(words[:n])) in _honorifics())
        words = words[next(before, len(words)) :]


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(load_knowledge()["honorifics"].entries)
