"""The ids of bodies: what a body is, of which level, and of which place.

A national body, its branch in a province and its office in a county bear one name and are three nodes.
A name is read from behind: the place it ends in (or the article's own, where a town hall or an office
stands without one), then what it runs, without the noun of the office (سازمان, اداره کل, وزارت).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.identity.ground import Ground, as_tokens, content_words, plain_words
from kg.identity.places import label_of, split_place
from kg.identity.scope import Scope
from kg.naming import slug
from kg.persian import AND_WORD, squash

# sorts that are one in every province or county, so that a place without a noun behind them is the larger
_LEVELLED = frozenset({"agency", "army", "court", "governorate", "association", "foundation"})
# sorts of which every place has its own: bare, they are those of the article's place
_OF_A_PLACE = frozenset(
    {
        "council",
        "committee",
        "unit",
        "centre",
        "court",
        "army",
        "school",
        "hospital",
        "municipality",
        "governorate",
    }
)
_OF_A_TOWN = frozenset(
    {"municipality", "governorate"}
)  # what stands behind such a head is its town, listed or not


Wholes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BodyId:
    """What a body's names come to: ``own`` is empty where only the article knows which body it is."""

    own: str
    label: str
    row: str = ""  # of the national body, or of this one
    place: str = ""  # row of the place that it is of
    wholes: Wholes = ()  # id and label of the body that it is a branch of, of that one's whole, …


def body_id(
    names: Sequence[str], scope: Scope, ground: Ground, *, is_bare: bool, is_club: bool = False
) -> BodyId:
    """Say which node a body of these names is; ``is_bare``: its head noun stands alone.

    ``is_club``: the article tells of sport and the body does nothing that a town hall does.
    """
    name = names[0]
    words = plain_words(name) or [name]
    row = _row(name, ground)
    if row and not _is_branch_here(words, row, scope, ground):
        return _known(row, ground)
    rest, place = split_place(words, scope, ground)
    home_free = ground.without_country(rest)
    is_national, rest = len(home_free) < len(rest), home_free
    if place and ground.places[place]["kind"] in ("country", "region", "continent", "world-city"):
        return _abroad(rest, place, ground)
    if not place:
        rest = _without_stray_words(rest, scope, ground)
    seat = _seat(rest, ground)
    is_team = len(rest) > 1 and (ground.levels.get(rest[0]) or {}).get("use") == "club"
    if is_team and seat:
        rest, is_club = rest[1:], True
    if seat:
        return _seated(rest, seat, place, scope, ground, is_club=is_club)
    field = _field(rest, ground)
    if field is not None:
        return _office(rest, field, place, scope, ground, is_national=is_national)
    return _other(rest, place, scope, ground, is_bare=is_bare)


def _row(name: str, ground: Ground) -> str:
    row = ground.knowledge["organizations"].get(" ".join(plain_words(name)))
    return row["id"] if row else ""


def _is_branch_here(words: Sequence[str], row: str, scope: Scope, ground: Ground) -> bool:
    """Whether a national body's bare name means its branch, in an article on one province.

    It does not where it says the noun of the national body (وزارت, or سازمان if that body is one), the
    whole official name, or «کشور».
    """
    head = ground.knowledge["bodies"].match(as_tokens(words), 0)
    is_one_alone = head is not None and head[0]["kind"] in _ONE_IN_THE_LAND
    has_branches = ground.bodies[row]["kind"] in _WITH_BRANCHES and not is_one_alone
    if not scope.province or not has_branches:
        return False
    own, noun = plain_words(ground.bodies[row]["form"]), ground.levels.get(words[0])
    says_office = noun is not None and noun["use"] == "office" and noun["level"] != "county"
    is_official = len(words) >= _OFFICIAL and squash("".join(words)) == squash("".join(own))
    is_marked = len(ground.without_country(words)) < len(words)
    return not (words[0] == own[0] and says_office) and not is_official and not is_marked


_ONE_IN_THE_LAND = frozenset({"state", "council", "international"})
_OFFICIAL = 4  # words of a name that nobody writes out for a branch: کمیته امداد امام خمینی
_WITH_BRANCHES = frozenset({"government", "ministry", "foundation", "ngo", "judiciary", "police"})


