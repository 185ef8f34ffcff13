"""Small models of our own: part of speech and ezafe of each word, and the names in a sentence."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain
from pathlib import Path
from typing import TypeVar
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from kg.errors import KgError
from kg.model import Name
from kg.tagging.crf import Ints, Model, Sentences
from kg.tagging.features import (
    BEFORE,
    BEHIND,
    NAME_TABLE,
    POS_TABLE,
    REACH,
    Codes,
    Tag,
    hashes,
    join_tag,
    placed,
    split_tag,
    table_codes,
)
from kg.tagging.words import EDGE, PLACES, Lexicon, View

MODELS = Path(__file__).parent.parent / "models"

MARK: Tag = ("PUNCT", False)
_HAMZA = "\u0654"  # above a final letter it is a written ezafe
_KEPT_WORDS = 40_000  # keeps memory bounded on endless input
_T = TypeVar("_T")
Places = npt.NDArray[np.intp]  # numbers of words, or where they stand


def models_dir() -> Path:
    """Where the models lie: the folder that ``KG_MODELS`` names, else those that ship."""
    return Path(os.environ.get("KG_MODELS") or MODELS)


def load_tagger(folder: Path | None = None) -> Tagger:
    """Load the models of ``folder`` (of ``models_dir()`` if none is given), once.

    Raises KgError where there is none that can be read.
    """
    return _load(folder or models_dir())


@cache
def _load(folder: Path) -> Tagger:
    try:
        pos, names = (Model.load(folder / f"{name}.npz") for name in ("pos", "names"))
        return Tagger(Lexicon.load(folder), pos, names)
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise KgError(f"{folder}: the models cannot be read ({error}); make them with «kg train»") from error


class Tagger:
    """Tags sentences, given as normalised words; many at once are faster. Not for use in several threads."""

    def __init__(self, lexicon: Lexicon, pos: Model, names: Model) -> None:
        self._pos, self._names = pos, names
        self._vocabulary = _Vocabulary(lexicon, (pos, names))
        tags = [split_tag(label) for label in pos.labels]
        self._tags = [*tags, *((part, True) for part, _ in tags)]  # again, with an ezafe that is written
        self._mark = self._tags.index(MARK)
        self.kinds = tuple(dict.fromkeys(label[2:] for label in names.labels if label != "O"))

    def tag(self, words: Sequence[str]) -> list[Tag]:
        """Give each word its Universal POS, and whether an ezafe stands on it."""
        return self.tag_all([words])[0]

    def names(self, words: Sequence[str], tags: Sequence[Tag]) -> list[Name]:
        """Find the names among ``words``; their confidence is that of their least sure word."""
        return self.names_all([words], [tags])[0]

    def tag_all(self, sentences: Sequence[Sequence[str]]) -> list[list[Tag]]:
        """Tag the words of each of ``sentences``."""
        row = _Row.of(sentences)
        return self._tags_of(row, self._vocabulary.numbers(row))

    def names_all(
        self, sentences: Sequence[Sequence[str]], tags: Sequence[Sequence[Tag]]
    ) -> list[list[Name]]:
        """Find the names of each of ``sentences``, whose ``tags`` are given."""
        row = _Row.of(sentences)
        return self._names_of(row, self._vocabulary.numbers(row), tags)

    def read(self, sentences: Sequence[Sequence[str]]) -> tuple[list[list[Tag]], list[list[Name]]]:
        """Tag the words of each of ``sentences`` and find its names."""
        row = _Row.of(sentences)
        words = self._vocabulary.numbers(row)
        tags = self._tags_of(row, words)
        return tags, self._names_of(row, words, tags)

    def _tags_of(self, row: _Row, words: Places) -> list[list[Tag]]:
        scores = self._vocabulary.scores(self._pos, words, row.at)
        scores += self._pos.scores(table_codes(POS_TABLE, self._vocabulary.columns(words), row.at))
        labels = self._pos.best(scores, row.sentences)
        known = words[row.at]
        labels[self._vocabulary.is_mark[known]] = self._mark
        labels += len(self._pos.labels) * self._vocabulary.shows_ezafe[known]
        return row.parted([self._tags[label] for label in labels.tolist()])

    def _names_of(self, row: _Row, words: Places, tags: Sequence[Sequence[Tag]]) -> list[list[Name]]:
        columns = {**self._vocabulary.columns(words), "tag": _tag_codes(tags)}
        scores = self._vocabulary.scores(self._names, words, row.at)
        scores += self._names.scores(table_codes(NAME_TABLE, columns, row.at))
        labels = self._names.best(scores, row.sentences)
        sure = row.parted(self._names.certainty(scores, labels, row.sentences).tolist())
        kinds = row.parted([self._names.labels[label] for label in labels.tolist()])
        return [
            [Name(kind, a, b, round(min(shares[a:b]), 3)) for kind, a, b in spans(labels)]
            for labels, shares in zip(kinds, sure, strict=True)
        ]


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


@dataclass(frozen=True, slots=True)
class _Row:
    """The words of several sentences in a row, with room for the edges of each."""

    words: list[str]
    at: Places  # where each word stands among words and edges
    sentences: Sentences
    lengths: list[int]

    @classmethod
    def of(cls, sentences: Sequence[Sequence[str]]) -> _Row:
        lengths = [len(words) for words in sentences]
        before = np.repeat(2 * REACH * np.arange(len(lengths)) + REACH, lengths)
        at = before + np.arange(len(before))
        return cls([w for words in sentences for w in words], at, Sentences.of(lengths), lengths)

    def parted(self, values: list[_T]) -> list[list[_T]]:
        """Part what belongs to each word into sentences."""
        ends = list(accumulate(self.lengths))
        return [values[end - length : end] for end, length in zip(ends, self.lengths, strict=True)]


class _Vocabulary:
    """The words seen so far, each with a number, and what the models make of it at each place."""

    def __init__(self, lexicon: Lexicon, models: Sequence[Model]) -> None:
        self._lexicon = lexicon
        self._models = models
        self._forget(_KEPT_WORDS)

    def _forget(self, room: int) -> None:
        self._room = room
        self._number: dict[str, int] = {}
        self._columns = {part: np.zeros(room, np.uint64) for part in View.PARTS}
        self._scores = {m: np.zeros((len(PLACES), room, len(m.labels)), np.int32) for m in self._models}
        self.is_mark = np.zeros(room, bool)
        self.shows_ezafe = np.zeros(room, bool)
        self._learn([""], [EDGE])

    def numbers(self, row: _Row) -> Places:
        """Give the numbers of words and edges; they hold until the next call."""
        new = [word for word in dict.fromkeys(row.words) if word not in self._number]
        if len(self._number) + len(new) > self._room:
            new = list(dict.fromkeys(row.words))
            self._forget(max(_KEPT_WORDS, len(new) + 1))
        if new:
            self._learn(new, [self._lexicon.view(word) for word in new])
        numbers = np.zeros(len(row.words) + 2 * REACH * len(row.lengths), np.intp)
        numbers[row.at] = np.fromiter(map(self._number.__getitem__, row.words), np.intp, len(row.words))
        return numbers

    def columns(self, words: Places) -> dict[str, Codes]:
        """Give the codes of the parts of each word."""
        return {part: known[words] for part, known in self._columns.items()}

    def scores(self, model: Model, words: Places, at: Places) -> Ints:
        """Add up, for each word ``at`` these places, what it and the words around it say alone."""
        total = np.zeros((len(at), len(model.labels)), np.int64)
        for place, known in zip(PLACES, self._scores[model], strict=True):
            total += known[words[at + int(place or 0)]]
        return total

    def _learn(self, words: Sequence[str], views: Sequence[View]) -> None:
        first = len(self._number)
        self._number.update((word, first + n) for n, word in enumerate(words))
        here = slice(first, first + len(words))
        self.is_mark[here] = [not any(map(str.isalnum, word)) for word in words]
        self.shows_ezafe[here] = [word.endswith(_HAMZA) for word in words]
        for part, known in self._columns.items():
            known[here] = hashes(getattr(view, part) for view in views)
        features = [view.features() for view in views]
        for number, place in enumerate(PLACES):
            alone = [each[place] for each in features]
            starts = np.cumsum([0, *map(len, alone[:-1])])
            codes = placed(hashes(chain.from_iterable(alone)), place)
            for model, scores in self._scores.items():
                scores[number, here] = np.add.reduceat(model.weights(codes), starts, dtype=np.int32)


def _tag_codes(tags: Iterable[Iterable[Tag]]) -> Codes:
    """Give the codes of the tags of several sentences, with edges as ``_Row`` makes room for."""
    return hashes(chain.from_iterable((*BEFORE, *map(join_tag, each), *BEHIND) for each in tags))
