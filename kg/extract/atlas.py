"""Where the gazetteer puts places: what speaks against one place being in another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from kg.knowledge import Entry, Knowledge

_OPEN = frozenset({"region", "continent"})  # the gazetteer does not say what lies in them


def lies_elsewhere(knowledge: Knowledge, small: str, large: str) -> bool:
    """Whether no place named ``small`` that the gazetteer knows lies in one named ``large``.

    False where it knows none of the one or the other. Who lives near a town says that he lives in it,
    so that a town holds what its county does.
    """
    inner, outer = knowledge["places"].all(small), knowledge["places"].all(large)
    if not inner or not outer or any(row["kind"] in _OPEN for row in (*inner, *outer)):
        return False
    holders = {row["id"] for row in outer} | {row["part_of"] for row in outer if row["kind"] == "city"}
    return not any(holders & {*_upwards(knowledge, row)} for row in inner)


def _upwards(knowledge: Knowledge, row: Entry) -> Iterator[str]:
    """The ids of the places that hold a place, the nearest first."""
    while row["part_of"] in _by_id(knowledge):
        row = _by_id(knowledge)[row["part_of"]]
        yield row["id"]


@cache
def _by_id(knowledge: Knowledge) -> Mapping[str, Entry]:
    return {row["id"]: row for row in knowledge["places"]}
