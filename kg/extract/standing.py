"""How each fact stands: stated, planned, denied, conditional or hearsay, and who vouches for it.

The article vouches for what its reporter writes; for what stands in a quotation its speaker does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.words import is_linked
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
from kg.phrases import load_grammar, status_of

# what a plan or a doubt changes; a unit is named in passing and holds whatever is planned, and so does a
# role, but for one that somebody is given («به عنوان رئیس … انتخاب خواهد شد»)
_DEPENDENT = (Observation, Attendance, Organizing)


def with_standing(reading: Reading, facts: Iterable[Assertion], knowledge: Knowledge) -> Iterator[Assertion]:
    """Each of ``facts`` with its status and, where it stands in a quotation, who vouches for it."""
    grammar = load_grammar(knowledge)
    sentences = reading.document.sentences
    starts = [s.start for s in sentences]
    for fact in facts:
        status = fact.status
        if isinstance(fact, (*_DEPENDENT, Membership)) and status is Status.STATED:
            sentence = sentences[max(0, bisect_right(starts, fact.span.start) - 1)]
            inside = [i for i, t in enumerate(sentence.tokens) if _meet(fact.span, t.start, t.end)]
            is_open = not isinstance(fact, Membership) or is_linked(sentence.tokens, inside[0], knowledge)
            if inside and is_open:
                status = status_of(sentence, inside[0], inside[-1] + 1, grammar)
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
