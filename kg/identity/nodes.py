"""The last stage, choose: a cluster of candidates -> the node, its names and its row of the gazetteer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from kg.identity.candidate import Candidate
from kg.identity.ground import Ground
from kg.identity.latin import to_latin
from kg.identity.person_names import parse_name
from kg.identity.places import known_place
from kg.knowledge import Entry
from kg.model import Kind, Node
from kg.naming import most_usual

WIKIDATA, GEONAMES = "http://www.wikidata.org/entity/", "https://sws.geonames.org/"


type Around = tuple[str, str, str]
"""A body that others are part of: its id, its label, and the id of the one that it is part of itself."""


def choose(
    node_id: str, members: Sequence[tuple[Candidate, int]], ground: Ground, merged: Mapping[str, str]
) -> Node:
    """Make the node of a cluster, called by the form that most articles give as the fullest.

    ``members`` are candidates, each with how many say the same; ``merged`` leads from ids that articles
    gave to those that the things have now.
    """
    kind = Kind(members[0][0].kind)
    row = _usual((m.row, n) for m, n in members)
    known = _row(kind, row, ground)
    full = [(m, n) for m, n in members if m.given] or members
    label = _known_label(kind, row, ground) or most_usual(_counted((m.label, n) for m, n in full))
    aliases = {name for m, _ in members for name in m.names} - {label}
    genders = {m.gender for m, _ in members if m.gender}
    place = _usual((m.place, n) for m, n in members)
    whole = _usual((m.wholes[0][0], n) for m, n in members if m.wholes)
    return Node(
        node_id, kind, label, tuple(sorted(aliases)), tuple(sorted(_forms(known) - {label, *aliases})),
        hidden=tuple(sorted(_surnames((m for m, _ in members), ground) - {label, *aliases})),
        latin=to_latin(label, ground) if kind is not Kind.EVENT else "",
        english=known.get("name_en", ""),
        gender=genders.pop() if len(genders) == 1 else "",
        sort=known["kind"] if kind is Kind.PLACE and known else "",
        links=tuple(_links(known)),
        latitude=known.get("lat", ""), longitude=known.get("lon", ""),
        place=_other_than(node_id, merged.get(place, place)),
        whole=_other_than(node_id, merged.get(whole, whole)),
    )  # fmt: skip


def _counted(said: Iterable[tuple[str, int]]) -> Counter[str]:
    counter: Counter[str] = Counter()
    for value, number in said:
        counter[value] += number
    return counter


def _usual(said: Iterable[tuple[str, int]]) -> str:
    """What most say who say anything."""
    counter = _counted((value, number) for value, number in said if value)
    return min(counter, key=lambda value: (-counter[value], value), default="")


def around(candidate: Candidate, merged: Mapping[str, str]) -> Iterator[Around]:
    """The bodies around one, outwards."""
    chain = [*candidate.wholes, ("", "")]
    for (whole, label), (above, _) in pairwise(chain):
        yield merged.get(whole, whole), label, merged.get(above, above)


def surroundings(nodes: Iterable[Node], rows: Iterable[Around], ground: Ground) -> Iterator[Node]:
    """The nodes that others lie in or are part of and that no article names, outwards to the country."""
    made = {node.id for node in nodes}
    waiting = sorted({node.place for node in nodes if node.place})
    while waiting:
        place = waiting.pop()
        if place not in made and (node := unnamed_place(place, ground)):
            made.add(place)
            waiting.extend(filter(None, [node.place]))
            yield node
    said: defaultdict[str, list[Around]] = defaultdict(list)
    for row in rows:
        said[row[0]].append(row)
    for whole in sorted(said.keys() - made):
        yield unnamed_body(whole, said[whole], ground)


def unnamed_place(id_: str, ground: Ground) -> Node | None:
    """The node of a place of the gazetteer that no article names; None where it has none of this id."""
    row = ground.row_of_place.get(id_)
    return _place_node(row, ground) if row else None


def unnamed_body(id_: str, rows: Iterable[Around], ground: Ground) -> Node:
    """The node of a body that is only named as what others are part of: as who tells most of it does."""
    _, label, above = min(rows, key=lambda row: (not row[2], row[1], row[2]))
    return _body_node(id_, label, above, ground)


def _place_node(row: str, ground: Ground) -> Node:
    at, known = known_place(row, ground), ground.places[row]
    return Node(
        at.own, Kind.PLACE, at.label,
        forms=tuple(sorted(_forms(known) - {at.label})),
        latin=to_latin(at.label, ground), english=known["name_en"],
        sort=known["kind"], links=tuple(_links(known)), latitude=known["lat"], longitude=known["lon"],
        place=at.place,
    )  # fmt: skip


def _body_node(id_: str, label: str, whole: str, ground: Ground) -> Node:
    known = ground.bodies.get(id_, {})
    return Node(
        id_, Kind.ORGANIZATION, label, latin=to_latin(label, ground), english=known.get("name_en", ""),
        links=tuple(_links(known)), whole=whole,
    )  # fmt: skip


def _forms(known: Entry) -> set[str]:
    """Forms of the gazetteer."""
    return {known["form"], *filter(None, known["names"].split("|"))} if known else set()


def _surnames(members: Iterable[Candidate], ground: Ground) -> set[str]:
    """The surnames alone of those with a full name."""
    return {parse_name(m.label, ground).text_of_surname for m in members if m.given}


def _row(kind: Kind, row: str, ground: Ground) -> Entry:
    rows = ground.places if kind is Kind.PLACE else ground.bodies
    return rows.get(row, {})


def _known_label(kind: Kind, row: str, ground: Ground) -> str:
    if kind is Kind.PLACE and row in ground.places:
        return known_place(row, ground).label
    return ground.bodies[row]["form"] if row in ground.bodies else ""


def _links(known: Entry) -> Iterator[str]:
    if known.get("geonames"):
        yield f"{GEONAMES}{known['geonames']}/"
    if known.get("wikidata"):
        yield f"{WIKIDATA}{known['wikidata']}"


def _other_than(node_id: str, other: str) -> str:
    return other if other != node_id else ""
