"""Two graphs -> what changed between them: in words, and as RDF Patch.

Facts are compared by what they say, not by where it stands: an article that moved a paragraph changed,
but no fact of it did. A role that was held and is now told as past has ended; a number of the same
thing in the same unit, in the same article, has been corrected.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rdflib import RDF, RDFS

from kg.turtle import Graphs, Line, Speller, literal_parts
from kg.vocabulary import KG, ORG, SCHEMA


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Something that one graph says and the other does not: its kind (see assets/changes.json), in words."""

    kind: str
    words: str
    articles: tuple[str, ...] = ()

    def told(self, language: str = "en") -> str:
        """Say it on one line, the kind in ``language``."""
        of = f"  [{', '.join(self.articles)}]" if self.articles else ""
        return f"{_kinds()[self.kind][language]}: {self.words}{of}"


class Until:
    """The graphs of the articles of a day and before; those of no article stay."""

    def __init__(self, graphs: Graphs, day: str) -> None:
        self._graphs = graphs
        self._day = day
        self.prefixes = graphs.prefixes

    def names(self) -> list[str]:
        """List the graphs; see ``kg.turtle.Graphs``."""
        return [name for name in self._graphs.names() if self._is_in(name)]

    def lines(self, name: str) -> Iterable[Line]:
        """Give the triples of a graph."""
        return self._graphs.lines(name)

    def _is_in(self, name: str) -> bool:
        subjects = _Subjects(self._graphs.lines(name))
        for article in subjects.members(SCHEMA.NewsArticle):
            dated = subjects.text(article, SCHEMA.datePublished)
            return bool(dated) and dated <= self._day[: len(dated)]
        return True


# ── in words ──────────────────────────────────────────────────────────────────


def changes(before: Graphs, after: Graphs) -> list[Change]:
    """Say what ``after`` states and ``before`` did not, and the other way round; sorted."""
    old, new = _Stated.of(before), _Stated.of(after)
    found = [*_articles(old, new), *_roles(old, new), *_figures(old, new)]
    for kind in ("service", "quotation", "relation"):
        found += _plain(kind, old.facts[kind], new.facts[kind])
    return sorted(found)


@dataclass(frozen=True, slots=True, order=True)
class _Fact:
    """What a fact says: what it is of, what may change in that, and both in words."""

    of: tuple[str, ...]
    value: str
    words: str


type _Facts = Mapping[_Fact, frozenset[str]]
"""Facts, each with the ids of the articles that state it."""


@dataclass(frozen=True)
class _Stated:
    """All that a graph states, by kind, and what each of its articles looks like."""

    facts: Mapping[str, _Facts]
    articles: Mapping[str, int]

    @classmethod
    def of(cls, graphs: Graphs) -> _Stated:
        facts: defaultdict[str, defaultdict[_Fact, set[str]]] = defaultdict(lambda: defaultdict(set))
        articles: dict[str, int] = {}
        speller = Speller(graphs.prefixes)
        for name in graphs.names():
            lines = sorted(graphs.lines(name))
            subjects = _Subjects(lines)
            article = next(
                (subjects.text(a, SCHEMA.identifier) for a in subjects.members(SCHEMA.NewsArticle)), ""
            )
            if not article:
                continue
            articles[article] = hash(tuple(lines))
            for kind, fact in _facts(subjects, speller):
                facts[kind][fact].add(article)
        whole = {kind: {f: frozenset(a) for f, a in of.items()} for kind, of in facts.items()}
        return cls(defaultdict(dict, whole), articles)


def _articles(old: _Stated, new: _Stated) -> Iterator[Change]:
    for article in old.articles.keys() | new.articles.keys():
        if article not in new.articles:
            yield Change("withdrawn article", article)
        elif article not in old.articles:
            yield Change("new article", article)
        elif old.articles[article] != new.articles[article]:
            yield Change("changed article", article)


def _roles(old: _Stated, new: _Stated) -> Iterator[Change]:
    before, after = old.facts["role"], new.facts["role"]
    former = {fact.of: articles for fact, articles in after.items() if fact.value == _FORMER}
    was_former = {fact.of for fact in before if fact.value == _FORMER}
    for fact in after.keys() - before.keys():
        if fact.value != _FORMER:
            yield _change("new role", fact, after)
    for of in former.keys() - was_former:
        held = [fact for fact in before if fact.of == of]
        if held:
            yield Change("ended role", held[0].words, tuple(sorted(former[of])))
    for fact in before.keys() - after.keys():
        if fact.of not in former and fact.value != _FORMER:
            yield _change("withdrawn role", fact, before)


def _figures(old: _Stated, new: _Stated) -> Iterator[Change]:
    before, after = old.facts["figure"], new.facts["figure"]
    gone, come = before.keys() - after.keys(), after.keys() - before.keys()
    corrected: set[_Fact] = set()
    for fact in sorted(come):
        earlier = sorted(f for f in gone - corrected if f.of == fact.of and before[f] & after[fact])
        if earlier:
            corrected |= {fact, earlier[0]}
            articles = tuple(sorted(before[earlier[0]] & after[fact]))
            yield Change("corrected figure", f"{earlier[0].words} → {fact.value}", articles)
    for fact in come - corrected:
        yield _change("new figure", fact, after)
    for fact in gone - corrected:
        yield _change("withdrawn figure", fact, before)


