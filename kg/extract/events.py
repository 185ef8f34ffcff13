"""Relations 5, 6 and the events of 3: who takes part in what, who holds it, and where and when it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.extract.places import is_site
from kg.extract.words import mentions_in, sentence_span, span_of, tokens_of
from kg.knowledge import Knowledge
from kg.model import Assertion, Attendance, Happening, Kind, Location, Mention, Organizing, Reading
from kg.persian import squash

_COUNCILS = frozenset({"committee", "council"})
_IN = frozenset({"در"})
_TOWN_SORTS = frozenset({"exhibition", "festival", "competition"})  # نمایشگاه کتاب تهران
_NEAR = 3  # tokens that may stand between «در» and the event: در حاشیه نشست


def event_facts(reading: Reading, knowledge: Knowledge) -> Iterator[Assertion]:
    """Attendances, organisers and places of events, then one Happening for each event that has any."""
    facts: list[Assertion] = [fact for find in _FINDERS for fact in find(reading, knowledge)]
    kept = _without_repeats([*facts, *_best_places(reading, knowledge)])
    yield from kept
    events = {f.event for f in kept if isinstance(f, Attendance | Organizing)}
    events |= {f.subject for f in kept if isinstance(f, Location)}
    for event in sorted(events):
        first = next(m for m in reading.mentions if m.entity == event)
        span = span_of(reading, first.sentence, first.first, first.last)
        yield Happening(span=span, rule="event.name", confidence=0.8, event=event)


_EventFact = Attendance | Organizing | Location


def _without_repeats(facts: list[Assertion]) -> list[_EventFact]:
    seen: set[tuple[str, ...]] = set()
    kept: list[_EventFact] = []
    for fact in facts:
        if isinstance(fact, Attendance):
            key = ("attends", fact.event, fact.participant)
        elif isinstance(fact, Organizing):
            key = ("organizes", fact.event, fact.organizer)
        elif isinstance(fact, Location):
            key = ("location", fact.subject, fact.place)
        else:
            continue
        if key not in seen:
            seen.add(key)
            kept.append(fact)
    return kept


# ── who takes part ────────────────────────────────────────────────────────────


def _speakers(reading: Reading, knowledge: Knowledge) -> Iterator[Attendance]:
    """«X در این جلسه گفت»: who speaks at an event takes part in it."""
    for utterance in reading.utterances:
        for event in _events_in(reading, utterance.sentence):
            if event.last <= utterance.verb and _is_inside(reading, event) and utterance.speaker:
                yield Attendance(
                    span=sentence_span(reading, utterance.sentence), rule="attend.speaker", confidence=0.85,
                    event=event.entity, participant=utterance.speaker,
                )  # fmt: skip
                break


def _is_inside(reading: Reading, event: Mention) -> bool:
    before = tokens_of(reading, event.sentence)[max(0, event.first - _NEAR) : event.first]
    return any(t.text in _IN for t in before)


def _guests(reading: Reading, knowledge: Knowledge) -> Iterator[Attendance]:
    """«با حضور A, B و C»: everybody named up to the verb."""
    for sentence, at, end, kind in _cues(reading, knowledge):
        event = _event_near(reading, sentence, at) if kind == "attended" else None
        if event is None:
            continue
        for mention in _list_behind(reading, knowledge, sentence, end):
            yield Attendance(
                span=sentence_span(reading, sentence), rule="attend.guests", confidence=0.8,
                event=event.entity, participant=mention,
            )  # fmt: skip


def _list_behind(reading: Reading, knowledge: Knowledge, sentence: int, first: int) -> Iterator[str]:
    """The persons, holders of titles and bodies of a list that starts at token ``first``."""
    tokens = tokens_of(reading, sentence)
    stop = next((i for i in range(first, len(tokens)) if tokens[i].pos in {"VERB", "AUX"}), len(tokens))
    titles = [t for t in reading.titles if t.sentence == sentence and first <= t.first < stop]
    for title in titles:
        if title.person:
            yield title.person
    for mention in mentions_in(reading, sentence):
        inside = first <= mention.first < stop
        in_title = any(t.first <= mention.first < t.last for t in titles)
        if inside and not in_title and mention.kind is Kind.PERSON:
            yield mention.entity


def _visitors(reading: Reading, knowledge: Knowledge) -> Iterator[Attendance]:
    """«X در همایش Y شرکت کرد»."""
    for sentence, at, _end, kind in _cues(reading, knowledge):
        if kind != "took part":
            continue
        event = next(
            (e for e in _events_in(reading, sentence) if e.last <= at and _is_inside(reading, e)), None
        )
        subject = next(
            (m for m in mentions_in(reading, sentence) if m.kind is Kind.PERSON and m.first < at), None
        )
        if event and subject:
            yield Attendance(
                span=sentence_span(reading, sentence), rule="attend.verb", confidence=0.75,
                event=event.entity, participant=subject.entity,
            )  # fmt: skip


# ── who holds it ──────────────────────────────────────────────────────────────


def _councils(reading: Reading, knowledge: Knowledge) -> Iterator[Organizing]:
    """«جلسه شورای …»: a council holds its own session."""
    for event in reading.mentions:
        if event.kind is not Kind.EVENT:
            continue
        for body in mentions_in(reading, event.sentence):
            if body.kind is Kind.ORGANIZATION and event.first < body.first and body.last <= event.last:
                match = knowledge["bodies"].match(tokens_of(reading, body.sentence), body.first)
                if match and match[0]["kind"] in _COUNCILS:
                    yield _organizing(reading, event, body.entity, "organize.session", 0.85)
                break


def _hosts(reading: Reading, knowledge: Knowledge) -> Iterator[Organizing]:
    """«به همت X برگزار شد»."""
    for sentence, at, end, kind in _cues(reading, knowledge):
        event = _event_near(reading, sentence, at) if kind == "held" else None
        holds = any(
            s == sentence and k in {"held-verb", "holding"} for s, _, _, k in _cues(reading, knowledge)
        )
        if event is None or not holds:
            continue
        body = next(
            (
                m
                for m in mentions_in(reading, sentence)
                if m.kind is Kind.ORGANIZATION and m.first in {end, end + 1}
            ),
            None,
        )
        if body:
            yield _organizing(reading, event, body.entity, "organize.host", 0.75)


def _announcers(reading: Reading, knowledge: Knowledge) -> Iterator[Organizing]:
    """«رئیس X از برگزاری Y خبر داد»: the body of who announces an event holds it."""
    for sentence, _at, end, kind in _cues(reading, knowledge):
        event = next((e for e in _events_in(reading, sentence) if kind == "holding" and e.first == end), None)
        body = _body_of_speaker(reading, sentence) if event else None
        if event and body:
            yield _organizing(reading, event, body, "organize.announcer", 0.6)


def _body_of_speaker(reading: Reading, sentence: int) -> str | None:
    """The body of the title in the sentence, else that of whoever speaks there."""
    titles = [t.organization for t in reading.titles if t.sentence == sentence and t.organization]
    if titles:
        return titles[0]
    speaker = next((u.speaker for u in reading.utterances if u.sentence == sentence), None)
    return next((t.organization for t in reading.titles if t.person == speaker and t.organization), None)


def _organizing(reading: Reading, event: Mention, organizer: str, rule: str, confidence: float) -> Organizing:
    span = sentence_span(reading, event.sentence)
    return Organizing(span=span, rule=rule, confidence=confidence, event=event.entity, organizer=organizer)


_FINDERS: tuple[Callable[[Reading, Knowledge], Iterator[Assertion]], ...] = (
    _speakers, _guests, _visitors, _councils, _hosts, _announcers,
)  # fmt: skip


# ── where it is ───────────────────────────────────────────────────────────────


def _best_places(reading: Reading, knowledge: Knowledge) -> Iterator[Location]:
    """The most specific place said of each event: the site or hosting body, else the town."""
    found: dict[str, list[tuple[int, int, Mention, Mention, str]]] = {}
    for order, (event, place, rule) in enumerate(_places_said(reading, knowledge)):
        is_town = place.kind is Kind.PLACE and not is_site(reading, knowledge, place)
        found.setdefault(event.entity, []).append((is_town, order, event, place, rule))
    for event_id in sorted(found):
        _, _, event, place, rule = min(found[event_id], key=lambda f: f[:2])
        yield Location(
            span=sentence_span(reading, event.sentence), rule=rule, confidence=0.7,
            subject=event.entity, place=place.entity,
        )  # fmt: skip


def _places_said(reading: Reading, knowledge: Knowledge) -> Iterator[tuple[Mention, Mention, str]]:
    for event in reading.mentions:
        if event.kind is not Kind.EVENT:
            continue
        for place in mentions_in(reading, event.sentence):
            if place.kind not in {Kind.PLACE, Kind.ORGANIZATION}:
                continue
            if event.first < place.first and place.last <= event.last:
                rule = _rule_of_part(reading, knowledge, event, place)
                if rule:
                    yield event, place, rule
            elif _is_set_in(reading, event, place):
                yield event, place, "location.event"


def _rule_of_part(reading: Reading, knowledge: Knowledge, event: Mention, place: Mention) -> str | None:
    """What a place inside an event's name is to it: visited (بازدید از X), or its town (نمایشگاه کتاب X)."""
    tokens = tokens_of(reading, event.sentence)
    match = knowledge["events"].match(tokens, event.first)
    sort = match[0]["kind"] if match else ""
    if sort == "visit" and tokens[place.first - 1].text == "از":
        return "location.visit"
    is_named_by_town = place.kind is Kind.PLACE and place.last == event.last and sort in _TOWN_SORTS
    others = [m for m in mentions_in(reading, event.sentence) if event.first < m.first < event.last]
    return "location.name" if is_named_by_town and len(others) == 1 else None


