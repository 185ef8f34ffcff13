"""Which words of a document name whom: persons, bodies, places, events and titles, as phrases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.bodies import body_at, headless_body
from kg.extract.chains import salutation_end
from kg.extract.happenings import events_in
from kg.extract.scene import Phrase, Scene, TitlePhrase, nested, text_of, to_scene
from kg.extract.titles import title_at
from kg.extract.toponyms import SITES, place_anaphor, place_at
from kg.knowledge import Knowledge
from kg.model import Document, Kind

_LONGEST_PERSON = 5  # tokens of a name without its honorifics


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one sentence names, each list in reading order; ``holders`` pairs titles with persons by place."""

    scene: Scene
    phrases: tuple[Phrase, ...]
    titles: tuple[TitlePhrase, ...]
    holders: tuple[tuple[int, int], ...]  # places in titles and phrases


def sightings(document: Document, knowledge: Knowledge) -> Iterator[Sighting]:
    """Find the phrases of each sentence of ``document``."""
    for number, sentence in enumerate(document.sentences):
        scene = to_scene(number, sentence, knowledge)
        titles = tuple(_titles(scene))
        persons = tuple(_persons(scene, titles))
        bodies = tuple(_bodies(scene, titles, persons))
        events = tuple(events_in(scene))
        places = tuple(_places(scene, persons, bodies))
        pronouns = tuple(_pronouns(scene))
        phrases = tuple(sorted({*persons, *pronouns, *bodies, *events, *places}, key=_reading_order))
        yield Sighting(scene, phrases, titles, tuple(_holders(scene, titles, phrases)))


def _reading_order(phrase: Phrase) -> tuple[int, int, str, str]:
    return phrase.first, -phrase.last, phrase.kind, phrase.name


def _titles(scene: Scene) -> Iterator[TitlePhrase]:
    at = 0
    while at < len(scene.tokens):
        title = None if _hangs_on_noun(scene, at) else title_at(scene, at)
        if title:
            yield title
            at = title.last
        else:
            at += 1


def _hangs_on_noun(scene: Scene, at: int) -> bool:
    """Whether the word is part of the phrase before it, as رئیس in «دفتر رئیس جمهور»."""
    before = scene.tokens[at - 1] if at else None
    return before is not None and before.ezafe and before.text not in scene.knowledge["honorifics"]


# ── persons ───────────────────────────────────────────────────────────────────


def _persons(scene: Scene, titles: tuple[TitlePhrase, ...]) -> Iterator[Phrase]:
    taken = -1
    for at in range(len(scene.tokens)):
        if at >= taken:
            person = _person_at(scene, at, titles)
            if person:
                taken = person.last
                yield person


def _person_at(scene: Scene, at: int, titles: tuple[TitlePhrase, ...]) -> Phrase | None:
    """The person named from token ``at`` on, who may stand behind honorifics there."""
    first = _behind_honorifics(scene, at)
    tagged = scene.persons.get(first)
    if scene.knowledge["speech_verbs"].match(scene.tokens, first):
        return None
    if tagged:
        end = _surname_end(scene, tagged[1])
    elif first > at or any(t.last == first for t in titles):
        end = _known_name_end(scene, first)
    else:
        return None
    if end - first > _LONGEST_PERSON or end <= first or salutation_end(scene, end):
        return None
    score = _plausibility(scene, first, end, has_honorific=first > at, titles=titles)
    if score < 0.5:
        return None
    name = text_of(scene.tokens[first:end])
    whole = text_of(scene.tokens[at:end])
    return Phrase(
        Kind.PERSON, scene.number, at, end, name, aliases=() if whole == name else (whole,), score=score
    )


def _behind_honorifics(scene: Scene, at: int) -> int:
    while at < len(scene.tokens) - 1:
        match = scene.knowledge["honorifics"].match(scene.tokens, at)
        if match is None or at + match[1] >= len(scene.tokens):
            break
        at += match[1]
    return at


def _surname_end(scene: Scene, end: int) -> int:
    """The end of a tagged name with the rest of its surname, where the tagger cut it off."""
    while end < len(scene.tokens) and scene.tokens[end - 1].text != "،":
        word = scene.tokens[end]
        surname = scene.knowledge["surnames"].get(word.text)
        if word.pos != "PROPN" or surname is None or surname.get("is_word") or end in scene.organizations:
            break
        end += 1
    return end


def _known_name_end(scene: Scene, first: int) -> int:
    """The end of a name that the tagger missed: given names and a surname; ``first`` if there is none."""
    given, surnames = scene.knowledge["given_names"], scene.knowledge["surnames"]
    end = first
    while end < len(scene.tokens) and end - first < 2 and scene.tokens[end].text in given:
        end += 1
    while end < len(scene.tokens) and end - first < 4 and scene.tokens[end].text in surnames:
        end += 1
    return end if end > first and scene.tokens[end - 1].text in surnames else first


