"""Where an article is about: which places its names mean, and which province, county and city it tells of.

A name of many places means the one that the words around it say («شهرستان بوشهر», «استاندار ایلام»,
a list of provinces), and of several such the one near the other places of the article.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.identity.ground import Ground
from kg.identity.levels import level_votes, rows_of
from kg.model import Entity, Findings, Kind, Location
from kg.persian import squash

_REGIONAL = 0.6  # of the places' weight lies in one province: the article tells of it
_HEAD = 350  # characters: the headline and the lead say where an article is from
_HEAD_WEIGHT = 2  # mentions that one in the head counts as
_WELL_KNOWN = 5.0  # from a county's seat on: a place is meant even if nothing else is near it
_CLEARLY = 0.5  # how much better known a place must be, to be meant before its namesakes
_SHORT = 3  # letters


@dataclass(frozen=True)
class Scope:
    """What an article's places mean. Values are ids of gazetteer rows; empty where nothing is sure."""

    row_of: Mapping[str, str]  # entity id -> row
    province: str = ""
    county: str = ""
    city: str = ""
    named: frozenset[str] = frozenset()  # every row that the article names
    names: frozenset[str] = frozenset()  # and every name of a place, squashed
    is_of_parliament: bool = False  # the article names the parliament: its committees are meant

    def at(self, level: str) -> str:
        """The place of a level that the article tells of."""
        return {"province": self.province, "county": self.county, "city": self.city}.get(level, "")


def scope_of(found: Findings, ground: Ground) -> Scope:
    """Decide what the place names of ``found`` mean, and where the article is about."""
    places = [e for e in found.entities if e.kind is Kind.PLACE]
    votes = level_votes(found.article.text, places, ground)
    options = {e.id: _options(e, votes[e.id], ground) for e in places}
    weights = {e.id: _weight(e) for e in places}
    support = _support(options, weights, ground)
    inside = _stated_wholes(found, options, ground)
    clues = {
        e.id: _Clues(votes[e.id], _without(support, e, options, weights, ground), inside[e.id], _is_short(e))
        for e in places
    }
    rows = {entity: _choose(options[entity], clue, ground) for entity, clue in clues.items()}
    row_of = {entity: row for entity, row in rows.items() if row}
    names = frozenset(squash(name) for entity in places for name in entity.names)
    return replace(
        _regional(row_of, weights, ground), names=names, is_of_parliament=_names_parliament(found, ground)
    )


def _names_parliament(found: Findings, ground: Ground) -> bool:
    names = (name for e in found.entities if e.kind is Kind.ORGANIZATION for name in e.names)
    rows = (ground.knowledge["organizations"].get(name) for name in names)
    return any(row is not None and row["kind"] == "parliament" for row in rows)


# ── which row ─────────────────────────────────────────────────────────────────


def _options(entity: Entity, votes: Counter[str], ground: Ground) -> list[str]:
    """The rows that an entity may be: of the level that most of its words say, if there are any."""
    rows = rows_of(entity, ground)
    for level, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0])):
        of_level = [row["id"] for row in rows if row["kind"].removeprefix("world-") == level]
        if of_level:
            return of_level
        if level in ("county", "district", "city") and rows:
            return [row["id"] for row in rows if row["kind"] in ("county", "city")]
    return [row["id"] for row in rows]


def _weight(entity: Entity) -> int:
    in_head = sum(m.start < _HEAD for m in entity.mentions)
    return max(1, len(entity.mentions) + (_HEAD_WEIGHT - 1) * in_head)


def _support(
    options: Mapping[str, Sequence[str]], weights: Mapping[str, int], ground: Ground
) -> Counter[str]:
    """How much of the article lies in each county, province and country, by the names that say so alone."""
    support: Counter[str] = Counter()
    for entity, rows in options.items():
        for whole in _shared_wholes(rows, ground):
            support[whole] += weights[entity]
    return support


def _shared_wholes(rows: Sequence[str], ground: Ground) -> frozenset[str]:
    """The rows that hold all of ``rows`` (a province holds itself)."""
    chains = [frozenset((row, *ground.wholes(row))) for row in rows]
    return frozenset.intersection(*chains) - {ground.home} if chains else frozenset()


