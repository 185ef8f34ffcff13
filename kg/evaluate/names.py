"""Names against a CoNLL file: spans of exact words and class, on the file's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from kg.evaluate.report import Figures, Report, Row
from kg.evaluate.rows import Sentence, read_names
from kg.persian import clean
from kg.tagging import Tagger, spans

_SPELLINGS = {
    "PER": ("PERS", "PERSON"),
    "LOC": ("LOCATION",),
    "ORG": ("ORGANIZATION",),
    "DAT": ("DATE",),
    "TIM": ("TIME",),
    "MON": ("MONEY",),
    "PCT": ("PERCENT",),
}
_OTHER_SPELLINGS = {each: kind for kind, others in _SPELLINGS.items() for each in (kind, *others)}


def evaluate_names(path: Path, tagger: Tagger) -> Report:
    """Measure the names that ``tagger`` finds among the words of ``path``.

    A name is right if its words and its class are. Classes that only the file or only the tagger
    has are listed and count nowhere else.
    """
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    sentences = words = 0
    for sentence in read_names(path):
        sentences, words = sentences + 1, words + len(sentence)
        wanted = set(spans([label_of(tag) for _, tag in sentence]))
        tagged = _tagged(sentence, tagger)
        for counter, names in ((gold, wanted), (found, tagged), (right, wanted & tagged)):
            counter.update(kind for kind, _, _ in names)
    kinds = [kind for kind in (*_SPELLINGS, *tagger.kinds) if gold[kind] and kind in tagger.kinds]
    shared = list(dict.fromkeys(kinds))
    return {
        "names": _rows(shared, gold, found, right),
        "left_out": _left_out(gold, found, shared, tagger.kinds),
        "file": [{"sentences": sentences, "words": words}],
    }


def label_of(tag: str) -> str:
    """Write a tag of the file as ours are written: ``B_pers`` -> ``B-PER``."""
    mark, kind = tag[:1], tag[2:]
    return f"{mark}-{_OTHER_SPELLINGS.get(kind.upper(), kind)}" if kind else mark


def _tagged(sentence: Sentence, tagger: Tagger) -> set[tuple[str, int, int]]:
    words = [clean(word)[0] or word for word, _ in sentence]
    names = tagger.names(words, tagger.tag(words))
    return {(name.kind, name.first, name.last) for name in names}


def _rows(
    kinds: Sequence[str], gold: Counter[str], found: Counter[str], right: Counter[str]
) -> Sequence[Row]:
    figures = {kind: Figures(gold[kind], found[kind], right[kind]) for kind in kinds}
    every = Figures(*(sum(counter[kind] for kind in kinds) for counter in (gold, found, right)))
    return [*(each.row(kind=kind) for kind, each in figures.items()), every.row(kind="all")]


def _left_out(
    gold: Counter[str], found: Counter[str], shared: Sequence[str], kinds: Sequence[str]
) -> Sequence[Row]:
    foreign = [(kind, gold[kind], "is not tagged here") for kind in gold if kind not in kinds]
    absent = [(kind, found[kind], "is not in the file") for kind in found if kind not in shared]
    return [{"kind": kind, "names": number, "why": why} for kind, number, why in sorted(foreign + absent)]
