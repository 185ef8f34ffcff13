"""Which words of a document name whom: persons, bodies, places, events and titles, as phrases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.extract.bodies import body_anaphor, body_at, headless_body
from kg.extract.happenings import events_in
from kg.extract.persons import persons_in, pronouns_in
from kg.extract.scene import Phrase, Scene, TitlePhrase, is_linked, nested, takes_turn, text_of, to_scene
from kg.extract.titles import title_at
from kg.extract.toponyms import SITES, listed_places, place_anaphor, place_at, place_starts
from kg.knowledge import Knowledge
from kg.model import Document, Kind
from kg.persian import AND_WORD

_MARKS = frozenset({"«", "»", '"', "“", "”", "(", "-", "–", "ـ"})
_LONGEST_LINK = 12  # tokens between a name and its title: a time, «به عنوان»
_SHARING_SORTS = frozenset({"head", "deputy", "member", "academic"})


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one sentence names, each list in reading order."""

    scene: Scene
    phrases: tuple[Phrase, ...]
    titles: tuple[TitlePhrase, ...]
    groups: tuple[tuple[int, ...], ...]  # titles (by place) that one person holds: معاون X و رئیس Y
    holders: tuple[tuple[int, int], ...]  # title and person beside it, by place in titles and phrases


def sightings(document: Document, knowledge: Knowledge) -> Iterator[Sighting]:
    """Find the phrases of each sentence of ``document``."""
    for number, sentence in enumerate(document.sentences):
        scene = to_scene(number, sentence, knowledge)
        titles = tuple(_titles(scene))
        groups = _title_groups(scene, titles)
        titles = _with_shared_bodies(titles, groups)
        persons = tuple(persons_in(scene, titles))
        bodies = tuple(_bodies(scene, titles, persons))
        events = tuple(events_in(scene))
        places = tuple(_places(scene, persons, bodies))
        pronouns = tuple(pronouns_in(scene))
        phrases = tuple(sorted({*persons, *pronouns, *bodies, *events, *places}, key=_reading_order))
        holders = tuple(_holders(scene, titles, groups, phrases))
        yield Sighting(scene, phrases, titles, tuple(map(tuple, groups)), holders)


def _reading_order(phrase: Phrase) -> tuple[int, int, str, str, bool]:
    return phrase.first, -phrase.last, phrase.kind, phrase.name, phrase.is_anaphor


def _titles(scene: Scene) -> Iterator[TitlePhrase]:
    done = 0
    for at in scene.matches("roles"):
        title = title_at(scene, at) if at >= done and not _hangs_on_noun(scene, at) else None
        if title:
            yield title
            done = title.last


def _with_shared_bodies(titles: tuple[TitlePhrase, ...], groups: list[list[int]]) -> tuple[TitlePhrase, ...]:
    """Give a title without a body the one of the title that it is joined with: عضو و رئیس کمیته X."""
    shared = list(titles)
    for group in groups:
        for here, behind in reversed(list(pairwise(group))):
            if shared[here].body is None and shared[here].sort in _SHARING_SORTS:
                shared[here] = replace(shared[here], body=shared[behind].body)
    return tuple(shared)


def _hangs_on_noun(scene: Scene, at: int) -> bool:
    """Whether the word is part of the phrase before it, as رئیس in «دفتر رئیس جمهور»."""
    if not at or not scene.tokens[at - 1].ezafe or takes_turn(scene, at):
        return False
    if is_linked(scene, at):
        return False
    return scene.tokens[at - 1].text not in scene.knowledge["honorifics"]


# ── bodies, events, places ────────────────────────────────────────────────────


def _bodies(scene: Scene, titles: tuple[TitlePhrase, ...], persons: tuple[Phrase, ...]) -> Iterator[Phrase]:
    """Bodies in titles, bodies with a head noun, then what only the name tagger knows for one."""
    covered: set[int] = set()
    for person in persons:
        covered.update(range(person.first, person.last))
    for title in titles:
        covered.update(range(title.first, title.last))
        if title.body:
            yield from nested(title.body)
    for at in sorted(scene.starts("bodies", "demonstratives") | scene.organizations.keys()):
        if at in covered or (
            at and scene.tokens[at - 1].ezafe and at in scene.organizations and at - 1 in covered
        ):
            continue
        body = body_anaphor(scene, at) or body_at(scene, at) or _tagged_body(scene, at, covered)
        if body and _is_counted(scene, at):  # «۲۳ فرهنگسرای شهرداری»: not one, but its owner is named
            body = body.parent
        if body and not _is_site_spoken_of(scene, at):
            covered.update(range(body.first, body.last))
            yield from nested(body)


def _is_counted(scene: Scene, at: int) -> bool:
    if at == 0 or not (scene.tokens[at - 1].pos == "NUM" or scene.tokens[at - 1].text.isdigit()):
        return False
    before = scene.knowledge["number_contexts"].get(scene.tokens[at - 2].text) if at > 1 else None
    return before is None or before["effect"] != "label"  # «شماره یک شهرداری»


