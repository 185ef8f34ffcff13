"""Persian names in Latin letters, after the United Nations' system of 2012 (Iran's «broad transcription»).

Consonants are its own (š, č, ž, x, q; ’ for ع). Persian writes no short vowels: they come from a table
of common names (حمید hamid, so حمیدی hamidi), and are left out where no table has them.
"""

from __future__ import annotations

from functools import lru_cache

from kg.identity.ground import Ground, plain_words
from kg.persian import ZWNJ

_HAMZAS = frozenset("ئؤأ")
_VOWELS = frozenset("āaeiou")


def to_latin(name: str, ground: Ground) -> str:
    """Write a Persian name in Latin letters, each word with a capital."""
    words = (part for word in plain_words(name) for part in word.split(ZWNJ) if part)
    return " ".join(filter(None, (_capital(_word(word, ground)) for word in words)))


@lru_cache(maxsize=1 << 15)
def _word(word: str, ground: Ground) -> str:
    known = _known(word, ground, "name")
    if known:
        return known
    for at in range(2, len(word)):
        stem, ending = _known(word[:at], ground, "name"), _known(word[at:], ground, "ending")
        if stem and ending:
            glide = "y" if stem[-1] in _VOWELS and ending[0] in _VOWELS else ""
            return stem + glide + ending
    return _letters(word, ground)


def _known(word: str, ground: Ground, use: str) -> str:
    row = ground.knowledge["latin"].get(word)
    return row[use] if row else ""


def _letters(word: str, ground: Ground) -> str:
    """Letter by letter: و and ی are vowels behind a consonant, ه at the end is a vowel's sign."""
    out = ""
    for at, letter in enumerate(word):
        is_behind_consonant = at > 0 and out[-1:] not in _VOWELS
        before_vowel = word[at + 1 : at + 2] in ("ا", "آ")
        if letter == "و" and is_behind_consonant and not before_vowel and word[at + 1 :] != "ی":
            out += "u"
        elif letter == "ی" and is_behind_consonant and not before_vowel:
            out += "i"
        elif letter == "ه" and at == len(word) - 1 and is_behind_consonant:
            out += "e"
        elif letter == "ا" and at == 0:
            out += "a" if len(word) == 1 or word[1] not in "یو" else ""
        else:
            out += _known("ء" if letter in _HAMZAS else letter, ground, "letter") or (
                letter if letter.isascii() or letter.isdigit() else ""
            )
    return out


def _capital(word: str) -> str:
    at = next((i for i, letter in enumerate(word) if letter.isalpha()), 0)
    return word[:at] + word[at : at + 1].upper() + word[at + 1 :]
