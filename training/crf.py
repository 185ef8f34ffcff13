"""Training a CRF with python-crfsuite, with a progress bar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pycrfsuite
from rich.progress import Progress

Example = tuple[Sequence[Sequence[str]], Sequence[str]]  # features of each word, its label

QUICK = {"algorithm": "ap", "max_iterations": 10}  # averaged perceptron: fast to train, large on disk
ACCURATE = {"algorithm": "lbfgs", "max_iterations": 60, "c1": 0.1, "c2": 0.05}
COMPACT = {"algorithm": "lbfgs", "max_iterations": 60, "c1": 0.6, "c2": 0.02}  # c1 leaves most weights 0


def train(examples: Iterable[Example], path: Path, settings: dict[str, Any]) -> pycrfsuite.Tagger:
    """Train on ``examples``, write the model to ``path`` in one move, and open it.

    The same examples in the same order give the same bytes: nothing in it is drawn by chance.
    """
    trainer = _Trainer(settings["algorithm"], verbose=False)
    for features, labels in examples:
        trainer.append(features, labels)
    trainer.set_params({name: value for name, value in settings.items() if name != "algorithm"})
    unfinished = path.with_suffix(".part")
    with Progress() as progress:
        trainer.show(progress, path.name, settings["max_iterations"])
        trainer.train(str(unfinished))
    unfinished.replace(path)
    return load(path)


def load(path: Path) -> pycrfsuite.Tagger:
    """Open a trained model."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return tagger


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


class _Trainer(pycrfsuite.Trainer):  # type: ignore[misc]
    """Tells a progress bar of each round."""

    def show(self, progress: Progress, name: str, rounds: int) -> None:
        self._progress = progress
        self._task = progress.add_task(name, total=rounds)

    def message(self, message: str) -> None:
        if message.startswith("***** Iteration"):
            self._progress.advance(self._task)