def _is_site_spoken_of(scene: Scene, at: int) -> bool:
    """«در فرهنگسرای …»: a building where something is, not a body that acts."""
    cue = scene.match("place_nouns", at)
    return cue is not None and cue[0]["kind"] in SITES and at > 0 and scene.tokens[at - 1].pos == "ADP"


def _tagged_body(scene: Scene, at: int, covered: set[int]) -> Phrase | None:
    span = scene.organizations.get(at)
    if span is None or span[0] != at or any(i in covered for i in range(*span)):
        return None
    return headless_body(scene, at, span[1])


def _places(scene: Scene, persons: tuple[Phrase, ...], bodies: tuple[Phrase, ...]) -> Iterator[Phrase]:
    """Places, inside the names of bodies and titles too."""
    in_person = {i for p in persons for i in range(p.first, p.last)}
    heads = {b.first for b in bodies}
    done = 0
    for at in sorted(place_starts(scene) - in_person):
        listed = listed_places(scene, at) if at >= done else []
        if listed:
            yield from listed
            done = listed[-1].last
        place = place_anaphor(scene, at) or place_at(scene, at) if at >= done else None
        if place and (place.sort not in SITES or at not in heads):
            yield from nested(place)
            done = place.last


# ── who holds which title ─────────────────────────────────────────────────────


def _holders(
    scene: Scene, titles: tuple[TitlePhrase, ...], groups: list[list[int]], phrases: tuple[Phrase, ...]
) -> Iterator[tuple[int, int]]:
    """Pair each title with the person beside it; titles joined by «و» have one holder."""
    persons = [i for i, p in enumerate(phrases) if p.kind is Kind.PERSON and not p.is_anaphor]
    taken: set[int] = set()
    for group in groups:
        holder = _holder(scene, phrases, persons, titles, group)
        if holder is not None and holder not in taken:
            taken.add(holder)
            yield from ((t, holder) for t in group)


def _holder(
    scene: Scene,
    phrases: tuple[Phrase, ...],
    persons: list[int],
    titles: tuple[TitlePhrase, ...],
    group: list[int],
) -> int | None:
    """The person before the titles (P، T), or right behind them (T P), or behind a comma (T، P)."""
    first, last = titles[group[0]].first, titles[group[-1]].last
    before = next((i for i in persons if _meets(scene, phrases[i].last, first)), None)
    behind = next((i for i in persons if _meets(scene, last, phrases[i].first)), None)
    before_comma = next((i for i in persons if _touches(scene, phrases[i].last, first)), None)
    behind_comma = next((i for i in persons if _touches(scene, last, phrases[i].first)), None)
    if behind_comma is not None and any(
        _touches(scene, phrases[behind_comma].last, t.first) for t in titles[group[-1] + 1 :]
    ):
        behind_comma = None  # who stands there has a title of his own
    linked = next((i for i in reversed(persons) if _is_linked(scene, phrases[i].last, first, last)), None)
    return next((i for i in (before, behind, before_comma, behind_comma, linked) if i is not None), None)


def _title_groups(scene: Scene, titles: tuple[TitlePhrase, ...]) -> list[list[int]]:
    groups: list[list[int]] = []
    for i, title in enumerate(titles):
        joined = groups and _is_and(scene, titles[groups[-1][-1]].last, title.first)
        if joined:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _is_and(scene: Scene, end: int, first: int) -> bool:
    return first == end + 1 and scene.tokens[end].text == AND_WORD


def _meets(scene: Scene, end: int, first: int) -> bool:
    """Whether nothing but marks stands between two phrases: «سارا امیری» رئیس …, سارا امیری (رئیس …)."""
    return end <= first and all(t.text in _MARKS for t in scene.tokens[end:first])


def _is_linked(scene: Scene, end: int, first: int, last: int) -> bool:
    """«سارا امیری در سال ۹۵ به عنوان رئیس …», «سارا امیری از سال ۹۵ رئیس … است»."""
    tokens = scene.tokens
    if not end < first <= end + _LONGEST_LINK:
        return False
    timed = {i for i in range(end, first) if i in scene.dates or tokens[i].pos == "NUM"}
    others = (i for i in range(end, first) if i not in timed and tokens[i].text not in _MARKS)
    words = text_of([tokens[i] for i in others if not (tokens[i].pos == "ADP" and i + 1 in timed)])
    return words in scene.knowledge["role_links"] or (words == "" and bool(timed) and last in scene.verbs)


def _touches(scene: Scene, end: int, first: int) -> bool:
    """Whether nothing, or a comma alone, stands between two phrases, marks around a name aside."""
    between = [t.text for t in scene.tokens[end:first] if t.text not in _MARKS]
    return end <= first and between in ([], ["،"])
