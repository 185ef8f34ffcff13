"""The words around events, as their lexicons know them."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.scene import OPENERS
from kg.knowledge import Knowledge
from kg.model import Token
from kg.phrases import Aspect, Mood, Tense, VerbGroup, load_grammar, past_stem

_LONGEST_FRAME = 5  # tokens: «در جمع حاضران در»


def is_word(knowledge: Knowledge, token: Token, kind: str) -> bool:
    """Whether the lexicon «event_words» holds a token under ``kind``, among other kinds perhaps."""
    row = knowledge["event_words"].get(token.text)
    return row is not None and kind in row["kind"].split("|")


def is_host(knowledge: Knowledge, tokens: Sequence[Token], at: int, kind: str) -> bool:
    """Whether the body named from token ``at`` on holds sessions, is a press office, or never a host."""
    match = knowledge["event_bodies"].match(tokens, at)
    return match is not None and kind in match[0]["kind"].split("|")


def frame_before(tokens: Sequence[Token], at: int, knowledge: Knowledge) -> tuple[int, str] | None:
    """Where the words start that set a scene in what is named from token ``at`` on, and their kind.

    «در حاشیه …» and «طی …» are ``inside``, «در ادامه …» is ``recall``: what is named is known by then.
    """
    while at and (tokens[at - 1].text in OPENERS or is_word(knowledge, tokens[at - 1], "article")):
        at -= 1  # «در یک نشست», «در «همایش …»»
    for first in range(max(0, at - _LONGEST_FRAME), at):
        match = knowledge["event_frames"].match(tokens[:at], first)
        if match and first + match[1] == at:
            return first, match[0]["kind"]
    return None


def verbal_cue(knowledge: Knowledge, tokens: Sequence[Token], verb: VerbGroup) -> str:
    """The kind of cue that a verb is, whatever its form: «برگزار خواهد شد»; empty where it is none.

    The lexicon has its past, «برگزار شد».
    """
    past, passive = past_stem(verb.lemma), load_grammar(knowledge).passive_pasts
    light = " ".join(tokens[at].text for at in verb.light)
    stems = sorted(passive) if past in passive else [past]  # گردید stands where شد does
    rows = (knowledge["event_cues"].get(f"{light} {stem}") for stem in stems) if light else iter(())
    row = next((row for row in rows if row), None)
    if row is None:
        return ""
    return _when(verb) if row["kind"] == "happened" else row["kind"]


def _when(verb: VerbGroup) -> str:
    """Whether a verb says that something was, is or will be held."""
    if verb.tense is Tense.FUTURE or verb.mood is not Mood.INDICATIVE or verb.modal:
        return "planned"
    is_past = verb.tense is Tense.PAST or verb.aspect is Aspect.PERFECT
    return "happened" if is_past else "going on"
