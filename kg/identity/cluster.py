"""Stages 4 and 5, decide and cluster: compared pairs -> which profiles are one person.

Pairs are joined from the surest down, and a join is refused that would bring two given names, two
persons of one article or a pair that speaks against it into one cluster. A bare surname that two full
names claim about as well goes to neither.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.identity.profiles import Profile
from kg.identity.settings import Settings

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Decision:
    """The pairs that are one, those in doubt, and those that never are; with their scores in bits."""

    same: Mapping[Pair, float]
    doubtful: Mapping[Pair, float]
    conflicts: frozenset[Pair]


def decide(scores: Mapping[Pair, float], found: Sequence[Profile], settings: Settings) -> Decision:
    """Sort compared pairs by their scores; a bare surname with two good bearers is in doubt with both."""
    same = {pair: score for pair, score in scores.items() if score >= settings["same"]}
    unsure = _of_two_bearers(same, found, settings["margin"])
    low = {p: s for p, s in scores.items() if settings["doubtful"] <= s < settings["same"]}
    conflicts = frozenset(pair for pair, score in scores.items() if score <= settings["conflict"])
    return Decision({p: s for p, s in same.items() if p not in unsure}, low | unsure, conflicts)


def _of_two_bearers(same: Mapping[Pair, float], found: Sequence[Profile], margin: float) -> dict[Pair, float]:
    """Pairs of a bare surname with full names, where the best given name leads by less than ``margin``.

    The odds of each are those against all other bearers.
    """
    bearers: defaultdict[int, dict[Pair, str]] = defaultdict(dict)
    for pair in same:
        for bare, full in (pair, pair[::-1]):
            if found[full].given and not found[bare].given:
                bearers[bare][pair] = found[full].given
    unsure: dict[Pair, float] = {}
    for claims in bearers.values():
        best: dict[str, float] = {}
        for pair, given in claims.items():
            best[given] = max(same[pair], best.get(given, same[pair]))
        ranked = sorted(best.values(), reverse=True)
        if len(ranked) > 1 and ranked[0] - ranked[1] < margin:
            for pair, given in claims.items():
                rivals = [score for other, score in best.items() if other != given]
                unsure[pair] = same[pair] - math.log2(1 + sum(2**score for score in rivals))
    return unsure


@dataclass
class _Group:
    members: set[int]
    givens: set[str]
    articles: set[str]
    conflicts: set[int] = field(default_factory=set)


def cluster(
    decision: Decision, found: Sequence[Profile], *, must: Iterable[Pair] = (), never: Iterable[Pair] = ()
) -> list[list[int]]:
    """Join profiles into persons; ``must`` and ``never`` are what a person has judged, and go first."""
    groups = [_Group({i}, {p.given} - {""}, set(p.articles)) for i, p in enumerate(found)]
    of = list(range(len(found)))
    for a, b in {*decision.conflicts, *never}:
        groups[a].conflicts.add(b)
        groups[b].conflicts.add(a)
    for a, b in sorted(must):
        _join(of[a], of[b], groups, of)
    for (a, b), _ in sorted(decision.same.items(), key=lambda item: (-item[1], item[0])):
        if of[a] != of[b] and _may_join(groups[of[a]], groups[of[b]]):
            _join(of[a], of[b], groups, of)
    return [sorted(group.members) for i, group in enumerate(groups) if of[i] == i]


def _may_join(one: _Group, other: _Group) -> bool:
    return (
        len(one.givens | other.givens) <= 1
        and one.articles.isdisjoint(other.articles)
        and one.conflicts.isdisjoint(other.members)
        and other.conflicts.isdisjoint(one.members)
    )


def _join(a: int, b: int, groups: list[_Group], of: list[int]) -> None:
    if a == b:
        return
    small, large = sorted((a, b), key=lambda i: (len(groups[i].members), -i))
    for name in ("members", "givens", "articles", "conflicts"):
        getattr(groups[large], name).update(getattr(groups[small], name))
    for i in groups[small].members:
        of[i] = large
