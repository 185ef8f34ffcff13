"""How each fact stands: stated, planned, denied, conditional or hearsay, and who vouches for it.

The article vouches for what its reporter writes; for what stands in a quotation its speaker does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.scene import is_linked, to_scene
from kg.knowledge import Knowledge
from kg.model import (
    Assertion,
    Attendance,
    Membership,
    Observation,
    Organizing,
    Quotation,
    Reading,
    Span,
    Status,
)

# what a plan or a doubt changes; a unit is named in passing and holds whatever is planned, and so does a
# role, but for one that somebody is given («به عنوان رئیس … انتخاب خواهد شد»)
_DEPENDENT = (Observation, Attendance, Organizing)


def with_standing(reading: Reading, facts: Iterable[Assertion], knowledge: Knowledge) -> Iterator[Assertion]:
    """Each of ``facts`` with its status and, where it stands in a quotation, who vouches for it."""
    sentences = reading.document.sentences
    starts = [s.start for s in sentences]
    for fact in facts:
        status = fact.status
        if isinstance(fact, (*_DEPENDENT, Membership)) and status is Status.STATED:
            number = max(0, bisect_right(starts, fact.span.start) - 1)
            scene = to_scene(number, sentences[number], knowledge)
            inside = [i for i, t in enumerate(scene.tokens) if _meet(fact.span, t.start, t.end)]
            if inside and (not isinstance(fact, Membership) or is_linked(scene, inside[0])):
                status = scene.status(inside[0], inside[-1] + 1)
        yield replace(fact, status=status, vouched_by=_speaker(reading, fact))


def _meet(span: Span, start: int, end: int) -> bool:
    return span.start < end and start < span.end


def _speaker(reading: Reading, fact: Assertion) -> str | None:
    if isinstance(fact, Quotation):
        return None
    for utterance in reading.utterances:
        span = utterance.span
        if span and span.start <= fact.span.start and fact.span.end <= span.end:
            return utterance.speaker
    return None
