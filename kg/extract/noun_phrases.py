"""Noun phrases around a light verb: their numbers and counters, their preposition, what joins them.

Finer than the chains of names: what a service gives, and to whom, is mostly a common noun.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.chains import chain_end
from kg.extract.scene import AND, NOMINAL, Scene
from kg.model import Token
from kg.persian import AND_WORD, FROM_WORD, OBJECT_WORD, bare_noun, is_ordinal, without_indefinite

Part = tuple[int, int]
"""Tokens of a sentence, half-open."""

OBJECT_MARK = OBJECT_WORD
_DESCRIBED = frozenset({"NOUN", "ADJ"})


def kind_of(scene: Scene, word: Token) -> str:
    """What sort of thing a noun names, by ``service_objects``; empty where it is not known."""
    objects = scene.knowledge["service_objects"]
    bare = bare_noun(word.text)
    found = objects.get(word.text) or objects.get(bare)
    if found is None and word.pos == "NOUN":
        found = objects.get(without_indefinite(bare))
    return found["kind"] if found else ""


def is_person(scene: Scene, word: Token) -> bool:
    """Whether a noun means people whom somebody may serve."""
    people = scene.knowledge["audiences"]
    return word.text in people or bare_noun(word.text) in people


def is_number(scene: Scene, at: int) -> bool:
    """Whether token ``at`` is a number, in digits or words."""
    if at >= len(scene.tokens):
        return False
    word = scene.tokens[at]
    return word.pos == "NUM" or word.text[0].isdigit() or word.text in scene.knowledge["number_words"]


def noun_phrase_end(scene: Scene, first: int) -> int:
    """The end of the noun phrase from ``first`` on, its numbers and counters included."""
    tokens = scene.tokens
    head = head_of(scene, first)
    end = max(chain_end(scene, head), head + 1)
    while end < len(tokens):
        if tokens[end].pos == "DET" and tokens[end - 1].ezafe and end + 1 < len(tokens):
            end = chain_end(scene, end + 1)
        elif tokens[end].pos == "ADJ" and _is_described(scene, end - 1) and not is_action(scene, end):
            end = chain_end(scene, end)
        else:
            break
    return next((i for i in range(head + 1, end) if _is_done(scene, i)), end)


def _is_described(scene: Scene, at: int) -> bool:
    """Whether an adjective may follow token ``at``: the tagger takes some things for verbs, as بسته."""
    word = scene.tokens[at]
    return word.pos in _DESCRIBED or kind_of(scene, word) != ""


def head_of(scene: Scene, first: int) -> int:
    """The noun that the numbers and counters from ``first`` on count."""
    tokens = scene.tokens
    head = first
    while head + 1 < len(tokens) and (is_number(scene, head) or is_counter(scene, head) or head > first):
        is_nominal = tokens[head + 1].pos in NOMINAL or kind_of(scene, tokens[head + 1])
        goes_on = is_nominal and (is_number(scene, head) or is_counter(scene, head))
        if goes_on:
            head += 1
        elif tokens[head + 1].text == AND_WORD and is_number(scene, head) and is_number(scene, head + 2):
            head += 2
        else:
            break
    return head


def is_counter(scene: Scene, at: int) -> bool:
    """Whether the word only counts behind a number, as نفر and فقره do; بسته and خانواده mean something."""
    word = scene.tokens[at]
    is_unit = at > 0 and is_number(scene, at - 1) and word.text in scene.knowledge["units"]
    return is_unit and not kind_of(scene, word) and not is_person(scene, word)


def is_action(scene: Scene, at: int) -> bool:
    """Whether token ``at`` is an action noun of services."""
    return scene.match("service_actions", at) is not None


def _is_done(scene: Scene, at: int) -> bool:
    """Whether token ``at`` is a participle that the ezafe tagger hung on its object: «ارائه‌شده است»."""
    found = scene.knowledge["service_actions"].get(scene.tokens[at].text)
    return found is not None and found["noun"] != ""


# ── the phrases of a clause ───────────────────────────────────────────────────


def joined_phrases(scene: Scene, start: int, end: int) -> list[list[Part]]:
    """The noun phrases between two tokens.

    What «و» or a comma joins is one group; in it, only what has a number of its own is a part of its own.
    """
    groups: list[list[Part]] = []
    for first, last in _noun_phrases(scene, start, end):
        if not (groups and _is_joined(scene, groups[-1], (first, last), start)):
            groups.append([(first, last)])
        elif is_number(scene, first):
            groups[-1].append((first, last))
        else:
            groups[-1][-1] = (groups[-1][-1][0], last)
    return groups


def _noun_phrases(scene: Scene, start: int, end: int) -> Iterator[Part]:
    at = start
    while at < end:
        if scene.tokens[at].pos in NOMINAL or kind_of(scene, scene.tokens[at]):
            last = min(end, noun_phrase_end(scene, at))
            yield at, last
            at = last
        else:
            at += 1


def _is_joined(scene: Scene, group: list[Part], following: Part, start: int) -> bool:
    """Whether what follows goes on with the list; a comma behind a preposition's phrase needs more of it."""
    first, end = group[0][0], group[-1][1]
    if following[0] != end + 1 or scene.tokens[end].text not in AND or is_action(scene, end - 1):
        return False
    goes_on = following[1] < len(scene.tokens) and scene.tokens[following[1]].text in AND
    return scene.tokens[end].text == AND_WORD or goes_on or not preposition_of(scene, first, start)


def preposition_of(scene: Scene, first: int, start: int) -> str:
    """The preposition before the noun phrase at ``first``, not before ``start``; «بیش از ۲۰ نفر» has none."""
    at = first - 1
    while at >= start and scene.tokens[at].pos == "DET":
        at -= 1
    if at < start or scene.tokens[at].pos != "ADP" or scene.tokens[at].text == OBJECT_MARK:
        return ""
    word = scene.tokens[at]
    if at > start and word.text == FROM_WORD and is_counter(scene, at - 1):
        return preposition_of(scene, _number_before(scene, at - 1, start), start)  # «۱۲ نفر از مصدومان»
    if kind_of(scene, word) or word.text in scene.knowledge["units"]:
        return ""  # a noun that the tagger took for a preposition
    bound = scene.match("bounds", at - 1) if at > start else None
    return "" if bound and bound[1] > 1 and is_number(scene, first) else word.text


def _number_before(scene: Scene, at: int, start: int) -> int:
    """Where the number that counts token ``at`` begins."""
    while at > start and (is_number(scene, at - 1) or scene.tokens[at - 1].text == AND_WORD):
        at -= 1
    return at


def bare_words(scene: Scene, part: Part) -> tuple[Token, ...]:
    """The words of a noun phrase less its numbers, counters and pointing words."""
    kept = [scene.tokens[at] for at in range(*part) if not _is_left_out(scene, at)]
    while len(kept) > 1 and (kept[-1].text in AND or kind_of(scene, kept[-1]) == "step"):
        kept.pop()  # «غذای گرم طبخ و توزیع شد»
    while kept and kept[0].text in AND:
        kept.pop(0)
    return tuple(kept)


def _is_left_out(scene: Scene, at: int) -> bool:
    word = scene.tokens[at]
    if word.text in AND:
        return is_number(scene, at + 1) or (at > 0 and is_number(scene, at - 1))
    is_loose = word.pos in {"DET", "PRON", "PUNCT"} or is_ordinal(word.text) or kind_of(scene, word) == "skip"
    return is_loose or is_number(scene, at) or is_counter(scene, at)
