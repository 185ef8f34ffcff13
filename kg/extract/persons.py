"""Persons in a sentence: what the name tagger sees, and names that their surroundings give away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.extract.chains import salutation_end
from kg.extract.scene import Phrase, Scene, TitlePhrase, text_of
from kg.knowledge import Knowledge
from kg.model import Kind

_LONGEST_PERSON = 5  # tokens of a name without its honorifics
_SITES = frozenset({"site", "way", "hospital", "school", "university"})
_LONGEST_GIVEN = 2  # given names: محمد علی
# how much each sign says that some tokens are a person's name; half of the whole is enough
_TAGGED, _UNTAGGED, _SIGN = 0.6, 0.3, 0.2
_ENOUGH = 0.5
_EDGES = " -–ـ\"“”«»'"  # marks that the tokeniser may leave on a name


def persons_in(scene: Scene, titles: tuple[TitlePhrase, ...]) -> Iterator[Phrase]:
    """The persons that a sentence names, in reading order."""
    taken = 0
    for at in sorted(_starts(scene, titles)):
        person = _person_at(scene, at, titles) if at >= taken else None
        if person:
            taken = person.last
            yield person


def _starts(scene: Scene, titles: tuple[TitlePhrase, ...]) -> set[int]:
    """Where a person may be named: at an honorific or tagged name, behind a title or comma."""
    behind_commas = {at + 1 for at, token in enumerate(scene.tokens[:-1]) if token.text == "،"}
    behind_titles = {title.last for title in titles if title.last < len(scene.tokens)}
    return {0, *scene.starts("honorifics"), *scene.persons, *behind_titles, *behind_commas}


def pronouns_in(scene: Scene) -> Iterator[Phrase]:
    """«وی», «این مقام مسئول», «این نویسنده»: persons named before."""
    for at in sorted(scene.starts("anaphors", "demonstratives")):
        end = _pronoun_end(scene, at)
        if end:
            name = text_of(scene.tokens[at:end])
            yield Phrase(Kind.PERSON, scene.number, at, end, name, is_anaphor=True)


def _pronoun_end(scene: Scene, at: int) -> int:
    match = scene.match("anaphors", at)
    if match and match[0]["kind"] == "Person":
        return at + match[1]
    if scene.tokens[at].text not in scene.knowledge["demonstratives"]:
        return 0
    role = scene.match("roles", at + 1)
    return at + 1 + role[1] if role else 0


def _person_at(scene: Scene, at: int, titles: tuple[TitlePhrase, ...]) -> Phrase | None:
    """The person named from token ``at`` on, who may stand behind honorifics there."""
    first = _behind_honorifics(scene, at)
    if first > at and _is_called_after(scene, at):
        return None
    is_verb = first in scene.verbs or scene.match("speech_verbs", first) is not None
    if is_verb or _describes_place(scene, first) or _pronoun_end(scene, first):
        return None
    tagged = scene.persons.get(first)
    end = _surname_end(scene, first, tagged[1]) if tagged else _untagged_end(scene, at, first, titles)
    if not first < end <= first + _LONGEST_PERSON or salutation_end(scene, end):
        return None
    signs = _signs(scene, first, end, has_honorific=first > at, titles=titles)
    score = min(1.0, sum(signs.values()))
    if score < _ENOUGH:
        return None
    name, whole = (text_of(scene.tokens[i:end]).strip(_EDGES) for i in (first, at))
    aliases = () if whole == name else (whole,)
    return Phrase(Kind.PERSON, scene.number, at, end, name, aliases=aliases, score=score, signs=tuple(signs))


def _behind_honorifics(scene: Scene, at: int) -> int:
    while at < len(scene.tokens) - 1:
        match = scene.match("honorifics", at)
        if match is None or at + match[1] >= len(scene.tokens):
            break
        at += match[1]
    return at


def _is_called_after(scene: Scene, at: int) -> bool:
    """Whether a street, square or building before ``at`` is called after the person: «میدان امام حسین»."""
    before = scene.tokens[at - 1].text if at else ""
    nouns = (scene.knowledge[name].get(before) for name in ("place_nouns", "bodies"))
    return any(noun is not None and noun["kind"] in _SITES for noun in nouns)


def _describes_place(scene: Scene, at: int) -> bool:
    """Whether the word hangs on a place, as مقدس in «مشهد مقدس»."""
    return at > 0 and at - 1 in scene.places and scene.tokens[at - 1].ezafe


def _surname_end(scene: Scene, first: int, end: int) -> int:
    """The end of a tagged name with the rest of its surname, where the tagger cut it off."""
    if _lacks_surname(scene, first, end):
        return end + 1
    while end < len(scene.tokens) and _goes_on_with_surname(scene, end):
        end += 1
    return end


def _goes_on_with_surname(scene: Scene, at: int) -> bool:
    """Whether the word is the second of a double surname: «علیزاده اقدم»."""
    word, knowledge = scene.tokens[at], scene.knowledge
    surname = knowledge["surnames"].get(word.text)
    if at in scene.organizations or at in scene.places:
        return False
    if word.text in knowledge["surname_tails"] and not scene.tokens[at - 1].ezafe:
        return True
    if surname is None or surname.get("is_word"):
        return False
    behind = scene.tokens[at + 1] if at + 1 < len(scene.tokens) else None
    is_last = behind is not None and (behind.text == "،" or scene.match("roles", at + 1) is not None)
    return word.pos == "PROPN" or is_last


def _lacks_surname(scene: Scene, first: int, end: int) -> bool:
    """Whether one word alone is tagged, and a surname stands behind it: «نیکنام جدیدی»."""
    tokens, knowledge = scene.tokens, scene.knowledge
    if end - first != 1 or end >= len(tokens) or end in scene.organizations or end in scene.places:
        return False
    if any(scene.match(name, end) for name in ("roles", "honorifics", "speech_verbs", "bodies")):
        return False
    is_surname = tokens[end].text in knowledge["surnames"] or _ends_like_surname(scene, end)
    return is_surname and _is_given(scene, first)


def _is_given(scene: Scene, at: int) -> bool:
    """Whether the word is a given name, or two written as one: محمدرحیم."""
    word, given = scene.tokens[at].text, scene.knowledge["given_names"]
    return word in given or any(word[:i] in given and word[i:] in given for i in range(2, len(word) - 1))


def _untagged_end(scene: Scene, at: int, first: int, titles: tuple[TitlePhrase, ...]) -> int:
    """The end of a name that the tagger missed, beside an honorific or title or before a speech verb."""
    end = _known_name_end(scene, first)
    if end == first:
        return first
    beside_title = any(first == t.last or (end == t.first and at == 0) for t in titles)
    return end if first > at or beside_title or _is_speaker(scene, at, end) else first


def _is_speaker(scene: Scene, first: int, end: int) -> bool:
    """Whether the words stand alone before a speech verb: «…، خلیل‌زاده اظهار داشت»."""
    is_alone = first == 0 or scene.tokens[first - 1].text == "،"
    return is_alone and scene.match("speech_verbs", end) is not None


def _known_name_end(scene: Scene, first: int) -> int:
    """The end of given names and a surname from the lists; ``first`` where there is no surname."""
    tokens, end = scene.tokens, first
    while (
        end - first < _LONGEST_GIVEN
        and end < len(tokens)
        and tokens[end].text in scene.knowledge["given_names"]
    ):
        end += 1
    for at in sorted({end, max(first, end - 1)}, reverse=True):  # a given name may be the surname
        surname = scene.knowledge["surnames"].match(tokens, at) if at < len(tokens) else None
        if surname:
            return at + surname[1]
        if at < len(tokens) and _ends_like_surname(scene, at):
            return at + 1
    return first


def _ends_like_surname(scene: Scene, at: int) -> bool:
    word = scene.tokens[at]
    is_name = word.pos in {"NOUN", "PROPN", "ADJ"} and len(word.text) > 4
    return is_name and word.text.endswith(_surname_endings(scene.knowledge))


@cache
def _surname_endings(knowledge: Knowledge) -> tuple[str, ...]:
    return tuple(ending["form"] for ending in knowledge["surname_endings"])


def _signs(
    scene: Scene, first: int, end: int, *, has_honorific: bool, titles: tuple[TitlePhrase, ...]
) -> dict[str, float]:
    """What says that the tokens are a person's name, and how much; half of the whole is enough."""
    words = [t.text for t in scene.tokens[first:end]]
    votes = [n.confidence for n in scene.sentence.names if n.kind == "PER" and n.first <= first < n.last]
    signs = {
        "an honorific": has_honorific,
        "a given name": _is_given(scene, first),
        "a surname": words[-1] in scene.knowledge["surnames"] or _ends_like_surname(scene, end - 1),
        "a title beside it": any(t.last in {first, first - 1} or t.first in {end, end + 1} for t in titles),
        "a speech verb behind it": _is_speaker(scene, first, end),
    }
    tagged = {"the name tagger": _TAGGED * votes[0]} if votes else {"its place": _UNTAGGED}
    return tagged | {sign: _SIGN for sign, is_there in signs.items() if is_there}
