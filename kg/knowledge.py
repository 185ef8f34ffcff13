"""What the extractors know, out of ontology/: lexicons and gazetteer as one frozen Knowledge.

A lexicon is a tab-separated file whose first row names its columns and whose first column is the
form; spellings that one row shares stand in it with «|» between them. Forms match whatever their
spacing: «خاطرنشان» and «خاطر نشان» are one key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from kg.errors import KnowledgeError
from kg.model import Token
from kg.persian import squash

Entry = Mapping[str, str]
"""A row of a lexicon, by column name; ``entry["form"]`` is the form as the file writes it."""


@dataclass(frozen=True)
class Lexicon:
    """Forms and what is known of them."""

    name: str
    entries: Mapping[str, tuple[Entry, ...]]  # by the form's key; a gazetteer may hold several of one name
    longest: int = 1  # tokens of the longest form

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Everything that a form's key begins with: most words begin none, and need no look at more."""
        return frozenset(key[:n] for key in self.entries for n in range(1, len(key) + 1))

    def get(self, text: str) -> Entry | None:
        """The (first) entry whose form is ``text``, in any spacing; None where there is none."""
        found = self.entries.get(squash(text))
        return found[0] if found else None

    def all(self, text: str) -> tuple[Entry, ...]:
        """Every entry whose form is ``text``, in any spacing."""
        return self.entries.get(squash(text), ())

    def __iter__(self) -> Iterator[Entry]:
        """Every row once, in the order of the file."""
        rows = {id(row): row for found in self.entries.values() for row in found}
        return iter(rows.values())

    def __contains__(self, text: str) -> bool:
        return squash(text) in self.entries

    def match(self, tokens: Sequence[Token], at: int) -> tuple[Entry, int] | None:
        """The longest form that starts at token ``at``: its entry and its number of tokens."""
        if at >= len(tokens) or squash(tokens[at].text) not in self.beginnings:
            return None  # so it is with nearly all words, and this is asked many times of each
        return self._longest([squash(token.text) for token in tokens[at : at + self.longest]])

    def matches(self, keys: Sequence[str]) -> Mapping[int, tuple[Entry, int]]:
        """What ``match`` finds at each place among words, given by their keys, where a form starts."""
        beginnings, longest = self.beginnings, self.longest
        starts = [at for at, key in enumerate(keys) if key in beginnings]
        return {at: match for at in starts if (match := self._longest(keys[at : at + longest]))}

    def _longest(self, keys: Sequence[str]) -> tuple[Entry, int] | None:
        """The longest form that the first of ``keys`` begins."""
        text, best = "", None
        for length, key in enumerate(keys, start=1):
            text += key
            if text not in self.beginnings:
                break
            if key and text in self.entries:
                best = (self.entries[text][0], length)
        return best


@dataclass(frozen=True)
class Example:
    """A sentence that a user's row must be found in: ``where`` names the file and row."""

    where: str
    lexicon: str
    forms: tuple[str, ...]
    text: str


@dataclass(frozen=True, eq=False)
class Knowledge:
    """All lexicons, by the names of their files, and the examples that a user's rows came with.

    It is equal to itself alone, so that what is made of it once can be cached by it.
    """

    lexicons: Mapping[str, Lexicon] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    extra: Path | None = None  # the user's folder that it was read with

    def __getitem__(self, name: str) -> Lexicon:
        return self.lexicons[name]

    def __reduce__(self) -> tuple[object, ...]:
        """Travel to another process as the folder's name: reading once there beats copying each time."""
        return load_knowledge, (self.extra,)


@cache
def holders(knowledge: Knowledge) -> Mapping[str, tuple[str, ...]]:
    """The ids of the gazetteer's places that hold each of them, the nearest first."""
    part_of = {row["id"]: row["part_of"] for row in knowledge["places"]}

    def upwards(id_: str) -> Iterator[str]:
        while part_of[id_] in part_of:
            id_ = part_of[id_]
            yield id_

    return {id_: tuple(upwards(id_)) for id_ in part_of}


