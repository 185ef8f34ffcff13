"""An article with the facts that its words state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

from pyoxigraph import Store
from rdflib import RDF, URIRef

from kg.network import RELATIONS
from kg.site.ask import Row, ask
from kg.site.things import Thing, tail, things
from kg.vocabulary import KG, ORG, PROV, SCHEMA


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact in one line: a thing, what is said of it, and of what or with which words."""

    relation: str
    subject: Thing | None
    other: Thing | None = None
    text: str = ""
    unit: str = ""
    bound: str = ""
    tenure: str = ""
    status: str = ""
    confidence: float | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What the words from ``first`` to ``last`` of an article state, under a number."""

    number: int
    first: int
    last: int
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same notes, with those that begin and those that end with it."""

    text: str
    notes: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def notes(store: Store, article: str) -> list[Note]:
    """List what the words of ``article`` state, in reading order, the wider before the narrower."""
    holders: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    spans: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    classes: dict[str, str] = {}
    for row in ask(store, "article-facts", article):
        holders[row["fact"]][row["p"]].add(row["o"])
        spans[int(row["first"]), -int(row["last"])].add(row["fact"])
        classes[row["fact"]] = row["class"]
    named = {o for of in holders.values() for p, os in of.items() if p in _THINGS for o in os}
    known = things(store, named | set(holders))
    stated = {
        fact: list(_Holder(known[fact], values, known).statements(classes[fact]))
        for fact, values in holders.items()
    }
    return [
        Note(number, first, -last, tuple(s for fact in sorted(spans[first, last]) for s in stated[fact]))
        for number, (first, last) in enumerate(sorted(spans), start=1)
    ]


_OF_THINGS = (
    *(ORG.member, ORG.organization, ORG.role, RDF.subject, RDF.object, SCHEMA.provider),
    *(SCHEMA.areaServed, SCHEMA.audience, SCHEMA.creator, SCHEMA.observationAbout),
)
_THINGS = frozenset(map(str, _OF_THINGS))
_RELATION_OF = {str(relation.predicate): relation for relation in RELATIONS}


@dataclass(frozen=True, slots=True)
class _Holder:
    """The node that carries a fact's evidence, with what it says."""

    itself: Thing
    values: Mapping[str, set[str]]
    known: Mapping[str, Thing]

    def things(self, predicate: URIRef) -> list[Thing]:
        return [self.known[iri] for iri in sorted(self.values.get(str(predicate), ()))]

    def text(self, predicate: URIRef) -> str:
        return min(self.values.get(str(predicate), ("",)))

    def statements(self, of_class: str) -> Iterable[Statement]:
        """Tell the fact line by line, each with how sure it is and how it was found."""
        sure = self.text(KG.confidence)
        rules = tuple(sorted(map(tail, self.values.get(str(PROV.wasGeneratedBy), ()))))
        for one in _TELL[of_class](self):
            yield replace(
                one,
                status=tail(self.text(KG.status)),
                confidence=float(sure) if sure else None,
                rules=rules,
            )

    def membership(self) -> Iterable[Statement]:
        roles = ", ".join(role.label for role in self.things(ORG.role))
        tenure = tail(self.text(KG.tenure))
        bodies: Sequence[Thing | None] = self.things(ORG.organization) or [None]
        for person, body in product(self.things(ORG.member), bodies):
            yield Statement("holdsRole", person, body, text=roles, tenure=tenure)

    def quotation(self) -> Iterable[Statement]:
        for speaker in self.things(SCHEMA.creator):
            yield Statement("quotes", speaker, text=self.text(SCHEMA.text))

    def observation(self) -> Iterable[Statement]:
        abouts: Sequence[Thing | None] = self.things(SCHEMA.observationAbout) or [None]
        bound = tail(self.text(KG.bound))
        for about in abouts:
            text, unit = self.text(SCHEMA.value), self.text(SCHEMA.unitText)
            yield Statement("observes", about, text=text, unit=unit, bound=bound)

    def service(self) -> Iterable[Statement]:
        providers: Sequence[Thing | None] = self.things(SCHEMA.provider) or [None]
        for provider in providers:
            yield Statement("providesService", provider, self.itself)
        for place in self.things(SCHEMA.areaServed):
            yield Statement("areaServed", self.itself, place)
        for audience in self.things(SCHEMA.audience):
            yield Statement("audience", self.itself, text=audience.label)

    def event(self) -> Iterable[Statement]:
        yield Statement("startDate", self.itself, text=self.text(SCHEMA.startDate))

    def statement(self) -> Iterable[Statement]:
        predicate = self.text(RDF.predicate)
        relation = _RELATION_OF.get(predicate)
        ends = (RDF.object, RDF.subject) if relation and relation.is_inverse else (RDF.subject, RDF.object)
        for subject, other in product(*map(self.things, ends)):
            yield Statement(relation.name if relation else tail(predicate), subject, other)


_TELL: Mapping[str, Callable[[_Holder], Iterable[Statement]]] = {
    str(ORG.Membership): _Holder.membership,
    str(SCHEMA.Quotation): _Holder.quotation,
    str(SCHEMA.Observation): _Holder.observation,
    str(SCHEMA.Service): _Holder.service,
    str(SCHEMA.Event): _Holder.event,
    str(RDF.Statement): _Holder.statement,
}


def pieces(text: str, marked: Sequence[Note]) -> list[Piece]:
    """Cut ``text`` wherever a note begins or ends: notes that overlap share the piece between.

    A note's offsets count code points; one that lies outside the text is cut to it.
    """
    length = len(text)
    spans = [(min(note.first, length), min(note.last, length), note.number) for note in marked]
    spans = [span for span in spans if span[0] < span[1]]
    cuts = sorted({0, length, *(end for span in spans for end in span[:2])})
    return [
        Piece(
            text[start:end],
            tuple(n for first, last, n in spans if first <= start and end <= last),
            tuple(n for first, _, n in spans if first == start),
            tuple(n for _, last, n in spans if last == end),
        )
        for start, end in pairwise(cuts)
    ]


def article_row(store: Store, article: str) -> Row | None:
    """Find what is known of the article itself."""
    return next(iter(ask(store, "article", article)), None)


def mentioned(store: Store, article: str) -> list[Thing]:
    """List what the article names, by kind and name."""
    found = things(store, (row["node"] for row in ask(store, "mentions", article))).values()
    return sorted((thing for thing in found if thing.kind), key=lambda t: (t.kind, t.label, t.iri))
