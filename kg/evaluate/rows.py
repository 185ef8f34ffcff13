"""Files of words, a row each: which kind a file is, and its rows, checked.

A CoNLL file of names has ``word TAB tag`` in each row, a CoNLL-U treebank ten columns; an empty line
ends a sentence.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice
from pathlib import Path

from kg.errors import KgError

Sentence = list[list[str]]
"""Rows of a sentence, each as its cells."""


class Gold(StrEnum):
    """What people annotated."""

    ARTICLES = "articles"
    NAMES = "names"
    TREEBANK = "treebank"


def kind_of(path: Path) -> Gold:
    """Say what ``path`` holds: a folder articles, a file what its first rows are.

    Raises KgError where it is none of the three.
    """
    if path.is_dir():
        return Gold.ARTICLES
    for _, row in islice(_lines(path), _FIRST_ROWS):
        cells = row.split("\t")
        if len(cells) == _COLUMNS and _NUMBER.fullmatch(cells[0]):
            return Gold.TREEBANK
        if len(cells) == 2 and _TAG.fullmatch(cells[1].strip()):
            return Gold.NAMES
    raise KgError(
        f"{path} is none of what can be measured against; give a folder of annotated articles "
        "(ID.txt, ID.json), a CoNLL file of names (word TAB tag) or a CoNLL-U treebank"
    )


def read_names(path: Path) -> Iterator[Sentence]:
    """Read the sentences of a CoNLL file of names: words and their tags, ``B-``, ``I-`` or ``O``.

    Raises KgError naming the line that is broken.
    """
    sentence: Sentence = []
    for number, row in _lines(path):
        if not row.strip():
            if sentence:
                yield sentence
            sentence = []
            continue
        word, _, tag = row.partition("\t")
        if not word.strip() or not _TAG.fullmatch(tag.strip()):
            way_out = "write word TAB tag: O, B-PER, I-PER …"
            raise _broken(path, number, f"«{row[:40]}» is no row of names", way_out)
        sentence.append([word, tag.strip()])
    if sentence:
        yield sentence


def check_treebank(path: Path) -> None:
    """Make sure that every row of a CoNLL-U file can be read as a tree.

    Raises KgError naming the line that is broken.
    """
    if path.read_bytes()[:3] == BOM_UTF8:
        raise _broken(path, 1, "the file begins with a byte order mark", "save it as UTF-8 without one")
    words: list[tuple[int, list[str]]] = []
    for number, row in _lines(path):
        if not row.strip():
            _check_tree(path, words)
            words = []
        elif not row.startswith("#"):
            cells = row.split("\t")
            _check_row(path, number, cells)
            if cells[0].isdecimal():
                words.append((number, cells))
    _check_tree(path, words)


def _broken(path: Path, line: int, problem: str, way_out: str) -> KgError:
    return KgError(f"{path}:{line}: {problem}; {way_out}")


def _check_row(path: Path, line: int, cells: Sequence[str]) -> None:
    if len(cells) != _COLUMNS:
        raise _broken(path, line, f"the row has {len(cells)} columns", "CoNLL-U has 10, with tabs between")
    if not _NUMBER.fullmatch(cells[0]):
        raise _broken(path, line, f"«{cells[0]}» is no number of a word", "write 1, 1-2 or 1.1")
    if cells[0].isdecimal() and cells[3] not in UPOS:
        way_out = "write one of the 17 tags of Universal Dependencies"
        raise _broken(path, line, f"«{cells[3]}» is no universal part of speech", way_out)


def _check_tree(path: Path, words: Sequence[tuple[int, Sequence[str]]]) -> None:
    for at, (line, cells) in enumerate(words, start=1):
        if int(cells[0]) != at:
            raise _broken(path, line, f"word {at} has the number {cells[0]}", "number words from 1 on")
        if not cells[6].isdecimal() or int(cells[6]) > len(words):
            raise _broken(path, line, f"the head «{cells[6]}» is no word of the sentence", "mend the head")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                yield number, line.rstrip("\n")
    except OSError as error:
        raise KgError(f"{path} cannot be read ({error.strerror}); check the path and its rights") from error
    except UnicodeDecodeError as error:
        raise KgError(f"{path} is not UTF-8 (byte {error.start}); convert it with iconv") from error


_FIRST_ROWS = 50  # a broken row at the head must not hide what a file is
_COLUMNS = 10
_NUMBER = re.compile(r"\d+(?:[-.]\d+)?")
_TAG = re.compile(r"O|[BI][-_]\w+")
UPOS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
