"""CRFsuite, which trains the models: from examples to a file of its own, and from that to a ``Model``."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pycrfsuite

from kg.tagging.crf import Model

Example = tuple[Sequence[Sequence[str]], Sequence[str]]  # features of each word, its label
Settings = Mapping[str, str | int | float]  # «algorithm», «max_iterations» and what the algorithm takes

# c1 leaves most weights 0: the model is small and reads fast
COMPACT: Settings = {"algorithm": "lbfgs", "max_iterations": 60, "c1": 0.6, "c2": 0.02}

_TRANSITION = re.compile(r"^  \(\d+\) (\S+) --> (\S+): (\S+)$", re.MULTILINE)
_FEATURE = re.compile(r"^  \(\d+\) (.*?) --> (\S+): (\S+)$", re.MULTILINE | re.DOTALL)


def train(
    examples: Iterable[Example],
    path: Path,
    settings: Settings,
    on_round: Callable[[], None] = lambda: None,
) -> pycrfsuite.Tagger:
    """Train on ``examples``, write CRFsuite's model to ``path`` in one move, and open it.

    The same examples in the same order give the same bytes: nothing in it is drawn by chance.
    ``on_round`` is called at each of the rounds, of which there are ``max_iterations`` at most.
    """
    trainer = _Trainer(settings["algorithm"], verbose=False)
    trainer.on_round = on_round
    for features, labels in examples:
        trainer.append(features, labels)
    trainer.set_params({name: value for name, value in settings.items() if name != "algorithm"})
    unfinished = path.with_suffix(".part")
    trainer.train(str(unfinished))
    unfinished.replace(path)
    return load(path)


def load(path: Path) -> pycrfsuite.Tagger:
    """Open what CRFsuite trained."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return tagger


def to_model(trained: pycrfsuite.Tagger, unused: str = "\n\n") -> Model:
    """Take over what was learnt, but for the features that begin with ``unused``."""
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "dump"
        trained.dump(str(dump))
        written = dump.read_bytes().decode("utf-8")
    learnt, _, features = written.partition("STATE_FEATURES = {")
    transitions = {
        (one, other): float(weight)
        for one, other, weight in _TRANSITION.findall(learnt.partition("TRANSITIONS = {")[2])
    }
    return Model.of_weights(trained.labels(), transitions, _weights(features, unused))


def _weights(written: str, unused: str) -> Iterator[tuple[str, str, float]]:
    for feature, label, weight in _FEATURE.findall(written):
        if not feature.startswith(unused):
            yield feature, label, float(weight)


class _Trainer(pycrfsuite.Trainer):  # type: ignore[misc]
    """Tells of each round."""

    on_round: Callable[[], None]

    def message(self, message: str) -> None:
        if message.startswith("***** Iteration"):
            self.on_round()