def _is_set_in(reading: Reading, event: Mention, place: Mention) -> bool:
    """«EVENT در X», with nothing but the event's own description between; no dateline."""
    tokens = tokens_of(reading, event.sentence)
    if place.first < event.last or tokens[place.first - 1].text not in _IN | {"محل"}:
        return False
    between = tokens[event.last : place.first]
    return (
        not any(t.text == ":" or (squash(t.text) == "" and t.text in "؛.") for t in between)
        and len(between) <= 25
    )


# ── words that link them ──────────────────────────────────────────────────────


def _cues(reading: Reading, knowledge: Knowledge) -> Iterator[tuple[int, int, int, str]]:
    """Sentence, first token, end and kind of each cue."""
    for number, sentence in enumerate(reading.document.sentences):
        for at in range(len(sentence.tokens)):
            match = knowledge["event_cues"].match(sentence.tokens, at)
            if match:
                yield number, at, at + match[1], match[0]["kind"]


def _events_in(reading: Reading, sentence: int) -> Iterator[Mention]:
    return (m for m in mentions_in(reading, sentence) if m.kind is Kind.EVENT)


def _event_near(reading: Reading, sentence: int, at: int) -> Mention | None:
    """The event that a cue speaks of: the last one before it, or else the first behind it."""
    events = list(_events_in(reading, sentence))
    before = [e for e in events if e.first < at]
    return before[-1] if before else (events[0] if events else None)
