"""Who visits and who meets whom, as verbs and names say it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.occasions import IN, Occasions
from kg.extract.words import sentence_span
from kg.model import Attendance, Kind, Mention, Status


def visits(occasions: Occasions) -> Iterator[Attendance]:
    """«X از Y بازدید کرد»: everybody named before the verb who can be its subject; «بازدید X از Y»."""
    for sentence in occasions.sentences:
        for cue in occasions.cues_of(sentence, "visited"):
            event = next((e for e in occasions.events(sentence) if e.first == cue.first), None)
            if event is None:
                continue
            for first, person in occasions.people(sentence, 0, cue.first):
                if not occasions.same_voice(sentence, first, cue.first):
                    continue
                if occasions.is_free(sentence, first) or _is_company(occasions, event, first):
                    yield attendance(occasions, event, person, "attend.visit", 0.75, sentence)
    yield from _named_visitors(occasions)
    yield from _presences(occasions)


def _presences(occasions: Occasions) -> Iterator[Attendance]:
    """«حضور X در EVENT», as headings put it."""
    for sentence in occasions.sentences:
        tokens = occasions.tokens(sentence)
        people = [
            (i, _end_of(occasions, sentence, i), p) for i, p in occasions.people(sentence, 1, len(tokens))
        ]
        bodies = [(b.first, b.last, b.entity) for b in occasions.bodies(sentence)]
        for first, end, who in [*people, *bodies]:
            event = next((e for e in occasions.events(sentence) if e.first == end + 1), None)
            is_presence = first > 0 and occasions.is_word(tokens[first - 1], "presence")
            if event and is_presence and tokens[end].text in IN:
                yield attendance(occasions, event, who, "attend.presence", 0.8)


def _end_of(occasions: Occasions, sentence: int, first: int) -> int:
    """Where a person's name and titles end that start at token ``first``."""
    people = [m for m in occasions.mentions.get(sentence, ()) if m.kind is Kind.PERSON]
    spans = [(m.first, m.last) for m in people]
    spans += [(t.first, t.last) for t in occasions.titles.get(sentence, ())]
    end = first
    for start, last in sorted(spans):
        end = max(end, last) if first <= start <= end else end
    return end


def _is_company(occasions: Occasions, event: Mention, first: int) -> bool:
    """Whether who is named from token ``first`` on comes along (به همراه X), or is met (با X دیدار کرد)."""
    before = occasions.tokens(event.sentence)[max(0, first - 1) : first]
    is_met = occasions.sort(event) == "meeting" and any(occasions.is_word(t, "company") for t in before)
    return is_met or any(c.last == first for c in occasions.cues_of(event.sentence, "attended"))


def _named_visitors(occasions: Occasions) -> Iterator[Attendance]:
    """«بازدید X از Y», «دیدار X با Y»: whom the name of a visit or meeting itself names."""
    for event in occasions.reading.mentions:
        if event.kind is not Kind.EVENT or occasions.sort(event) not in {"visit", "meeting"}:
            continue
        start = event.first + 1
        heads = {start} if occasions.sort(event) == "visit" else {start, *_with(occasions, event)}
        named = occasions.people(event.sentence, start, event.last)
        people = [person for first, person in named if first in heads]
        bodies = [
            b.entity
            for b in occasions.bodies_listed(event.sentence, start, event.last)
            if b.first == start and occasions.sort(event) == "visit"
        ]
        for who in [*(people or bodies), *_bodies_met(occasions, event)]:
            yield attendance(occasions, event, who, "attend.name", 0.75)


def _bodies_met(occasions: Occasions, event: Mention) -> Iterator[str]:
    """The body whose people somebody meets: «نشست با مدیران X»."""
    tokens, groups = occasions.tokens(event.sentence), occasions.knowledge["people_groups"]
    for start in _with(occasions, event):
        first = start + (tokens[start].text in groups)
        in_title = any(t.first <= first < t.last for t in occasions.titles.get(event.sentence, ()))
        for mention in () if in_title else occasions.mentions.get(event.sentence, ()):
            if mention.kind is Kind.ORGANIZATION and mention.first == first < event.last:
                yield mention.entity
                break


def _with(occasions: Occasions, event: Mention) -> Iterator[int]:
    """Where «با X» begins to name whom somebody meets."""
    tokens = occasions.tokens(event.sentence)
    return (i + 1 for i in range(event.first, event.last) if occasions.is_word(tokens[i], "company"))


def attendance(
    occasions: Occasions,
    event: Mention,
    participant: str,
    rule: str,
    confidence: float,
    sentence: int | None = None,
    status: Status = Status.STATED,
) -> Attendance:
    """``participant`` takes part in ``event``, as ``sentence`` (default: that of the event) says."""
    span = sentence_span(occasions.reading, event.sentence if sentence is None else sentence)
    return Attendance(
        span=span,
        rule=rule,
        confidence=confidence,
        status=status,
        event=event.entity,
        participant=participant,
    )
