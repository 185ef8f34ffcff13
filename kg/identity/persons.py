"""The persons of one article as candidates: names in their parts, offices, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.identity.candidate import Candidate
from kg.identity.context import Context
from kg.identity.ground import Ground, plain_words
from kg.identity.person_names import PersonName, gender_of, honorific_rows, parse_name
from kg.identity.places import split_place
from kg.model import Entity, Kind, Membership, Span
from kg.naming import id_tail
from kg.persian import squash

_BESIDE = 40  # characters between a name and a body that is named with it
_STATE = frozenset(
    {"agency", "ministry", "governorate", "municipality", "army", "court", "state", "government"}
)
_NATIONAL = frozenset({"ministry", "government", "judiciary", "parliament"})


@dataclass
class Persons:
    """The persons of one article."""

    context: Context

    @property
    def ground(self) -> Ground:
        """What resolution knows of the world."""
        return self.context.ground

    def candidate(self, entity: Entity) -> Candidate:
        """All that resolution asks of a person of the article."""
        names, name = self.context.names[entity.id], self.name_of[entity.id]
        rows = honorific_rows(names, self.ground)
        handle = f"person/{name.slug}_{id_tail(self.context.found.article.id)}"
        ranks = sorted({row["kind"] for row in rows} & {"clerical", "military", "martyr", "deceased"})
        offices = tuple(sorted(set(self._offices(entity.id))))
        return Candidate(
            article=self.context.found.article.id, entity=entity.id, kind=str(entity.kind),
            own=self.own_of_person[entity.id] or handle, handle=handle, names=names,
            label=names[0], date=self.context.date,
            given=name.given, surname=name.surname, is_sayyed=name.is_sayyed,
            gender=gender_of(name.given, rows, self.ground),
            ranks=tuple(ranks), offices=offices, near=self._near(entity),
            regions=(self.context.scope.province,) if self.context.scope.province else (),
            is_of_state=self._is_of_state(entity.id),
            field=self._field_of(entity.id, ranks), companions=self._companions(entity.id),
            bits=round(self._bits(name), 2),
        )  # fmt: skip

    @cached_property
    def name_of(self) -> Mapping[str, PersonName]:
        """The parts of each person's name, by entity."""
        return {
            e.id: parse_name(self.context.names[e.id][0], self.ground)
            for e in self.context.found.entities
            if e.kind is Kind.PERSON
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
        for body in self.context.found.entities:
            at = self.context.body_of.get(body.id)
            is_agency = at and at.row and self.ground.bodies[at.row]["kind"] == "media"
            is_beside = any(_gap(m, n) <= _BESIDE for m in person.mentions for n in body.mentions)
            if at and at.own and is_beside and not is_agency:
                found.add(at.own)
        return tuple(sorted(found))

    def _offices(self, person: str) -> Iterator[tuple[str, str, str, str]]:
        for held in self.context.memberships:
            if held.person == person:
                body, province = self._office_body(held)
                yield self._office_name(held.role, body), body, province, str(held.tenure)

    def _office_body(self, held: Membership) -> tuple[str, str]:
        """The node where an office is held, and the province: that of the body, or of the role's place."""
        if held.organization:
            body = self.context.body_of[held.organization]
            place = body.place or self._place_of_role(held.role)
            return body.own, self.ground.above(place, "province")
        place = self._place_of_role(held.role)
        return self.ground.node_of_place.get(place, ""), self.ground.above(place, "province")

    def _place_of_role(self, role: str) -> str:
        return split_place(plain_words(role), self.context.scope, self.ground)[1]

    def _office_name(self, role: str, body: str) -> str:
        """The role, squashed; «head» where it is the one that leads its body."""
        row = self.context.role_row(role)
        is_seat = row is not None and (row["kind"] in ("office", "director") or self._is_head(role))
        return "head" if is_seat and body else squash(role)

    def _is_head(self, role: str) -> bool:
        return role in self.ground.knowledge["heads"]

    def _field_of(self, person: str, ranks: list[str]) -> str:
        """The field that a person's own offices and honorifics say; failing these, the article's."""
        for held in self.context.memberships:
            if held.person == person:
                row, body = self.context.role_row(held.role), held.organization
                sort = self.context.sort_of(body) if body else ""
                if sort == "sport" or (row and row["kind"] == "coach"):
                    return "sport"
                if row and row["kind"] == "artist":
                    return "art"
                if sort in _STATE or (row and row["kind"] in ("office", "deputy-of-people")):
                    return "state"
        if "military" in ranks:
            return "arms"
        return self.context.field

    def _is_of_state(self, person: str) -> bool:
        """Whether somebody heads a province or a national body of the state."""
        heads = [h for h in self.context.memberships if h.person == person and h.organization]
        for held in heads:
            body = self.context.body_of[held.organization or ""]
            sort = self.ground.bodies[body.row]["kind"] if body.row else ""
            is_national = sort in _NATIONAL
            row = self.ground.levels.get((plain_words(held.role) or [""])[0])
            is_governor = (
                row is not None and (row["use"], row["level"]) == ("holder", "province") and body.place
            )
            if (is_national or is_governor) and self._office_name(held.role, body.own) == "head":
                return True
        return False


def _gap(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end)
