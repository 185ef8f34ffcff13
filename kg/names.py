"""What nodes are called, found whatever the spelling: ZWNJ or space, ي or ی, honorifics before it or not."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from kg.knowledge import load_knowledge
from kg.persian import squash
from kg.store import NAMES, GraphStore, Ledger

_NEAR = 3


class NameIndex:
    """Names by their keys: the ledger's own, or made by looking through graphs that have no ledger."""

    def __init__(self, graphs: GraphStore, ledger: Ledger | None) -> None:
        self._graphs = graphs
        self._ledger = ledger
        self._called: dict[str, set[tuple[str, str]]] | None = None

    @classmethod
    def of_graphs(cls, graphs: GraphStore) -> NameIndex:
        """Know the names in ``graphs`` by looking through them at the first question."""
        return cls(graphs, None)

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
        return self._ledger.naming.called(key) if self._ledger else self._all().get(key, set())

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
