"""Relation 4, providesService: what a body does for people, where and for whom."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.chains import chain_end
from kg.extract.scene import text_of, to_scene
from kg.extract.words import mentions_in, span_of, tokens_of
from kg.knowledge import Knowledge
from kg.model import Kind, Reading, Service, Status
from kg.persian import squash


def services(reading: Reading, knowledge: Knowledge) -> Iterator[Service]:
    """Each service of each provider once."""
    seen: set[tuple[str, str | None]] = set()
    for service in _candidates(reading, knowledge):
        key = (squash(service.names[0]), service.provider)
        if key not in seen:
            seen.add(key)
            yield service


def _candidates(reading: Reading, knowledge: Knowledge) -> Iterator[Service]:
    for number, sentence in enumerate(reading.document.sentences):
        scene = to_scene(number, sentence, knowledge)
        at = 0
        while at < len(sentence.tokens):
            match = knowledge["service_actions"].match(sentence.tokens, at)
            end = chain_end(scene, at, at + match[1]) if match else at + 1
            if match and end > at + match[1] and not (at and sentence.tokens[at - 1].ezafe):
                provider = _provider(reading, number)
                if provider:
                    yield Service(
                        span=span_of(reading, number, at, end),
                        rule="service.noun",
                        confidence=0.4,
                        status=_status(reading, knowledge, number),
                        names=_wordings(reading, number, at, at + match[1], end, match[0]["kind"]),
                        provider=provider,
                        places=tuple(_places(reading, number)),
                    )
            at = max(end, at + 1)


def _wordings(reading: Reading, sentence: int, first: int, body: int, end: int, kind: str) -> tuple[str, ...]:
    tokens = tokens_of(reading, sentence)
    whole = text_of(tokens[first:end])
    return (whole, text_of(tokens[body:end])) if kind == "act" else (whole,)


def _provider(reading: Reading, sentence: int) -> str | None:
    """The body that the sentence names for its subject, else the body of who speaks."""
    bodies = [m for m in mentions_in(reading, sentence) if m.kind is Kind.ORGANIZATION]
    if bodies:
        return bodies[0].entity
    speaker = next((u.speaker for u in reversed(reading.utterances) if u.sentence <= sentence), None)
    return next((t.organization for t in reading.titles if t.person == speaker and t.organization), None)


def _places(reading: Reading, sentence: int) -> Iterator[str]:
    for mention in mentions_in(reading, sentence):
        before = tokens_of(reading, sentence)[mention.first - 1].text if mention.first else ""
        if mention.kind is Kind.PLACE and before == "در":
            yield mention.entity


def _status(reading: Reading, knowledge: Knowledge, sentence: int) -> Status:
    marks = knowledge["status_marks"]
    for token in tokens_of(reading, sentence):
        mark = marks.get(token.text)
        if mark:
            return Status(mark["status"])
    return Status.STATED
