"""Where the gazetteer puts places: what speaks against one place being in another."""

from __future__ import annotations

from kg.knowledge import Knowledge, holders

_OPEN = frozenset({"region", "continent"})  # the gazetteer does not say what lies in them


def lies_elsewhere(knowledge: Knowledge, small: str, large: str) -> bool:
    """Whether no place named ``small`` that the gazetteer knows lies in one named ``large``.

    False where it knows none of the one or the other. Who lives near a town says that he lives in it,
    so that a town holds what its county does.
    """
    inner, outer = knowledge["places"].all(small), knowledge["places"].all(large)
    if not inner or not outer or any(row["kind"] in _OPEN for row in (*inner, *outer)):
        return False
    wholes = {row["id"] for row in outer} | {row["part_of"] for row in outer if row["kind"] == "city"}
    return not any(wholes.intersection(holders(knowledge)[row["id"]]) for row in inner)
