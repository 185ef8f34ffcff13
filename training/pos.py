"""The model of part of speech and ezafe.

Gold sentences are few (5,800), raw ones many. So three teachers, which also see what slower taggers
say (a Wapiti model with ezafe tags, our name model, a model of another treebank), learn from the
gold and label raw text by vote; the shipped model learns from both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pycrfsuite

from kg.tagging import Lexicon
from kg.tagging.features import join_tag, name_features, pos_features, split_tag
from kg.treebank import Tree, ezafe_marks
from training import corpora, crf
from training.perdt import Conversion, Part, matched, native_sentences

Tagging = Callable[[Sequence[str]], list[str]]
SILVER = {
    corpora.RAW[0]: 1,
    corpora.NEWS[0]: 8,
    corpora.NEWS[1]: 8,
    corpora.NEWS[2]: 12,
}  # every n-th sentence
LENGTHS = range(3, 121)  # words; shorter ones are fragments, longer ones tables
AGREED = 0.85  # of a sentence's words have the same label from all teachers
SILVER_FILE = "silver.tsv"
FINAL = {**crf.COMPACT, "c1": 0.5}


@dataclass(frozen=True, slots=True)
class Gold:
    """A sentence with labels, and which words are written onto the word before."""

    words: list[str]
    labels: list[str]
    clitics: tuple[bool, ...]

    def written(self) -> Gold:
        """Give the sentence in words as they are written: clitics joined, the first part's tag kept."""
        words: list[str] = []
        labels: list[str] = []
        for word, label, is_clitic in zip(self.words, self.labels, self.clitics, strict=True):
            if is_clitic and words:
                words[-1] += word
                labels[-1] = join_tag((split_tag(labels[-1])[0], False))
            else:
                words.append(word)
                labels.append(label)
        return Gold(words, labels, (False,) * len(words))


def write_silver(data: Path, models: Path, work: Path, wapiti: Path | None) -> str:
    """Train the teachers and write what they label: the file ``silver.tsv`` of the folder ``work``."""
    held_out = corpora.HeldOut.of(data)
    lexicon = Lexicon.load(models)
    newer, older = _newer(data, held_out), _older(data, held_out, lexicon, work)
    teachers = _Teachers(data, held_out, lexicon, work, _tagging(wapiti), _names(work, lexicon))
    teachers.train(newer, older)
    known = {_letters(gold.words) for gold in (*newer, *older)}
    relabelled = ((gold.words, teachers.vote(gold.words)[0]) for gold in _written(older))
    number = corpora.write_labelled(work / SILVER_FILE, chain(relabelled, teachers.silver(known)))
    return f"{number:,} sentences"


def train_pos(data: Path, models: Path, work: Path) -> str:
    """Train ``pos.npz`` of the folder ``models`` on the gold and on ``silver.tsv`` of ``work``."""
    held_out = corpora.HeldOut.of(data)
    lexicon = Lexicon.load(models)
    silver = corpora.labelled_sentences(work, [SILVER_FILE], held_out)
    examples = [*_weighted(_newer(data, held_out)), *silver]
    features = ((pos_features(words, lexicon), labels) for words, labels in examples)
    crf.to_model(crf.train(features, work / "pos.crf", FINAL)).save(models / "pos.npz")
    return f"{len(examples):,} sentences, {sum(len(words) for words, _ in examples):,} words"


def train_first_pos(data: Path, models: Path, work: Path) -> str:
    """Train a ``pos.npz`` on gold alone: what the first name model, then a teacher, builds on."""
    held_out = corpora.HeldOut.of(data)
    lexicon = Lexicon.load(models)
    newer, older = _newer(data, held_out), _older(data, held_out, lexicon, work)
    examples = [*_written(older), *newer, *_written(newer)]
    features = ((pos_features(gold.words, lexicon), gold.labels) for gold in examples)
    crf.to_model(crf.train(features, work / "pos.crf", crf.QUICK)).save(models / "pos.npz")
    return f"{len(examples):,} gold sentences"


