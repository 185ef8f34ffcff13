"""Whether confidence means something: facts by the confidence they state, and the share that is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.evaluate.report import Row, share

BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A fact that was found, how sure it said it was, and whether it is right."""

    relation: str
    confidence: float
    is_right: bool


def reliability(judged: Sequence[Judged], relations: Iterable[str]) -> tuple[list[Row], list[Row]]:
    """Draw up the reliability table and the calibration errors, over all and by relation.

    The table has a row for each tenth of confidence in which there are facts. The expected
    calibration error is the mean distance between the confidence of a tenth and its share of right
    facts, weighted by its number of facts.
    """
    groups = {"all": list(judged)}
    groups |= {name: [each for each in judged if each.relation == name] for name in relations}
    bins = {name: _bins(group) for name, group in groups.items() if group}
    return (
        [_bin_row(name, at, bins[name][at]) for name in bins for at in sorted(bins[name])],
        [_error_row(name, groups[name], bins[name]) for name in bins],
    )


def _bins(judged: Iterable[Judged]) -> Mapping[int, list[Judged]]:
    bins: defaultdict[int, list[Judged]] = defaultdict(list)
    for each in judged:
        # rounded, so that 0.7 lies in the tenth that begins with it; full certainty joins the last one
        bins[min(int(round(each.confidence * BINS, 6)), BINS - 1)].append(each)
    return bins


def _bin_row(relation: str, at: int, judged: Sequence[Judged]) -> Row:
    return {"relation": relation, "from": at / BINS, "to": (at + 1) / BINS, **_means(judged)}


def _error_row(relation: str, judged: Sequence[Judged], bins: Mapping[int, Sequence[Judged]]) -> Row:
    distance = sum(abs(_confidence(each) - _right(each)) for each in bins.values())
    return {"relation": relation, **_means(judged), "calibration_error": share(distance, len(judged))}


def _means(judged: Sequence[Judged]) -> Row:
    return {
        "facts": len(judged),
        "confidence": share(_confidence(judged), len(judged)),
        "right": share(_right(judged), len(judged)),
    }


def _confidence(judged: Iterable[Judged]) -> float:
    return sum(each.confidence for each in judged)


def _right(judged: Iterable[Judged]) -> int:
    return sum(each.is_right for each in judged)
