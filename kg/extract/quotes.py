"""Relation 7, quotes: every stretch of reported speech, with its speaker and what it is about."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.chains import chain_end
from kg.extract.scene import text_of, to_scene
from kg.knowledge import Knowledge
from kg.model import Quotation, Reading, Span
from kg.persian import bare_noun

_LONGEST_TOPIC = 5  # words; what is longer says more than what it is about

# how sure each form of introduction is, as measured on the training articles
_CONFIDENCE = {
    "speech.colon": 0.97,
    "speech.that": 0.8,
    "speech.lead": 0.93,
    "speech.report": 0.7,
    "speech.source": 0.7,
    "speech.heading": 0.75,
    "speech.free": 0.7,
}


def quotations(reading: Reading, knowledge: Knowledge) -> Iterator[Quotation]:
    """One quotation for each utterance whose speaker is known."""
    topics = _topics(reading, knowledge)
    for utterance in reading.utterances:
        if utterance.speaker and utterance.span:
            yield Quotation(
                span=utterance.span,
                rule=utterance.rule,
                confidence=_CONFIDENCE[utterance.rule],
                speaker=utterance.speaker,
                topics=tuple(t for t in topics if _is_about(reading, utterance.span, topics[t])),
                mentions=tuple(_named_in(reading, utterance.span, utterance.speaker)),
            )


def _named_in(reading: Reading, span: Span, speaker: str) -> list[str]:
    inside = {
        e.id for e in reading.entities if any(span.start <= m.start and m.end <= span.end for m in e.mentions)
    }
    return sorted(inside - {speaker})


def _topics(reading: Reading, knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """What the headline is about: its noun phrases that name nobody, each with the keys of its nouns.

    A headline says in few words what an article is about; a quotation that takes up one of its noun
    phrases is about that.
    """
    if not reading.document.sentences:
        return {}
    scene = to_scene(0, reading.document.sentences[0], knowledge)
    named = {i for m in reading.mentions if m.sentence == 0 for i in range(m.first, m.last)}
    topics: dict[str, frozenset[str]] = {}
    at = 0
    while at < len(scene.tokens):
        end = min(chain_end(scene, at), at + _LONGEST_TOPIC)
        words = scene.tokens[at:end]
        is_plain = (
            words[0].pos == "NOUN" and len(words[0].text) > 2 and not any(t.pos == "NUM" for t in words)
        )
        if is_plain and not named & set(range(at, end)):
            nouns = frozenset(bare_noun(t.text) for t in words if t.pos in {"NOUN", "PROPN"})
            topics[text_of(words)] = nouns
            at = end
        else:
            at += 1
    return topics


def _is_about(reading: Reading, span: Span, nouns: frozenset[str]) -> bool:
    """Whether every noun of a topic (at most two are asked for) stands in a stretch of speech."""
    said = {
        bare_noun(t.text)
        for sentence in reading.document.sentences
        if sentence.start < span.end and span.start < sentence.end
        for t in sentence.tokens
        if span.start <= t.start < span.end
    }
    return len(nouns & said) >= min(2, len(nouns))
