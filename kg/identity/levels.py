"""Of which level a place of an article is, as the words around its name say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kg.identity.ground import Ground, plain_words
from kg.model import Entity, Span
from kg.persian import AND_WORD, PLURAL_BEFORE_EZAFE

_LEAST_LIST = 3  # places one after the other
_NOUN, _SIGN = 10, 2  # votes of a name that says its level itself, and of the words around a name
_BEFORE = 40  # characters that may hold the words before a name
_LIST_SIGNS = frozenset({"،", AND_WORD, ",", "-", "–", "ـ", "،" + AND_WORD})


def level_votes(text: str, places: Sequence[Entity], ground: Ground) -> Mapping[str, Counter[str]]:
    """How much speaks for each level, by entity: province, county, city, district."""
    votes: dict[str, Counter[str]] = {e.id: Counter() for e in places}
    for entity in places:
        for name in entity.names:
            votes[entity.id].update(_noun_of(name, entity, ground))
        for mention in entity.mentions:
            votes[entity.id].update(_word_before(text, mention.start, ground))
    for run in _lists(text, places):
        level = _level_of_list(text, run, ground)
        for entity, _ in run:
            votes[entity.id].update(level)
    return votes


def _noun_of(name: str, entity: Entity, ground: Ground) -> list[str]:
    """The level that a form says itself: «استان ایلام»; «این شهرستان» too.

    «استان» behind the name of a province's capital means the province around it, not the capital.
    """
    words = plain_words(name)
    row = next((ground.levels.get(word) for word in words[:2] if ground.levels.get(word)), None)
    if row is None or row["use"] != "noun":
        return []
    is_pointing = name in ground.knowledge["anaphors"]
    if (
        is_pointing
        and row["level"] == "province"
        and any(r["kind"] == "city" for r in rows_of(entity, ground))
    ):
        return []
    return [row["level"]] * (_SIGN if is_pointing else _NOUN)


def _word_before(text: str, start: int, ground: Ground) -> list[str]:
    words = plain_words(text[max(0, start - _BEFORE) : start].rsplit("\n", 1)[-1])
    for length in (3, 2, 1):
        row = ground.levels.get(" ".join(words[-length:])) if len(words) >= length else None
        if row and row["level"] and row["use"] != "office":
            return [row["level"]] * _SIGN
    return []


def _lists(text: str, places: Sequence[Entity]) -> Iterator[list[tuple[Entity, Span]]]:
    """Runs of places with only commas and «و» between them."""
    mentions = sorted(((e, m) for e in places for m in e.mentions), key=lambda p: (p[1].start, -p[1].end))
    run: list[tuple[Entity, Span]] = []
    for entity, mention in mentions:
        if run and mention.start < run[-1][1].end:
            continue
        if run and "".join(text[run[-1][1].end : mention.start].split()) not in _LIST_SIGNS:
            yield run
            run = []
        run.append((entity, mention))
    yield run


def _level_of_list(text: str, run: Sequence[tuple[Entity, Span]], ground: Ground) -> list[str]:
    """The level of all places of a list: what its noun says, or the only one that all of them have."""
    if len(run) < 2:
        return []
    first = run[0][1]
    for word in plain_words(text[max(0, first.start - _BEFORE) : first.end])[-3:]:
        row = ground.levels.get(word)
        if row and row["use"] == "noun" and (word.endswith(PLURAL_BEFORE_EZAFE) or len(run) == 2):
            return [row["level"]] * _SIGN
    if len(run) < _LEAST_LIST:
        return []
    kinds = [frozenset(row["kind"] for row in rows_of(entity, ground)) for entity, _ in run]
    are_provinces = all("province" in kind for kind in kinds)
    if are_provinces and any("city" not in kind for kind in kinds):
        return ["province"] * _SIGN
    is_mixed = any("province" in kind for kind in kinds) and any("province" not in kind for kind in kinds)
    return ["city"] if is_mixed and all("city" in kind for kind in kinds) else []


def rows_of(entity: Entity, ground: Ground) -> list[Mapping[str, str]]:
    """The rows of the gazetteer that bear any of an entity's names."""
    found = {row["id"]: row for name in entity.names for row in ground.knowledge["places"].all(name)}
    return [found[id_] for id_ in sorted(found)]
