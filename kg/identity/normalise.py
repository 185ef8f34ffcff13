"""Stage 1, normalise: Findings -> Candidates. One article alone decides what its names mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.identity.bodies import BodyId, Wholes, body_id
from kg.identity.candidate import Candidate
from kg.identity.ground import Ground, as_tokens, ground_of, plain_words
from kg.identity.person_names import PersonName, gender_of, honorific_rows, parse_name
from kg.identity.places import PlaceId, place_id, split_place
from kg.identity.scope import Scope, scope_of
from kg.knowledge import Knowledge
from kg.model import Entity, Findings, Kind, Location, Membership, Span, Status, Unit
from kg.naming import id_tail, slug, tidy
from kg.persian import ZWNJ, fold, squash

_SPEAKS_OF = 4  # words of a field in an article, of two sorts at least, that make it an article of the field
_BESIDE = 40  # characters between a name and a body that is named with it
_CLUB_ROLES = frozenset({"coach"})
_STATE = frozenset(
    {"agency", "ministry", "governorate", "municipality", "army", "court", "state", "government"}
)


def candidates(found: Findings, knowledge: Knowledge | None = None) -> tuple[Candidate, ...]:
    """Say all that resolution will ever ask of the article's entities, in the order of ``found``.

    ``knowledge`` is what ships where none is given.
    """
    article = _Article(found, ground_of(knowledge))
    return tuple(map(article.candidate, found.entities))


def handle_of(kind: str, name: str, article: str, knowledge: Knowledge | None = None) -> str:
    """The id that one article's entity has and no other: ``kind`` is that of ids, ``person`` and so on."""
    part = parse_name(name, ground_of(knowledge)).slug if kind == "person" else slug(name)
    return f"{kind}/{part}_{id_tail(article)}"


