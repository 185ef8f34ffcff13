"""Bodies in a sentence: the head noun, its chain, and the body and place that the name ends in."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.chains import chain_end
from kg.extract.scene import AND, OFFICES, VAGUE, Phrase, Scene, text_of
from kg.extract.toponyms import SITES, place_anaphor, place_at, place_in
from kg.knowledge import Entry
from kg.model import Kind

_STANDS_ALONE = frozenset({"alone", "domain"})  # uses of a body noun that needs nothing behind it
# sorts whose head may stand right before the body they belong to: روابط عمومی مرکز X; else the
# noun behind the head says what it does: صندوق بیمه X, اداره زندان X
_WITH_UNITS = frozenset({"unit", "council", "committee", "university", "association"})


def body_at(scene: Scene, at: int, *, in_title: bool = False, is_headed: bool = False) -> Phrase | None:
    """The body that is named from token ``at`` on, with the body it belongs to; None if none is.

    ``in_title``: it stands in a title; ``is_headed``: in that of somebody who heads it, so that a
    noun which may name no body (گروه, بخش) does.
    """
    match = scene.match("bodies", at)
    if match is None or scene.tokens[at].pos in {"VERB", "AUX", "ADP"}:
        return None
    entry, length = match
    end = chain_end(scene, at, at + length, in_title=in_title)
    inner = _inner_body(scene, at + length, end, entry)
    if entry.get("use") == "section" and _is_field(scene, at + length):
        return None  # «بخش دامپزشکی» is a trade
    is_tagged = at in scene.organizations or is_headed
    if not is_tagged and (entry.get("use") == "named" or (entry.get("use") == "section" and inner is None)):
        return None
    pointed = _pointed_owner(scene, end)
    if pointed:  # «ستاد بحران این سازمان»
        return _body(scene, at, at + length, pointed.last, entry, pointed)
    town = _pointed_town(scene, end)
    if town:  # «شورای اداری این شهرستان»
        return replace(_body(scene, at, at + length, town.last, entry, inner), place=None if inner else town)
    is_bare = end == at + length
    if is_bare and entry.get("use") not in _STANDS_ALONE:
        return None
    if not is_bare and (
        _is_generic(scene, at + length, end) or _says_too_little(scene, entry, at + length, end)
    ):
        return None
    return _body(scene, at, at + length, end, entry, inner)


def _is_field(scene: Scene, at: int) -> bool:
    match = scene.match("bodies", at)
    return match is not None and match[0].get("use") == "domain"


def _pointed_owner(scene: Scene, end: int) -> Phrase | None:
    """The body named before that a chain goes on with behind its end: «… این سازمان»."""
    has_more = end < len(scene.tokens) and scene.tokens[end - 1].ezafe
    return body_anaphor(scene, end) if has_more else None


def _pointed_town(scene: Scene, end: int) -> Phrase | None:
    """The place named before that a chain goes on with behind its end: «… این شهرستان»."""
    has_more = end < len(scene.tokens) and scene.tokens[end - 1].ezafe and scene.tokens[end].pos == "DET"
    return place_anaphor(scene, end) if has_more else None


def _inner_body(scene: Scene, first: int, end: int, outer: Entry | None = None) -> Phrase | None:
    """The body that stands inside a chain, reaching to its end: «دانشگاه تبریز» in «دانشکده … دانشگاه تبریز».

    The field of an office is none: هواشناسی in «اداره هواشناسی».
    """
    for at in range(first, end):
        match = scene.match("bodies", at, end)
        if match is None or match[0].get("use") in VAGUE or scene.compounds.get(at - 1, 0) > at:
            continue
        entry, length = match
        is_field = outer is not None and _is_object(outer, entry, is_first=at == first)
        says_little = _says_too_little(scene, entry, at + length, end)
        if is_field or says_little or (at + length == end and entry.get("use") not in _STANDS_ALONE):
            continue
        return _body(scene, at, at + length, end, entry, _inner_body(scene, at + length, end, entry))
    return None


def _is_object(outer: Entry, inner: Entry, *, is_first: bool) -> bool:
    """Whether a body noun inside a name says what the body does, and not whose it is.

    ``is_first``: it stands right behind the head. «اداره هواشناسی», «صندوق بیمه», «سازمان صدا و سیما»,
    «مرکز روابط عمومی», «تیم شهرداری».
    """
    use, is_office = inner.get("use"), outer["kind"] in OFFICES
    if use == "domain":
        has_parts = outer["kind"] in _WITH_UNITS and outer.get("use") == "alone"
        return is_office or outer["kind"] == "committee" or (is_first and not has_parts)
    if not is_first:
        return False
    is_named_so = is_office and outer.get("use") != "domain"
    is_same = is_named_so or outer["kind"] == "sport" or (inner["kind"], use) == ("unit", "alone")
    return is_same or (not use and outer["kind"] not in _WITH_UNITS)


def _body(scene: Scene, first: int, name_from: int, end: int, entry: Entry, inner: Phrase | None) -> Phrase:
    return Phrase(
        Kind.ORGANIZATION,
        scene.number,
        first,
        end,
        text_of(scene.tokens[first:end]),
        head=entry["form"].split("|")[0],
        tail=text_of(scene.tokens[name_from:end]),
        sort=entry["kind"],
        parent=inner,
        place=None if inner else _town_in(scene, name_from, end),
    )


def _town_in(scene: Scene, first: int, end: int) -> Phrase | None:
    """The town, county or larger place that a body's name ends in; a building in it is not where it is."""
    place = place_in(scene, first, end)
    return place if place and place.sort not in SITES else None


def _is_generic(scene: Scene, first: int, end: int) -> bool:
    """Whether the words behind a head only say what kind it is, and name nothing."""
    generic = scene.knowledge["generic_modifiers"]
    return all(t.text in generic or t.text in AND for t in scene.tokens[first:end])


def _says_too_little(scene: Scene, entry: Entry, first: int, end: int) -> bool:
    """Whether nothing but a place stands behind a head that says too little: مرکز شهرستان."""
    place = place_at(scene, first, end) or place_anaphor(scene, first)
    is_vague = entry["kind"] in {"centre", "unit", "agency"} and entry.get("use") not in _STANDS_ALONE
    return is_vague and place is not None and place.last >= end


def body_anaphor(scene: Scene, at: int) -> Phrase | None:
    """«این سازمان»: a body named before, by its head noun."""
    if scene.tokens[at].text not in scene.knowledge["demonstratives"] or at + 1 >= len(scene.tokens):
        return None
    match = scene.match("bodies", at + 1)
    if match is None:
        return None
    last = at + 1 + match[1]
    head = match[0]["form"].split("|")[0]
    name = text_of(scene.tokens[at:last])
    return Phrase(
        Kind.ORGANIZATION, scene.number, at, last, name, head=head, sort=match[0]["kind"], is_anaphor=True
    )


def headless_body(scene: Scene, first: int, end: int) -> Phrase:
    """A body that is named without a noun that says what it is: ایران‌خودرو."""
    inner = _inner_body(scene, first + 1, end)
    name = text_of(scene.tokens[first:end])
    place = None if inner else place_in(scene, first + 1, end)
    return Phrase(
        Kind.ORGANIZATION,
        scene.number,
        first,
        end,
        name,
        tail=name,
        parent=inner,
        place=place,
        score=0.7,
        signs=("the name tagger",),
    )
