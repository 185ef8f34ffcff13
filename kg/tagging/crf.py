"""Linear-chain CRFs, read many sentences at a time (numpy).

Training is CRFsuite's; what it learnt is kept as a table of whole numbers. So the best labels are
found exactly, by the Viterbi algorithm, and are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.tagging.features import Codes, code_of

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_FINEST = 2048  # parts of one that weights are kept in; fewer where a weight is above 16
_BITS = 5  # below a score, for the label that it came from
MOST_LABELS = 1 << _BITS
_SETTLE = 16  # steps after which scores are brought back to what they differ by
_MASK = np.int32((1 << _BITS) - 1)


class Model:
    """What a CRF learnt: for each feature, how much it speaks for each label."""

    def __init__(
        self,
        labels: Sequence[str],
        transitions: npt.NDArray[np.int16],
        codes: Codes,
        weights: npt.NDArray[np.int16],
        unit: int,
    ) -> None:
        """Take labels, weights from label to label, codes of features (sorted), and a row of weights a code.

        Weights are whole numbers of ``1 / unit``.
        """
        self.labels = tuple(labels)
        self._unit = unit
        self._transitions = transitions.astype(np.int64)
        self._codes = codes
        nothing = np.zeros((1, len(labels)), np.int16)
        self._weights = np.concatenate((weights, nothing))  # the last row is for unknown features

    @classmethod
    def load(cls, path: Path) -> Model:
        """Read what ``save`` wrote."""
        with np.load(path) as file:
            labels = file["labels"].tolist()
            weights = np.zeros((file["codes"].size, len(labels)), np.int16)
            weights[np.repeat(np.arange(len(weights)), file["counts"]), file["which"]] = file["weights"]
            return cls(labels, file["transitions"], file["codes"], weights, int(file["unit"]))

    def save(self, path: Path) -> None:
        """Write the model, only what is not zero: the same model gives the same bytes."""
        weights = self._weights[:-1]
        rows, which = np.nonzero(weights)
        counts = np.bincount(rows, minlength=len(weights)).astype(np.uint8)
        with path.open("wb") as file:
            np.savez(
                file,
                labels=np.array(self.labels),
                unit=self._unit,
                transitions=self._transitions.astype(np.int16),
                codes=self._codes,
                counts=counts,
                which=which.astype(np.uint8),
                weights=weights[rows, which],
            )

    @classmethod
    def of_weights(
        cls,
        labels: Sequence[str],
        transitions: Mapping[tuple[str, str], float],
        features: Iterable[tuple[str, str, float]],
    ) -> Model:
        """Make a model of (label, label) and (feature, label) weights, as CRFsuite tells them."""
        number = {label: n for n, label in enumerate(labels)}
        told = list(features)
        heaviest = max(map(abs, (*transitions.values(), *(weight for *_, weight in told))), default=0)
        unit = _FINEST
        while heaviest * unit >= 2**15:
            unit //= 2
        between = np.zeros((len(labels), len(labels)), np.int16)
        for (one, other), weight in transitions.items():
            between[number[one], number[other]] = round(weight * unit)
        table: dict[int, npt.NDArray[np.int16]] = {}
        for feature, label, weight in told:
            if whole := round(weight * unit):
                row = table.setdefault(code_of(feature), np.zeros(len(labels), np.int16))
                row[number[label]] = whole
        codes = sorted(table)
        rows = np.array([table[code] for code in codes], np.int16).reshape(-1, len(labels))
        return cls(labels, between, np.array(codes, np.uint64), rows, unit)

    def weights(self, codes: Codes) -> npt.NDArray[np.int16]:
        """Give for each feature what it says of each label; nothing where it is unknown."""
        at = np.searchsorted(self._codes, codes)
        at[at == self._codes.size] = 0
        at[self._codes[at] != codes] = self._codes.size
        return self._weights[at]

    def scores(self, codes: Codes) -> Ints:
        """Add up what the features of each word (a row a feature, a column a word) say of each label."""
        return self.weights(codes).sum(axis=0, dtype=np.int64)

    def best(self, scores: Ints, sentences: Sentences) -> npt.NDArray[np.intp]:
        """Find the best label of each word: of all ways through each sentence, the one of the highest score.

        A score carries in its lowest bits, counted down, the label that it came from: so the
        highest of them says both, and of equals the first label wins.
        """
        step = (self._transitions << _BITS) + (_MASK - np.arange(len(self.labels)))[:, None]
        step = step[:, None, :].astype(np.int32)
        totals = (scores[sentences.order] << _BITS).astype(np.int32)
        highest = np.empty_like(totals)
        ways = np.empty((len(self.labels), sentences.widest, len(self.labels)), np.int32)
        for number, (before, here) in enumerate(sentences.steps):
            if number % _SETTLE == 0:  # only differences count, and 32 bits are to hold them
                totals[before] -= totals[before].max(axis=1, keepdims=True)
            among = ways[:, : here.stop - here.start]
            np.add(totals[before].T[:, :, None], step, out=among)
            best = np.maximum.reduce(among, axis=0, out=highest[here])
            totals[here] += best & ~_MASK
        labels = np.empty(len(scores), np.intp)
        labels[sentences.order] = self._trace_back(totals, highest, sentences)
        return labels

    def _trace_back(
        self, totals: npt.NDArray[np.int32], highest: npt.NDArray[np.int32], sentences: Sentences
    ) -> npt.NDArray[np.intp]:
        labels = totals.argmax(axis=1)  # right for the last word of each sentence
        came_from = (_MASK - (highest & _MASK)).ravel()
        first = np.arange(len(labels)) * len(self.labels)
        for before, here in reversed(sentences.steps):
            labels[before] = came_from[first[here] + labels[here]]
        return labels

    def certainty(
        self, scores: Ints, labels: npt.NDArray[np.intp], sentences: Sentences
    ) -> npt.NDArray[np.float64]:
        """Compute the marginal probability of each word's label (forward-backward algorithm)."""
        between = np.exp((self._transitions - self._transitions.max()) / self._unit)
        ordered = scores[sentences.order]
        words = np.exp((ordered - ordered.max(axis=1, keepdims=True, initial=0)) / self._unit)
        forward, backward = words.copy(), np.ones(words.shape)
        for number, (before, here) in enumerate(sentences.steps):
            if number % _SETTLE == 0:  # only shares count, and they are not to vanish
                forward[before] /= forward[before].sum(axis=1, keepdims=True)
            forward[here] *= forward[before] @ between
        for number, (before, here) in enumerate(reversed(sentences.steps)):
            np.matmul(backward[here] * words[here], between.T, out=backward[before])
            if number % _SETTLE == 0:
                backward[before] /= backward[before].sum(axis=1, keepdims=True)
        both = forward * backward
        shares = both[np.arange(len(both)), labels[sentences.order]] / both.sum(axis=1)
        certain = np.empty(len(scores))
        certain[sentences.order] = shares
        return certain


@dataclass(frozen=True, slots=True)
class Sentences:
    """Several sentences, one behind the other, and the order in which they are walked abreast."""

    order: npt.NDArray[
        np.intp
    ]  # the first words of all, the longest sentence first, then the second words, …
    steps: tuple[tuple[slice, slice], ...]  # in that order: words that have a next one, and these next ones
    widest: int  # how many sentences there are

    @classmethod
    def of(cls, lengths: Sequence[int]) -> Sentences:
        """Lay out sentences of these lengths."""
        long = np.asarray(lengths, np.intp)
        by_length = np.argsort(-long, kind="stable")
        first = (np.cumsum(long) - long)[by_length]
        counts = np.searchsorted(-long[by_length], -np.arange(long.max(initial=0)), side="left")
        columns = [first[:count] + at for at, count in enumerate(counts)]
        starts = (np.cumsum(counts) - counts).tolist()
        steps = tuple(
            (slice(before, before + many), slice(here, here + many))
            for before, here, many in zip(starts, starts[1:], counts[1:].tolist(), strict=False)
        )
        order = np.concatenate(columns) if columns else np.zeros(0, np.intp)
        return cls(order, steps, int(counts[0]) if columns else 0)
