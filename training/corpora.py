"""What the models are trained on: which files, how they are read, and what must never be among them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from hazm import Normalizer, SentenceTokenizer, WordTokenizer

from kg.treebank import Tree, blocks, read_trees

NEWS = ("news/fars.jsonl", "news/isna.jsonl", "news/telegram.jsonl")
RAW = ("treebank/fa_perdt-train-raw-sentences.txt", "treebank/fa_seraji-train-raw-sentences.txt")
TREES = "treebank/fa_perdt-ud-dev.conllu"
OTHER_TREES = "treebank/fa_seraji-ud-dev.conllu"
NATIVE_TREES = "treebank/dadegan-dev.conll"  # the sentences of TREES, in the scheme of the next two
NATIVE_MORE = ("treebank/dadegan-train-sample.conll", "treebank/dadegan-train-first704-new-only.conll")
NAMES = ("ner/peyma-train.conll", "ner/peyma-dev.conll")
OTHER_NAMES = ("ner/nsurl600k.conll",)
UNLABELLED = (
    "ner/arman-fold1.conll",
    "ner/arman-fold2.conll",
    "ner/arman-fold3.conll",
    "ner/iust-train_news.conll",
    "ner/iust-train_wiki.conll",
)
TRAINING = (*NEWS, *RAW, TREES, OTHER_TREES, NATIVE_TREES, *NATIVE_MORE, *NAMES, *OTHER_NAMES, *UNLABELLED)

HELD_OUT_NAMES = ("ner/peyma-test.conll",)
HELD_OUT_TREES = ("treebank/fa_perdt-ud-test.conllu", "treebank/fa_seraji-ud-test.conllu")
HELD_OUT_ARTICLES = "../bench/dev"  # beside the data folder, where there is one
SHORTEST_TELLING = 25  # letters; a shorter sentence («وی افزود») may stand in any article

Words = list[str]
LabelledWords = tuple[Words, list[str]]


class HeldOut:
    """The sentences that models are measured on. Whatever holds one of them is not trained on."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.keys = set(filter(None, map(_key, sentences)))

    @classmethod
    def of(cls, data: Path) -> HeldOut:
        """Gather the held-out sentences that lie in and beside the folder ``data``."""
        return cls(_held_out(data))

    def has(self, words: Iterable[str]) -> bool:
        """Whether this sentence is held out."""
        return _key("".join(words)) in self.keys

    def has_part_of(self, text: str) -> bool:
        """Whether a sentence of this article is held out."""
        keys = (_key(sentence) for sentence in _pieces(text))
        return any(key in self.keys for key in keys if len(key) >= SHORTEST_TELLING)


class Splitter:
    """Cuts raw text into sentences of words, as the program does when it reads."""

    def __init__(self) -> None:
        self._normalize = Normalizer(
            persian_style=False,
            persian_numbers=False,
            remove_specials_chars=False,
            decrease_repeated_chars=False,
            unicodes_replacement=False,
        ).normalize
        self._sentences = SentenceTokenizer().tokenize
        self._words = WordTokenizer(join_verb_parts=False).tokenize

    def split(self, text: str) -> Iterator[Words]:
        """Yield the sentences of ``text``, line by line."""
        for line in filter(str.strip, text.splitlines()):
            for sentence in self._sentences(self._normalize(line)):
                words = [word.replace(" ", "\u200c") for word in self._words(sentence) if word.strip()]
                if words:
                    yield words


def raw_sentences(data: Path, names: Iterable[str], held_out: HeldOut) -> Iterator[Words]:
    """Yield the sentences of raw news (JSONL) and of lists of sentences (one a line)."""
    splitter = Splitter()
    for name in names:
        for text in _texts(data / name):
            if not held_out.has_part_of(text):
                yield from (words for words in splitter.split(text) if not held_out.has(words))


def labelled_sentences(data: Path, names: Iterable[str], held_out: HeldOut) -> Iterator[LabelledWords]:
    """Yield words and labels of CoNLL files (``word TAB label``)."""
    for name in names:
        with (data / name).open(encoding="utf-8") as lines:
            for rows in blocks(lines):
                words = [row[0] for row in rows]
                if not held_out.has(words):
                    yield words, [row[-1] for row in rows]


def write_labelled(path: Path, sentences: Iterable[LabelledWords]) -> int:
    """Write sentences as ``labelled_sentences`` reads them; return how many there were."""
    number = 0
    with path.open("w", encoding="utf-8") as file:
        for words, labels in sentences:
            number += 1
            file.writelines(f"{word}\t{label}\n" for word, label in zip(words, labels, strict=True))
            file.write("\n")
    return number


def trees(data: Path, name: str, held_out: HeldOut) -> Iterator[Tree]:
    """Yield the trees of a CoNLL-U file."""
    for tree in read_trees(data / name):
        if not held_out.has(word.text for word in tree):
            yield tree


def _texts(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if path.suffix == ".jsonl":
                record = json.loads(line)
                yield "\n".join(filter(None, (record.get("title"), record["text"])))
            else:
                yield line


def _held_out(data: Path) -> Iterator[str]:
    for name in filter(lambda name: (data / name).exists(), HELD_OUT_NAMES):
        yield from ("".join(words) for words, _ in labelled_sentences(data, [name], HeldOut([])))
    for name in filter(lambda name: (data / name).exists(), HELD_OUT_TREES):
        yield from ("".join(word.text for word in tree) for tree in read_trees(data / name))
    for article in sorted((data / HELD_OUT_ARTICLES).glob("*.txt")):
        yield from _pieces(article.read_text(encoding="utf-8"))


def _pieces(text: str) -> list[str]:
    return re.split(r"[\n.!؟?]", text)


def _key(sentence: str) -> str:
    """Only the letters, so that spacing, marks and Arabic forms of letters make no difference."""
    return re.sub(r"\W", "", sentence.translate(_LETTERS))


_LETTERS = str.maketrans("يكۀ", "یکه", "\u200c_")
