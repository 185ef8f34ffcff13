"""Small models of our own: part of speech and ezafe of each word, and the names in a sentence.

Both are linear-chain CRFs. What they look at is computed here, for training and for use alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pycrfsuite

from kg.model import Name

MODELS = Path(__file__).parent / "models"

Tag = tuple[str, bool]
Features = list[str]

EZAFE = "+e"
_DIGITS = str.maketrans(dict.fromkeys("0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0"))
_MARKS = dict.fromkeys([0x640, *range(0x64B, 0x656), 0x670])  # kashida and diacritics
_HAMZA = "\u0654"  # above a final letter it is a written ezafe
_ZWNJ = "\u200c"


def fold(word: str) -> str:
    """Write ``word`` as the models see it: digits as 0, without diacritics."""
    return word.translate(_DIGITS).translate(_MARKS) or word


@cache
def load_tagger(folder: Path = MODELS) -> Tagger:
    """Load the models that ship with the program (or those of ``folder``), once."""
    return Tagger(Lexicon.load(folder), _open(folder / "pos.crf"), _open(folder / "names.crf"))


class Tagger:
    """Tags sentences, given as normalised words, one at a time. Not to be shared between threads."""

    def __init__(self, lexicon: Lexicon, pos: pycrfsuite.Tagger, names: pycrfsuite.Tagger) -> None:
        self._lexicon = lexicon
        self._pos = pos
        self._names = names

    def tag(self, words: Sequence[str]) -> list[Tag]:
        """Give each word its Universal POS, and whether an ezafe stands on it."""
        labels = self._pos.tag(pos_features(words, self._lexicon))
        return [_tag(word, label) for word, label in zip(words, labels, strict=True)]

    def names(self, words: Sequence[str], tags: Sequence[Tag]) -> list[Name]:
        """Find the names among ``words``; their confidence is that of their least sure word."""
        labels = self._names.tag(name_features(words, tags, self._lexicon))
        return [
            Name(kind, first, last, self._confidence(labels, first, last))
            for kind, first, last in spans(labels)
        ]

    def _confidence(self, labels: Sequence[str], first: int, last: int) -> float:
        marginals = (float(self._names.marginal(labels[at], at)) for at in range(first, last))
        return round(min(marginals), 3)


def spans(labels: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Read B-/I-/O labels as spans: kind, first word, word after the last."""
    kind, first, last = "", 0, 0
    for at, label in enumerate([*labels, "O"]):
        mark, _, new = label.partition("-")
        if kind and (mark != "I" or new != kind):
            yield kind, first, last
            kind = ""
        if mark != "O" and not kind:
            kind, first = new, at
        last = at + 1


class Lexicon:
    """What is known of a word before it is seen in a sentence: its clusters and the lists it is on."""

    def __init__(self, clusters: dict[str, str], lists: dict[str, str]) -> None:
        self._clusters = clusters
        self._lists = lists
        self._views: dict[str, _View] = {}

    @classmethod
    def load(cls, folder: Path) -> Lexicon:
        """Read ``clusters.tsv`` and ``lists.tsv`` (word, TAB, value) of ``folder``."""
        return cls(_read_map(folder / "clusters.tsv"), _read_map(folder / "lists.tsv"))

    def view(self, word: str) -> _View:
        """Give everything that the word alone tells."""
        view = self._views.get(word)
        if view is None:
            if len(self._views) >= 40_000:  # keeps memory bounded on endless input
                self._views.clear()
            key = fold(word)
            view = self._views[word] = _View(key, self._clusters.get(key, ""), self._lists.get(key, ""))
        return view


class _View:
    """Features of one word, ready for each place it can take beside the word to be tagged."""

    __slots__ = ("after", "after2", "before", "before2", "coarse", "here", "key", "last3", "lists", "mid")

    def __init__(self, key: str, clusters: str, lists: str) -> None:
        self.key, self.last3, self.lists = key, key[-3:], lists
        self.coarse, self.mid = clusters[:1], clusters[1:3]
        own = [f"c{level}={clusters[low:high]}" for level, (low, high) in enumerate(_LEVELS) if clusters]
        own += [f"l={each}" for each in lists]
        own += [f"w={key}", f"k={_shape(key)}"]
        near = [*own, f"s3={key[-3:]}", f"s2={key[-2:]}"]
        self.here = [*own, *_affixes(key)]
        self.before = ["-1" + each for each in near]
        self.after = ["+1" + each for each in near]
        self.before2 = [f"-2w={key}", f"-2c={self.mid}"]
        self.after2 = [f"+2w={key}", f"+2c={self.mid}"]


