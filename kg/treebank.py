"""Dependency treebanks in CoNLL-U: reading them, and the ezafes that their trees imply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

BEARERS = frozenset({"NOUN", "PROPN", "ADJ"})
_LINKS = frozenset({"nmod", "nmod:poss", "amod"})
_NAME_LINKS = frozenset({"flat", "flat:name"})


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word of a tree. ``head`` is the index of its head in the sentence, -1 at the root."""

    text: str
    lemma: str
    pos: str
    head: int
    relation: str
    is_clitic: bool = False  # written onto the word before it


Tree = tuple[Word, ...]


def read_trees(path: Path) -> Iterator[Tree]:
    """Read the sentences of a CoNLL-U file, in order."""
    with path.open(encoding="utf-8-sig") as lines:
        for rows in blocks(lines):
            yield _tree(rows)


def blocks(lines: Iterable[str]) -> Iterator[list[list[str]]]:
    """Split lines of tab-separated columns at blank lines, leaving comments out."""
    rows: list[list[str]] = []
    for line in lines:
        if not line.strip():
            if rows:
                yield rows
            rows = []
        elif not line.startswith("# "):
            rows.append(line.rstrip("\n").split("\t"))
    if rows:
        yield rows


def ezafe_marks(tree: Tree) -> list[bool | None]:
    """Say for each word whether an ezafe stands on it; None where the tree does not tell.

    An ezafe links a noun or adjective to the attribute that follows it. It stands on the word
    before the attribute's first word: on the head itself, or on what already stands between.
    An indefinite noun takes its attribute without one. Within a name (``flat``) the trees do not
    tell given name and surname, which are linked, from a title and a name, which are not.
    """
    marks: list[bool | None] = [False] * len(tree)
    starts = _starts(tree)
    behind_preposition = {word.head for word in tree if word.relation == "case"}
    for index, word in enumerate(tree):
        bearer = starts[index] - 1
        if not 0 <= word.head <= bearer or not _can_bear(tree[bearer], tree[bearer + 1]):
            continue
        if word.relation in _NAME_LINKS:
            marks[bearer] = None
        elif _is_attribute(word, tree[word.head]) and index not in behind_preposition:
            marks[bearer] = True
    return marks


def _tree(rows: Sequence[Sequence[str]]) -> Tree:
    inner = {number for row in rows if "-" in row[0] for number in _inner(row[0])}
    words = [row for row in rows if row[0].isdecimal()]
    return tuple(Word(row[1], row[2], row[3], int(row[6]) - 1, row[7], int(row[0]) in inner) for row in words)


def _inner(span: str) -> range:
    """Numbers of the words after the first in a token such as ``38-39``."""
    first, last = map(int, span.split("-"))
    return range(first + 1, last + 1)


def _starts(tree: Tree) -> list[int]:
    """Index of the first word of each word's subtree."""
    starts = list(range(len(tree)))
    for index in range(len(tree)):
        seen, above = {index}, tree[index].head
        while above >= 0 and above not in seen:
            starts[above] = min(starts[above], index)
            seen.add(above)
            above = tree[above].head
    return starts


def _can_bear(word: Word, following: Word) -> bool:
    return word.pos in BEARERS and not following.is_clitic and not _is_indefinite(word)


def _is_indefinite(word: Word) -> bool:
    """Whether the word ends in the ی of «a certain …», which its lemma lacks."""
    ye, text = "\u06cc", word.text
    if not text.endswith(ye) or word.lemma.endswith(ye):
        return False
    glides = ("\u200c\u0627" + ye, "\u0647\u0627" + ye + ye, "\u0626" + ye)  # after a vowel
    return text.endswith(glides) or (len(text) > 2 and text[-2] not in "\u0627\u0648\u06cc\u0647")


def _is_attribute(word: Word, head: Word) -> bool:
    return word.relation in _LINKS or (word.relation == "obl:arg" and head.pos == "ADJ")
