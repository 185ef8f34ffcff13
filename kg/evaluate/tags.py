"""Parts of speech and ezafe against a CoNLL-U treebank, on the treebank's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from kg.evaluate.report import Figures, Report, Row, share
from kg.evaluate.rows import check_treebank
from kg.persian import clean, has_written_ezafe
from kg.tagging import Tag, Tagger
from kg.treebank import BEARERS, Tree, ezafe_marks, read_trees


def evaluate_tags(path: Path, tagger: Tagger) -> Report:
    """Measure the parts of speech and the ezafes that ``tagger`` gives the words of ``path``.

    Ezafes count on nouns, names and adjectives where the tree tells whether there is one.
    Raises KgError naming the line that is broken.
    """
    check_treebank(path)
    pairs: Counter[tuple[str, str]] = Counter()  # (part of speech in the tree, ours)
    ezafes: Counter[tuple[bool | None, bool]] = Counter()
    sentences = 0
    for tree in read_trees(path):
        sentences += 1
        tags = _tags(tree, tagger)
        pairs.update((word.pos, pos) for word, (pos, _) in zip(tree, tags, strict=True))
        marks = zip(tree, ezafe_marks(tree), tags, strict=True)
        ezafes.update((mark, ezafe) for word, mark, (_, ezafe) in marks if word.pos in BEARERS)
    return {
        "words": [_accuracy(pairs, sentences)],
        "parts_of_speech": _rows(pairs),
        "ezafe": [_ezafe(ezafes)],
    }


def _tags(tree: Tree, tagger: Tagger) -> Sequence[Tag]:
    """Tag the words as ``kg.annotate`` would: cleaned, with the ezafes that are written."""
    tags = tagger.tag([clean(word.text)[0] or word.text for word in tree])
    return [
        (pos, ezafe or has_written_ezafe(word.text)) for word, (pos, ezafe) in zip(tree, tags, strict=True)
    ]


def _accuracy(pairs: Counter[tuple[str, str]], sentences: int) -> Row:
    right = sum(number for (pos, ours), number in pairs.items() if pos == ours)
    words = pairs.total()
    return {"sentences": sentences, "words": words, "right": right, "upos_accuracy": share(right, words)}


def _rows(pairs: Counter[tuple[str, str]]) -> Sequence[Row]:
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for (pos, ours), number in pairs.items():
        gold[pos] += number
        found[ours] += number
    return [Figures(gold[pos], found[pos], pairs[pos, pos]).row(upos=pos) for pos in sorted(gold | found)]


def _ezafe(ezafes: Counter[tuple[bool | None, bool]]) -> Row:
    hit, missed, wrong = ezafes[True, True], ezafes[True, False], ezafes[False, True]
    untold = ezafes[None, True] + ezafes[None, False]
    figures = Figures(hit + missed, hit + wrong, hit)
    return {"judged": ezafes.total() - untold, "untold": untold, **figures.row()}
