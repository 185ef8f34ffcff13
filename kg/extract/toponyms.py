"""Places in a sentence: by a noun for places, by the gazetteer, by the name tagger."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.chains import chain_end
from kg.extract.scene import Phrase, Scene, text_of
from kg.knowledge import Entry
from kg.model import Kind
from kg.persian import bare_noun

_NOUNS = frozenset({"NOUN", "PROPN", "X"})
# sorts of places that are named in no gazetteer of ours: their noun and an ezafe must do
_UNLISTED = frozenset({"village", "district"})
# a way or a water that is called by a place alone leads there and is not in it: جاده ساوه
SITES = frozenset({"site", "way"})


def place_at(scene: Scene, at: int, end: int | None = None) -> Phrase | None:
    """The place that is named from token ``at`` on (and before ``end``); None if none is."""
    tokens = scene.tokens[:end]
    cue = scene.knowledge["place_nouns"].match(tokens, at)
    named = _place_with_cue(scene, at, *cue, limit=len(tokens)) if cue else None
    if named:
        return named
    known, tagged = _known(scene, at, len(tokens)), _tagged_end(scene, at, len(tokens))
    if tagged and tagged - at >= (known[1] if known else 0):
        return _place(scene, at, tagged, "", known[0] if known and known[1] == tagged - at else None)
    if known and tokens[at].pos in _NOUNS and (at in scene.places or _is_sure(*known)):
        return _place(scene, at, at + known[1], "", known[0])
    return None


def _known(scene: Scene, at: int, limit: int) -> tuple[Entry, int] | None:
    return scene.knowledge["places"].match(scene.tokens[:limit], at)


def _is_sure(entry: Entry, length: int) -> bool:
    return length > 1 or not (entry.get("is_word") or entry.get("is_name"))


def _tagged_end(scene: Scene, at: int, limit: int) -> int:
    """The end of the place that the name tagger sees from token ``at`` on; 0 where it sees none."""
    span = scene.places.get(at)
    if span is None or span[0] != at or span[1] > limit or _is_list(scene, *span):
        return 0
    return _before_larger(scene, *span)


def _is_list(scene: Scene, first: int, end: int) -> bool:
    """Whether the tagger took a list for one place: «شهرستان‌های X، Y و Z»."""
    tokens = scene.tokens[first:end]
    known = _known(scene, first, end)
    is_whole = known is not None and first + known[1] == end
    singular = bare_noun(tokens[0].text)
    is_plural = singular != tokens[0].text and singular in scene.knowledge["place_nouns"]
    return not is_whole and (is_plural or any(token.text == "،" for token in tokens))


def _before_larger(scene: Scene, first: int, end: int) -> int:
    """The end of the first of two places that the tagger took for one: پردیسان in «پردیسان قم»."""
    whole = _known(scene, first, end)
    if whole and whole[1] == end - first:
        return end
    for at in range(first + 1, end):
        known = _known(scene, at, end)
        is_larger = known and at + known[1] == end and _is_sure(*known) and scene.tokens[at - 1].ezafe
        if is_larger and all(t.pos == "PROPN" for t in scene.tokens[first:at]):
            return at
    return end


def _place_with_cue(scene: Scene, at: int, cue: Entry, length: int, limit: int) -> Phrase | None:
    """«استان بوشهر», «میدان شهدای مشهد»: a noun for places and the name behind it."""
    first = at + length
    if first >= limit or not (scene.tokens[first - 1].ezafe or first in scene.places):
        return None
    if cue["kind"] in SITES:
        return _site(scene, cue, at, first, min(limit, chain_end(scene, at, first)))
    known, tagged = _known(scene, first, limit), _tagged_end(scene, first, limit)
    if known or tagged:
        end = max(first + known[1] if known else 0, tagged)
    elif cue["kind"] in _UNLISTED and scene.tokens[first].pos in _NOUNS:
        end = _unlisted_end(scene, first, limit)
    else:
        return None
    name, whole = text_of(scene.tokens[first:end]), text_of(scene.tokens[at:end])
    return Phrase(Kind.PLACE, scene.number, at, end, name, sort=cue["kind"], aliases=(whole,))


def _site(scene: Scene, cue: Entry, at: int, first: int, end: int) -> Phrase | None:
    """A square, hall or park, with the town that its name ends in."""
    generic = scene.knowledge["generic_modifiers"]
    if end <= first or all(t.text in generic for t in scene.tokens[first:end]):
        return None
    inner = place_in(scene, first + (cue["kind"] == "way"), end)
    return replace(_place(scene, at, end, cue["kind"]), place=inner)


def _unlisted_end(scene: Scene, first: int, limit: int) -> int:
    """The end of a name that no list has: its chain, up to the next noun for places."""
    end = first + 1
    while end < min(limit, first + 3) and scene.tokens[end - 1].ezafe:
        if scene.tokens[end].pos not in _NOUNS or scene.knowledge["place_nouns"].match(scene.tokens, end):
            break
        end += 1
    return end


def _place(scene: Scene, first: int, last: int, sort: str, known: Entry | None = None) -> Phrase:
    """A place; one that the gazetteer knows goes by its first name there (مشهد for «مشهد مقدس»)."""
    whole = text_of(scene.tokens[first:last])
    if known is None:
        return Phrase(Kind.PLACE, scene.number, first, last, whole, sort=sort)
    aliases = () if known["form"] == whole else (whole,)
    return Phrase(Kind.PLACE, scene.number, first, last, known["form"], sort=known["kind"], aliases=aliases)


def place_anaphor(scene: Scene, at: int) -> Phrase | None:
    """«این استان», «استان»: a place that the article names elsewhere."""
    match = scene.knowledge["anaphors"].match(scene.tokens, at)
    if match is None or match[0]["kind"] != "Place" or scene.tokens[at + match[1] - 1].ezafe:
        return None
    last = at + match[1]
    name, head = text_of(scene.tokens[at:last]), scene.tokens[last - 1].text
    cue = scene.knowledge["place_nouns"].get(head)
    sort = cue["kind"] if cue else ""
    return Phrase(Kind.PLACE, scene.number, at, last, name, head=head, sort=sort, is_anaphor=True)


def place_in(scene: Scene, first: int, end: int) -> Phrase | None:
    """The place that a name ends in: تبریز in «شهرداری تبریز»."""
    at = first
    while at < end:
        place = place_at(scene, at, end) or place_anaphor(scene, at)
        if place and place.last == end:
            return place
        at = place.last if place else at + 1
    return None
