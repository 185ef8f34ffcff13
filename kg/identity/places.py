"""The ids of places: the gazetteer's where it knows them, else the name with the town around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.identity.ground import Ground, as_tokens, plain_words
from kg.identity.scope import Scope
from kg.naming import slug
from kg.persian import squash

_IN_TOWN = frozenset({"site", "way"})  # sorts that are many in every land: their town is part of who they are
_IN_COUNTY = frozenset({"village", "district", "island"})


@dataclass(frozen=True)
class PlaceId:
    """What an entity's names come to: ``own`` is empty where only the article knows the place."""

    own: str
    label: str
    row: str = ""
    place: str = ""  # id of the place that it is in


def place_id(names: Sequence[str], row: str, inside: str, scope: Scope, ground: Ground) -> PlaceId:
    """Say which node a place of these names is, given what the article's names mean.

    ``inside``: the name of a place that no list has and that the article says it is in.
    """
    if row:
        return known_place(row, ground)
    name = _fullest(names, ground)
    words = plain_words(name) or [name]
    rest, around = split_place(words, scope, ground)
    if around and rest:
        return _qualified(rest, around, ground)
    if inside:
        return PlaceId(f"place/{slug(name)}-{slug(inside)}", name, place=f"place/{slug(inside)}")
    sort = _sort(words, ground)
    is_quarter = sort == "district" and ground.levels.get(words[0]) is None  # محله, not بخش
    if sort in _IN_TOWN or is_quarter:
        around = scope.city or scope.county
    elif sort in _IN_COUNTY:
        around = scope.county or scope.city
    else:
        around = scope.city or scope.county or scope.province
        if not around:
            return PlaceId(f"place/{slug(name)}", name)
    return _qualified(words, around, ground) if around else PlaceId("", name)


def known_place(row: str, ground: Ground) -> PlaceId:
    """The node of a row of the gazetteer."""
    around = next(iter(ground.wholes(row)), "")
    return PlaceId(
        ground.node_of_place[row], label_of(row, ground), row, ground.node_of_place.get(around, "")
    )


def label_of(row: str, ground: Ground) -> str:
    """What a place is called where no other place of its name may be meant."""
    place = ground.places[row]
    if place["kind"] in ("province", "county"):
        return f"{ground.noun(place['kind'])} {place['form']}"
    return place["form"]


def split_place(words: Sequence[str], scope: Scope, ground: Ground) -> tuple[list[str], str]:
    """The words of a name before the place that it ends in, and that place's row; «» where there is none.

    The place is one that the article names, or one that is nothing else than a place.
    """
    for at in range(1, len(words)):
        row = _place_of(words[at:], scope, ground)
        if row:
            return list(words[:at]), row
    return list(words), ""


def _place_of(words: Sequence[str], scope: Scope, ground: Ground) -> str:
    noun = ground.levels.get(words[0])
    level = noun["level"] if noun and noun["use"] == "noun" else ""
    name = " ".join(words[1:] if level else words)
    rows = ground.knowledge["places"].all(name) if name else ()
    if level and not name:
        return scope.at(level)
    of_level = [row for row in rows if not level or row["kind"] == level] or [r for r in rows if level]
    named = [row["id"] for row in of_level if row["id"] in scope.named or _is_near(row["id"], scope, ground)]
    sure = [row["id"] for row in of_level if level or not (row["is_word"] or row["is_name"])]
    ranked = sorted(named or sure, key=lambda row: (-ground.prominence(row), row))
    return ranked[0] if ranked and _leads(ranked, ground) else ""


def _is_near(row: str, scope: Scope, ground: Ground) -> bool:
    return bool(scope.province) and scope.province in (row, *ground.wholes(row))


def _leads(ranked: Sequence[str], ground: Ground) -> bool:
    """Whether the best known of some rows is clearly so, or all are one name's town, county and province."""
    first, *others = ranked
    return all(
        ground.prominence(first) - ground.prominence(other) >= 1
        or ground.above(first, "province") == ground.above(other, "province")
        for other in others
    )


def _fullest(names: Sequence[str], ground: Ground) -> str:
    """The form that begins with a noun for places, if there is one: «روستای X», before «X»."""
    for name in names:
        words = plain_words(name)
        if len(words) > 1 and ground.knowledge["place_nouns"].match(as_tokens(words), 0):
            return name
    return names[0]


def _sort(words: Sequence[str], ground: Ground) -> str:
    cue = ground.knowledge["place_nouns"].match(as_tokens(words), 0)
    return cue[0]["kind"] if cue and cue[1] < len(words) else ""


def _qualified(words: Sequence[str], around: str, ground: Ground) -> PlaceId:
    name, node = " ".join(words), ground.node_of_place[around]
    tail = node.removeprefix("place/")
    if squash(name).endswith(squash(ground.places[around]["form"])):
        return PlaceId(f"place/{slug(name)}", name, place=node)
    return PlaceId(f"place/{slug(name)}-{tail}", name, place=node)
