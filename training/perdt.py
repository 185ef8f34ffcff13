"""PerDT in its native scheme (Dadegan): ezafes from its trees, and its tags carried over to UD.

The native scheme says more of ezafes than UD does (names included), but does not tell names from
nouns nor auxiliaries from verbs. A CRF learns those two from the sentences that exist in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.tagging import Lexicon
from kg.tagging.features import pos_features
from kg.treebank import Tree, Word, blocks, ezafe_marks
from training import crf
from training.corpora import HeldOut

SAME = {"NOUN": "N", "ADP": "PREP", "POSTP": "PREP", "PRON": "PR", "SPR": "PR", "UPR": "PR", "CPR": "PR"} | {
    "PRO": "PR",
    "CCONJ": "CONJ",
    "SCONJ": "SUBR",
    "NUM": "PRENUM",
    "VERB": "V",
    "MEAS": "N",
    "PUNCT": "PUNC",
    "CL": "N",
    "INTJ": "PSUS",
}  # tags of PerDT's older editions -> of its last
UNIVERSAL = {"N": "NOUN", "PREP": "ADP", "PR": "PRON", "CONJ": "CCONJ", "SUBR": "SCONJ", "PRENUM": "NUM"} | {
    "V": "VERB",
    "PUNC": "PUNCT",
    "ADJ": "ADJ",
    "ADV": "ADV",
    "PREM": "DET",
    "POSNUM": "ADJ",
    "IDEN": "PROPN",
    "PSUS": "INTJ",
    "ADR": "INTJ",
    "PART": "PART",
    "AUX": "AUX",
}
LEARNT = {("N", "PROPN"), ("ADJ", "PROPN"), ("V", "AUX")}
RELATIONS = {"MOZ": "nmod", "NPOSTMOD": "amod", "NEZ": "nmod"}  # those that an ezafe makes
ENDINGS = frozenset("م ت ش مان تان شان یم یت یش یمان یتان یشان ام ات اش ی ست ید ند اند".split())


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a native tree; a verb of several words («شده_بود») is cut into its words."""

    text: str
    pos: str
    relation: str
    number: int
    parts: int
    has_ezafe: bool
    is_clitic: bool
    above: str  # relation and tag of its head


def native_sentences(data: Path, names: Iterable[str], held_out: HeldOut) -> Iterator[list[Part]]:
    """Read sentences in the native scheme."""
    for name in names:
        with (data / name).open(encoding="utf-8") as lines:
            for rows in blocks(lines):
                if not held_out.has(row[1] for row in rows):
                    yield list(_parts(rows))


class Conversion:
    """Carries native tags over to Universal POS."""

    def __init__(
        self, lexicon: Lexicon, path: Path, pairs: Iterable[tuple[list[Part], Sequence[str]]]
    ) -> None:
        self._lexicon = lexicon
        examples = ((self._features(parts), tags) for parts, tags in pairs)
        self._model = crf.train(examples, path, {**crf.COMPACT, "c1": 0.1, "c2": 0.05})

    def tags(self, parts: list[Part]) -> list[str]:
        """Give the Universal POS of each part."""
        learnt = self._model.tag(self._features(parts))
        pairs = zip(parts, learnt, strict=True)
        return [tag if (part.pos, tag) in LEARNT else UNIVERSAL[part.pos] for part, tag in pairs]

    def _features(self, parts: list[Part]) -> list[list[str]]:
        features = pos_features([part.text for part in parts], self._lexicon)
        before: list[Part | None] = [None, *parts[:-1]]
        after: list[Part | None] = [*parts[1:], None]
        seen = map(_native_features, before, parts, after)
        return [[*row, *native] for row, native in zip(features, seen, strict=True)]


def matched(tree: Tree, parts: Sequence[Part]) -> list[Part | None]:
    """For each word of a UD tree, the native part that ends where it ends."""
    ends = dict(zip(_ends(part.text for part in parts), parts, strict=True))
    return [ends.get(end) for end in _ends(word.text for word in tree)]


def _parts(rows: Sequence[Sequence[str]]) -> Iterator[Part]:
    marks = ezafe_marks(_tree(rows))
    for at, row in enumerate(rows):
        texts = [text for text in row[1].split("_") if text] or ["_"]
        head = rows[int(row[6]) - 1] if int(row[6]) else None
        for number, text in enumerate(texts):
            yield Part(
                text=text,
                pos=_pos(row),
                relation=row[7],
                number=number,
                parts=len(texts),
                has_ezafe=bool(marks[at]) and number == len(texts) - 1,
                is_clitic=at > 0 and len(texts) == 1 and _is_ending(row),
                above=f"{head[7]}{_pos(head)}" if head else "",
            )


def _tree(rows: Sequence[Sequence[str]]) -> Tree:
    return tuple(
        Word(
            row[1],
            row[2],
            _bearing(_pos(row)),
            int(row[6]) - 1,
            RELATIONS.get(row[7], "dep"),
            _is_ending(row),
        )
        for row in rows
    )


def _bearing(pos: str) -> str:
    return {"N": "NOUN", "ADJ": "ADJ"}.get(pos, "X")


def _pos(row: Sequence[str]) -> str:
    return SAME.get(row[3], row[3])


def _is_ending(row: Sequence[str]) -> bool:
    return row[4] == "JOPER" or (_pos(row) in {"PR", "V"} and row[1].strip("\u200c") in ENDINGS)


def _native_features(before: Part | None, part: Part, after: Part | None) -> Iterator[str]:
    tag = f"N{part.pos}|{min(part.number, 1)}|{min(part.parts, 2)}"
    yield from (tag, f"R{part.relation}", f"{tag}R{part.relation}", f"{tag}|{part.text}")
    yield from (f"{tag}ez{part.has_ezafe}", f"H{part.above}", f"M{part.relation}|{part.above}")
    if before:
        yield f"N-{before.pos}{before.relation}{before.has_ezafe}"
        yield f"N-{before.pos}{part.pos}"
    if after:
        yield f"N+{after.pos}{after.relation}"
        yield f"N+{part.pos}{after.pos}"


def _ends(texts: Iterable[str]) -> Iterator[int]:
    """How many letters of the sentence have gone by at the end of each word."""
    end = 0
    for text in texts:
        end += sum(letter not in "_ \u200c" for letter in text)
        yield end
