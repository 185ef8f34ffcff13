"""Events in a sentence: which nouns name a particular happening, and an opening's own festival."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.event_names import name_end, name_starts, noun_at
from kg.extract.event_words import frame_before, is_word, verbal_cue
from kg.extract.scene import AND, OPENERS, Phrase, Scene, text_of
from kg.knowledge import Entry
from kg.model import Kind, Token
from kg.persian import squash, without_indefinite

_VERBAL = frozenset({"VERB", "AUX"})
_FULL = frozenset({"full", "agent"})  # uses of nouns that name no event by themselves
# what has openings and closings that are events of their own
_OPENED = frozenset({"exhibition", "festival", "competition", "conference"})


def events_in(scene: Scene) -> Iterator[Phrase]:
    """The events that a sentence names, in reading order, an opening's own festival behind it."""
    done = 0
    for at in sorted(name_starts(scene)):
        event = _event_at(scene, at) if at >= done else None
        if event:
            yield event
            yield from _opened(scene, event)
            done = event.last
        elif at >= done:
            done = at + _length_of_none(scene, at)


def _length_of_none(scene: Scene, at: int) -> int:
    """How many tokens to go on: all of a phrase that only sounds like an event (ویدئو کنفرانس)."""
    match = scene.match("events", at)
    return match[1] if match and match[0].get("use") == "none" else 1


def _event_at(scene: Scene, at: int) -> Phrase | None:
    """The event named from token ``at`` on: «نخستین همایش …», «این جلسه», «مراسم افتتاح …»."""
    tokens = scene.tokens
    is_pointed = tokens[at].text in scene.knowledge["demonstratives"]
    head_at = noun_at(scene, at + is_pointed)
    match = scene.match("events", head_at) if head_at is not None else None
    if head_at is None or match is None or tokens[head_at].pos in _VERBAL:
        return None
    entry, name_from = match[0], head_at + match[1]
    end = name_from if is_pointed else name_end(scene, head_at, name_from)
    is_bare = end == name_from and head_at == at + is_pointed
    if not is_pointed and not _is_particular(scene, entry, at, is_bare):
        return None
    if entry["kind"] == "competition" and head_at == at and _is_general(scene, name_from, end):
        return None
    return Phrase(
        Kind.EVENT,
        scene.number,
        at,
        end,
        _written(tokens[at:end]),
        head=entry["form"].split("|")[0],
        tail=text_of(tokens[name_from:end]),
        sort=entry["kind"],
        is_anaphor=is_pointed
        or (is_bare and not _is_indefinite(scene, head_at, entry))
        or _is_recalled(scene, name_from, end),
    )


def _is_particular(scene: Scene, entry: Entry, at: int, is_bare: bool) -> bool:
    """Whether a noun names one happening: a bare «سفر» does not, «افتتاح» only as a scene."""
    use = entry.get("use")
    before = scene.tokens[at - 1] if at else None
    if use == "none" or (before and _is_other(scene, entry, before, is_bare)):
        return False
    if use == "agent" and not is_bare and not _has_agent(scene, at):
        is_bare = True  # «سفر به روسیه» is nobody's in particular
    if not use or (use in _FULL and not is_bare):
        return True
    if use in _FULL and (_is_cued(scene, at, "visited") or _is_cued(scene, at + 1, "holds")):
        return True  # «از X بازدید کرد», «مسابقه برگزار می‌کنیم»
    return frame_before(scene.tokens, at, scene.knowledge) is not None and (use in _FULL or not is_bare)


def _is_other(scene: Scene, entry: Entry, before: Token, is_bare: bool) -> bool:
    """Whether the word before a noun shows that it is counted, only aimed at, a film or a site."""
    is_visit, use = entry["kind"] == "visit", entry.get("use")
    is_counted = is_visit and before.pos == "NUM"
    is_aim = use in _FULL and is_word(scene.knowledge, before, "aim")
    is_site = is_word(scene.knowledge, before, "site") and not is_bare
    return is_counted or is_aim or is_site or (bool(use) and before.text in OPENERS)


def _written(tokens: Sequence[Token]) -> str:
    """The name as a reader would write it, with no space inside straight quotation marks."""
    return re.sub(r'"\s*([^"]*?)\s*"', r'"\1"', text_of(tokens))


def _is_cued(scene: Scene, at: int, kind: str) -> bool:
    cue = scene.match("event_cues", at)
    verb = next((v for v in scene.verb_groups if v.light[:1] == (at,)), None)
    is_verb = verb is not None and verbal_cue(scene.knowledge, scene.tokens, verb) == kind
    return is_verb or (cue is not None and cue[0]["kind"] == kind)


def _has_agent(scene: Scene, at: int) -> bool:
    """Whether a journey's name says first who makes it, and no group of people in general."""
    behind = scene.tokens[at + 1 : at + 2]
    return bool(behind) and behind[0].pos != "ADP" and behind[0].text not in scene.knowledge["people_groups"]


def _is_general(scene: Scene, first: int, end: int) -> bool:
    """«مسابقات فرهنگی»: a kind of contest and none in particular."""
    return end > first and all(t.pos == "ADJ" or t.text in AND for t in scene.tokens[first:end])


def _is_indefinite(scene: Scene, head: int, entry: Entry) -> bool:
    """«نشستی»: an event that was not named before."""
    word = scene.tokens[head].text
    is_base = squash(word) == squash(entry["form"].split("|")[0])
    return not is_base and without_indefinite(word) != word


def _is_recalled(scene: Scene, first: int, end: int) -> bool:
    """«مراسم مذکور», «جلسه فردا»: nothing stands behind the noun but what points back."""
    return end > first and all(is_word(scene.knowledge, t, "recall") for t in scene.tokens[first:end])


def _opened(scene: Scene, event: Phrase) -> Iterator[Phrase]:
    """The festival or fair whose opening a ceremony is: مراسم افتتاحیه [دهمین نمایشگاه …]."""
    tokens, knowledge = scene.tokens, scene.knowledge
    if not any(is_word(knowledge, t, "opening") for t in tokens[event.first : event.first + 3]):
        return
    for at in range(event.first + 1, event.last):
        inner = _event_at(scene, at)
        if inner and inner.sort in _OPENED and inner.first < event.last:
            last = min(inner.last, event.last)
            yield replace(inner, last=last, name=_written(tokens[inner.first : last]))
            return
