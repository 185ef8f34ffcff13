"""Which words of a sentence name a service: «توزیع بسته معیشتی», «بسته معیشتی … توزیع شد».

A service is named by its action: a noun with what is given behind it, or the noun of a light verb with
what is given before it. Which nouns these are is in the lexicon ``service_actions``, which things make a
service of them in ``service_objects``, and what else may stand around them in ``service_frames``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.noun_phrases import (
    OBJECT_MARK,
    Part,
    bare_words,
    head_of,
    is_action,
    is_number,
    is_person,
    joined_phrases,
    kind_of,
    noun_phrase_end,
    preposition_of,
)
from kg.extract.scene import AND, Scene
from kg.knowledge import Entry
from kg.model import Token
from kg.persian import AND_WORD

_FINITE = frozenset({"VERB", "AUX"})
_BEHIND_VERB = _FINITE | {"PUNCT", "CCONJ", "SCONJ"}
_NAMING = frozenset({"NOUN", "PROPN", "ADJ"})
_ANNOUNCING = {"announced": "announces", "audience": "refers"}  # kind of the preposition -> of the verb
_LONGEST_LIST = 2  # things of one verb that each are a service; of a longer list the first stands for all
_LONGEST_FRAME = 3  # tokens
_NEVER = frozenset({"none", "told"})  # what is given to nobody's help: «سهام», «گزارش»
_SOCIAL = frozenset({"", "none", "plan"})  # what serves people by what is said of it: «تیم پزشکی»
_CORE = 3  # tokens of a thing that may hide in the phrase before it
_NEAR = 5  # tokens between «سامانه» and «برای ارائه …»


@dataclass(frozen=True, slots=True)
class Offer:
    """A service as a sentence names it; places are tokens of the sentence, half-open."""

    entry: Entry  # its action
    rule: str
    at: int  # the action's first token
    words: Part  # action and thing
    thing: Part  # what is given, or who is served
    bare: tuple[Token, ...]  # the thing without numbers
    clause: Part


def offers(scene: Scene) -> Iterator[Offer]:
    """Find each service that ``scene`` names, in reading order."""
    taken, last, is_listing = 0, 0, False
    for at, (entry, length) in scene.matches("service_actions").items():
        if at < taken or at in scene.organizations or at in scene.persons:
            continue
        if _is_predicate(scene, entry, at, at + length):
            found = list(_of_predicate(scene, entry, at, at + length))
        else:
            is_item = is_listing and last == at - 1 and scene.tokens[last].text in AND
            is_stated = is_item or entry["kind"] == "cover" or _is_stated(scene, entry, at)
            found = list(_of_noun(scene, entry, at, at + length, is_listing)) if is_stated else []
        yield from found
        is_listing = is_listing or bool(found)
        last = max([last, *(o.words[1] for o in found)])
        taken = max([at + length, *(o.words[1] for o in found)])


def frame_at(scene: Scene, at: int) -> tuple[str, int]:
    """The kind of the frame word that starts at token ``at``, and where it ends; empty where none does."""
    found = scene.match("service_frames", at)
    return (found[0]["kind"], at + found[1]) if found else ("", at)


# ── a light verb, with its object before it ───────────────────────────────────


def _is_predicate(scene: Scene, entry: Entry, at: int, end: int) -> bool:
    """Whether the action at ``at`` to ``end`` makes a verb: «توزیع شد», «توزیع‌شده», «در حال توزیع است»."""
    tokens = scene.tokens
    if entry["kind"] == "verb":
        return at > 0 and not is_action(scene, at - 1)
    if entry["kind"] == "hand":  # «… در اختیار متقاضیان قرار گرفت»
        return at in scene.verbs and any(frame_at(scene, i)[0] == "hand" for i in range(at))
    if entry["noun"] and tokens[at].pos != "ADP":
        return end == len(tokens) or tokens[end].pos in _BEHIND_VERB
    is_part = at > 0 and tokens[at - 1].ezafe and entry["objects"] == "person"  # «وارد صنعت بیمه شدند»
    if end >= len(tokens) or tokens[end - 1].ezafe or is_part:
        return False
    if tokens[end].text == AND_WORD:  # «… تهیه و توزیع شد»: the verb comes later
        return at > 0 and kind_of(scene, tokens[at - 1]) in entry["objects"].split()
    is_running = at >= 2 and frame_at(scene, at - 2)[0] == "running"
    is_under = tokens[at].pos == "ADP" and end in scene.verbs  # «تحت درمان قرار گرفتند»
    return is_under or (tokens[end].pos in _FINITE and (is_running or frame_at(scene, end)[0] != "copula"))


def _of_predicate(scene: Scene, entry: Entry, at: int, end: int) -> Iterator[Offer]:
    clause = _clause_around(scene, at)
    if entry["kind"] == "give" and _is_telling(scene, clause[0], at):
        return
    things = _things_before(scene, entry, clause[0], at)
    kept = [t for t in things if _is_service(scene, entry, bare_words(scene, t))]
    if len(things) > _LONGEST_LIST:
        kept = kept[:1]
    for thing in kept:
        yield Offer(entry, "service.verb", at, (thing[0], end), thing, bare_words(scene, thing), clause)
    if not things and entry["kind"] in {"serve", "reach"} and "net" not in entry["objects"]:
        yield Offer(entry, "service.verb", at, (at, end), (at, at), (), clause)


def _is_telling(scene: Scene, start: int, end: int) -> bool:
    """«گزارشی از خدمات … ارائه کرد», but not «به گزارش … خدمات ارائه کرد»."""
    tokens = scene.tokens
    return any(
        kind_of(scene, tokens[i]) == "told" and (i == 0 or tokens[i - 1].pos != "ADP")
        for i in range(start, end)
    )


def _clause_around(scene: Scene, at: int) -> Part:
    """The clause of token ``at``: from behind a colon, «که» or a finite verb to its own verb."""
    tokens = scene.tokens
    first = last = at
    while first and not _ends_clause(scene, first - 1):
        first -= 1
    while last < len(tokens) and tokens[last].pos not in _FINITE | {"SCONJ"}:
        last += 1
    while last < len(tokens) and tokens[last].pos in _FINITE:
        last += 1
    return first, last


def _ends_clause(scene: Scene, at: int) -> bool:
    word = scene.tokens[at]
    if word.text in {":", "؛"} or word.pos == "SCONJ":
        return True
    if frame_at(scene, at)[0] == "participle" and scene.tokens[at + 1].pos not in _BEHIND_VERB:
        return False
    return any(verb.last == at + 1 for verb in scene.verb_groups)


def _things_before(scene: Scene, entry: Entry, start: int, at: int) -> list[Part]:
    """What the verb at ``at`` acts on: the phrases before «را», else those that no preposition governs."""
    groups = [g for g in joined_phrases(scene, start, at) if not _is_adverbial(scene, g[0][0])]
    if entry["kind"] in {"verb", "hand"}:
        if hidden := _hidden_thing(scene, entry, groups, at):
            return hidden
        while groups and (preposition_of(scene, groups[-1][0][0], start) or not _is_thing(scene, groups[-1])):
            groups.pop()
        return groups[-1] if groups else []
    if entry["joined"]:
        joined = [g[0] for g in groups if preposition_of(scene, g[0][0], start) == entry["joined"]][-1:]
        is_passive = any(verb.is_passive and at in verb.light for verb in scene.verb_groups)
        return joined or (_served(scene, groups, start) if is_passive else [])
    for group in groups:
        last = group[-1][1]
        if last < len(scene.tokens) and scene.tokens[last].text == OBJECT_MARK:
            return group
    free = [g for g in groups if not preposition_of(scene, g[0][0], start) and _is_thing(scene, g)]
    return _best_fit(scene, entry, free, _hidden_thing(scene, entry, groups, at))


def _served(scene: Scene, groups: list[list[Part]], start: int) -> list[Part]:
    """Who is the subject of a passive that mostly has a preposition: «این کودکان حمایت می‌شوند»."""
    free = [g[0] for g in groups if not preposition_of(scene, g[0][0], start)]
    return [p for p in free if (w := bare_words(scene, p)) and is_person(scene, w[0])][:1]


def _best_fit(scene: Scene, entry: Entry, groups: list[list[Part]], hidden: list[Part]) -> list[Part]:
    """The last group that makes a service of the action: of a known kind, else ``hidden``, else any."""
    kinds = [{_sort(scene, w[0]) for p in g if (w := bare_words(scene, p))} for g in groups]
    if kinds and kinds[-1] & _NEVER:
        return groups[-1]  # what is given is no service, so that nothing else in the clause is given
    fit = [any(_is_service(scene, entry, bare_words(scene, p)) for p in g) for g in groups]
    known = [g for g, is_fit, kind in zip(groups, fit, kinds, strict=True) if is_fit and kind != {""}]
    loose = [g for g, is_fit in zip(groups, fit, strict=True) if is_fit]
    return next((g for g in (known[-1:], [hidden], loose[-1:], groups[-1:]) if g and g[0]), [[]])[0]


def _sort(scene: Scene, word: Token) -> str:
    return kind_of(scene, word) or ("person" if is_person(scene, word) else "")


def _is_thing(scene: Scene, group: list[Part]) -> bool:
    """Whether a group is more than numbers, and no step on the way: «تهیه و توزیع شد»."""
    words = [bare_words(scene, part) for part in group]
    return any(w and kind_of(scene, w[0]) != "step" for w in words)


def _hidden_thing(scene: Scene, entry: Entry, groups: list[list[Part]], at: int) -> list[Part]:
    """A thing that fits, hidden by an ezafe too many: right before the verb, or behind people.

    «به بازنشستگان وام می‌پردازد», «برای زوج‌های جوان کلاس … برگزار شد»
    """
    wanted = entry["objects"].split()
    for first, last in reversed([group[-1] for group in groups]):
        if last != at and not is_person(scene, scene.tokens[head_of(scene, first)]):
            continue
        if _is_bad(scene, scene.tokens[first:last]):
            continue  # «طرح بازرسی بهداشتی» hides no «بهداشتی»
        behind = range(max(first + 1, at - _CORE) if last == at else first + 1, last)
        inside = [i for i in behind if kind_of(scene, scene.tokens[i]) in wanted]
        if inside:
            return [(inside[-1], last)] if inside[-1] not in scene.organizations else []
    return []


def _is_adverbial(scene: Scene, first: int) -> bool:
    is_time = scene.knowledge["time_words"].match(scene.tokens, first) is not None
    return is_time or any(first in names for names in (scene.organizations, scene.persons, scene.places))


# ── an action noun, with its object behind it ─────────────────────────────────


def _of_noun(scene: Scene, entry: Entry, at: int, end: int, is_listing: bool) -> Iterator[Offer]:
    if entry["kind"] in {"use", "verb", "hand"}:
        return
    thing = _thing_behind(scene, entry, end)
    bare = bare_words(scene, thing)
    if _is_service(scene, entry, bare) and (thing[1] > thing[0] or entry["kind"] == "reach"):
        is_next = at > 0 and scene.tokens[at - 1].text in AND and not is_listing
        rule = "service.next" if is_next else "service.noun"
        yield Offer(entry, rule, at, (at, max(end, thing[1])), thing, bare, _clause_around(scene, at))


def _thing_behind(scene: Scene, entry: Entry, end: int) -> Part:
    tokens = scene.tokens
    if end >= len(tokens):
        return end, end
    if entry["joined"]:
        is_joined = tokens[end].text == entry["joined"] and end + 1 < len(tokens)
        return (end + 1, noun_phrase_end(scene, end + 1)) if is_joined else (end, end)
    bound = scene.knowledge["bounds"].match(tokens, end)
    if bound and is_number(scene, end + bound[1]):  # «توزیع بیش از ۲۰ بسته»
        end += bound[1]
    is_governed = tokens[end].text not in AND and (tokens[end - 1].ezafe or is_number(scene, end))
    return (end, noun_phrase_end(scene, end)) if is_governed else (end, end)


def _is_stated(scene: Scene, entry: Entry, at: int) -> bool:
    """Whether an action noun opens what is said, or stands behind words that say that it is done."""
    before = scene.tokens[at - 1] if at else None
    if before is None or before.pos in _BEHIND_VERB | {"ADV"}:
        return not _is_second_of_pair(scene, at)
    is_loose = before.pos in _NAMING and not before.ezafe and entry["kind"] == "give"
    is_loose = is_loose and frame_at(scene, max(0, at - 2))[0] != "example"
    if is_loose or at - 1 in scene.persons or _is_behind_pronoun(scene, at):
        return True
    for first in range(max(0, at - _LONGEST_FRAME), at):
        kind, end = frame_at(scene, first)
        if end == at and kind == "purpose":
            return any(kind_of(scene, t) == "line" for t in scene.tokens[max(0, first - _NEAR) : first])
        if end == at and kind:
            return kind in {"opens", "agent"} or _is_announced(scene, at, kind)
    return False


def _is_second_of_pair(scene: Scene, at: int) -> bool:
    """«قاچاقچیان تهیه و توزیع …»: the list hangs on a word before it; «در زمینه …» only opens."""
    first = at - 1
    while first >= 2 and scene.tokens[first].text in AND and scene.tokens[first - 1].pos == "NOUN":
        first -= 2
    if first < 0 or first == at - 1:
        return False
    return (scene.tokens[first].ezafe or scene.tokens[first].pos == "ADP") and not frame_at(scene, first)[0]


def _is_behind_pronoun(scene: Scene, at: int) -> bool:
    """«وی …», «این مسئول …»: he says what comes."""
    anaphors = scene.knowledge["anaphors"]
    matches = ((i, anaphors.match(scene.tokens[:at], i)) for i in range(max(0, at - _LONGEST_FRAME), at))
    return any(m and i + m[1] == at and m[0]["kind"] == "Person" for i, m in matches)


def _is_announced(scene: Scene, at: int, kind: str) -> bool:
    """«از توزیع … خبر داد», «به توزیع … اشاره کرد»."""
    verb = _ANNOUNCING.get(kind)
    return any(frame_at(scene, i)[0] == verb for i in range(at, _clause_around(scene, at)[1]) if verb)


# ── what makes a service of it ────────────────────────────────────────────────


def is_social(scene: Scene, thing: Sequence[Token]) -> bool:
    """Whether a word behind the first tells that a thing is for people: «طرح سلامت», «تیم پزشکی»."""
    return any(kind_of(scene, word) in {"social", "care"} for word in thing[1:])


def _is_bad(scene: Scene, thing: Sequence[Token]) -> bool:
    """Whether a thing serves nobody, whatever else is said of it: «مواد مخدر», «طرح بازرسی»."""
    return any(kind_of(scene, word) == "bad" for word in thing)


def _is_service(scene: Scene, entry: Entry, thing: Sequence[Token]) -> bool:
    """Whether the action with its object is one that serves people."""
    if not thing:
        return entry["kind"] == "serve" or (entry["kind"] == "reach" and entry["objects"] == "any")
    if _is_bad(scene, thing):
        return False
    kind, wanted = kind_of(scene, thing[0]), entry["objects"].split()
    if "social" in wanted and kind in _SOCIAL and is_social(scene, thing):
        return True
    is_served = is_person(scene, thing[0])
    if "person" in wanted and is_served:
        return True
    is_body = thing[0].text in scene.knowledge["bodies"] or thing[0].text in scene.knowledge["roles"]
    if "open" in wanted and kind == "" and not (is_served or is_body) and thing[0].pos != "ADJ":
        return thing[0].text not in scene.knowledge["units"]
    if "any" not in wanted:
        is_edition = kind == "class" and (len(thing) == 1 or thing[1].text in scene.knowledge["events"])
        return kind in wanted and not is_edition  # «دومین دوره مسابقات»
    if entry["kind"] == "give" and (is_served or (kind == "" and thing[0].pos == "ADJ")):
        return False  # nobody gives people, nor «عادلانه» in «توزیع عادلانه»
    return kind not in _NEVER and (kind != "" or is_served or thing[0].text not in scene.knowledge["units"])
