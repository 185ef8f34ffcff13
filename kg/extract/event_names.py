"""How an event's name reads: its number, its noun, its chain, what its nouns govern and what they join."""

from __future__ import annotations

from itertools import pairwise

from kg.extract.chains import chain_end, salutation_end
from kg.extract.event_words import frame_before, is_host, is_word
from kg.extract.scene import AND, CLOSERS, OPENERS, Scene
from kg.persian import AND_WORD, is_ordinal, is_superlative

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
_QUOTES = {"«": "»", '"': '"', "“": "”"}
_LONGEST_QUOTE = 15  # tokens of a title in quotation marks
_LONGEST_ITEM = 4  # tokens of what stands between the commas of a list inside a name
_MOST_STEPS = 6  # parts that a name may have behind its first chain


def name_starts(scene: Scene) -> set[int]:
    """Where an event's name may start: at its noun, number or edition, or at a word that points to it."""
    joined = (at for at in scene.matches("number_words") if _ordinal_end(scene, at))
    words = scene.matches("event_words")
    editions = (at for at in words if is_word(scene.knowledge, scene.tokens[at], "edition"))
    ordinals = (at for at, token in enumerate(scene.tokens) if is_ordinal(token.text))
    return {*scene.starts("events", "demonstratives"), *ordinals, *joined, *editions}


def noun_at(scene: Scene, at: int) -> int | None:
    """Where the noun stands of the event whose name starts at ``at``, behind its number and edition.

    «یکصد و هفتاد و دومین جلسه», «مرحله استانی چهل و سومین دوره مسابقات», «این دوره از مسابقات».
    """
    tokens, knowledge = scene.tokens, scene.knowledge
    while at < len(tokens):
        if scene.match("events", at):
            return at
        ordinal = _ordinal_end(scene, at)
        if ordinal:
            at = ordinal
        elif is_word(knowledge, tokens[at], "edition"):
            at += 1
            while at < len(tokens) and (tokens[at].pos == "ADJ" or is_word(knowledge, tokens[at], "source")):
                if _ordinal_end(scene, at) or scene.match("events", at):
                    break
                at += 1
        else:
            return None
    return None


def _ordinal_end(scene: Scene, at: int) -> int:
    """The end of an ordinal that starts at token ``at``, in one word or several; 0 where none does."""
    tokens, numbers = scene.tokens, scene.knowledge["number_words"]
    end = at
    while end + 1 < len(tokens) and tokens[end].text in numbers and tokens[end + 1].text == AND_WORD:
        end += 2
    return end + 1 if end < len(tokens) and is_ordinal(tokens[end].text) else 0


# ── how far a name reaches ────────────────────────────────────────────────────


def name_end(scene: Scene, head: int, name_from: int) -> int:
    """The end of an event's name, with what its nouns govern and what is joined to them."""
    if _is_complete(scene, head, name_from):
        return name_from
    end = _chain_end(scene, head, name_from)
    for _ in range(_MOST_STEPS):
        step = (
            _hidden_link(scene, name_from, end)
            or _dated_end(scene, name_from, end)
            or _governed(scene, head, end)
            or _edition_end(scene, end)
            or _pointed(scene, end)
            or _quoted(scene, end)
            or (_joined(scene, end) or _attached(scene, end) if end > name_from else 0)
        )
        if not step:
            break
        end = step
    return end


def _is_complete(scene: Scene, head: int, at: int) -> bool:
    """Whether nothing can follow the noun: a mark stands there, or it is known by then (در ادامه جلسه …)."""
    if at >= len(scene.tokens) or scene.tokens[at].text in AND:
        return True
    frame = frame_before(scene.tokens, head, scene.knowledge)
    is_named = scene.match("bodies", at) is not None
    is_named |= is_word(scene.knowledge, scene.tokens[at], "opening")
    return frame is not None and frame[1] == "recall" and not is_named


