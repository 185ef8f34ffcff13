"""What the relations of events share: cues, frames, who is meant where, and what is somebody's words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract.event_words import frame_before, is_word, verbal_cue
from kg.extract.scene import AND, CLOSERS, OPENERS, Scene, to_scene
from kg.extract.words import tokens_of
from kg.knowledge import Entry, Knowledge
from kg.model import Kind, Mention, Reading, Status, Title, Token, Utterance
from kg.persian import IN_WORD, squash

_VERBAL = frozenset({"VERB", "AUX"})
_TOPIC_WITHIN = 8  # tokens
IN = frozenset({IN_WORD})
HELD = ("happened", "going on", "planned", "holds")  # cues that say that an event is, was or will be held


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens ``first`` to ``last`` (half-open) of a sentence that say how something belongs to an event."""

    sentence: int
    first: int
    last: int
    kind: str


@dataclass(frozen=True)
class Occasions:
    """A reading with the cues, events and titles of each sentence at hand."""

    reading: Reading
    knowledge: Knowledge
    cues: dict[int, tuple[Cue, ...]] = field(default_factory=dict)
    mentions: dict[int, tuple[Mention, ...]] = field(default_factory=dict)
    titles: dict[int, tuple[Title, ...]] = field(default_factory=dict)
    utterances: dict[int, tuple[Utterance, ...]] = field(default_factory=dict)
    said: tuple[tuple[int, int, str | None], ...] = ()  # characters that somebody says, and who

    @property
    def sentences(self) -> range:
        """The numbers of all sentences."""
        return range(len(self.reading.document.sentences))

    def tokens(self, sentence: int) -> tuple[Token, ...]:
        """The tokens of a sentence."""
        return tokens_of(self.reading, sentence)

    def events(self, sentence: int) -> tuple[Mention, ...]:
        """The events that a sentence mentions, in reading order."""
        return tuple(m for m in self.mentions.get(sentence, ()) if m.kind is Kind.EVENT)

    def bodies(self, sentence: int) -> Iterator[Mention]:
        """The bodies that a sentence names for themselves, and not in a title."""
        titles = self.titles.get(sentence, ())
        for mention in self.mentions.get(sentence, ()):
            in_title = any(t.first <= mention.first < t.last for t in titles)
            if mention.kind is Kind.ORGANIZATION and not in_title:
                yield mention

    def sort(self, event: Mention) -> str:
        """What sort of happening a mention names, as the lexicon calls it: meeting, exhibition."""
        return self._noun(event)[0].get("kind", "")

    def use(self, event: Mention) -> str:
        """How the noun of a mention is used: empty where it names an event by itself."""
        return self._noun(event)[0].get("use", "")

    def noun(self, event: Mention) -> str:
        """The first word of the noun of a mention, as the lexicon writes it."""
        return self._noun(event)[0].get("form", "").split("|")[0].split(" ")[0]

    def noun_end(self, event: Mention) -> int:
        """Where the noun of an event's name ends; its number and edition stand before it."""
        return self._noun(event)[1]

    def _noun(self, event: Mention) -> tuple[Entry, int]:
        tokens = self.tokens(event.sentence)
        for at in range(event.first, event.last):
            match = self.knowledge["events"].match(tokens, at)
            if match:
                return match[0], at + match[1]
        return {}, event.first

    def cues_of(self, sentence: int, *kinds: str) -> Iterator[Cue]:
        """The cues of the given kinds in a sentence, in reading order."""
        return (c for c in self.cues.get(sentence, ()) if c.kind in kinds)

    def speaker_at(self, sentence: int, at: int) -> str | None:
        """Who says the word at token ``at``; None where the reporter speaks."""
        start = self.tokens(sentence)[at].start
        place = bisect_right(self.said, start, key=lambda s: s[0]) - 1
        if place < 0 or start >= self.said[place][1]:
            return None
        return self.said[place][2]

    def is_said(self, mention: Mention) -> bool:
        """Whether a mention stands in somebody's words."""
        return self.speaker_at(mention.sentence, mention.first) is not None

    def is_scene(self, event: Mention) -> bool:
        """Whether the reporter tells what goes on at an event: «در این جلسه …», «در حاشیه …»."""
        tokens = self.tokens(event.sentence)
        frame = frame_before(tokens, event.first, self.knowledge)
        if event.last < len(tokens) and self.is_word(tokens[event.last], "object"):
            return False  # «ثبت رکورد در مراسم X را … دانست» speaks of the record
        if frame is None or (frame[1] == "visit" and self.sort(event) != "visit"):
            return False
        return not self.is_said(event) and not self._is_spoken_of(event.sentence, frame[0])

    def _is_spoken_of(self, sentence: int, at: int) -> bool:
        """Whether words before token ``at`` make what follows a topic: «با اشاره به حضور تیم X در …»."""
        tokens = self.tokens(sentence)
        for i in range(at - 1, max(-1, at - 1 - _TOPIC_WITHIN), -1):
            if tokens[i].pos in _VERBAL or tokens[i].text in CLOSERS:
                return False
            if self.is_word(tokens[i], "topic"):
                return i == 0 or not self.is_word(tokens[i - 1], "company") or i < at - 1
        return False

    def is_free(self, sentence: int, first: int) -> bool:
        """Whether what starts at token ``first`` can be a subject: no preposition or ezafe before it."""
        if first == 0:
            return True
        before = self.tokens(sentence)[first - 1]
        beside_title = any(t.last == first for t in self.titles.get(sentence, ()))
        return before.pos != "ADP" and (not before.ezafe or beside_title)

    def holder(self, title: Title) -> str | None:
        """Whom a title means: whom the article names with it here, or with the same words elsewhere."""
        if title.person:
            return title.person
        key = squash(title.role)
        same = {t.person for t in self.reading.titles if t.person and squash(t.role) == key}
        return same.pop() if len(same) == 1 and title.organization is None else None

    def people(self, sentence: int, first: int, last: int) -> Iterator[tuple[int, str]]:
        """Persons named or meant by a title between two tokens, with where their words start."""
        titles = [t for t in self.titles.get(sentence, ()) if first <= t.first < last]
        for title in titles:
            if person := self.holder(title):
                yield title.first, person
        for mention in self.mentions.get(sentence, ()):
            in_title = any(t.first <= mention.first < t.last for t in titles)
            inside = first <= mention.first < last and not in_title
            if inside and mention.kind is Kind.PERSON and self._is_alive(mention):
                yield mention.first, mention.entity

    def _is_alive(self, person: Mention) -> bool:
        """Whether a name means a person who can come, and no saint, martyr or hall: سالن شهید X."""
        tokens, first = self.tokens(person.sentence), person.first
        words = tokens[max(0, first - 1) : person.last]
        is_late = any(self.is_word(t, "late") or t.text == "(" for t in words)
        is_event = any(e.first == first for e in self.events(person.sentence))
        beside = any(t.last == first for t in self.titles.get(person.sentence, ()))
        by_cue = any(c.last == first for c in self.cues.get(person.sentence, ()))
        by_presence = first > 0 and self.is_word(tokens[first - 1], "presence")
        by_event = any(e.first < first <= e.last for e in self.events(person.sentence))
        is_part = first > 0 and tokens[first - 1].ezafe and not (beside or by_cue or by_presence or by_event)
        return not (is_late or is_event or is_part)

    def bodies_listed(self, sentence: int, first: int, last: int) -> Iterator[Mention]:
        """The bodies that are items of a list between two tokens: each behind its start, «و» or a comma."""
        tokens = self.tokens(sentence)
        reach = 0
        for body in self.bodies(sentence):
            is_item = body.first == first or tokens[body.first - 1].text in AND | OPENERS
            if is_item and max(first, reach) <= body.first < last:
                reach = body.last
                yield body

    def verb_behind(self, sentence: int, at: int) -> int:
        """Where the next verb stands from token ``at`` on; the sentence's end where none does."""
        tokens = self.tokens(sentence)
        return next((i for i in range(at, len(tokens)) if tokens[i].pos in _VERBAL), len(tokens))

    def status(self, sentence: int) -> Status:
        """Whether a sentence tells of its event as planned."""
        return Status.PLANNED if any(self.cues_of(sentence, "planned")) else Status.STATED

    def event_near(self, sentence: int, at: int) -> Mention | None:
        """The event that a cue at token ``at`` speaks of: the last before it, or else the first behind it."""
        events = self.events(sentence)
        before = [e for e in events if e.last <= at]
        if before:
            outer = [e for e in before if e.last == before[-1].last]
            return outer[0]
        return events[0] if events else None

    def holds(self, sentence: int) -> bool:
        """Whether a sentence says that something is held, was or will be."""
        return any(self.cues_of(sentence, *HELD))

    def is_held(self, event: Mention, *kinds: str) -> bool:
        """Whether the next verb behind an event says that it is held, was or will be."""
        verb = self.verb_behind(event.sentence, event.last)
        return any(event.last <= c.first <= verb for c in self.cues_of(event.sentence, *kinds))

    def is_word(self, token: Token, kind: str) -> bool:
        """Whether the lexicon «event_words» holds a token under ``kind``."""
        return is_word(self.knowledge, token, kind)

    def same_voice(self, sentence: int, one: int, other: int) -> bool:
        """Whether two tokens of a sentence stand in the same speaker's words, or both in the reporter's."""
        return self.speaker_at(sentence, one) == self.speaker_at(sentence, other)


