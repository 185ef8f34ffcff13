"""Relations 5, 6 and the events of 3: who takes part in what, who holds it, and where and when it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.attendance import attendances
from kg.extract.hosting import organizings
from kg.extract.occasions import Occasions, to_occasions
from kg.extract.venues import event_days, event_places
from kg.extract.words import span_of
from kg.knowledge import Knowledge
from kg.model import Assertion, Attendance, Happening, Location, Organizing, Reading, Status

_Fact = Attendance | Organizing | Location


def event_facts(reading: Reading, knowledge: Knowledge) -> Iterator[Assertion]:
    """Attendances, organisers and places of events, then one Happening for each event that has any."""
    occasions = to_occasions(reading, knowledge)
    facts = list(
        _without_repeats([*attendances(occasions), *organizings(occasions), *event_places(occasions)])
    )
    yield from facts
    for event in sorted({_event_of(fact) for fact in facts}):
        yield _happening(occasions, event, facts)


def _happening(occasions: Occasions, event: str, facts: Iterable[_Fact]) -> Happening:
    first = next(m for m in occasions.reading.mentions if m.entity == event)
    is_planned = any(f.status is Status.PLANNED for f in facts if _event_of(f) == event)
    date, end = event_days(occasions, event)
    return Happening(
        span=span_of(occasions.reading, first.sentence, first.first, first.last),
        rule="event.name",
        confidence=0.8,
        status=Status.PLANNED if is_planned else Status.STATED,
        event=event,
        date=date,
        end=end,
    )


def _event_of(fact: _Fact) -> str:
    return fact.subject if isinstance(fact, Location) else fact.event


def _without_repeats(facts: Iterable[_Fact]) -> Iterator[_Fact]:
    """Each fact once, as the first and surest rule found it."""
    seen: set[tuple[str, str, str]] = set()
    for fact in facts:
        key = (type(fact).__name__, _event_of(fact), _other_of(fact))
        if key not in seen:
            seen.add(key)
            yield fact


def _other_of(fact: _Fact) -> str:
    match fact:
        case Attendance(participant=other) | Organizing(organizer=other) | Location(place=other):
            return other
