"""The model of names: PEYMA, and a larger corpus with guidelines a little different from PEYMA's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.tagging import Lexicon
from kg.tagging.features import name_features, pos_features, split_tag
from training import corpora, crf

OTHER = "other:"


def train_names(data: Path, models: Path, work: Path, settings: crf.Settings) -> str:
    """Train ``names.npz`` of the folder ``models``, on the tags that ``pos.crf`` of ``work`` gives."""
    held_out = corpora.HeldOut.of(data)
    ours = list(corpora.labelled_sentences(data, corpora.NAMES, held_out))
    others = list(corpora.labelled_sentences(data, corpora.OTHER_NAMES, held_out))
    trained = crf.train(_examples(ours, others, models, work), work / "names.crf", settings)
    crf.to_model(trained, unused=OTHER).save(models / "names.npz")
    return f"{len(ours):,} and {len(others):,} sentences"


def _examples(
    ours: list[corpora.LabelledWords], others: list[corpora.LabelledWords], models: Path, work: Path
) -> Iterator[crf.Example]:
    lexicon, pos = Lexicon.load(models), crf.load(work / "pos.crf")
    for number, (words, labels) in enumerate((*ours, *others)):
        tags = [split_tag(label) for label in pos.tag(pos_features(words, lexicon))]
        features = name_features(words, tags, lexicon)
        yield (features if number < len(ours) else crf.foreign(features, OTHER)), labels