def _abroad(words: Sequence[str], place: str, ground: Ground) -> BodyId:
    label = f"{' '.join(words)} {ground.places[place]['form']}"
    return BodyId(f"organization/{slug(label)}", label, place=place)


# ── town halls and governors ──────────────────────────────────────────────────


def _seat(words: Sequence[str], ground: Ground) -> str:
    """The level of the town hall or governor's office that a name is or ends in: «روابط عمومی شهرداری»."""
    for at in range(max(0, len(words) - 3), len(words)):
        row = ground.levels.get(" ".join(words[at:]))
        if row and row["use"] == "seat":
            return row["level"]
    return ""


def _without_stray_words(words: Sequence[str], scope: Scope, ground: Ground) -> list[str]:
    """A town hall's or governor's name up to what is no place: «شهرداری امسال» is «شهرداری»."""
    for length in (3, 2, 1):
        head = ground.levels.get(" ".join(words[:length])) if len(words) > length else None
        if head and head["use"] == "seat":
            town = words[length:]
            has_noun = len(town) > 1 and town[0] in ground.knowledge["place_nouns"]
            is_town = has_noun or squash("".join(town)) in scope.names
            return list(words if is_town or _parts_of_name(town, ground) else words[:length])
    return list(words)


def _parts_of_name(words: Sequence[str], ground: Ground) -> bool:
    """Whether words behind a head go on with the name of a body: «شورای شهر و روستا»."""
    return any(word == AND_WORD for word in words) or ground.knowledge["bodies"].get(words[0]) is not None


def _seated(
    words: Sequence[str], level: str, place: str, scope: Scope, ground: Ground, *, is_club: bool
) -> BodyId:
    around = _of_level(place, level, ground) or place if place else scope.at(level)
    name = _canonical(words, ground)
    if not around:
        return BodyId("", name)
    label = f"{name} {ground.places[around]['form']}"
    tail = f"{slug(name)}-{_tail(around, level, ground)}"
    if is_club:
        return BodyId(f"organization/{slug(_club(ground))}-{tail}", f"{_club(ground)} {label}", place=around)
    return BodyId(f"organization/{tail}", label, place=around)


def _of_level(place: str, level: str, ground: Ground) -> str:
    """The place of this name and of a level: the county for «فرمانداری سراب», the city for its town hall."""
    if ground.places[place]["kind"] == level:
        return place
    alike = [
        r["id"] for r in ground.knowledge["places"].all(ground.places[place]["form"]) if r["kind"] == level
    ]
    near = [r for r in alike if ground.above(r, "province") == ground.above(place, "province")]
    return near[0] if len(near) == 1 else ""


def _canonical(words: Sequence[str], ground: Ground) -> str:
    """The name with its head noun as the lexicon writes it first: شورای شهر for شورای اسلامی شهر."""
    head = ground.knowledge["bodies"].match(as_tokens(words), 0)
    if head is None:
        return " ".join(words)
    return " ".join([head[0]["form"].split("|")[0], *words[head[1] :]])


def _tail(place: str, level: str, ground: Ground) -> str:
    """A place in the id of a body that says its level itself: its name, and its province if it needs one."""
    tail = ground.node_of_place[place].removeprefix("place/")
    return tail.removeprefix(f"{slug(ground.noun(level))}-") if level in ("province", "county") else tail


def _club(ground: Ground) -> str:
    return next(r["form"].split("|")[0] for r in ground.levels if r["use"] == "club")


# ── what has a branch in every province ───────────────────────────────────────


def _field(words: Sequence[str], ground: Ground) -> tuple[list[str], str] | None:
    """What an office runs, and the row of the national body («» where none is known); None for no office."""
    core = ground.core_words(" ".join(words))
    known = [row for part in (words, core) if (row := ground.fields.get(squash(" ".join(part)))) is not None]
    wanted = content_words(core)
    longer = [row for long, row in ground.long_fields.get(tuple(wanted[:2]), ()) if set(wanted) <= long]
    rows = [row for row in (*known, *longer[: len(longer) == 1 and len(wanted) > 1]) if row]
    if rows:
        return plain_words(ground.bodies[rows[0]]["form"]), rows[0]
    return (list(core), "") if known else None


