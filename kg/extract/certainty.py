"""How sure a fact is: how often its rule is right, and how sure the names are that it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.model import Assertion, Entity

# the fields that name an entity without which a fact would be none
_NAMED = (
    "person", "organization", "child", "parent", "subject", "place", "provider", "event", "participant",
    "organizer", "speaker",
)  # fmt: skip
_LEFT = 0.5  # of a rule's confidence, where nothing says that a name is one
_DIGITS = 3


def with_certainty(facts: Iterable[Assertion], entities: Iterable[Entity]) -> Iterator[Assertion]:
    """Each of ``facts`` with the confidence of its rule, less what is in doubt about its names."""
    certainty = {entity.id: entity.certainty for entity in entities}
    for fact in facts:
        confidence = fact.confidence * share_of_names(fact, certainty)
        yield replace(fact, confidence=round(confidence, _DIGITS))


def share_of_names(fact: Assertion, certainty: Mapping[str, float]) -> float:
    """The part of its rule's confidence that the least sure of a fact's names leaves it."""
    return _LEFT + (1 - _LEFT) * min((certainty[name] for name in names_of(fact)), default=1.0)


def names_of(fact: Assertion) -> tuple[str, ...]:
    """The entities that a fact stands on."""
    named = (getattr(fact, field, None) for field in _NAMED)
    return tuple(name for name in named if name is not None)
