"""Events in a sentence: the noun of a happening, its chain, and what its nouns govern."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.chains import chain_end
from kg.extract.scene import Phrase, Scene, text_of
from kg.model import Kind
from kg.persian import is_ordinal


def events_in(scene: Scene) -> Iterator[Phrase]:
    """The events that a sentence names, in reading order."""
    at = 0
    while at < len(scene.tokens):
        event = _event_at(scene, at)
        if event:
            yield event
            at = event.last
        else:
            at += 1


def _event_at(scene: Scene, at: int) -> Phrase | None:
    """The event named from token ``at`` on: «نخستین همایش …», «این جلسه», «مراسم افتتاح …»."""
    tokens = scene.tokens
    is_pointed = tokens[at].text in scene.knowledge["demonstratives"]
    head_at = at + 1 if is_pointed or is_ordinal(tokens[at].text) else at
    match = scene.knowledge["events"].match(tokens, head_at)
    if match is None or tokens[head_at].pos in {"VERB", "AUX"}:
        return None
    length = match[1]
    end = _event_end(scene, head_at, head_at + length)
    return Phrase(
        Kind.EVENT,
        scene.number,
        at,
        end,
        text_of(tokens[at:end]),
        head=match[0]["form"].split("|")[0],
        tail=text_of(tokens[head_at + length : end]),
        sort=match[0]["kind"],
        is_anaphor=is_pointed or end == head_at + length,
    )


def _event_end(scene: Scene, first: int, at: int) -> int:
    """The end of an event's name, with what its nouns govern: بازدید از …, تجلیل از …, نشست با …."""
    end = chain_end(scene, first, at)
    while end + 1 < len(scene.tokens):
        governor = scene.knowledge["governors"].get(scene.tokens[end - 1].text)
        if governor is None or governor["preposition"] != scene.tokens[end].text:
            break
        end = chain_end(scene, end + 1)
    return end
