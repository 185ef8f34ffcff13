"""An article as normalising it goes along: where it is about, and what its places and bodies are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.identity.bodies import BodyId, Wholes, body_id
from kg.identity.ground import Ground, as_tokens, plain_words
from kg.identity.places import PlaceId, place_id
from kg.identity.scope import Scope, scope_of
from kg.model import Findings, Kind, Location, Membership, Status, Unit
from kg.naming import tidy
from kg.persian import ZWNJ, fold, squash

_SPEAKS_OF = 4  # words of a field in an article, of two sorts at least, that make it an article of the field
_CLUB_ROLES = frozenset({"coach"})


@dataclass
class Context:
    """One article's findings, read with what resolution knows; each part is worked out once."""

    found: Findings
    ground: Ground

    @cached_property
    def scope(self) -> Scope:
        """What the place names mean, and which region the article tells of."""
        return scope_of(self.found, self.ground)

    @property
    def date(self) -> str:
        """The article's day in ISO 8601; empty where it has none."""
        date = self.found.article.date
        return date.day.isoformat() if date else ""

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """All forms of each entity's name, each on one line, once, in one spelling."""
        return {e.id: tuple(dict.fromkeys(map(tidy, e.names))) for e in self.found.entities}

    @cached_property
    def place_of(self) -> Mapping[str, PlaceId]:
        """The node of each place, by entity."""
        return {
            e.id: place_id(
                self.names[e.id],
                self.scope.row_of.get(e.id, ""),
                self._inside.get(e.id, ""),
                self.scope,
                self.ground,
            )
            for e in self.found.entities
            if e.kind is Kind.PLACE
        }

    @cached_property
    def _inside(self) -> Mapping[str, str]:
        """The place, known to no list, that the article says a place is in."""
        names = {e.id: self.names[e.id][0] for e in self.found.entities if e.kind is Kind.PLACE}
        stated = [f for f in self.found.assertions if isinstance(f, Location) and f.status is Status.STATED]
        return {
            f.subject: names[f.place]
            for f in stated
            if f.subject in names
            and f.place in names
            and f.place not in self.scope.row_of
            and squash(names[f.subject]) != squash(names[f.place])
        }

    @cached_property
    def body_of(self) -> Mapping[str, BodyId]:
        """The node of each body, by entity."""
        clubs = self._possible_clubs
        return {
            e.id: body_id(
                self.names[e.id], self.scope, self.ground, is_bare=e.is_local, is_club=e.id in clubs
            )
            for e in self.found.entities
            if e.kind is Kind.ORGANIZATION
        }

    @cached_property
    def _possible_clubs(self) -> frozenset[str]:
        """In an article of sport, the bodies at which nobody holds an office but coaches and players."""
        if self.field != "sport":
            return frozenset()
        held = {
            m.organization
            for m in self.memberships
            if (row := self.role_row(m.role)) is None or row["kind"] not in _CLUB_ROLES
        }
        return frozenset(
            e.id for e in self.found.entities if e.kind is Kind.ORGANIZATION and e.id not in held
        )

    @cached_property
    def unit_of(self) -> Mapping[str, Wholes]:
        """The body that the article says a body is part of, where its id holds outside of the article."""
        units = [f for f in self.found.assertions if isinstance(f, Unit) and f.status is Status.STATED]
        parents = {unit.child: self.body_of[unit.parent] for unit in units}
        return {child: ((body.own, body.label), *body.wholes) for child, body in parents.items() if body.own}

    @cached_property
    def memberships(self) -> tuple[Membership, ...]:
        """Who holds which role."""
        return tuple(a for a in self.found.assertions if isinstance(a, Membership))

    def role_row(self, role: str) -> Mapping[str, str] | None:
        """The lexicon's row of the noun of a role."""
        match = self.ground.knowledge["roles"].match(as_tokens(plain_words(role)), 0)
        return match[0] if match else None

    def sort_of(self, body: str) -> str:
        """What sort of body an entity is: of its row, else of its head noun."""
        entity = next(e for e in self.found.entities if e.id == body)
        row = self.body_of[body].row
        if row:
            return self.ground.bodies[row]["kind"]
        head = self.ground.knowledge["bodies"].match(as_tokens(plain_words(entity.names[0])), 0)
        return head[0]["kind"] if head else ""

    @cached_property
    def field(self) -> str:
        """What the article is of: sport, art or religion; empty where it is of none clearly."""
        return _field_of_text(self.found.article.text, self.ground)


def _field_of_text(text: str, ground: Ground) -> str:
    fields = ground.knowledge["fields"]
    counts: Counter[str] = Counter()
    sorts: Counter[str] = Counter()
    seen = set()
    for match in ground.words_of_fields.finditer(fold(text).replace(ZWNJ, " ")):
        row = fields.get(match.group())
        if row:
            counts[row["field"]] += 1
            sorts[row["field"]] += row["form"] not in seen
            seen.add(row["form"])
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _SPEAKS_OF or sorts[ranked[0][0]] < 2:
        return ""
    is_clear = len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]
    return ranked[0][0] if is_clear else ""
