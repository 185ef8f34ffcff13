"""The nouns of khabar-kg. Data only: no behaviour beyond what a type needs to be itself.

All offsets are Unicode code points into ``Article.text``, half-open as in Python slices;
all confidences lie between 0 and 1.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

# ── what is read ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Date:
    """A day, month or year: as the article writes it, and as its first Gregorian day."""

    written: str
    day: datetime.date
    precision: str = "day"  # day | month | year


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read. ``text`` is the original, character for character."""

    id: str
    text: str
    title: str | None = None  # of a record; it then stands at the start of ``text``
    date: Date | None = None
    url: str | None = None
    agency: str | None = None
    source: str = ""  # file (and line) for messages; never part of the graph


# ── what annotation adds ──────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of the original text."""

    start: int
    end: int


class Token(NamedTuple):  # made by the million, and a tuple is made three times as fast as a dataclass
    """A word or mark. ``text`` is normalised; ``start:end`` is where it stands in the original."""

    start: int
    end: int
    text: str
    pos: str = "X"  # Universal POS
    ezafe: bool = False


class Kind(StrEnum):
    """What an entity is; each has a class in the ontology."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    PLACE = "Place"
    EVENT = "Event"


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens ``first`` to ``last`` (half-open) of a sentence that a tagger took for a name."""

    kind: str  # PER | LOC | ORG | DAT | TIM | MON | PCT
    first: int
    last: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or heading, with its tokens and tagged names."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    names: tuple[Name, ...] = ()
    paragraph: int = 0
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its sentences, in reading order."""

    article: Article
    sentences: tuple[Sentence, ...]


# ── what extraction finds ─────────────────────────────────────────────────────


class Status(StrEnum):
    """How an article puts a fact."""

    STATED = "Stated"
    REPORTED = "Reported"
    PLANNED = "Planned"
    DENIED = "Denied"
    CONDITIONAL = "Conditional"


class Tenure(StrEnum):
    """Whether a role is held now."""

    CURRENT = "Current"
    FORMER = "Former"
    ACTING = "Acting"
    DESIGNATE = "Designate"


class Bound(StrEnum):
    """How a stated number bounds the quantity."""

    EXACT = "Exact"
    AT_LEAST = "AtLeast"
    AT_MOST = "AtMost"
    ABOUT = "About"


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, body, place or event of one article, under all the names it has there.

    ``id`` is unique within the article. An entity that ``is_local`` bears a name that says who
    it is only within its article (a surname alone, «شهرداری» without its town, an event).
    """

    id: str
    kind: Kind
    names: tuple[str, ...]  # the fullest first, without honorifics
    mentions: tuple[Span, ...] = ()
    is_local: bool = False
    certainty: float = 1.0  # that there is one and this is its name; below 1 where few signs say so


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``first`` to ``last`` (half-open) of a sentence that name an entity."""

    entity: str  # Entity.id
    kind: Kind
    sentence: int  # place in Document.sentences
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Title:
    """Tokens that say which role somebody holds; ``person`` is whom the article means, if it says."""

    role: str
    organization: str | None
    sentence: int
    first: int
    last: int
    person: str | None = None
    tenure: Tenure = Tenure.CURRENT
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of reported speech, the words that introduce it, and who speaks.

    ``span`` is None where somebody announces something in the reporter's own words.
    """

    span: Span | None
    sentence: int  # where its speech verb or lead stands
    verb: int  # the first token of that verb or lead
    rule: str
    speaker: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with the entities, mentions, titles and speech found in it: what relations are read from."""

    document: Document
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]  # in reading order
    titles: tuple[Title, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    parts: tuple[tuple[Mention, Mention], ...] = ()  # a name, and the name it ends in: its body or place


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """One statement of an article: with which words, found by which rule, how sure.

    Fields that name an entity hold the ``Entity.id`` of the same ``Findings``.
    """

    span: Span
    rule: str
    confidence: float
    status: Status = Status.STATED
    vouched_by: str | None = None  # the speaker of the quotation it stands in; None: the article itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed(Assertion):
    """A statement with the time for which it holds, where the article says so: a date, or its ends."""

    since: Date | None = None
    until: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Timed):
    """A person holds a role, at an organisation where one is said or implied."""

    person: str
    role: str
    organization: str | None = None
    tenure: Tenure = Tenure.CURRENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Assertion):
    """An organisation is a direct part of another."""

    child: str
    parent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Assertion):
    """An organisation, event or place is in a place (an event also at a host body)."""

    subject: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Timed):
    """An organisation provides a service, in places, for audiences."""

    names: tuple[str, ...]  # wordings of the service, the label first
    provider: str | None = None
    places: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening(Assertion):
    """An event is mentioned, with its date where the article gives one, and its last if it takes several."""

    event: str
    date: Date | None = None
    end: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance(Assertion):
    """A person or body takes part in an event."""

    event: str
    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organizing(Assertion):
    """A person or body holds an event."""

    event: str
    organizer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation(Assertion):
    """A stretch of reported speech; ``span`` is the speech itself."""

    speaker: str
    topics: tuple[str, ...] = ()  # noun phrases that it is about
    mentions: tuple[str, ...] = ()  # entities named in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Timed):
    """A stated quantity; ``span`` covers the number words."""

    value: Decimal
    unit: str | None
    bound: Bound = Bound.EXACT
    about: tuple[str, ...] = ()
    sentence: Span = field(default=Span(0, 0))


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one article states."""

    article: Article
    entities: tuple[Entity, ...] = ()
    assertions: tuple[Assertion, ...] = ()


# ── what resolution decides ───────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Node:
    """An entity across articles, with what the gazetteer knows of it.

    ``id`` is the tail of its IRI. Ids in ``place`` and ``whole`` are those of other nodes.
    """

    id: str
    kind: Kind
    label: str
    aliases: tuple[str, ...] = ()  # forms seen
    forms: tuple[str, ...] = ()  # further forms that the gazetteer has
    hidden: tuple[str, ...] = ()  # forms to be found by, that name others too: a surname alone
    latin: str = ""  # transliterated
    english: str = ""
    gender: str = ""  # M | F, where a source says so
    sort: str = ""  # of a place: country, province, county, city …
    links: tuple[str, ...] = ()  # IRIs of the same thing elsewhere
    latitude: str = ""  # WGS 84, decimal degrees
    longitude: str = ""
    place: str = ""  # the place that it lies in or is of
    whole: str = ""  # the body that it is part of


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which node each article's entities are, what else they may be, and what a person has judged."""

    nodes: tuple[Node, ...]  # in the order of their ids
    node_of: dict[tuple[str, str], str]  # (article id, entity id) -> node id
    same_as: dict[str, str] = field(default_factory=dict)  # id that fewer articles would give -> node id
    possibly_same: tuple[tuple[str, str, float], ...] = ()  # two node ids, and how likely they are one
    rejected: frozenset[str] = frozenset()  # ids of facts that a person found wrong
    confirmed: frozenset[str] = frozenset()  # and of those found right
    misfits: tuple[str, ...] = ()  # judgements that fit nothing, in words