def _plain(kind: str, before: _Facts, after: _Facts) -> Iterator[Change]:
    for fact in after.keys() - before.keys():
        yield _change(f"new {kind}", fact, after)
    for fact in before.keys() - after.keys():
        yield _change(f"withdrawn {kind}", fact, before)


def _change(kind: str, fact: _Fact, among: _Facts) -> Change:
    return Change(kind, fact.words, tuple(sorted(among[fact])))


# ── what one graph states ─────────────────────────────────────────────────────


class _Subjects:
    """The lines of a graph by subject and predicate, each term as N-Triples writes it."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._of: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for line in sorted(lines):
            s, p, o = line[:-2].decode("utf-8").split(" ", 2)
            self._of[s][p].append(o)

    def members(self, of_class: object) -> list[str]:
        wanted = f"<{of_class}>"
        return [s for s, of in self._of.items() if wanted in of.get(_TYPE, ())]

    def all(self, node: str, predicate: object) -> list[str]:
        return self._of[node].get(f"<{predicate}>", []) if node in self._of else []

    def one(self, node: str, predicate: object) -> str:
        return next(iter(self.all(node, predicate)), "")

    def text(self, node: str, predicate: object) -> str:
        """The words of a literal; empty for none."""
        spelled = self.one(node, predicate)
        return literal_parts(spelled)[0] if spelled.startswith('"') else ""


_TYPE = f"<{RDF.type}>"
_FORMER = "Former"
_WITHHELD = frozenset(f"<{KG[status]}>" for status in ("Planned", "Denied", "Conditional"))


def _facts(subjects: _Subjects, speller: Speller) -> Iterator[tuple[str, _Fact]]:
    def name(node: str) -> str:
        return subjects.text(node, RDFS.label) or speller.compact(node[1:-1])

    def names(nodes: Iterable[str]) -> str:
        return "، ".join(sorted(map(name, nodes)))

    for kind, of_class, read in _KINDS:
        for node in subjects.members(of_class):
            if subjects.one(node, KG.status) not in _WITHHELD:
                yield kind, read(subjects, node, name, names)


def _role(subjects: _Subjects, node: str, name: Any, names: Any) -> _Fact:
    parts = [subjects.one(node, part) for part in (ORG.member, ORG.role, ORG.organization)]
    tenure = subjects.one(node, KG.tenure)[1:-1].removeprefix(str(KG))
    return _Fact(tuple(parts), tenure, _sentence(map(name, filter(None, parts)), tenure))


def _service(subjects: _Subjects, node: str, name: Any, names: Any) -> _Fact:
    provider, places = subjects.one(node, SCHEMA.provider), subjects.all(node, SCHEMA.areaServed)
    label = name(node)
    words = _sentence([name(provider) if provider else "", label, names(places)])
    return _Fact((provider, label, *places), "", words)


def _figure(subjects: _Subjects, node: str, name: Any, names: Any) -> _Fact:
    about, unit = subjects.all(node, SCHEMA.observationAbout), subjects.text(node, SCHEMA.unitText)
    value = subjects.text(node, SCHEMA.value)
    bound = subjects.one(node, KG.bound)[1:-1].removeprefix(str(KG))
    said = f"{value} {unit}".strip()
    return _Fact((*about, unit), said, _sentence([names(about), said], "" if bound == "Exact" else bound))


def _quotation(subjects: _Subjects, node: str, name: Any, names: Any) -> _Fact:
    speaker, text = subjects.one(node, SCHEMA.creator), subjects.text(node, SCHEMA.text)
    return _Fact((speaker, text), "", f"{name(speaker)}: «{text}»")


def _relation(subjects: _Subjects, node: str, name: Any, names: Any) -> _Fact:
    parts = [subjects.one(node, part) for part in (RDF.subject, RDF.predicate, RDF.object)]
    return _Fact(tuple(parts), "", " ".join(map(name, parts)))


def _sentence(parts: Iterable[str], aside: str = "") -> str:
    return "، ".join(filter(None, parts)) + (f" ({aside})" if aside else "")


_KINDS = (
    ("role", ORG.Membership, _role),
    ("service", SCHEMA.Service, _service),
    ("figure", SCHEMA.Observation, _figure),
    ("quotation", SCHEMA.Quotation, _quotation),
    ("relation", RDF.Statement, _relation),
)


@cache
def _kinds() -> Mapping[str, Mapping[str, str]]:
    read: Mapping[str, Mapping[str, str]] = json.loads(
        files("kg").joinpath("assets/changes.json").read_text("utf-8")
    )
    return read


# ── as RDF Patch ──────────────────────────────────────────────────────────────


def patch(before: Graphs, after: Graphs) -> Iterator[bytes]:
    """Write the quads that go and come, as RDF Patch; applied to ``before`` it makes ``after``."""
    yield b"TX .\n"
    old, new = set(before.names()), set(after.names())
    for name in sorted(old | new):
        gone = set(before.lines(name)) if name in old else set()
        come = set(after.lines(name)) if name in new else set()
        tail = f"<{name}> .\n".encode() if name else b".\n"
        for mark, lines in ((b"D ", gone - come), (b"A ", come - gone)):
            for line in sorted(lines):
                yield mark + line[:-1] + tail
    yield b"TC .\n"
