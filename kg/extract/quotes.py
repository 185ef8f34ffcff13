"""Relation 7, quotes: every stretch of reported speech, with its speaker and what it is about."""

from __future__ import annotations

from collections.abc import Iterator

from kg.knowledge import Knowledge
from kg.model import Quotation, Reading, Span

# how sure each form of introduction is, as measured on the training articles
_CONFIDENCE = {
    "speech.colon": 0.95,
    "speech.that": 0.85,
    "speech.lead": 0.85,
    "speech.report": 0.7,
    "speech.source": 0.7,
    "speech.heading": 0.75,
    "speech.free": 0.6,
}


def quotations(reading: Reading, knowledge: Knowledge) -> Iterator[Quotation]:
    """One quotation for each utterance whose speaker is known."""
    for utterance in reading.utterances:
        if utterance.speaker and utterance.span:
            yield Quotation(
                span=utterance.span,
                rule=utterance.rule,
                confidence=_CONFIDENCE[utterance.rule],
                speaker=utterance.speaker,
                mentions=tuple(_named_in(reading, utterance.span, utterance.speaker)),
            )


def _named_in(reading: Reading, span: Span, speaker: str) -> list[str]:
    inside = {
        e.id for e in reading.entities if any(span.start <= m.start and m.end <= span.end for m in e.mentions)
    }
    return sorted(inside - {speaker})
