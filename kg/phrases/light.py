"""Light verbs: what makes one verb with the verb behind it («برگزار شد», «به تصویب رسید»)."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Token
from kg.persian import bare_noun, squash, without_indefinite
from kg.phrases.grammar import Grammar, past_stem


def light_noun(
    tokens: Sequence[Token], keys: Sequence[str], verb: int, lemma: str, grammar: Grammar
) -> tuple[int, ...]:
    """The tokens of what makes one verb with the one at ``verb``: «برگزار», «به تصویب»."""
    at = verb - 1
    if at < 0 or not keys[at] or tokens[at].ezafe:
        return ()
    past, is_strong = past_stem(lemma), grammar.light_verbs.get(lemma)
    if is_strong is None:
        return ()
    before = tokens[at - 1].pos if at and keys[at - 1] not in grammar.object_marks else ""
    if before == "ADP" and _is_listed(keys[at - 1] + keys[at], past, grammar):
        return at - 1, at
    if before in {"ADP", "DET"}:
        return ()
    if _is_listed(keys[at], past, grammar) or (is_strong and _is_bare_noun(tokens, keys, at, grammar)):
        return (*_coordinated(tokens, keys, at, past, grammar), at)
    return _modified(tokens, keys, at, past, grammar)


def is_passive(lemma: str, light: Sequence[int], keys: Sequence[str], grammar: Grammar) -> bool:
    """Whether شدن stands for a light verb that does something: «برگزار شد», but not «پیروز شد»."""
    if grammar.uses.get(lemma) != "passive" or not light:
        return False
    pasts = grammar.light_nouns.get(keys[light[-1]], frozenset())
    return bool(pasts - grammar.passive_pasts)


def _is_listed(key: str, past: str, grammar: Grammar) -> bool:
    """Whether the lexicon has a noun with a verb; گردیدن and گشتن stand where شدن does."""
    stems = grammar.light_nouns.get(key, frozenset())
    is_passive_of = past in grammar.passive_pasts and not grammar.passive_pasts.isdisjoint(stems)
    return past in stems or is_passive_of


def _is_bare_noun(tokens: Sequence[Token], keys: Sequence[str], at: int, grammar: Grammar) -> bool:
    """Whether a noun is neither plural nor counted nor pointed at, nor hangs on a preposition."""
    if tokens[at].pos != "NOUN" or bare_noun(tokens[at].text) != tokens[at].text:
        return False
    before = tokens[at - 1] if at else None
    if before is None or keys[at - 1] in grammar.object_marks:
        return True
    return not before.ezafe and before.pos not in {"DET", "NUM", "ADP"}


def _coordinated(
    tokens: Sequence[Token], keys: Sequence[str], at: int, past: str, grammar: Grammar
) -> tuple[int, ...]:
    """The light noun joined to the one at ``at``: «بررسی و تصویب شد»."""
    if at < 2 or tokens[at - 1].pos != "CCONJ" or not _is_listed(keys[at - 2], past, grammar):
        return ()
    return (at - 2, at - 1)


def _modified(
    tokens: Sequence[Token], keys: Sequence[str], at: int, past: str, grammar: Grammar
) -> tuple[int, ...]:
    """A light noun with an adjective, or an ending: «حضور فعال داشت», «اشاره‌ای کرد»."""
    if at and tokens[at].pos == "ADJ" and tokens[at - 1].ezafe and _is_listed(keys[at - 1], past, grammar):
        return (at - 1,)
    stem = squash(without_indefinite(tokens[at].text))
    return (at,) if tokens[at].pos == "NOUN" and _is_listed(stem, past, grammar) else ()