def _hidden_link(scene: Scene, name_from: int, end: int) -> int:
    """The end of the name with a part whose ezafe the tagger did not see; 0 where there is none.

    A noun right behind the event's noun, or behind an opening; the noun of «بزرگ‌ترین»; the saint of «امام».
    """
    tokens, knowledge = scene.tokens, scene.knowledge
    if end >= len(tokens) or tokens[end - 1].text in knowledge["event_stops"]:
        return 0
    last = tokens[end - 1].text
    if last in knowledge["honorifics"] and (end in scene.persons or _starts_chain(scene, end)):
        person = scene.persons[end][1] if end in scene.persons else end + 1
        return salutation_end(scene, person) or person
    if is_word(knowledge, tokens[end - 1], "opening") or is_ordinal(last):
        return _opened_end(scene, end)
    is_open = (
        end == name_from
        or is_word(knowledge, tokens[end - 1], "half")
        or last in knowledge["events"]
        or is_superlative(last)
    )
    is_noun = tokens[end].pos in {"NOUN", "PROPN"} and _starts_chain(scene, end)
    is_verbal = end + 1 < len(tokens) and tokens[end + 1].pos == "VERB"  # مسابقه تجهیز شد
    return _item_end(scene, end) if is_open and is_noun and not is_verbal else 0


def _dated_end(scene: Scene, name_from: int, end: int) -> int:
    """The end of «امروز کمیسیون X» behind a session; 0 where no council stands behind a day."""
    tokens, knowledge = scene.tokens, scene.knowledge
    at = end
    while end == name_from and at < len(tokens) and _is_time(scene, at):
        at += 1
    is_council = at < len(tokens) and at > end and is_host(knowledge, tokens, at, "session")
    return _chain_end(scene, at, at + 1) if is_council else 0


def _is_time(scene: Scene, at: int) -> bool:
    word = scene.tokens[at].text
    return (
        word in scene.knowledge["time_words"]
        or is_word(scene.knowledge, scene.tokens[at], "hour")
        or word in OPENERS | CLOSERS
    )


def _chain_end(scene: Scene, first: int, at: int) -> int:
    """The end of a chain, cut where a word stands that belongs to no name: برگزار, صبح."""
    stops = scene.knowledge["event_stops"]
    end = chain_end(scene, first, at)
    cut = next((i for i in range(at, end) if scene.tokens[i].text in stops), end)
    if at < cut and scene.tokens[at].pos == "NUM":
        cut = at
    verb = scene.match("event_cues", cut - 1) if cut > at else None
    if verb and verb[1] > 1:
        cut -= 1  # the nominal part of the verb: افتتاح شد
    while cut > at and scene.tokens[cut - 1].text in AND:
        cut -= 1
    return cut


def _starts_chain(scene: Scene, at: int) -> bool:
    tokens = scene.tokens
    is_name = at < len(tokens) and tokens[at].pos in _NOMINAL and tokens[at].text not in OPENERS
    return is_name and tokens[at].text not in scene.knowledge["event_stops"]


def _opened_end(scene: Scene, at: int) -> int:
    """The end of what is opened, from token ``at`` on: دهمین نمایشگاه …, این کتابخانه; 0 where nothing is."""
    tokens = scene.tokens
    if tokens[at].text in scene.knowledge["demonstratives"]:
        return _pointed_end(scene, at)
    event = noun_at(scene, at)
    if event is not None:
        return _chain_end(scene, event, event + 1)
    is_noun = tokens[at].pos in {"NOUN", "PROPN"} and _starts_chain(scene, at)
    return _item_end(scene, at) if is_noun else 0


