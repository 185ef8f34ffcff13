"""Names out of coordination: what each of the things that a noun phrase joins is called by itself."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Sentence, Token
from kg.persian import bare_noun, squash
from kg.phrases.grammar import Grammar
from kg.phrases.noun import COMMAS, NounPhrase


def restored(phrase: NounPhrase, sentence: Sentence, grammar: Grammar) -> list[str]:
    """What each of the things that a phrase joins is called: «بانک‌های ملت و صادرات» -> بانک ملت, بانک صادرات.

    What the last of several bare nouns bears belongs to all: «عضو و رئیس کمیته» -> عضو کمیته, رئیس کمیته.
    A phrase that joins nothing gives its own words.
    """
    tokens = sentence.tokens
    heads = [phrase, *phrase.conjuncts]
    tail = _shared_tail(heads, tokens)
    names = []
    for one in heads:
        for name in _distributed(one, tokens, grammar):
            names.append(f"{name} {tail}" if tail and one is not heads[-1] else name)
    return names


def _shared_tail(heads: Sequence[NounPhrase], tokens: Sequence[Token]) -> str:
    """The words that hang on the last of several nouns, where the others are bare; else nothing."""
    *bare, last = heads
    if not bare or not last.parts or last.determiners or last.numerals:
        return ""
    if any(one.parts or tokens[one.head].pos != "NOUN" or tokens[one.head].ezafe for one in bare):
        return ""
    return _text(tokens[last.parts[0].first : last.parts[-1].last])


def _distributed(one: NounPhrase, tokens: Sequence[Token], grammar: Grammar) -> list[str]:
    """A plural head with each of the parts that are joined behind it, in the singular; else the whole."""
    whole = _own(one)
    singular = _singular(tokens[one.head], grammar)
    joined = next((part for part in one.parts if part.conjuncts), None)
    if joined is None or not singular:
        return [_text(tokens[one.first : whole])]
    after = _text(tokens[joined.last : whole])
    before = _text(tokens[one.head + 1 : joined.first])
    middles = (_text(tokens[each.first : _own(each)]) for each in (joined, *joined.conjuncts))
    return [" ".join(filter(None, (singular, before, middle, after))) for middle in middles]


def _own(one: NounPhrase) -> int:
    """The end of a phrase without what is joined to it."""
    return max([one.head + 1, *(at + 1 for at in one.name), *(part.last for part in one.parts)])


def _singular(noun: Token, grammar: Grammar) -> str:
    """The singular of a plural noun; nothing for other words."""
    broken = grammar.singulars.get(squash(noun.text))
    bare = bare_noun(noun.text)
    return broken or (bare if bare != noun.text and noun.pos == "NOUN" else "")


def _text(tokens: Sequence[Token]) -> str:
    return "".join(t.text if t.text in COMMAS else f" {t.text}" for t in tokens).strip()
