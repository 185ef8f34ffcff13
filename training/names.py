"""The model of names: PEYMA, and a larger corpus with guidelines a little different from PEYMA's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.tagging import Lexicon, name_features, pos_features, split_tag
from training import corpora, crf

OTHER = "other:"


def train_names(data: Path, models: Path, settings: dict[str, Any]) -> str:
    """Train ``names.crf`` of the folder ``models``, on the tags that its ``pos.crf`` gives."""
    held_out = corpora.HeldOut.of(data)
    ours = list(corpora.labelled_sentences(data, corpora.NAMES, held_out))
    others = list(corpora.labelled_sentences(data, corpora.OTHER_NAMES, held_out))
    crf.train(_examples(ours, others, models), models / "names.crf", settings)
    return f"{len(ours):,} and {len(others):,} sentences"


def _examples(
    ours: list[corpora.LabelledWords], others: list[corpora.LabelledWords], models: Path
) -> Iterator[crf.Example]:
    lexicon, pos = Lexicon.load(models), crf.load(models / "pos.crf")
    for number, (words, labels) in enumerate((*ours, *others)):
        tags = [split_tag(label) for label in pos.tag(pos_features(words, lexicon))]
        features = name_features(words, tags, lexicon)
        yield (features if number < len(ours) else crf.foreign(features, OTHER)), labels