def _governed(scene: Scene, head: int, end: int) -> int:
    """The end of «از X» behind بازدید, «با X» behind نشست; 0 where nothing is governed."""
    tokens, governors = scene.tokens, scene.knowledge["governors"]
    if end + 1 >= len(tokens) or scene.match("event_cues", end):
        return 0
    words = [t.text for t in tokens[head:end]]
    preposition = tokens[end].text
    governing = sum((governors.get(w) or {}).get("preposition") == preposition for w in words)
    groups = scene.knowledge["people_groups"]
    taken = sum(b == preposition and a not in groups for a, b in pairwise(words))  # «جمعی از» is no object
    if governing <= taken:
        return 0
    if tokens[end + 1].text in scene.knowledge["demonstratives"]:
        return _pointed_end(scene, end + 1)
    return _chain_end(scene, end + 1, end + 2) if _starts_chain(scene, end + 1) else 0


def _edition_end(scene: Scene, end: int) -> int:
    """The end of «از ششمین دوره X» behind a session; 0 where nothing of the kind stands there."""
    tokens = scene.tokens
    is_of = end + 1 < len(tokens) and is_word(scene.knowledge, tokens[end], "source")
    ordinal = _ordinal_end(scene, end + 1) if is_of else 0
    if not ordinal or ordinal + 1 >= len(tokens) or not is_word(scene.knowledge, tokens[ordinal], "edition"):
        return 0
    return _chain_end(scene, ordinal, ordinal + 1)


def _pointed(scene: Scene, end: int) -> int:
    """The end of «این X» that hangs on the name: مراسم افتتاح این طرح; 0 where none does."""
    tokens = scene.tokens
    if end >= len(tokens) or tokens[end].text not in scene.knowledge["demonstratives"]:
        return 0
    return _pointed_end(scene, end) if tokens[end - 1].ezafe else 0


def _pointed_end(scene: Scene, at: int) -> int:
    return _chain_end(scene, at + 1, at + 2) if _starts_chain(scene, at + 1) else 0


def _quoted(scene: Scene, end: int) -> int:
    """The end of a title in quotation marks right behind the name; 0 where none stands there."""
    tokens = scene.tokens
    closer = _QUOTES.get(tokens[end].text) if end < len(tokens) else None
    if closer is None:
        return 0
    inside = range(end + 1, min(len(tokens), end + _LONGEST_QUOTE))
    return next((i + 1 for i in inside if tokens[i].text == closer), 0)


def _attached(scene: Scene, end: int) -> int:
    """The end of «با X» that can only be part of the name, as what is told of the event begins behind it."""
    tokens, knowledge = scene.tokens, scene.knowledge
    is_company = end < len(tokens) and is_word(knowledge, tokens[end], "company")
    if not is_company or not _starts_chain(scene, end + 1) or tokens[end + 1].pos == "NUM":
        return 0
    last = _chain_end(scene, end + 1, end + 2)
    told = scene.match("event_cues", last)
    return last if told and not scene.match("event_cues", end) else 0


def _joined(scene: Scene, end: int) -> int:
    """The end of «و X» or «، X و Y» that goes on with the name; 0 where nothing is joined to it."""
    tokens = scene.tokens
    at = end
    while at < len(tokens) and tokens[at].text == "،":
        step = _item_end(scene, at + 1)
        if not step or step - at > _LONGEST_ITEM or _is_place(scene, end - 1) != _is_place(scene, at + 1):
            return 0
        at = step
    if at >= len(tokens) or tokens[at].text != AND_WORD:
        return 0
    return _item_end(scene, at + 1)


def _is_place(scene: Scene, at: int) -> bool:
    known = scene.match("places", at) or scene.match("anaphors", at)
    return at in scene.places or known is not None


def _item_end(scene: Scene, at: int) -> int:
    """The end of one more part of a name; 0 where something else begins at token ``at``."""
    tokens = scene.tokens
    if not _starts_chain(scene, at) or at in scene.persons or tokens[at].pos == "NUM":
        return 0
    event = scene.match("events", at)
    others = ("roles", "honorifics", "people_groups", "speech_verbs", "event_cues")
    if any(scene.match(name, at) for name in others) and not event:
        return 0
    return 0 if event and event[0].get("use") != "framed" else _chain_end(scene, at, at + 1)
