"""What is known of a word before it is seen in a sentence: its spelling, its clusters, its lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_DIGITS = str.maketrans(dict.fromkeys("0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0"))
_MARKS = dict.fromkeys([0x640, *range(0x64B, 0x656), 0x670])  # kashida and diacritics
_JOINED = {ord("|"): "¦"}  # «|» parts the parts of a feature
_ZWNJ = "\u200c"
PLACES = ("", "-1", "+1", "-2", "+2")  # where a word stands from the one to be tagged
_LEVELS = ((0, 1), (1, 3), (3, 5))  # of a cluster's code


def fold(word: str) -> str:
    """Write ``word`` as the models see it: digits as 0, without diacritics."""
    return word.translate(_DIGITS).translate(_MARKS) or word


class View:
    """One word as the models see it; the parts are what conjunctions of several words are made of."""

    __slots__ = ("coarse", "key", "last3", "lists", "mid", "own")

    PARTS = ("key", "mid", "coarse", "last3", "lists")

    def __init__(self, word: str, clusters: str, lists: str) -> None:
        self.key = key = fold(word).translate(_JOINED)
        self.last3, self.lists = key[-3:], lists
        self.coarse, self.mid = clusters[:1], clusters[1:3]
        self.own = [
            *(f"c{level}={clusters[low:high]}" for level, (low, high) in enumerate(_LEVELS) if clusters),
            *(f"l={each}" for each in lists),
            f"w={key}",
            f"k={_shape(key)}",
        ]

    def features(self) -> dict[str, list[str]]:
        """List what the word tells, by the place where it stands."""
        near = [*self.own, f"s3={self.last3}", f"s2={self.key[-2:]}"]
        far = [f"w={self.key}", f"c={self.mid}"]
        return {"": [*self.own, *_affixes(self.key)], "-1": near, "+1": near, "-2": far, "+2": far}


class Lexicon:
    """The clusters of words and the lists that they are on."""

    def __init__(self, clusters: dict[str, str], lists: dict[str, str]) -> None:
        self._clusters = clusters
        self._lists = lists

    @classmethod
    def load(cls, folder: Path) -> Lexicon:
        """Read ``clusters.tsv`` and ``lists.tsv`` (word, TAB, value) of ``folder``."""
        return cls(_read_map(folder / "clusters.tsv"), _read_map(folder / "lists.tsv"))

    def view(self, word: str) -> View:
        """Give everything that the word alone tells."""
        key = fold(word)
        return View(word, self._clusters.get(key, ""), self._lists.get(key, ""))


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


def _read_map(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as lines:
        return dict(_pair(line) for line in lines)


def _pair(line: str) -> tuple[str, str]:
    word, _, value = line.rstrip("\n").partition("\t")
    return word, value


EDGE = View("\n", "", "")
"""What stands before the first and behind the last word of a sentence."""
