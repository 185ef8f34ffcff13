"""Relations 2 and 3: which body is a unit of which, and what is where, as names show it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.extract.atlas import lies_elsewhere
from kg.extract.scene import AND, text_of
from kg.extract.toponyms import SITES, is_direction
from kg.extract.words import span_of, tokens_of
from kg.knowledge import Entry, Knowledge
from kg.model import Kind, Location, Mention, Reading, Token, Unit
from kg.persian import AND_WORD, bare_noun, is_plural

# as measured on the training articles
_CONFIDENCE = {
    "unit.name": 0.7, "unit.cue": 0.7, "location.name": 0.9, "location.chain": 0.7, "location.seat": 0.7,
}  # fmt: skip
_NEAR = 4  # tokens between a place and the one that holds it: «X، واقع در Y»
_SHORT = 2  # tokens of a name in common nouns: «بوستان ملل»
_SIZES = (
    "site", "way", "road", "island", "village", "district", "city", "world-city", "county", "province",
    "country", "region", "continent",
)  # fmt: skip


def units(reading: Reading, knowledge: Knowledge) -> Iterator[Unit]:
    """A body whose name ends in another body's is a unit of it, and one of which it is said."""
    seen: set[tuple[str, str]] = set()
    named = ((a, b, "unit.name") for a, b in reading.parts if b.kind is Kind.ORGANIZATION)
    for child, parent, rule in [*named, *_by_cue(reading, knowledge)]:
        pair = (child.entity, parent.entity)
        if child.entity != parent.entity and pair not in seen and pair[::-1] not in seen:
            seen.add(pair)
            yield Unit(
                span=span_of(reading, child.sentence, child.first, max(child.last, parent.last)),
                rule=rule, confidence=_CONFIDENCE[rule], child=child.entity, parent=parent.entity,
            )  # fmt: skip


def _by_cue(reading: Reading, knowledge: Knowledge) -> Iterator[tuple[Mention, Mention, str]]:
    """«X وابسته به Y», «X، از زیرمجموعه‌های Y»."""
    bodies = [m for m in reading.mentions if m.kind is Kind.ORGANIZATION]
    for one, two in pairwise(bodies):
        if one.sentence == two.sentence and one.last < two.first <= one.last + _NEAR:
            between = text_of(tokens_of(reading, one.sentence)[one.last : two.first]).strip("، ")
            if between in knowledge["unit_cues"]:
                yield one, two, "unit.cue"


def locations(reading: Reading, knowledge: Knowledge) -> Iterator[Location]:
    """A body or place whose name ends in a place's is there: شهرداری تبریز, میدان شهدای مشهد."""
    seen: set[tuple[str, str]] = set()
    found = [*_by_name(reading, knowledge), *_by_chain(reading, knowledge), *_by_seat(reading, knowledge)]
    for outer, inner, rule in found:
        pair = (outer.entity, inner.entity)
        if pair not in seen and outer.entity != inner.entity:
            seen.add(pair)
            first, last = min(outer.first, inner.first), max(outer.last, inner.last)
            yield Location(
                span=span_of(reading, outer.sentence, first, last),
                rule=rule, confidence=_CONFIDENCE[rule], subject=outer.entity, place=inner.entity,
            )  # fmt: skip


def _by_name(reading: Reading, knowledge: Knowledge) -> Iterator[tuple[Mention, Mention, str]]:
    """By the name itself, but for national bodies (شرکت ملی نفت ایران), embassies and offices unheld here."""
    names = {entity.id: entity.names[0] for entity in reading.entities}
    unheld = {(t.sentence, t.first, t.last) for t in reading.titles if t.person is None}
    for outer, inner in reading.parts:
        is_here = inner.kind is Kind.PLACE and outer.kind is not Kind.EVENT
        name = text_of(tokens_of(reading, inner.sentence)[inner.first : inner.last])
        is_held = (outer.sentence, outer.first, outer.last) not in unheld
        head = _head(knowledge, names[outer.entity])
        is_sent = head is not None and head["kind"] == "embassy"  # سفارت ژاپن is not there
        if is_here and is_held and not is_sent and name not in knowledge["home_country"]:
            yield outer, inner, "location.name"
            other = _joined_place(reading, outer, inner)
            if other:
                yield outer, other, "location.name"


def _joined_place(reading: Reading, outer: Mention, inner: Mention) -> Mention | None:
    """The first of two places that a name ends in: آزادشهر in «اداره منابع آب آزادشهر و رامیان»."""
    tokens = tokens_of(reading, inner.sentence)
    if tokens[inner.first - 1].text != AND_WORD:
        return None
    joined = (m for m in reading.mentions if m.sentence == inner.sentence and m.last == inner.first - 1)
    return next((m for m in joined if m.kind is Kind.PLACE and m.first > outer.first), None)


def _by_chain(reading: Reading, knowledge: Knowledge) -> Iterator[tuple[Mention, Mention, str]]:
    """A place right behind a place, or behind «در», holds it: شهر X استان Y, میدان X در شهر Y."""
    places = [m for m in reading.mentions if m.kind is Kind.PLACE]
    for one, two in pairwise(places):
        if one.sentence == two.sentence and one.last <= two.first <= one.last + _NEAR:
            tokens = tokens_of(reading, one.sentence)
            gap = (i for i in range(one.last, two.first) if not is_direction(tokens, i, knowledge))
            listed = _listed_before(reading, knowledge, one, places)
            cue = knowledge["place_nouns"].get(tokens[one.first].text)
            is_sure = bool(listed) or (cue is not None and cue["kind"] not in SITES)  # «شهر مسکو روسیه»
            is_chain = next(gap, None) is None and (tokens[one.last - 1].ezafe or is_sure)
            is_pair = bool(listed) or _is_named(reading, knowledge, one)
            is_owner = cue is None and one.first > 0 and _governs(tokens[one.first - 1])  # «سفیر X در Y»
            is_held = is_chain or (not is_owner and _is_in(reading, knowledge, one, two))
            if is_held and is_pair and _may_hold(reading, knowledge, one, two):
                yield from ((place, two, "location.chain") for place in [*listed, one])