def _newer(data: Path, held_out: corpora.HeldOut) -> list[Gold]:
    """Sentences of the edition that we follow: tags of its UD trees, ezafes of its native ones."""
    return [_from_both(tree, parts) for tree, parts in _both(data, held_out)]


def _older(data: Path, held_out: corpora.HeldOut, lexicon: Lexicon, work: Path) -> list[Gold]:
    """Sentences of older editions, their tags converted as the newer edition teaches it."""
    both = _both(data, held_out)
    pairs = [(parts, [word.pos for word in tree]) for tree, parts in both if len(parts) == len(tree)]
    conversion = Conversion(lexicon, work / "conversion.crf", pairs)
    return [_converted(parts, conversion) for parts in native_sentences(data, corpora.NATIVE_MORE, held_out)]


def _both(data: Path, held_out: corpora.HeldOut) -> list[tuple[Tree, list[Part]]]:
    sentences = native_sentences(data, [corpora.NATIVE_TREES], held_out)
    native = {_letters(part.text for part in parts): parts for parts in sentences}
    trees = corpora.trees(data, corpora.TREES, held_out)
    return [(tree, native.get(_letters(word.text for word in tree), [])) for tree in trees]


def _converted(parts: list[Part], conversion: Conversion) -> Gold:
    tags = zip(conversion.tags(parts), (part.has_ezafe for part in parts), strict=True)
    return Gold([p.text for p in parts], list(map(join_tag, tags)), tuple(p.is_clitic for p in parts))


def _from_both(tree: Tree, parts: Sequence[Part]) -> Gold:
    ezafes = [part is not None and part.has_ezafe for part in matched(tree, parts)]
    return _gold_of(tree, ezafes)


def _gold_of(tree: Tree, ezafes: Iterable[bool]) -> Gold:
    labels = [join_tag((word.pos, ezafe)) for word, ezafe in zip(tree, ezafes, strict=True)]
    return Gold([word.text for word in tree], labels, tuple(word.is_clitic for word in tree))


def _weighted(newer: Iterable[Gold]) -> Iterator[tuple[list[str], list[str]]]:
    """Give the gold that we follow to the letter more weight than silver."""
    for gold in newer:
        copies = (gold, gold, *_forms(gold))
        yield from ((copy.words, copy.labels) for copy in copies)


def _forms(gold: Gold) -> Iterator[Gold]:
    """Give the sentence in syntactic words and, where that differs, in words as they are written."""
    yield gold
    if any(gold.clitics):
        yield gold.written()


def _written(sentences: Iterable[Gold]) -> Iterator[Gold]:
    return (gold.written() for gold in sentences)


def _letters(words: Iterable[str]) -> str:
    return "".join(words).replace("\u200c", "").replace("_", "")


