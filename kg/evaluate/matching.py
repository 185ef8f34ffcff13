"""When a fact of the graph states an annotated one. The rules stand in docs/evaluation.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from rdflib import Literal
from rdflib.term import Node as Term

from kg.evaluate.annotation import RELATIONS, AnnotatedFact, Annotation
from kg.evaluate.graph_facts import Fact
from kg.knowledge import Knowledge
from kg.model import Kind, Span
from kg.persian import ZWNJ, fold, squash

# shares of common words from which two names are taken for one; a person's must be the same
_SAME_NAME = {Kind.PERSON: 0.99, Kind.ORGANIZATION: 0.7, Kind.PLACE: 0.7, Kind.EVENT: 0.4}
_SAME_PHRASE = 0.5
_SAME_EVENT = 0.3  # names of events are long and loose: what counts is that they are the same words
_SHORTEST_NAME = 3  # letters; a title is not taken off a name of which less would stay
_SAME_NUMBER = 1e-6
_MADDA = str.maketrans("\u0622", "\u0627")  # many write the one for the other


class Wording:
    """Compares names and phrases, whatever their spelling and titles. Remembers what it has seen."""

    def __init__(self, knowledge: Knowledge) -> None:
        rows = knowledge["comparison"].entries.items()
        titles = [key.translate(_MADDA) for key, (row, *_) in rows if row["kind"] == "title"]
        longest_first = "|".join(sorted(map(re.escape, titles), key=lambda title: (-len(title), title)))
        self._titles = re.compile(f"(?:(?:{longest_first})(?=.{{{_SHORTEST_NAME}}}))+")
        self._particles = {key.translate(_MADDA) for key, (row, *_) in rows if row["kind"] == "particle"}
        self._keys: dict[str, tuple[str, frozenset[str]]] = {}

    def is_any_close(self, names: Iterable[str], wanted: Iterable[str], threshold: float) -> bool:
        """Whether some name is close to some name that is wanted."""
        wanted = tuple(wanted)
        return any(self.is_close(name, other, threshold) for name in names for other in wanted)

    def is_close(self, name: str, other: str, threshold: float) -> bool:
        """Whether two names are one but for spaces and titles, or share enough of their words."""
        key, words = self._key(name)
        other_key, other_words = self._key(other)
        common = len(words & other_words)
        return key == other_key or (common > 0 and common / len(words | other_words) >= threshold)

    def _key(self, name: str) -> tuple[str, frozenset[str]]:
        found = self._keys.get(name)
        if found is None:
            words = re.findall(r"[^\W_]+", fold(name).translate(_MADDA))
            key = self._titles.sub("", squash(name).translate(_MADDA), count=1)
            found = self._keys[name] = key, frozenset(words) - self._particles
        return found


@dataclass(frozen=True)
class Matcher:
    """Compares the facts of the graph with those of one annotation."""

    annotation: Annotation
    names: Mapping[Term, tuple[str, ...]]
    wording: Wording

    def states(self, fact: Fact, said: AnnotatedFact) -> bool:
        """Whether ``fact`` states what was annotated, slots apart."""
        if fact.relation != said.relation:
            return False
        return (
            all(self.is_same(node, other) for node, other in zip(fact.ends, said.ends, strict=True))
            and _is_same_value(fact.value, said.value)
            and _is_same_stretch(fact.span, said.span, RELATIONS[said.relation].overlap)
            and (not said.words or self._is_phrase(fact.words, said.words))
        )

    def slots(self, fact: Fact, said: AnnotatedFact) -> Iterator[tuple[str, bool]]:
        """Judge each slot that the annotation fills: its name, and whether ``fact`` fills it so."""
        shape = RELATIONS[said.relation]
        if shape.mode:
            yield shape.mode, fact.mode.lower() == said.mode.lower()
        if said.others:
            pairs = product(fact.others, said.others)
            yield shape.others, any(self.is_same(node, other) for node, other in pairs)
        if said.phrases:
            yield shape.phrases, any(self._is_phrase(phrase, said.phrases) for phrase in fact.phrases)

    def is_same(self, node: Term | None, entity: str | None) -> bool:
        """Whether ``node`` is the annotated entity; none agrees with none alone."""
        if node is None or entity is None:
            return node is None and entity is None
        names, wanted = self._names(node), self.annotation.entities[entity]
        if wanted.kind is Kind.EVENT and self._is_overlapping(names, wanted.names):
            return True
        return self.wording.is_any_close(names, wanted.names, _SAME_NAME[wanted.kind])

    def is_found(self, nodes: Iterable[Term], entity: str) -> bool:
        """Whether some of ``nodes`` bears a name of the annotated entity."""
        wanted = self.annotation.entities[entity]
        close = self.wording.is_any_close
        return any(close(self._names(node), wanted.names, _SAME_NAME[wanted.kind]) for node in nodes)

    def _is_phrase(self, node: Term | None, wanted: Iterable[str]) -> bool:
        return node is not None and self.wording.is_any_close(self._names(node), wanted, _SAME_PHRASE)

    def _is_overlapping(self, names: Iterable[str], wanted: Iterable[str]) -> bool:
        places = list(self._places(wanted))
        return any(_overlap(one, other) > _SAME_EVENT for one in self._places(names) for other in places)

    def _places(self, names: Iterable[str]) -> Iterator[Span]:
        """Find where the words of ``names`` stand in the article, in whatever spacing."""
        for name in names:
            letters = (re.escape(char) for char in name if not char.isspace() and char != ZWNJ)
            pattern = rf"[\s{ZWNJ}]*".join(letters)
            if pattern:
                yield from (Span(*found.span()) for found in re.finditer(pattern, self.annotation.text))

    def _names(self, node: Term) -> tuple[str, ...]:
        return (str(node),) if isinstance(node, Literal) else self.names.get(node, ())


def _is_same_value(value: str | None, wanted: float | None) -> bool:
    if wanted is None:
        return True
    try:
        return abs(float(value or "") - wanted) <= _SAME_NUMBER * max(1, abs(wanted))
    except ValueError:
        return False


def _is_same_stretch(span: Span | None, wanted: Span | None, least: float | None) -> bool:
    if span is None or wanted is None or least is None:
        return True
    shared = _overlap(span, wanted)
    return shared > 0 and shared >= least


def _overlap(one: Span, other: Span) -> float:
    """Say which part of the stretch that both cover together is common to them."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / max(1, max(one.end, other.end) - min(one.start, other.start))
