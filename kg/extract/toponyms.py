"""Places in a sentence: by a noun for places, by the gazetteer, by the name tagger."""

from __future__ import annotations

from kg.extract.chains import chain_end
from kg.extract.scene import Phrase, Scene, text_of
from kg.knowledge import Entry
from kg.model import Kind


def place_at(scene: Scene, at: int, end: int | None = None) -> Phrase | None:
    """The place that is named from token ``at`` on (and before ``end``); None if none is."""
    tokens = scene.tokens[:end]
    cue = scene.knowledge["place_nouns"].match(tokens, at)
    if cue:
        named = _place_with_cue(scene, at, *cue, limit=len(tokens))
        if named:
            return named
    known = scene.knowledge["places"].match(tokens, at)
    tagged = scene.places.get(at)
    if (
        tagged
        and tagged[0] == at
        and tagged[1] <= len(tokens)
        and tagged[1] - at >= (known[1] if known else 0)
    ):
        return _place(scene, at, tagged[1], "", known[0] if known and known[1] == tagged[1] - at else None)
    is_noun = scene.tokens[at].pos in {"NOUN", "PROPN", "X"}
    if known and is_noun and (tagged or known[1] > 1 or not known[0].get("is_word")):
        return _place(scene, at, at + known[1], "", known[0])
    return None


def _place_with_cue(scene: Scene, at: int, cue: Entry, length: int, limit: int) -> Phrase | None:
    """«استان بوشهر», «میدان شهدای مشهد»: a noun for places and the name behind it."""
    first = at + length
    if first >= limit or not (scene.tokens[first - 1].ezafe or first in scene.places):
        return None
    known = scene.knowledge["places"].match(scene.tokens[:limit], first)
    tagged = scene.places.get(first)
    if cue["kind"] == "site":
        end = min(limit, chain_end(scene, at, first))
        if tagged is None and at not in scene.places and known is None:
            return None
        return _place(scene, at, max(end, first + 1), "site", None)
    if known is None and tagged is None:
        return None
    end = first + known[1] if known else min(limit, tagged[1] if tagged else limit)
    return _place(scene, at, end, cue["kind"], known[0] if known else None, name_from=first)


def _place(
    scene: Scene, first: int, last: int, sort: str, known: Entry | None, name_from: int | None = None
) -> Phrase:
    whole = text_of(scene.tokens[first:last])
    name = text_of(scene.tokens[name_from:last]) if name_from else whole
    return Phrase(
        Kind.PLACE, scene.number, first, last, name,
        sort=sort or (known or {}).get("kind", ""), aliases=() if name == whole else (whole,),
    )  # fmt: skip


def place_anaphor(scene: Scene, at: int) -> Phrase | None:
    """«این استان», «استان»: a place that the article names elsewhere."""
    match = scene.knowledge["anaphors"].match(scene.tokens, at)
    if match is None or match[0]["kind"] != "Place" or scene.tokens[at + match[1] - 1].ezafe:
        return None
    last = at + match[1]
    name = text_of(scene.tokens[at:last])
    head = scene.tokens[last - 1].text
    cue = scene.knowledge["place_nouns"].get(head)
    sort = cue["kind"] if cue else ""
    return Phrase(Kind.PLACE, scene.number, at, last, name, head=head, sort=sort, is_anaphor=True)


def place_in(scene: Scene, first: int, end: int) -> Phrase | None:
    """The place that a name ends in: تبریز in «شهرداری تبریز»."""
    found = None
    at = first
    while at < end:
        place = place_at(scene, at, end) or place_anaphor(scene, at)
        at = place.last if place else at + 1
        if place and place.last == end:
            found = place
    return found