@dataclass
class _Article:
    found: Findings
    ground: Ground

    def candidate(self, entity: Entity) -> Candidate:
        makers: Mapping[Kind, Callable[[Entity], Candidate]] = {
            Kind.PLACE: self._place,
            Kind.ORGANIZATION: self._body,
            Kind.PERSON: self._person,
            Kind.EVENT: self._event,
        }
        return makers[entity.kind](entity)

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.found, self.ground)

    @property
    def date(self) -> str:
        date = self.found.article.date
        return date.day.isoformat() if date else ""

    def _handle(self, kind: str, name: str) -> str:
        return f"{kind}/{slug(name)}_{id_tail(self.found.article.id)}"

    # ── events, places, bodies ──

    def _event(self, entity: Entity) -> Candidate:
        names = _names(entity)
        handle = self._handle("event", names[0])
        return self._made(entity, names, handle, handle, names[0])

    def _place(self, entity: Entity) -> Candidate:
        names, at = _names(entity), self.place_of[entity.id]
        handle = self._handle("place", names[0])
        return self._made(entity, names, at.own or handle, handle, at.label, row=at.row, place=at.place)

    @cached_property
    def place_of(self) -> Mapping[str, PlaceId]:
        return {
            e.id: place_id(
                _names(e),
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
        names = {e.id: _names(e)[0] for e in self.found.entities if e.kind is Kind.PLACE}
        stated = [f for f in self.found.assertions if isinstance(f, Location) and f.status is Status.STATED]
        return {
            f.subject: names[f.place]
            for f in stated
            if f.subject in names
            and f.place in names
            and f.place not in self.scope.row_of
            and squash(names[f.subject]) != squash(names[f.place])
        }

    def _body(self, entity: Entity) -> Candidate:
        names, body = _names(entity), self.body_of[entity.id]
        handle = self._handle("organization", names[0])
        place = self.ground.node_of_place.get(body.place, "")
        wholes = body.wholes or self._unit_of.get(entity.id, ())
        return self._made(
            entity, names, body.own or handle, handle, body.label, row=body.row, place=place, wholes=wholes
        )

    @cached_property
    def body_of(self) -> Mapping[str, BodyId]:
        clubs = self._possible_clubs
        return {
            e.id: body_id(_names(e), self.scope, self.ground, is_bare=e.is_local, is_club=e.id in clubs)
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
            for m in self._memberships
            if (row := self._role_row(m.role)) is None or row["kind"] not in _CLUB_ROLES
        }
        return frozenset(
            e.id for e in self.found.entities if e.kind is Kind.ORGANIZATION and e.id not in held
        )

    @cached_property
    def _unit_of(self) -> Mapping[str, Wholes]:
        """The body that the article says a body is part of, where its id holds outside of the article."""
        units = [f for f in self.found.assertions if isinstance(f, Unit) and f.status is Status.STATED]
        parents = {unit.child: self.body_of[unit.parent] for unit in units}
        return {child: ((body.own, body.label), *body.wholes) for child, body in parents.items() if body.own}

    def _made(
        self, entity: Entity, names: tuple[str, ...], own: str, handle: str, label: str, **known: Any
    ) -> Candidate:
        """A candidate that is no person; a thing that lies in itself lies in nothing."""
        if known.get("place") == own:
            del known["place"]
        if own in dict(known.get("wholes", ())):
            del known["wholes"]
        return Candidate(
            article=self.found.article.id, entity=entity.id, kind=str(entity.kind), own=own, handle=handle,
            names=names, label=label, date=self.date, **known,
        )  # fmt: skip

    # ── persons ──

    def _person(self, entity: Entity) -> Candidate:
        names, name = _names(entity), self.name_of[entity.id]
        rows = honorific_rows(names, self.ground)
        handle = f"person/{name.slug}_{id_tail(self.found.article.id)}"
        ranks = sorted({row["kind"] for row in rows} & {"clerical", "military", "martyr", "deceased"})
        offices = tuple(sorted(set(self._offices(entity.id))))
        return Candidate(
            article=self.found.article.id, entity=entity.id, kind=str(entity.kind),
            own=self.own_of_person[entity.id] or handle, handle=handle, names=names,
            label=names[0], date=self.date,
            given=name.given, surname=name.surname, is_sayyed=name.is_sayyed,
            gender=gender_of(name.given, rows, self.ground),
            ranks=tuple(ranks), offices=offices, near=self._near(entity),
            regions=(self.scope.province,) if self.scope.province else (),
            is_of_state=self._is_of_state(entity.id),
            field=self._field_of(entity.id, ranks), companions=self._companions(entity.id),
            bits=round(self._bits(name), 2),
        )  # fmt: skip

    @cached_property
    def name_of(self) -> Mapping[str, PersonName]:
        return {
            e.id: parse_name(_names(e)[0], self.ground) for e in self.found.entities if e.kind is Kind.PERSON
        }

    def _bits(self, name: PersonName) -> float:
        surname = self.ground.bits_of_surname("".join(name.surname)) if name.surname else 0.0
        return surname + (self.ground.bits_of_given(name.given) if name.given else 0.0)

    @cached_property
    def own_of_person(self) -> Mapping[str, str]:
        """The bare name as an id, where it is full and so rare that hardly anybody else has it."""
        weights = self.ground.settings
        least = weights.people_bits + weights["distinctive"]
        is_rare = {e: name.is_full and self._bits(name) >= least for e, name in self.name_of.items()}
        return {e: f"person/{name.slug}" if is_rare[e] else "" for e, name in self.name_of.items()}

    def _companions(self, entity: str) -> tuple[str, ...]:
        others = (own for other, own in self.own_of_person.items() if other != entity)
        return tuple(sorted(set(filter(None, others))))

    def _near(self, person: Entity) -> tuple[str, ...]:
        """Bodies beside the person's name: «فلانی، از سازمان X»; news agencies stand beside everybody."""
        found = set()
        for body in self.found.entities:
            at = self.body_of.get(body.id)
            is_agency = at and at.row and self.ground.bodies[at.row]["kind"] == "media"
            is_beside = any(_gap(m, n) <= _BESIDE for m in person.mentions for n in body.mentions)
            if at and at.own and is_beside and not is_agency:
                found.add(at.own)
        return tuple(sorted(found))

    @cached_property
    def _memberships(self) -> tuple[Membership, ...]:
        return tuple(a for a in self.found.assertions if isinstance(a, Membership))

    def _offices(self, person: str) -> Iterator[tuple[str, str, str, str]]:
        for held in self._memberships:
            if held.person == person:
                body, province = self._office_body(held)
                yield self._office_name(held.role, body), body, province, str(held.tenure)

    def _office_body(self, held: Membership) -> tuple[str, str]:
        """The node where an office is held, and the province: that of the body, or of the role's place."""
        if held.organization:
            body = self.body_of[held.organization]
            place = body.place or self._place_of_role(held.role)
            return body.own, self.ground.above(place, "province")
        place = self._place_of_role(held.role)
        return self.ground.node_of_place.get(place, ""), self.ground.above(place, "province")

    def _place_of_role(self, role: str) -> str:
        return split_place(plain_words(role), self.scope, self.ground)[1]

    def _office_name(self, role: str, body: str) -> str:
        """The role, squashed; «head» where it is the one that leads its body."""
        row = self._role_row(role)
        is_seat = row is not None and (row["kind"] in ("office", "director") or self._is_head(role))
        return "head" if is_seat and body else squash(role)

    def _is_head(self, role: str) -> bool:
        return role in self.ground.knowledge["heads"]

    def _role_row(self, role: str) -> Mapping[str, str] | None:
        match = self.ground.knowledge["roles"].match(as_tokens(plain_words(role)), 0)
        return match[0] if match else None

    def _field_of(self, person: str, ranks: list[str]) -> str:
        """The field that a person's own offices and honorifics say; failing these, the article's."""
        for held in self._memberships:
            if held.person == person:
                row, body = self._role_row(held.role), held.organization
                sort = self._sort_of(body) if body else ""
                if sort == "sport" or (row and row["kind"] == "coach"):
                    return "sport"
                if row and row["kind"] == "artist":
                    return "art"
                if sort in _STATE or (row and row["kind"] in ("office", "deputy-of-people")):
                    return "state"
        if "military" in ranks:
            return "arms"
        return self.field

    def _is_of_state(self, person: str) -> bool:
        """Whether somebody heads a province or a national body of the state."""
        heads = [h for h in self._memberships if h.person == person and h.organization]
        for held in heads:
            body = self.body_of[held.organization or ""]
            sort = self.ground.bodies[body.row]["kind"] if body.row else ""
            is_national = sort in ("ministry", "government", "judiciary", "parliament")
            row = self.ground.levels.get(plain_words(held.role)[0])
            is_governor = (
                row is not None and (row["use"], row["level"]) == ("holder", "province") and body.place
            )
            if (is_national or is_governor) and self._office_name(held.role, body.own) == "head":
                return True
        return False

    def _sort_of(self, body: str) -> str:
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


def _names(entity: Entity) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tidy(name) for name in entity.names))


def _gap(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end)


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
