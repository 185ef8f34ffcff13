"""Training CRFs with a progress bar, and marks for corpora of other guidelines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pycrfsuite
from rich.progress import Progress

from kg.tagging import crfsuite
from kg.tagging.crfsuite import COMPACT, Example, Settings, load, to_model

__all__ = [
    "ACCURATE",
    "COMPACT",
    "QUICK",
    "Example",
    "Settings",
    "foreign",
    "load",
    "ours",
    "to_model",
    "train",
]

QUICK: Settings = {
    "algorithm": "ap",
    "max_iterations": 10,
}  # averaged perceptron: fast to train, large on disk
ACCURATE: Settings = {"algorithm": "lbfgs", "max_iterations": 60, "c1": 0.1, "c2": 0.05}


def train(examples: Iterable[Example], path: Path, settings: Settings) -> pycrfsuite.Tagger:
    """Train on ``examples``, and show how far it is."""
    with Progress() as progress:
        task = progress.add_task(path.name, total=int(settings["max_iterations"]))
        return crfsuite.train(examples, path, settings, lambda: progress.advance(task))


def foreign(features: Sequence[Sequence[str]], mark: str) -> list[list[str]]:
    """Mark the examples of a corpus that follows other guidelines than ours.

    Each feature that is no conjunction is given twice, once with the ``mark``: what is peculiar to
    that corpus is learnt on the marked ones, and what both share on the plain ones, which are all
    that is seen in use (after H. Daumé III, Frustratingly Easy Domain Adaptation, 2007).
    """
    return [[*row, mark, *(mark + feature for feature in row if "|" not in feature)] for row in features]


def ours(features: Sequence[Sequence[str]]) -> list[list[str]]:
    """Mark the examples of the corpus that we follow, each feature, where others are left plain.

    It adapts better than ``foreign``, but the marks are then wanted in use too: for teachers only.
    """
    return [[*row, *("ours:" + feature for feature in row)] for row in features]
