"""Places in a sentence: by a noun for places, by the gazetteer, by the name tagger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.chains import chain_end
from kg.extract.scene import AND, VAGUE, Phrase, Scene, text_of
from kg.knowledge import Entry, Knowledge
from kg.model import Kind, Token
from kg.persian import bare_noun, is_plural

_NOUNS = frozenset({"NOUN", "PROPN", "X"})
# sorts of places that are named in no gazetteer of ours, and the words that must do; «بخش کشاورزی» is a trade
_UNLISTED = {"village": _NOUNS, "district": frozenset({"PROPN"})}
# a way or a water that is called by a place alone leads there and is not in it: جاده ساوه
SITES = frozenset({"site", "way", "road"})
_SETTLED = frozenset({"city", "village", "county", "province", "country", "island"})
_LEAST_VOTE = 0.5  # of the name tagger for a place that nothing else speaks for


def place_starts(scene: Scene) -> set[int]:
    """Where ``place_at``, ``listed_places`` and ``place_anaphor`` may find something."""
    plurals = {at for at, token in enumerate(scene.tokens) if is_plural(token.text)}
    return plurals | scene.starts("place_nouns", "places", "anaphors") | scene.places.keys()


def place_at(scene: Scene, at: int, end: int | None = None) -> Phrase | None:
    """The place that is named from token ``at`` on (and before ``end``); None if none is."""
    tokens = scene.tokens[:end]
    cue = scene.match("place_nouns", at, len(tokens))
    named = _place_with_cue(scene, at, *cue, limit=len(tokens)) if cue else None
    if named:
        return named
    if cue and (cue[0]["kind"] == "direction" or _is_described(scene, at + cue[1], cue[0])):
        return None
    known, tagged = _known(scene, at, len(tokens)), _tagged_end(scene, at, len(tokens))
    if tagged and tagged - at >= (known[1] if known else 0):
        return _place(scene, at, tagged, "", known[0] if known and known[1] == tagged - at else None)
    is_seen = at in scene.places and not _is_unsure(scene, scene.places[at])
    if known and tokens[at].pos in _NOUNS and (is_seen or _is_sure(*known)):
        return _place(scene, at, at + known[1], "", known[0])
    return None


def listed_places(scene: Scene, at: int) -> list[Phrase]:
    """The places of a list that begins at token ``at``: «روستاهای X، Y و Z»; none where none does.

    The first takes in the plural noun, as the place of «در روستاهای …» stands behind «در».
    """
    tokens = scene.tokens
    noun = bare_noun(tokens[at].text) if is_plural(tokens[at].text) else ""
    cue = scene.knowledge["place_nouns"].get(noun)
    if cue is None or cue["kind"] in SITES or at + 1 >= len(tokens):
        return []
    found: list[Phrase] = []
    first = at + 1
    while first < len(tokens) and (end := _item_end(scene, first, is_first=not found)):
        name, start = text_of(tokens[first:end]), first if found else at
        whole = f"{cue['form'].split('|')[-1]} {name}"
        found.append(Phrase(Kind.PLACE, scene.number, start, end, name, sort=cue["kind"], aliases=(whole,)))
        first = end + 1 if end < len(tokens) and tokens[end].text in AND else len(tokens)
    return found


def _item_end(scene: Scene, first: int, *, is_first: bool) -> int:
    """The end of one name in a list of places; 0 where something else stands at token ``first``."""
    tokens, limit = scene.tokens, len(scene.tokens)
    if any(scene.knowledge[name].match(tokens, first) for name in ("bodies", "roles", "place_nouns")):
        return 0
    known, tagged = _known(scene, first, limit), _tagged_end(scene, first, limit)
    if known or tagged:
        end = max(first + known[1] if known else 0, tagged)
        return next((i for i in range(first + 1, end) if tokens[i].text in AND and not known), end)
    is_word = tokens[first].text in scene.knowledge["generic_modifiers"] or first in scene.verbs
    is_name = tokens[first].pos == "PROPN" and first not in scene.persons and not is_word
    is_headed = not is_first or tokens[first - 1].ezafe
    return _unlisted_end(scene, first, limit) if is_name and is_headed else 0


def _known(scene: Scene, at: int, limit: int) -> tuple[Entry, int] | None:
    return scene.match("places", at, limit)


def _is_sure(entry: Entry, length: int) -> bool:
    return length > 1 or not (entry.get("is_word") or entry.get("is_name"))


def _tagged_end(scene: Scene, at: int, limit: int) -> int:
    """The end of the place that the name tagger sees from token ``at`` on; 0 where it sees none."""
    span = scene.places.get(at)
    if span is None or span[1] > limit or _is_number(scene, at):
        return 0
    if any(not is_direction(scene.tokens, i, scene.knowledge) for i in range(span[0], at)):
        return 0
    known = _known(scene, at, span[1])
    if known and at + known[1] == span[1]:
        return span[1]
    is_other = _is_list(scene, *span) or _is_unsure(scene, span) or _goes_beyond(scene, at, known)
    return 0 if is_other else _before_larger(scene, at, span[1])


def _is_unsure(scene: Scene, span: tuple[int, int]) -> bool:
    """Whether the name tagger rather takes words for something else, and no noun for places is with them."""
    if scene.match("place_nouns", span[0]):
        return False
    votes = (n.confidence for n in scene.sentence.names if (n.first, n.last) == span)
    return min(votes, default=1.0) < _LEAST_VOTE


def _goes_beyond(scene: Scene, at: int, known: tuple[Entry, int] | None) -> bool:
    """Whether the tagger went beyond a known place: «سنندج مهران رضایی», «زنجان و ایلام», «زنجان ۴۴»."""
    if known is None or not _is_sure(*known):
        return False
    end = at + known[1]
    return not scene.tokens[end - 1].ezafe or _is_number(scene, end)


def _is_list(scene: Scene, first: int, end: int) -> bool:
    """Whether the tagger took a list for one place: «شهرستان‌های X، Y و Z»."""
    tokens = scene.tokens[first:end]
    singular = bare_noun(tokens[0].text)
    is_plural = singular != tokens[0].text and singular in scene.knowledge["place_nouns"]
    return is_plural or any(token.text == "،" for token in tokens)


def _before_larger(scene: Scene, first: int, end: int) -> int:
    """The end of the first of two places that the tagger took for one: پردیسان in «پردیسان قم».

    0 where the first is a body: دانشگاه in «دانشگاه تهران».
    """
    for at in range(first + 1, end):
        known = _known(scene, at, end)
        is_larger = known and at + known[1] == end and _is_sure(*known) and scene.tokens[at - 1].ezafe
        if is_larger and all(t.pos == "PROPN" for t in scene.tokens[first:at]):
            body = scene.match("bodies", first)
            return 0 if body and body[0].get("use") not in VAGUE else at
    return end


def _place_with_cue(scene: Scene, at: int, cue: Entry, length: int, limit: int) -> Phrase | None:
    """«استان بوشهر», «میدان شهدای مشهد»: a noun for places and the name behind it."""
    first = at + length
    if first >= limit or not (scene.tokens[first - 1].ezafe or first in scene.places):
        return None
    if cue["kind"] == "direction":
        return None
    if _is_described(scene, first, cue):
        return _described(scene, cue, at, first + 1, limit) if cue["kind"] in _SETTLED else None
    if cue["kind"] in SITES:
        return _site(scene, cue, at, first, min(limit, chain_end(scene, at, first)))
    if _is_number(scene, first):
        return _numbered(scene, cue, at, first + 1, limit)
    known, tagged = _known(scene, first, limit), _tagged_end(scene, first, limit)
    if known or tagged:
        end = max(first + known[1] if known else 0, tagged)
    elif scene.tokens[first].pos in _UNLISTED.get(cue["kind"], ()):
        end = _unlisted_end(scene, first, limit)
    else:
        return None
    name, whole = text_of(scene.tokens[first:end]), text_of(scene.tokens[at:end])
    return Phrase(Kind.PLACE, scene.number, at, end, name, sort=cue["kind"], aliases=(whole,))


def _numbered(scene: Scene, cue: Entry, at: int, end: int, limit: int) -> Phrase | None:
    """«منطقه ۸ تهران»: a part of a town, by its number."""
    town = place_at(scene, end, limit) if cue["kind"] == "district" and end < limit else None
    return replace(_place(scene, at, end, cue["kind"]), place=town) if town else None


def _is_number(scene: Scene, at: int) -> bool:
    word = scene.tokens[at]
    is_word = word.text in scene.knowledge["number_words"] and word.text not in AND
    return word.pos == "NUM" or word.text.isdigit() or is_word


def _is_described(scene: Scene, first: int, cue: Entry) -> bool:
    """«شهر زلزله‌زده بم»: an adjective that names nothing stands behind the noun for a place."""
    word = scene.tokens[first] if first < len(scene.tokens) else None
    if word is None or word.text in scene.knowledge["places"]:
        return False
    is_adjective = word.pos == "ADJ" and cue["kind"] in _SETTLED
    return is_adjective or (word.text in scene.knowledge["generic_modifiers"] and cue["kind"] not in SITES)


def _described(scene: Scene, cue: Entry, at: int, first: int, limit: int) -> Phrase | None:
    """«شهر مقدس قم»: the known place behind the adjective."""
    known = _known(scene, first, limit) if scene.tokens[first - 1].ezafe else None
    if known is None or not (_is_sure(*known) or first in scene.places):
        return None
    end = first + known[1]
    return Phrase(Kind.PLACE, scene.number, at, end, text_of(scene.tokens[first:end]), sort=cue["kind"])


def is_direction(tokens: Sequence[Token], at: int, knowledge: Knowledge) -> bool:
    """Whether the word says on which side: «در جنوب شرقی ایران»."""
    cue = knowledge["place_nouns"].get(tokens[at].text)
    return cue is not None and cue["kind"] == "direction"


def _site(scene: Scene, cue: Entry, at: int, first: int, end: int) -> Phrase | None:
    """A square, hall or park, with the town that its name ends in."""
    generic = scene.knowledge["generic_modifiers"]
    is_counted = [t.pos for t in scene.tokens[end - 1 : end + 1]] == ["NUM", "NUM"]  # «سالن ۱۲ هزار نفری»
    if is_counted or end <= first or all(t.text in generic for t in scene.tokens[first:end]):
        return None
    inner = place_in(scene, first + (cue["kind"] == "way"), end)
    return replace(_place(scene, at, end, cue["kind"]), place=None if cue["kind"] == "road" else inner)


def _unlisted_end(scene: Scene, first: int, limit: int) -> int:
    """The end of a name that no list has: its chain, up to the next noun for places."""
    end = first + 1
    while end < min(limit, first + 3) and scene.tokens[end - 1].ezafe:
        known = _known(scene, end, limit)
        is_relational = scene.tokens[end - 1].text.endswith("ی")
        is_other = known is not None and _is_sure(*known)  # «محله X کاشان», but «منطقه عملیاتی X»
        if (is_other and not is_relational) or scene.tokens[end].pos not in _NOUNS:
            break
        if scene.knowledge["place_nouns"].match(scene.tokens, end):
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
    match = scene.match("anaphors", at)
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
