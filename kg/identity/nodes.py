"""The last stage, choose: a cluster of candidates -> the node, its names and its row of the gazetteer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.identity.candidate import Candidate
from kg.identity.ground import Ground
from kg.identity.latin import to_latin
from kg.identity.person_names import parse_name
from kg.identity.places import known_place
from kg.knowledge import Entry
from kg.model import Kind, Node
from kg.naming import most_usual

WIKIDATA, GEONAMES = "http://www.wikidata.org/entity/", "https://sws.geonames.org/"


def choose(node_id: str, members: Sequence[Candidate], ground: Ground, now: Mapping[str, str]) -> Node:
    """Make the node of a cluster, called by the form that most articles give as the fullest.

    ``now`` leads from ids that articles gave to those that the things have now.
    """
    kind = Kind(members[0].kind)
    row = next((m.row for m in members if m.row), "")
    known = _row(kind, row, ground)
    full = [m for m in members if m.given] or members
    label = _known_label(kind, row, ground) or most_usual(Counter(m.label for m in full))
    aliases = {name for m in members for name in m.names} - {label}
    genders = {m.gender for m in members if m.gender}
    place = next((m.place for m in members if m.place), "")
    whole = next((m.wholes[0][0] for m in members if m.wholes), "")
    return Node(
        node_id, kind, label, tuple(sorted(aliases)), tuple(sorted(_forms(known) - {label, *aliases})),
        hidden=tuple(sorted(_surnames(members, ground) - {label, *aliases})),
        latin=to_latin(label, ground) if kind is not Kind.EVENT else "",
        english=known.get("name_en", ""),
        gender=genders.pop() if len(genders) == 1 else "",
        sort=known["kind"] if kind is Kind.PLACE and known else "",
        links=tuple(_links(known)),
        latitude=known.get("lat", ""), longitude=known.get("lon", ""),
        place=_other_than(node_id, now.get(place, place)),
        whole=_other_than(node_id, now.get(whole, whole)),
    )  # fmt: skip


def surroundings(nodes: Iterable[Node], candidates: Iterable[Candidate], ground: Ground) -> Iterator[Node]:
    """The nodes that others lie in or are part of and that no article names, outwards to the country."""
    made = {node.id for node in nodes}
    rows = {ground.node_of_place[row]: row for row in ground.places}
    waiting = sorted({node.place for node in nodes if node.place})
    while waiting:
        place = waiting.pop()
        if place not in made and place in rows:
            made.add(place)
            node = _place_node(rows[place], ground)
            waiting.extend(filter(None, [node.place]))
            yield node
    chains = sorted({m.wholes for m in candidates if m.wholes})
    for chain in chains:
        for (whole, label), (above, _) in zip(chain, [*chain[1:], ("", "")], strict=True):
            if whole not in made:
                made.add(whole)
                yield _body_node(whole, label, above, ground)


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


def _surnames(members: Sequence[Candidate], ground: Ground) -> set[str]:
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