def _governs(word: Token) -> bool:
    """Whether a word, no preposition, has what stands behind it hang on it."""
    return word.ezafe and word.pos != "ADP"


def _listed_before(
    reading: Reading, knowledge: Knowledge, last: Mention, places: list[Mention]
) -> list[Mention]:
    """The other places of the list under a plural noun that ends in ``last``: «روستاهای X، Y و Z»."""
    listed: list[Mention] = []
    tokens = tokens_of(reading, last.sentence)
    first = last
    for place in reversed(places):
        is_next = place.sentence == last.sentence and place.last == first.first - 1
        if is_next and tokens[place.last].text in AND:
            listed.append(first := place)
    noun = tokens[first.first].text
    return listed if is_plural(noun) and bare_noun(noun) in knowledge["place_nouns"] else []


def _by_seat(reading: Reading, knowledge: Knowledge) -> Iterator[tuple[Mention, Mention, str]]:
    """A body of a sort that sits at one place, and where the text says so: «دفتر X در Y»."""
    names = {entity.id: entity.names[0] for entity in reading.entities}
    places = {(m.sentence, m.first): m for m in reading.mentions if m.kind is Kind.PLACE}
    for body in reading.mentions:
        if body.kind is not Kind.ORGANIZATION or not _sits(knowledge, names[body.entity]):
            continue
        for first in range(body.last + 1, body.last + _NEAR):
            place = places.get((body.sentence, first))
            if place and _is_in(reading, knowledge, body, place):
                yield body, place, "location.seat"


def _sits(knowledge: Knowledge, name: str) -> bool:
    """Whether a body is of a sort that is at one place, and not all over the country: سفارت, کارخانه."""
    head = _head(knowledge, name)
    return head is not None and head["form"].split("|")[0] in knowledge["seated_bodies"]


def _head(knowledge: Knowledge, name: str) -> Entry | None:
    """The head noun that a body's name begins with."""
    words = name.split()
    starts = (" ".join(words[:n]) for n in range(knowledge["bodies"].longest, 0, -1))
    return next((head for start in starts if (head := knowledge["bodies"].get(start))), None)


def _is_in(reading: Reading, knowledge: Knowledge, one: Mention, two: Mention) -> bool:
    """Whether only «در», «واقع در» and a direction stand between two mentions, the second no building."""
    tokens = tokens_of(reading, one.sentence)
    gap = [tokens[i] for i in range(one.last, two.first) if not is_direction(tokens, i, knowledge)]
    is_cue = text_of(gap).strip("، ") in knowledge["containment_cues"]
    return is_cue and not is_site(reading, knowledge, two)


def _is_named(reading: Reading, knowledge: Knowledge, place: Mention) -> bool:
    """Whether a mention is a name, and not only a sort of place: «ایستگاه جدید»."""
    sentence = reading.document.sentences[place.sentence]
    tagged = {i for name in sentence.names if name.kind == "LOC" for i in range(name.first, name.last)}
    is_short = place.last - place.first <= _SHORT
    sorts = (knowledge["place_nouns"], knowledge["bodies"], knowledge["generic_modifiers"])
    for at in range(place.first, place.last):
        word = sentence.tokens[at]
        is_name = word.pos == "PROPN" or (word.pos == "NOUN" and is_short and at in tagged)
        if is_name and not any(word.text in sort for sort in sorts):
            return True
    return False


def _may_hold(reading: Reading, knowledge: Knowledge, small: Mention, large: Mention) -> bool:
    """Whether the second of two places may hold the first: no country is in a town, no Lar in Sabzevar."""
    if _is_known_elsewhere(reading, knowledge, small, large):
        return False
    least = min(_ranks(reading, knowledge, small), default=0)
    most = max(_ranks(reading, knowledge, large), default=_SIZES.index("city"))
    return least < most or least == most == _SIZES.index("district")  # «محله X منطقه Y»


def _is_known_elsewhere(reading: Reading, knowledge: Knowledge, small: Mention, large: Mention) -> bool:
    """Whether the gazetteer knows a bare name, and not there: لار in «سیمان لار سبزوار»."""
    name = text_of(tokens_of(reading, small.sentence)[small.first : small.last])
    holder = tokens_of(reading, large.sentence)[large.first : large.last]
    cue = knowledge["place_nouns"].match(holder, 0)
    return lies_elsewhere(knowledge, name, text_of(holder[cue[1] if cue else 0 :]))


def _ranks(reading: Reading, knowledge: Knowledge, place: Mention) -> list[int]:
    tokens = tokens_of(reading, place.sentence)[place.first : place.last]
    cue = knowledge["place_nouns"].match(tokens, 0)
    if cue and cue[1] < len(tokens):
        return [_SIZES.index(cue[0]["kind"])]
    return [_SIZES.index(row["kind"]) for row in knowledge["places"].all(text_of(tokens))]


def is_site(reading: Reading, knowledge: Knowledge, place: Mention) -> bool:
    """Whether a mention names a building, square or the like, and not a town or county."""
    match = knowledge["place_nouns"].match(tokens_of(reading, place.sentence), place.first)
    return match is not None and match[0]["kind"] in SITES
