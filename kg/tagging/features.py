"""What the models look at: one table for training, where a feature is words, and for use, where it is a code.

A feature is a word of the table and what it found, joined with «|»: ``w-|در|شهر``. Its code is a
64-bit number made of the hashes of these parts, so that the features of all the words of a text are
computed in a few steps of numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from kg.tagging.words import EDGE, PLACES, Lexicon, View

Codes = npt.NDArray[np.uint64]
Features = list[str]
Tag = tuple[str, bool]
Part = tuple[str, int]  # what is looked at, and how many words from here
Table = Mapping[str, Sequence[Part]]

EZAFE = "+e"
REACH = 2  # words to each side that the models look at
BEFORE, BEHIND = ("^", "^"), ("$", "$")  # tags of what stands around a sentence
_FACTOR = np.uint64(0x9E3779B97F4A7C15)

WORD_PAIRS: Table = {
    "w-": (("key", -1), ("key", 0)),
    "w+": (("key", 0), ("key", 1)),
    "c-": (("mid", -1), ("mid", 0)),
    "c+": (("mid", 0), ("mid", 1)),
    "c-+": (("coarse", -1), ("coarse", 0), ("coarse", 1)),
}
POS_TABLE: Table = {
    **WORD_PAIRS,
    "wc+": (("key", 0), ("coarse", 1)),
    "wc-": (("key", 0), ("coarse", -1)),
    "c++": (("coarse", 0), ("coarse", 1), ("coarse", 2)),
    "s+": (("last3", 0), ("last3", 1)),
    "s-": (("last3", -1), ("last3", 0)),
}
NAME_TABLE: Table = {
    **WORD_PAIRS,
    "l-+": (("lists", -1), ("lists", 0), ("lists", 1)),
    "t=": (("tag", 0),),
    "t-=": (("tag", -1),),
    "t+=": (("tag", 1),),
    "t--": (("tag", -2), ("tag", -1)),
    "t++": (("tag", 1), ("tag", 2)),
    "t-": (("tag", -1), ("tag", 0)),
    "t+": (("tag", 0), ("tag", 1)),
    "t-+": (("tag", -1), ("tag", 0), ("tag", 1)),
    "tw-": (("tag", -1), ("key", -1)),
    "tw": (("tag", 0), ("key", 0)),
}


def join_tag(tag: Tag) -> str:
    """Write a tag as one label of the model: ``NOUN+e``."""
    return tag[0] + EZAFE if tag[1] else tag[0]


def split_tag(label: str) -> Tag:
    """Read what ``join_tag`` wrote."""
    return label.removesuffix(EZAFE), label.endswith(EZAFE)


def pos_features(words: Sequence[str], lexicon: Lexicon) -> list[Features]:
    """List, for each word, what the part-of-speech model looks at."""
    return list(_features(words, lexicon, POS_TABLE, {}))


def name_features(words: Sequence[str], tags: Sequence[Tag], lexicon: Lexicon) -> list[Features]:
    """List, for each word, what the name model looks at."""
    return list(_features(words, lexicon, NAME_TABLE, {"tag": [*BEFORE, *map(join_tag, tags), *BEHIND]}))


def _features(
    words: Sequence[str],
    lexicon: Lexicon,
    table: Table,
    more: Mapping[str, Sequence[str]],
) -> Iterator[Features]:
    views = [EDGE, EDGE, *map(lexicon.view, words), EDGE, EDGE]
    columns = {**more, **{part: [getattr(view, part) for view in views] for part in View.PARTS}}
    alone = [view.features() for view in views]
    for at in range(REACH, len(views) - REACH):
        yield [
            *(place + each for place in PLACES for each in alone[at + int(place or 0)][place]),
            *("|".join((name, *(columns[p][at + by] for p, by in parts))) for name, parts in table.items()),
        ]


# ── the same as codes ─────────────────────────────────────────────────────────


@cache
def hashed(text: str) -> int:
    """Give 64 bits that are the same for ``text`` on every machine."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def code_of(feature: str) -> int:
    """Compute the code of a feature that is written out, as ``placed`` and ``table_codes`` do for many."""
    place = feature[:2] if feature[:1] in "+-" else ""
    first, *rest = feature[len(place) :].split("|")
    code = hashed(first)
    for part in rest:
        code = code * int(_FACTOR) + hashed(part)
    return (code * int(_FACTOR) + hashed(place) if place else code) % 2**64


def placed(codes: Codes, place: str) -> Codes:
    """Give the codes of features of a word that stands at ``place`` from the one to be tagged."""
    return codes * _FACTOR + np.uint64(hashed(place)) if place else codes


def table_codes(table: Table, columns: Mapping[str, Codes], at: npt.NDArray[np.intp]) -> Codes:
    """Give the codes of a table's features, a row a feature, for the words ``at`` places of the columns."""
    codes = np.empty((len(table), len(at)), np.uint64)
    for row, (name, parts) in enumerate(table.items()):
        codes[row] = hashed(name)
        for part, place in parts:
            codes[row] *= _FACTOR
            codes[row] += columns[part][at + place]
    return codes


def hashes(texts: Iterable[str]) -> Codes:
    """Hash each of ``texts``."""
    return np.fromiter(map(hashed, texts), np.uint64)
