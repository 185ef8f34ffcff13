"""Stage 2, block: persons of one name brought together, so that only they are compared.

First what needs no comparison is folded: candidates of one rare full name, and those that say the very
same of one name (the same office in the same year). What is left are profiles. Two profiles are paired
where their surnames agree and their given names do not forbid it; in crowds, such as the bearers of
«محمدی», only where something else joins them too. So the number of pairs grows as the number of articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from kg.identity.candidate import Candidate
from kg.identity.settings import Settings

BEGINNING = 3  # letters of a surname that all have in common who are ever compared
_CROWD = 40  # profiles of one name: more than that are paired by what joins them
_NEXT = 8  # and where that joins a crowd too, each with the next few by date


@dataclass(frozen=True)
class Profile:
    """Candidates that are one person beyond doubt, in the order of date and article."""

    members: tuple[Candidate, ...]

    @cached_property
    def key(self) -> tuple[str, str]:
        """What sets profiles in order, whatever order the articles came in."""
        return self.members[0].handle, self.members[0].entity

    @property
    def given(self) -> str:
        """Given names, squashed; empty for a bare surname."""
        return self.members[0].given

    @cached_property
    def surname(self) -> tuple[str, ...]:
        """The words of the surname."""
        return self.members[0].surname

    @cached_property
    def bits(self) -> float:
        """How rare the name is."""
        return min(m.bits for m in self.members)

    @cached_property
    def offices(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Each office (what, at which body) and the dates of the articles that tell of it."""
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for m in self.members:
            for what, body, _, _ in m.offices:
                if body:
                    found[what, body].append(m.date)
        return {office: tuple(sorted(set(dates))) for office, dates in found.items()}

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The bodies where offices are held."""
        return frozenset(body for _, body in self.offices)

    @cached_property
    def around(self) -> frozenset[str]:
        """The bodies that stand beside the name, or where offices are held."""
        return self.bodies | {body for m in self.members for body in m.near}

    @cached_property
    def provinces(self) -> frozenset[str]:
        """The provinces where offices are held."""
        return frozenset(province for m in self.members for _, _, province, _ in m.offices if province)

    @cached_property
    def regions(self) -> frozenset[str]:
        """The provinces that the articles tell of."""
        return frozenset(region for m in self.members for region in m.regions)

    @cached_property
    def fields(self) -> frozenset[str]:
        """Sport, art, religion, arms, state: what the person is told of in."""
        return frozenset(m.field for m in self.members if m.field)

    @cached_property
    def ranks(self) -> frozenset[str]:
        """Kinds of honorifics."""
        return frozenset(rank for m in self.members for rank in m.ranks)

    @cached_property
    def genders(self) -> frozenset[str]:
        """M, F, as far as said."""
        return frozenset(m.gender for m in self.members if m.gender)

    @cached_property
    def is_sayyed(self) -> bool:
        """Whether any article says sayyed."""
        return any(m.is_sayyed for m in self.members)

    @cached_property
    def is_of_state(self) -> bool:
        """Whether the person heads a national body or a province in any article."""
        return any(m.is_of_state for m in self.members)

    @cached_property
    def companions(self) -> frozenset[str]:
        """Persons of rare names in the same articles."""
        return frozenset(other for m in self.members for other in m.companions)

    @cached_property
    def articles(self) -> frozenset[str]:
        """The articles that name the person."""
        return frozenset(m.article for m in self.members)

    @cached_property
    def links(self) -> tuple[tuple[str, ...], ...]:
        """What can join two bearers of one name in a crowd."""
        return (
            *(("body", body) for body in sorted(self.around)),
            *(("companion", other) for other in sorted(self.companions)),
            *(("region", *place) for place in sorted((p,) for p in self.regions | self.provinces)),
        )


def by_date(candidate: Candidate) -> tuple[str, str, str, str]:
    """Set the oldest article first, those without a date last."""
    return candidate.date or "~", candidate.article, candidate.handle, candidate.entity


def profiles(
    persons: Iterable[Candidate], apart: frozenset[tuple[str, str]], settings: Settings
) -> list[Profile]:
    """Fold candidates that are one beyond doubt; those that a judgement sets ``apart`` stay alone."""
    groups: defaultdict[tuple[object, ...], list[Candidate]] = defaultdict(list)
    of_handle: defaultdict[str, list[Candidate]] = defaultdict(list)
    for c in persons:
        of_handle[c.handle].append(c)
    for alike in of_handle.values():  # entities that an article calls the same have one id
        keys = [_fold_key(c, apart, settings) for c in alike]
        groups[min(keys, key=lambda key: (key[0] == "alone", str(key)))].extend(alike)
    found = [Profile(tuple(sorted(members, key=by_date))) for members in groups.values()]
    return sorted(found, key=lambda p: p.key)


def _fold_key(c: Candidate, apart: frozenset[tuple[str, str]], settings: Settings) -> tuple[object, ...]:
    if (c.article, c.entity) in apart:
        return "alone", c.handle
    if c.own != c.handle:
        return "name", c.own
    office = next((o for o in c.offices if o[0] == "head" and o[1]), None)
    if office and c.bits - settings.people_bits + settings["office"] >= settings["same"] + settings["margin"]:
        return "office", c.given, "".join(c.surname), c.offices, c.field, c.ranks, c.gender, c.date[:4]
    return "alone", c.handle


def pairs(found: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """The pairs (by place in ``found``) that are worth a comparison, each once."""
    seen: set[tuple[int, int]] = set()
    for block in _blocks(found):
        for pair in _within(block, found):
            if pair not in seen:
                seen.add(pair)
                yield pair


def _blocks(found: Sequence[Profile]) -> Iterator[list[int]]:
    """Full names by given name and surname, cut short too; bare surnames with all who bear them."""
    full: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    bare: defaultdict[str, list[int]] = defaultdict(list)
    bearers: defaultdict[str, list[int]] = defaultdict(list)
    for i, profile in enumerate(found):
        whole = "".join(profile.surname)
        if not profile.given:
            bare[whole].append(i)
            continue
        bearers[whole].append(i)
        for length in range(1, len(profile.surname) + 1):
            beginning = "".join(profile.surname[:length])
            if len(beginning) >= BEGINNING or beginning == whole:
                full[profile.given, beginning].append(i)
    yield from full.values()
    for surname, block in bare.items():
        yield block + bearers.get(surname, [])


def _within(block: Sequence[int], found: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    if len(block) <= _CROWD:
        yield from combinations(sorted(block), 2)
        return
    joined: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in block:
        for link in found[i].links:
            joined[link].append(i)
    for group in joined.values():
        if len(group) <= _CROWD:
            yield from combinations(sorted(group), 2)
            continue
        ordered = sorted(group, key=lambda i: by_date(found[i].members[0]))
        for at, i in enumerate(ordered):
            for j in ordered[at + 1 : at + 1 + _NEXT]:
                yield min(i, j), max(i, j)