def to_occasions(reading: Reading, knowledge: Knowledge) -> Occasions:
    """Sort what a reading holds by sentence, and look up the cues of events."""
    mentions: dict[int, list[Mention]] = {}
    titles: dict[int, list[Title]] = {}
    utterances: dict[int, list[Utterance]] = {}
    for mention in reading.mentions:
        mentions.setdefault(mention.sentence, []).append(mention)
    for title in reading.titles:
        titles.setdefault(title.sentence, []).append(title)
    for utterance in reading.utterances:
        utterances.setdefault(utterance.sentence, []).append(utterance)
    said = sorted((u.span.start, u.span.end, u.speaker) for u in reading.utterances if u.span and u.speaker)
    return Occasions(
        reading,
        knowledge,
        {n: tuple(_cues(reading, knowledge, n)) for n in mentions},
        {n: tuple(found) for n, found in mentions.items()},
        {n: tuple(found) for n, found in titles.items()},
        {n: tuple(found) for n, found in utterances.items()},
        tuple(said),
    )


def _cues(reading: Reading, knowledge: Knowledge, sentence: int) -> Iterator[Cue]:
    """The cues of a sentence: words as the lexicon has them, and its verbs in whatever form."""
    scene = to_scene(sentence, reading.document.sentences[sentence], knowledge)
    found = dict(_verbal_cues(scene))
    for at, (entry, length) in scene.matches("event_cues").items():
        if at not in found:
            found[at] = Cue(sentence, at, at + length, entry["kind"])
    yield from (found[at] for at in sorted(found))


def _verbal_cues(scene: Scene) -> Iterator[tuple[int, Cue]]:
    """The verbs of a sentence that are cues, each by its first token."""
    for verb in scene.verb_groups:
        kind = verbal_cue(scene.knowledge, scene.tokens, verb)
        if kind:
            yield verb.light[0], Cue(scene.number, verb.light[0], verb.last, kind)
