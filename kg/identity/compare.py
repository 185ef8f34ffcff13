"""Stage 3, compare: two profiles -> how likely they are one person, and by which signs.

The score is that of Fellegi and Sunter: the logarithm (base 2) of the odds, the sum of what each sign
says. A name begins it with its rarity, less that of one person among all; every other sign adds its
weight of ontology/identity/weights.tsv.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.identity.profiles import Profile
from kg.identity.settings import Settings

_LONG = 10  # years
_OF_TRADE = frozenset({"clerical", "military"})
_DEAD = frozenset({"martyr", "deceased"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two profiles have in common and what parts them, each sign with its weight in bits."""

    signs: tuple[tuple[str, float], ...]

    @property
    def score(self) -> float:
        """The logarithm (base 2) of the odds that the two are one."""
        return sum(weight for _, weight in self.signs)


def compare(one: Profile, other: Profile, settings: Settings) -> Comparison | None:
    """Weigh two profiles; None where their names cannot be one person's, or one article names both."""
    if not one.articles.isdisjoint(other.articles):
        return None
    name = _name(one, other, settings)
    if name is None:
        return None
    shared = len(one.companions & other.companions)
    companions = ("companion", 0.0)
    found = [name, *_signs(one, other), *[companions] * min(shared, int(settings["companions_counted"]))]
    return Comparison(tuple((sign, rarity if sign == "name" else settings[sign]) for sign, rarity in found))


def _name(one: Profile, other: Profile, settings: Settings) -> tuple[str, float] | None:
    if one.given and other.given and one.given != other.given:
        return None
    a, b = sorted((one.surname, other.surname), key=len)
    is_same = "".join(a) == "".join(b)
    if not is_same and not (one.given and other.given and b[: len(a)] == a):
        return None
    return "name", min(one.bits, other.bits) - settings.people_bits


def _signs(one: Profile, other: Profile) -> Iterator[tuple[str, float]]:
    """The signs that hold; their weights stand in the settings."""
    signs = [
        *_sign_of_surname(one, other),
        *_signs_of_office(one, other),
        *_agreement(one.fields, other.fields, "field"),
        *_agreement(one.ranks & _OF_TRADE, other.ranks & _OF_TRADE, "rank"),
    ]
    if one.is_of_state and other.is_of_state:
        signs.append("circle")
    if one.is_sayyed or other.is_sayyed:
        signs.append("sayyed" if one.is_sayyed and other.is_sayyed else "other_sayyed")
    if one.genders and other.genders and one.genders.isdisjoint(other.genders):
        signs.append("gender")
    if _died_before(one, other) or _died_before(other, one):
        signs.append("after_death")
    for sign in signs:
        yield sign, 0.0


def _sign_of_surname(one: Profile, other: Profile) -> Iterator[str]:
    if "".join(one.surname) != "".join(other.surname):
        yield "longer_surname"


def _signs_of_office(one: Profile, other: Profile) -> Iterator[str]:
    """The strongest thing shared: the office, the role, the body, the province, or the articles' province."""
    shared = sorted(one.offices.keys() & other.offices.keys())
    if shared:
        yield "office" if any(what == "head" for what, _ in shared) else "role"
        if all(_years_between(one.offices[office], other.offices[office]) > _LONG for office in shared):
            yield "years_apart"
        return
    if one.bodies & other.bodies:
        yield "body"
    elif one.around & other.around:
        yield "near"
    if one.provinces and other.provinces:
        yield "other_place" if one.provinces.isdisjoint(other.provinces) else "place"
    else:
        yield from _agreement(one.provinces or one.regions, other.provinces or other.regions, "region")


def _agreement(one: frozenset[str], other: frozenset[str], sign: str) -> Iterator[str]:
    if one and other:
        if one.isdisjoint(other):
            yield f"other_{sign}"
        elif one & other != {"state"}:  # half of the news are of the state: it joins nobody
            yield sign


def _years_between(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Years between the nearest of two lists of dates; 0 where one has none."""
    dated = [(int(a[:4]), int(b[:4])) for a in one for b in other if a and b]
    return min((abs(a - b) for a, b in dated), default=0)


def _died_before(one: Profile, other: Profile) -> bool:
    dead = [m.date for m in one.members if m.date and _DEAD & {*m.ranks}]
    lives = [m.date for m in other.members if m.date and any(tenure == "Current" for *_, tenure in m.offices)]
    return bool(dead and lives) and min(dead) < max(lives)