class _Teachers:
    """Three CRFs that see other taggers' labels beside the words."""

    def __init__(
        self,
        data: Path,
        held_out: corpora.HeldOut,
        lexicon: Lexicon,
        work: Path,
        wapiti: Tagging | None,
        names: Tagging | None,
    ) -> None:
        self._data, self._held_out, self._lexicon, self._work = data, held_out, lexicon, work
        advice = {"wapiti": wapiti, "names": names, "other": self._other_treebank()}
        self._advice = {name: tagging for name, tagging in advice.items() if tagging}
        self._models: list[tuple[tuple[str, ...], pycrfsuite.Tagger]] = []

    def train(self, newer: Sequence[Gold], older: Sequence[Gold]) -> None:
        everything = ("wapiti", "names", "other")
        plans = ((everything, crf.QUICK), (("wapiti", "names"), crf.QUICK), (everything, crf.ACCURATE))
        for number, (view, settings) in enumerate(plans):
            path = self._work / f"teacher{number}.crf"
            examples = self._examples(newer, older, view)
            self._models.append((view, crf.train(examples, path, settings)))

    def vote(self, words: Sequence[str]) -> tuple[list[str], float]:
        """Label a sentence, and say on what share of its words all teachers agree."""
        advice = self._heard(words)
        ballots = [model.tag(crf.ours(self._features(words, view, advice))) for view, model in self._models]
        columns = list(zip(*ballots, strict=True))
        labels = [
            max(column, key=lambda label: (column.count(label), label == column[0])) for column in columns
        ]
        return labels, sum(len(set(column)) == 1 for column in columns) / max(len(columns), 1)

    def silver(self, gold: set[str]) -> Iterator[tuple[list[str], list[str]]]:
        """Label raw sentences that are not among the gold, and yield those that all agree on."""
        for name, step in SILVER.items():
            sentences = corpora.raw_sentences(self._data, [name], self._held_out)
            for number, words in enumerate(sentences):
                if number % step == 0 and len(words) in LENGTHS and _letters(words) not in gold:
                    labels, agreed = self.vote(words)
                    if agreed >= AGREED:
                        yield words, labels

    def _examples(
        self, newer: Iterable[Gold], older: Iterable[Gold], view: tuple[str, ...]
    ) -> Iterator[crf.Example]:
        for gold in chain.from_iterable(map(_forms, older)):
            yield self._features(gold.words, view), gold.labels
        for gold in chain.from_iterable(map(_forms, newer)):
            yield crf.ours(self._features(gold.words, view)), gold.labels

    def _features(
        self, words: Sequence[str], view: tuple[str, ...], advice: dict[str, list[str]] | None = None
    ) -> list[list[str]]:
        heard = advice or self._heard(words)
        columns = [_advice_features(name, heard[name], words) for name in view if name in heard]
        own = pos_features(words, self._lexicon)
        return [
            [*row, *(feature for column in columns for feature in column[at])] for at, row in enumerate(own)
        ]

    def _heard(self, words: Sequence[str]) -> dict[str, list[str]]:
        return {name: tagging(words) for name, tagging in self._advice.items()}

    def _other_treebank(self) -> Tagging:
        trees = corpora.trees(self._data, corpora.OTHER_TREES, self._held_out)
        examples = (_gold_of(tree, [bool(mark) for mark in ezafe_marks(tree)]) for tree in trees)
        features = ((pos_features(gold.words, self._lexicon), gold.labels) for gold in examples)
        model = crf.train(features, self._work / "other.crf", crf.QUICK)
        return lambda words: list(model.tag(pos_features(words, self._lexicon)))


def _advice_features(name: str, labels: Sequence[str], words: Sequence[str]) -> list[list[str]]:
    edged = ["^", "^", *labels, "$", "$"]
    return [
        [
            f"{name}={here}",
            f"{name}-={before}",
            f"{name}+={after}",
            f"{name}-|{before}|{here}",
            f"{name}+|{here}|{after}",
            f"{name}-+|{before}|{here}|{after}",
            f"{name}++|{after}|{after2}",
            f"{name}w|{here}|{word}",
        ]
        for word, before, here, after, after2 in zip(
            words, edged[1:], edged[2:], edged[3:], edged[4:], strict=False
        )
    ]


def _tagging(path: Path | None) -> Tagging | None:
    """Open hazm's old Wapiti model, if there is one; it wants words without diacritics."""
    if path is None:
        return None
    from wapiti import Model  # noqa: PLC0415 - builds from C sources; wanted only with a teacher

    model = Model(model=str(path))
    unmarked = dict.fromkeys([0x640, *range(0x64B, 0x656), 0x670])

    def tag(words: Sequence[str]) -> list[str]:
        plain = (word.translate(unmarked) or word for word in words)
        lines = "\n".join(word.replace(" ", "\u200c").replace("_", "\u200c") for word in plain)
        return list(model.label_sequence(lines).decode().split())

    return tag


def _names(work: Path, lexicon: Lexicon) -> Tagging | None:
    """Open the models of an earlier round, if there are any."""
    if not (work / "names.crf").exists():
        return None
    pos, names = crf.load(work / "pos.crf"), crf.load(work / "names.crf")

    def tag(words: Sequence[str]) -> list[str]:
        tags = [split_tag(label) for label in pos.tag(pos_features(words, lexicon))]
        return [label[-3:] for label in names.tag(name_features(words, tags, lexicon))]

    return tag
