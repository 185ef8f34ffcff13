"""Small readings of a document's tokens that several relations need."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Mention, Reading, Span, Token


def tokens_of(reading: Reading, sentence: int) -> tuple[Token, ...]:
    """The tokens of a sentence."""
    return reading.document.sentences[sentence].tokens


def span_of(reading: Reading, sentence: int, first: int, last: int) -> Span:
    """Where tokens ``first`` to ``last`` (half-open) of a sentence stand in the original text."""
    tokens = tokens_of(reading, sentence)
    return Span(tokens[first].start, tokens[last - 1].end)


def sentence_span(reading: Reading, sentence: int) -> Span:
    """Where a sentence stands in the original text."""
    whole = reading.document.sentences[sentence]
    return Span(whole.start, whole.end)


def mentions_in(reading: Reading, sentence: int) -> Iterator[Mention]:
    """The mentions of a sentence, in reading order."""
    return (m for m in reading.mentions if m.sentence == sentence)