def _office(
    words: Sequence[str],
    field: tuple[list[str], str],
    place: str,
    scope: Scope,
    ground: Ground,
    *,
    is_national: bool,
) -> BodyId:
    core = ground.core_words(" ".join(field[0]))
    name, row = " ".join(core), field[1]
    head = ground.levels.get(" ".join(words[:2])) or ground.levels.get(words[0])
    level = head["level"] if head and head["use"] == "office" and len(words) > 1 else ""
    around = "" if is_national or level == "country" else _branch_place(place, level, scope, ground)
    national = _known(row, ground) if row else BodyId(f"organization/{slug(name)}", " ".join(words))
    return _branch(name, around, national, ground) if around else national


def _known(row: str, ground: Ground) -> BodyId:
    """A body of the gazetteer, with those that it is part of."""
    wholes = []
    above = ground.bodies[row]["part_of"]
    while above:
        wholes.append((above, ground.bodies[above]["form"]))
        above = ground.bodies[above]["part_of"]
    return BodyId(row, ground.bodies[row]["form"], row, ground.bodies[row]["place"], tuple(wholes))


def _branch(name: str, place: str, national: BodyId, ground: Ground) -> BodyId:
    """A body's branch in a place: a county's office is part of the province's, that of the national body."""
    province = ground.above(place, "province")
    above = national
    if province and province != place:
        above = _branch(name, province, national, ground)
    own = f"organization/{slug(name)}-{ground.node_of_place[place].removeprefix('place/')}"
    return BodyId(
        own,
        f"{name} {label_of(place, ground)}",
        place=place,
        wholes=((above.own, above.label), *above.wholes),
    )


def _branch_place(place: str, level: str, scope: Scope, ground: Ground) -> str:
    """The province or county that a branch is of: the place named, at its higher level, or the article's."""
    if not place:
        return scope.county if level == "county" and scope.county else scope.province
    if ground.places[place]["kind"] != "city":
        return place
    if level != "county" and (province := _of_level(place, "province", ground)):
        return province
    return _of_level(place, "county", ground) or place


# ── all others ────────────────────────────────────────────────────────────────


def _other(words: Sequence[str], place: str, scope: Scope, ground: Ground, *, is_bare: bool) -> BodyId:
    name = _canonical(words, ground)
    head = ground.knowledge["bodies"].match(as_tokens(words), 0)
    sort, length = (head[0]["kind"], head[1]) if head else ("", 0)
    if place:
        return _placed(name, sort, place, ground)
    is_of_town = sort in _OF_A_TOWN and len(words) > length
    is_committee = sort == "committee" and scope.is_of_parliament and not is_bare
    is_of_the_land = is_committee or _is_of_the_land(words, length, ground)
    if sort in _OF_A_PLACE and not is_of_town and not is_of_the_land:
        around = scope.county or scope.city or scope.province
        return _placed(name, sort, around, ground) if around and not is_bare else BodyId("", name)
    is_unique = not is_bare or sort in ("state", "international")
    return BodyId(f"organization/{slug(name)}" if is_unique else "", name)


def _is_of_the_land(words: Sequence[str], length: int, ground: Ground) -> bool:
    """Whether a name says that there is one in the land, or ends in a body that is: «کمیسیون … مجلس»."""
    rest = words[length:]
    if any((ground.levels.get(word) or {}).get("use") == "mark" for word in rest):
        return True
    inner = (ground.knowledge["bodies"].match(as_tokens(rest), at) for at in range(len(rest)))
    return any(head is not None and head[0]["kind"] in _WITH_UNITS for head in inner)


_WITH_UNITS = frozenset(
    {"state", "ministry", "university", "company", "bank", "party", "sport", "association", "international"}
)


def _placed(name: str, sort: str, place: str, ground: Ground) -> BodyId:
    """A body of a place: a levelled one with the level, a company or university with the name alone."""
    if sort in _LEVELLED and ground.places[place]["kind"] == "city":
        place = _of_level(place, "province", ground) or place
    is_levelled = sort in _LEVELLED or ground.places[place]["kind"] == "county"
    if is_levelled:
        tail, around = ground.node_of_place[place].removeprefix("place/"), label_of(place, ground)
    else:
        around = ground.places[place]["form"]
        tail = slug(around)
    return BodyId(f"organization/{slug(name)}-{tail}", f"{name} {around}", place=place)
