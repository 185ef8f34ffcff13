"""Relation 4, providesService: what a body does for people, where and for whom."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.chains import chain_end
from kg.extract.scene import Scene, text_of, to_scene
from kg.extract.words import mentions_in, span_of, tokens_of
from kg.knowledge import Knowledge
from kg.model import Kind, Mention, Reading, Service, Status
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
        taken = 0
        for at in range(len(sentence.tokens)):
            phrase = _service_at(scene, at) if at >= taken else None
            if phrase is None:
                continue
            taken, names = phrase
            provider = _provider(reading, knowledge, number, at)
            if provider:
                yield Service(
                    span=span_of(reading, number, at, taken),
                    rule="service.noun",
                    confidence=0.4,
                    status=_status(reading, knowledge, number),
                    names=names,
                    provider=provider,
                    places=tuple(_places(reading, number)),
                )


def _service_at(scene: Scene, at: int) -> tuple[int, tuple[str, ...]] | None:
    """The end and the wordings of the service named from token ``at`` on; None if none is."""
    tokens = scene.tokens
    match = scene.knowledge["service_actions"].match(tokens, at)
    is_part = (at > 0 and tokens[at - 1].ezafe) or at in scene.compounds or at in scene.organizations
    if match is None or is_part:
        return None
    entry, length = match
    end = chain_end(scene, at, at + length)
    words = [t for t in tokens[at + length : end] if t.pos != "NUM" and not t.text.isdigit()]
    if not words and not _is_done(scene, end):
        return None
    whole = text_of([*tokens[at : at + length], *words])
    return end, (whole, text_of(words)) if entry["kind"] == "act" and words else (whole,)


def _is_done(scene: Scene, end: int) -> bool:
    """Whether a verb of giving stands right behind: «مشاوره ارائه می‌شود»."""
    return end < len(scene.tokens) and scene.knowledge["service_actions"].match(scene.tokens, end) is not None


def _provider(reading: Reading, knowledge: Knowledge, sentence: int, before: int) -> str | None:
    """The body named before the service in its sentence, else the body of who speaks."""
    bodies = [
        m.entity
        for m in mentions_in(reading, sentence)
        if m.kind is Kind.ORGANIZATION and m.last <= before and not _is_medium(reading, knowledge, m)
    ]
    if bodies:
        return bodies[0]
    speaker = next((u.speaker for u in reversed(reading.utterances) if u.sentence <= sentence), None)
    return next((t.organization for t in reading.titles if t.person == speaker and t.organization), None)


def _is_medium(reading: Reading, knowledge: Knowledge, body: Mention) -> bool:
    """Whether a body only brings the news."""
    tokens = tokens_of(reading, body.sentence)
    head = knowledge["bodies"].match(tokens, body.first)
    return head[0]["kind"] == "media" if head else tokens[body.first].text in knowledge["agencies"]


def _places(reading: Reading, sentence: int) -> Iterator[str]:
    for mention in mentions_in(reading, sentence):
        before = tokens_of(reading, sentence)[mention.first - 1].text if mention.first else ""
        if mention.kind is Kind.PLACE and before == "در":
            yield mention.entity


def _status(reading: Reading, knowledge: Knowledge, sentence: int) -> Status:
    """Planned where the sentence wishes, plans or orders; denied where it denies."""
    for token in tokens_of(reading, sentence):
        if token.text in knowledge["wishes"]:
            return Status.PLANNED
        mark = knowledge["status_marks"].get(token.text)
        if mark:
            return Status(mark["status"])
    return Status.STATED