def _without(
    support: Counter[str],
    entity: Entity,
    options: Mapping[str, Sequence[str]],
    weights: Mapping[str, int],
    ground: Ground,
) -> Counter[str]:
    """The support by the other names of the article."""
    own = _shared_wholes(options[entity.id], ground)
    return support - Counter(dict.fromkeys(own, weights[entity.id]))


def _stated_wholes(
    found: Findings, options: Mapping[str, Sequence[str]], ground: Ground
) -> Mapping[str, frozenset[str]]:
    """The rows that the article says a place is in."""
    stated: defaultdict[str, set[str]] = defaultdict(set)
    for fact in found.assertions:
        if isinstance(fact, Location) and fact.subject in options and fact.place in options:
            stated[fact.subject].update(options[fact.place])
    return defaultdict(frozenset, {entity: frozenset(rows) for entity, rows in stated.items()})


@dataclass(frozen=True)
class _Clues:
    """What an article says of where one of its places is."""

    votes: Counter[str]  # for levels
    support: Counter[str]  # rows that hold the article's other places
    inside: frozenset[str]  # rows that the article says it is in
    is_short: bool  # so short that it may be a slip of the tagger: «دبی» of a river


def _choose(rows: Sequence[str], clues: _Clues, ground: Ground) -> str:
    """The row that is meant; empty where two are as good, or where a little-known one stands alone."""
    ranked = sorted(((_fit(row, clues, ground), row) for row in rows), reverse=True)
    if not ranked:
        return ""
    (best, row), *rest = ranked
    if rest and best - rest[0][0] < _CLEARLY:
        return ""
    is_near = any(clues.support[whole] or whole in clues.inside for whole in ground.wholes(row)[:-1])
    is_slip = clues.is_short and ground.places[row]["kind"] == "world-city"
    is_elsewhere = not is_near and _is_regional(clues.support, ground)
    is_famous = ground.prominence(row) >= _WELL_KNOWN + 1
    needs_sign = _is_ambiguous(row, ground) or ground.prominence(row) < _WELL_KNOWN or is_elsewhere
    is_sure = not is_slip and (is_famous or not needs_sign)
    return row if is_near or clues.votes or is_sure else ""


def _is_short(entity: Entity) -> bool:
    return min(len(squash(name)) for name in entity.names) <= _SHORT


def _fit(row: str, clues: _Clues, ground: Ground) -> float:
    wholes = ground.wholes(row)
    near = sum(clues.support[whole] for whole in wholes if whole != ground.home)
    stated = 20 if clues.inside & {*wholes} else 0
    # a city before its county of the same name, by a little more than what tells namesakes apart
    level = {"city": 0.6, "county": 0.0}.get(ground.places[row]["kind"], 0.0)
    return ground.prominence(row) + min(near, 5) + stated + level


def _is_regional(support: Counter[str], ground: Ground) -> bool:
    provinces = [n for row, n in support.items() if ground.places[row]["kind"] == "province"]
    return bool(provinces) and max(provinces) >= _REGIONAL * sum(provinces) and max(provinces) > 2


def _is_ambiguous(row: str, ground: Ground) -> bool:
    return bool(ground.places[row]["is_word"] or ground.places[row]["is_name"])


# ── the article's own region ──────────────────────────────────────────────────


def _regional(row_of: Mapping[str, str], weights: Mapping[str, int], ground: Ground) -> Scope:
    chosen: Counter[str] = Counter()
    for entity, row in row_of.items():
        chosen[row] += weights[entity]
    named = frozenset(chosen)
    province = _leading(chosen, "province", ground)
    if not province:
        return Scope(row_of, named=named)
    inside = Counter({row: n for row, n in chosen.items() if province in ground.wholes(row)})
    city = _leading(
        Counter({r: n for r, n in inside.items() if ground.places[r]["kind"] == "city"}), "city", ground
    )
    county = _leading(inside, "county", ground)
    return Scope(row_of, province, county, city, named)


def _leading(chosen: Counter[str], level: str, ground: Ground) -> str:
    """The place of a level that most of the named places are in; empty where none clearly leads."""
    counts: Counter[str] = Counter()
    for row, count in chosen.items():
        above = ground.above(row, level)
        if above:
            counts[above] += count
    if not counts:
        return ""
    [(best, count)] = counts.most_common(1)
    return best if count >= _REGIONAL * sum(counts.values()) else ""