def ontology_dir() -> Path:
    """Where ontology/ lies: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parent / "ontology"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "ontology"


def seeds_dir() -> Path:
    """Where the two articles lie that are read when no source is named."""
    inside = Path(__file__).parent / "seeds"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "seeds"


@cache
def load_knowledge(extra: Path | None = None) -> Knowledge:
    """Read every lexicon and gazetteer that ships, and the rows of a user's own in the folder ``extra``.

    A file of ``extra`` is called as the lexicon whose rows it adds (roles.tsv), has its columns, and
    may have a column ``example`` more; a row of a form that is known already takes its place.
    Raises KnowledgeError with all faults of all files at once.
    """
    faults: list[str] = []
    root = ontology_dir()
    paths = sorted([*root.glob("lexicon/*.tsv"), *root.glob("gazetteer/*.tsv"), *root.glob("identity/*.tsv")])
    shipped = {path.stem: path for path in paths}
    own = {path.stem: path for path in sorted(extra.glob("*.tsv"))} if extra else {}
    if extra and not own:
        faults.append(f"{extra}: there is no .tsv file here; name a folder with rows such as roles.tsv")
    for name in sorted(own.keys() - shipped.keys()):
        faults.append(f"{own[name].name}: no lexicon is called so; there are {', '.join(sorted(shipped))}")
    lexicons = {name: _lexicon(path, own.get(name), faults) for name, path in shipped.items()}
    examples = [e for name in own.keys() & shipped.keys() for e in _examples(own[name], lexicons[name])]
    if faults:
        raise KnowledgeError(faults)
    return Knowledge(lexicons, tuple(sorted(examples, key=lambda e: e.where)), extra)


def _lexicon(path: Path, own: Path | None, faults: list[str]) -> Lexicon:
    rows = list(_rows(path, faults))
    entries = _entries(path.name, rows, path.parent.name == "gazetteer", faults)
    if own:
        own_rows = list(_rows(own, faults))
        _check_kinds(own.name, own_rows, {row.get("kind", "") for _, row in rows}, faults)
        entries |= _entries(own.name, own_rows, True, faults)
    # each space and joiner of a form, and each comma, may make a token of its own
    forms = (form for found in entries.values() for row in found for form in _forms(row))
    longest = max((len(re.split(r"[\s\u200c]+|(?=،)", form)) for form in forms), default=1)
    return Lexicon(path.stem, entries, longest)


def _entries(
    file: str, rows: list[tuple[int, Entry]], may_repeat: bool, faults: list[str]
) -> dict[str, tuple[Entry, ...]]:
    entries: dict[str, tuple[Entry, ...]] = {}
    for number, entry in rows:
        for form in _forms(entry):
            key = squash(form)
            before = entries.get(key, ())
            if not key:
                faults.append(f"{file}:{number}: a form is empty; write the word in the first column")
            elif before and before[0] is not entry and not may_repeat:
                faults.append(f"{file}:{number}: «{form}» stands twice; keep one of the rows")
            elif entry not in before:
                entries[key] = (*before, entry)
    return entries


def _check_kinds(file: str, rows: list[tuple[int, Entry]], known: set[str], faults: list[str]) -> None:
    for number, row in rows:
        if row.get("kind", "") not in known:
            kinds = ", ".join(sorted(known - {""}))
            faults.append(f"{file}:{number}: «{row['kind']}» is no kind; choose from {kinds}")


def _examples(path: Path, lexicon: Lexicon) -> Iterator[Example]:
    for number, row in _rows(path, []):
        if row.get("example"):
            yield Example(f"{path.name}:{number}", lexicon.name, tuple(_forms(row)), row["example"])


def _forms(entry: Entry) -> list[str]:
    others = entry.get("names", "")
    return entry["form"].split("|") + (others.split("|") if others else [])


def _rows(path: Path, faults: list[str]) -> Iterator[tuple[int, Entry]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    columns = ["form", *lines[0].split("\t")[1:]] if lines else []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) > len(columns):
            faults.append(
                f"{path.name}:{number}: {len(cells)} cells under {len(columns)} columns; mend the tabs"
            )
            continue
        yield number, dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))
