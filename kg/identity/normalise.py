"""Stage 1, normalise: Findings -> Candidates. One article alone decides what its names mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kg.identity.candidate import Candidate
from kg.identity.context import Context
from kg.identity.ground import ground_of
from kg.identity.person_names import parse_name
from kg.identity.persons import Persons
from kg.knowledge import Knowledge
from kg.model import Entity, Findings, Kind
from kg.naming import id_tail, slug


def candidates(found: Findings, knowledge: Knowledge | None = None) -> tuple[Candidate, ...]:
    """Say all that resolution will ever ask of the article's entities, in the order of ``found``.

    ``knowledge`` is what ships where none is given.
    """
    context = Context(found, ground_of(knowledge))
    persons = Persons(context)
    makers: Mapping[Kind, Callable[[Entity], Candidate]] = {
        Kind.PERSON: persons.candidate,
        Kind.PLACE: lambda entity: _place(entity, context),
        Kind.ORGANIZATION: lambda entity: _body(entity, context),
        Kind.EVENT: lambda entity: _made(entity, context, "", context.names[entity.id][0]),
    }
    return tuple(makers[entity.kind](entity) for entity in found.entities)


def handle_of(kind: str, name: str, article: str, knowledge: Knowledge | None = None) -> str:
    """The id that one article's entity has and no other: ``kind`` is that of ids, ``person`` and so on."""
    part = parse_name(name, ground_of(knowledge)).slug if kind == "person" else slug(name)
    return f"{kind}/{part}_{id_tail(article)}"


def _place(entity: Entity, context: Context) -> Candidate:
    at = context.place_of[entity.id]
    return _made(entity, context, at.own, at.label, row=at.row, place=at.place)


def _body(entity: Entity, context: Context) -> Candidate:
    body = context.body_of[entity.id]
    place = context.ground.node_of_place.get(body.place, "")
    wholes = body.wholes or context.unit_of.get(entity.id, ())
    return _made(entity, context, body.own, body.label, row=body.row, place=place, wholes=wholes)


def _made(entity: Entity, context: Context, own: str, label: str, **known: Any) -> Candidate:
    """A candidate that is no person; without ``own`` it is known to its article alone.

    A thing that lies in itself lies in nothing.
    """
    names, article = context.names[entity.id], context.found.article.id
    handle = f"{entity.kind.lower()}/{slug(names[0])}_{id_tail(article)}"
    own = own or handle
    if known.get("place") == own:
        del known["place"]
    if own in dict(known.get("wholes", ())):
        del known["wholes"]
    return Candidate(
        article=article, entity=entity.id, kind=str(entity.kind), own=own, handle=handle,
        names=names, label=label, date=context.date, **known,
    )  # fmt: skip
