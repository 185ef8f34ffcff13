"""Training the small models with texts of one's own, for ``kg train``.

A CoNLL file of names or a folder of annotated articles gives a model of names, a CoNLL-U treebank a
model of part of speech and ezafe. How the models that ship were made stands in ``training/``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.annotate import annotate
from kg.errors import KgError
from kg.evaluate import Annotation, Gold, kind_of, read_annotations
from kg.evaluate.names import label_of
from kg.evaluate.rows import check_treebank, read_names
from kg.model import Article, Token
from kg.persian import clean, squash
from kg.tagging import Lexicon, crfsuite, load_tagger
from kg.tagging.crf import MOST_LABELS
from kg.tagging.features import join_tag, name_features, pos_features
from kg.treebank import ezafe_marks, read_trees

SETTINGS: crfsuite.Settings = {**crfsuite.COMPACT, "c1": 0.15}
ROUNDS = int(SETTINGS["max_iterations"])
ROLE = "Role"  # of annotated articles, beside the kinds of their entities
_OTHER_FILES = ("clusters.tsv", "lists.tsv", "pos.npz", "names.npz")

Labelled = tuple[list[str], list[str]]  # words, and the label of each


@dataclass(frozen=True, slots=True)
class Trained:
    """What came out of training: the model's file and what it was taught with."""

    file: Path
    sentences: int
    words: int
    labels: tuple[str, ...]


def train(
    sources: Sequence[Path], models: Path, base: Path, on_round: Callable[[], None] = lambda: None
) -> Trained:
    """Train a model on ``sources`` and write it to the folder ``models``, with what it needs beside it.

    The other model, clusters and lists are copied from the folder ``base`` unless ``models`` has
    them. The same sources give the same bytes. ``on_round`` is called at each round of training,
    ``ROUNDS`` times at most.

    Raises KgError where sources are broken, empty or of different kinds.
    """
    kinds = {kind_of(source) for source in sources}
    if kinds == {Gold.TREEBANK}:
        name, examples = "pos.npz", [pair for source in sources for pair in _tagged(source)]
    elif Gold.TREEBANK not in kinds:
        name, examples = "names.npz", [pair for source in sources for pair in _named(source)]
    else:
        raise KgError("a treebank teaches another model than names do; train them one after the other")
    labels = {label for _, each in examples for label in each}
    if not 1 < len(labels) <= MOST_LABELS:
        raise KgError(f"there are {len(labels)} labels; give two at least, {MOST_LABELS} at most")
    models.mkdir(parents=True, exist_ok=True)
    for other in _OTHER_FILES:
        if other != name and not (models / other).exists():
            shutil.copyfile(base / other, models / other)
    with tempfile.TemporaryDirectory() as folder:
        trained = crfsuite.train(_examples(name, examples, base), Path(folder) / "crf", SETTINGS, on_round)
        crfsuite.to_model(trained).save(models / name)
    return Trained(models / name, len(examples), sum(len(w) for w, _ in examples), tuple(sorted(labels)))


def _examples(name: str, pairs: Sequence[Labelled], base: Path) -> Iterator[crfsuite.Example]:
    lexicon = Lexicon.load(base)
    tagger = load_tagger(base)
    for words, labels in pairs:
        if name == "pos.npz":
            yield pos_features(words, lexicon), labels
        else:
            yield name_features(words, tagger.tag(words), lexicon), labels


def _tagged(treebank: Path) -> Iterator[Labelled]:
    check_treebank(treebank)
    for tree in read_trees(treebank):
        marks = ezafe_marks(tree)
        labels = [join_tag((word.pos, bool(mark))) for word, mark in zip(tree, marks, strict=True)]
        yield [_clean(word.text) for word in tree], labels


def _named(source: Path) -> Iterator[Labelled]:
    if kind_of(source) is Gold.NAMES:
        for sentence in read_names(source):
            yield [_clean(word) for word, _ in sentence], [label_of(tag) for _, tag in sentence]
        return
    annotations, faults = read_annotations(source)
    if faults:
        raise faults[0]
    for annotation in annotations:
        yield from _labelled(annotation)


def _labelled(annotation: Annotation) -> Iterator[Labelled]:
    """Label every place of an article where the words of an annotated name or role stand."""
    kinds = {squash(name): str(e.kind) for e in annotation.entities.values() for name in e.names}
    roles = (role for fact in annotation.facts if fact.relation == "holdsRole" for role in fact.words)
    kinds |= {key: ROLE for key in map(squash, roles) if key not in kinds}
    for sentence in annotate(Article(annotation.id, annotation.text)).sentences:
        yield [token.text for token in sentence.tokens], _labels(sentence.tokens, kinds)


def _labels(tokens: Sequence[Token], kinds: Mapping[str, str]) -> list[str]:
    """Label the longest names, from left to right."""
    keys = [squash(token.text) for token in tokens]
    longest = max(map(len, kinds), default=0)
    labels = ["O"] * len(tokens)
    at = 0
    while at < len(tokens):
        key, end, found = "", at, None
        while end < len(tokens) and len(key) <= longest:
            key, end = key + keys[end], end + 1
            if key in kinds:
                found = kinds[key], end
        if found and keys[at]:
            kind, end = found
            labels[at:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - at - 1)]
            at = end
        else:
            at += 1
    return labels


def _clean(word: str) -> str:
    return clean(word)[0] or word
