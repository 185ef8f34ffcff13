"""Relation 1, holdsRole: titles whose holder the article names."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.words import span_of
from kg.knowledge import Knowledge
from kg.model import Membership, Reading, Title
from kg.persian import squash


def memberships(reading: Reading, knowledge: Knowledge) -> Iterator[Membership]:
    """Each role of each person once, where it is said first and best."""
    names = {e.id: e.names[0] for e in reading.entities}
    held = [t for t in reading.titles if t.person and not _is_surname(t.role, names[t.person])]
    placed = {(t.person, squash(t.role)) for t in held if t.organization}
    seen: set[tuple[str | None, str, str | None]] = set()
    for title in sorted(held, key=lambda t: (-t.confidence, t.sentence, t.first)):
        key = (title.person, squash(title.role), title.organization)
        says_less = title.organization is None and key[:2] in placed
        if key not in seen and not says_less and title.person:
            seen.add(key)
            yield _membership(reading, title, title.person)


def _is_surname(role: str, name: str) -> bool:
    """Whether the «title» is the person's own name: دبیر, of علیرضا دبیر."""
    return squash(name).endswith(squash(role))


def _membership(reading: Reading, title: Title, person: str) -> Membership:
    return Membership(
        span=span_of(reading, title.sentence, title.first, title.last),
        rule="role.title" if title.confidence > 0.9 else "role.reference",
        confidence=title.confidence,
        person=person,
        role=title.role,
        organization=title.organization,
        tenure=title.tenure,
    )