def _plausibility(
    scene: Scene, first: int, end: int, *, has_honorific: bool, titles: tuple[TitlePhrase, ...]
) -> float:
    """How likely the tokens are a person's name, 0 to 1: the tagger's vote and what else speaks for it."""
    words = [t.text for t in scene.tokens[first:end]]
    votes = [n.confidence for n in scene.sentence.names if n.kind == "PER" and n.first <= first < n.last]
    score = 0.6 * (votes[0] if votes else 0.5)
    score += 0.2 * has_honorific
    score += 0.2 * (words[0] in scene.knowledge["given_names"])
    score += 0.2 * (words[-1] in scene.knowledge["surnames"])
    score += 0.2 * any(t.last in {first, first - 1} or t.first in {end, end + 1} for t in titles)
    return min(1.0, score)


def _pronouns(scene: Scene) -> Iterator[Phrase]:
    """«وی», «این مقام مسئول»: a person named before."""
    for at in range(len(scene.tokens)):
        match = scene.knowledge["anaphors"].match(scene.tokens, at)
        if match and match[0]["kind"] == "Person":
            name = text_of(scene.tokens[at : at + match[1]])
            yield Phrase(Kind.PERSON, scene.number, at, at + match[1], name, is_anaphor=True)


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
    for at in range(len(scene.tokens)):
        if at in covered or (
            at and scene.tokens[at - 1].ezafe and at in scene.organizations and at - 1 in covered
        ):
            continue
        body = _anaphor(scene, at) or body_at(scene, at) or _tagged_body(scene, at, covered)
        if body and not _is_site_spoken_of(scene, at):
            covered.update(range(body.first, body.last))
            yield from nested(body)


def _is_site_spoken_of(scene: Scene, at: int) -> bool:
    """«در فرهنگسرای …»: a building where something is, not a body that acts."""
    cue = scene.knowledge["place_nouns"].match(scene.tokens, at)
    return cue is not None and cue[0]["kind"] in SITES and at > 0 and scene.tokens[at - 1].pos == "ADP"


def _anaphor(scene: Scene, at: int) -> Phrase | None:
    """«این سازمان»: a body named before, by its head noun."""
    if scene.tokens[at].text not in scene.knowledge["demonstratives"] or at + 1 >= len(scene.tokens):
        return None
    match = scene.knowledge["bodies"].match(scene.tokens, at + 1)
    if match is None:
        return None
    last = at + 1 + match[1]
    head = match[0]["form"].split("|")[0]
    name = text_of(scene.tokens[at:last])
    return Phrase(
        Kind.ORGANIZATION, scene.number, at, last, name, head=head, sort=match[0]["kind"], is_anaphor=True
    )


def _tagged_body(scene: Scene, at: int, covered: set[int]) -> Phrase | None:
    span = scene.organizations.get(at)
    if span is None or span[0] != at or any(i in covered for i in range(*span)):
        return None
    return headless_body(scene, at, span[1])


def _places(scene: Scene, persons: tuple[Phrase, ...], bodies: tuple[Phrase, ...]) -> Iterator[Phrase]:
    """Places, inside the names of bodies and titles too."""
    in_person = {i for p in persons for i in range(p.first, p.last)}
    heads = {b.first for b in bodies}
    at = 0
    while at < len(scene.tokens):
        place = None if at in in_person else place_anaphor(scene, at) or place_at(scene, at)
        if place and (place.sort not in SITES or at not in heads):
            yield from nested(place)
            at = place.last
        else:
            at += 1


# ── who holds which title ─────────────────────────────────────────────────────


def _holders(
    scene: Scene, titles: tuple[TitlePhrase, ...], phrases: tuple[Phrase, ...]
) -> Iterator[tuple[int, int]]:
    """Pair each title with the person beside it; titles joined by «و» have one holder."""
    groups = _title_groups(scene, titles)
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
    before = next((i for i in persons if phrases[i].last == first), None)
    behind = next((i for i in persons if phrases[i].first == last), None)
    before_comma = next((i for i in persons if _touches(scene, phrases[i].last, first)), None)
    behind_comma = next((i for i in persons if _touches(scene, last, phrases[i].first)), None)
    if behind_comma is not None and any(
        _touches(scene, phrases[behind_comma].last, t.first) for t in titles[group[-1] + 1 :]
    ):
        behind_comma = None  # who stands there has a title of his own
    return next((i for i in (before, behind, before_comma, behind_comma) if i is not None), None)


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
    return first == end + 1 and scene.tokens[end].text == "و"


def _touches(scene: Scene, end: int, first: int) -> bool:
    """Whether nothing, or a comma alone, stands between two phrases."""
    return first == end or (first == end + 1 and scene.tokens[end].text == "،")