_LEVELS = ((0, 1), (1, 3), (3, 5))


def pos_features(words: Sequence[str], lexicon: Lexicon) -> list[Features]:
    """List, for each word, what the part-of-speech model looks at."""
    views = [lexicon.view(word) for word in words]
    padded = [_EDGE, _EDGE, *views, _EDGE, _EDGE]
    return [_pos_features(*padded[index : index + 5]) for index in range(len(views))]


def name_features(words: Sequence[str], tags: Sequence[Tag], lexicon: Lexicon) -> list[Features]:
    """List, for each word, what the name model looks at."""
    views = [lexicon.view(word) for word in words]
    padded = [_EDGE, _EDGE, *views, _EDGE, _EDGE]
    parts = ["^", "^", *(join_tag(tag) for tag in tags), "$", "$"]
    return [
        _name_features(padded[index : index + 5], parts[index : index + 5]) for index in range(len(views))
    ]


def join_tag(tag: Tag) -> str:
    """Write a tag as one label of the model: ``NOUN+e``."""
    return tag[0] + EZAFE if tag[1] else tag[0]


def split_tag(label: str) -> Tag:
    """Read what ``join_tag`` wrote."""
    return label.removesuffix(EZAFE), label.endswith(EZAFE)


def _pos_features(before2: _View, before: _View, here: _View, after: _View, after2: _View) -> Features:
    return [
        *here.here,
        *before.before,
        *after.after,
        *before2.before2,
        *after2.after2,
        f"w-|{before.key}|{here.key}",
        f"w+|{here.key}|{after.key}",
        f"c-|{before.mid}|{here.mid}",
        f"c+|{here.mid}|{after.mid}",
        f"wc+|{here.key}|{after.coarse}",
        f"wc-|{here.key}|{before.coarse}",
        f"c++|{here.coarse}|{after.coarse}|{after2.coarse}",
        f"c-+|{before.coarse}|{here.coarse}|{after.coarse}",
        f"s+|{here.last3}|{after.last3}",
        f"s-|{before.last3}|{here.last3}",
    ]


def _name_features(views: Sequence[_View], parts: Sequence[str]) -> Features:
    before2, before, here, after, after2 = views
    t2, t1, t0, n1, n2 = parts
    return [
        *here.here,
        *before.before,
        *after.after,
        *before2.before2,
        *after2.after2,
        f"w-|{before.key}|{here.key}",
        f"w+|{here.key}|{after.key}",
        f"c-|{before.mid}|{here.mid}",
        f"c+|{here.mid}|{after.mid}",
        f"c-+|{before.coarse}|{here.coarse}|{after.coarse}",
        f"l-+|{before.lists}|{here.lists}|{after.lists}",
        f"t={t0}",
        f"t-={t1}",
        f"t+={n1}",
        f"t--={t2}|{t1}",
        f"t++={n1}|{n2}",
        f"t-|{t1}|{t0}",
        f"t+|{t0}|{n1}",
        f"t-+|{t1}|{t0}|{n1}",
        f"tw-|{t1}|{before.key}",
        f"tw|{t0}|{here.key}",
    ]


def _tag(word: str, label: str) -> Tag:
    """Read a label, where the word itself does not say more: a lone mark, a written ezafe."""
    pos, ezafe = split_tag(label)
    if not any(letter.isalnum() for letter in word):
        return "PUNCT", False
    return pos, ezafe or word.endswith(_HAMZA)


def _shape(key: str) -> str:
    if key.isdigit():
        return f"d{min(len(key), 5)}"
    if key[:1].isalpha():
        if key[0] < "\u0250":
            return "L"
        return "z" if _ZWNJ in key else f"a{min(len(key), 4)}"
    return "0x" if any(ch.isdigit() for ch in key) else "." + key[:2]


def _affixes(key: str) -> Iterator[str]:
    for length in range(1, min(len(key), 5)):
        yield "p" + key[:length]
        yield "s" + key[-length:]
    if _ZWNJ in key:
        head, *_, tail = key.split(_ZWNJ)
        yield "zh" + head
        yield "zt" + tail


def _open(path: Path) -> pycrfsuite.Tagger:
    model = pycrfsuite.Tagger()
    model.open(str(path))
    return model


def _read_map(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as lines:
        return dict(_pair(line) for line in lines)


def _pair(line: str) -> tuple[str, str]:
    word, _, value = line.rstrip("\n").partition("\t")
    return word, value


_EDGE = _View("\n", "", "")
