"""Word lists for the models: which words are given names, surnames, places, honorifics or cues."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

CUES = Path(__file__).parent / "cues.tsv"
LARGE = 300_000  # inhabitants; the names of smaller cities abroad are too often plain words
SURE = 2  # sources; a given name that only one source has is rare or a place
ELSEWHERE = frozenset("ةيكىڭېۇەٹڈےہھۆ")  # letters of other languages in Arabic script

Entry = tuple[str, str]  # name, one-letter code of its list


def write_lists(data: Path, models: Path) -> str:
    """Write ``lists.tsv`` (word, TAB, the letters of its lists) and say how many words it has."""
    letters: dict[str, set[str]] = defaultdict(set)
    for name, letter in (*_gazetteer(data / "gazetteer"), *_cues()):
        word = name.translate(str.maketrans("يكى", "یکی")).strip()
        if word and all("\u0600" <= sign <= "\u06ff" or sign == "\u200c" for sign in word):
            letters[word].add(letter)
    rows = [f"{word}\t{''.join(sorted(letters[word]))}\n" for word in sorted(letters)]
    (models / "lists.tsv").write_text("".join(rows), encoding="utf-8")
    return f"{len(rows):,} words on lists"


def _gazetteer(folder: Path) -> Iterator[Entry]:
    for row in _rows(folder / "first_names_merged.tsv", "\t"):
        if int(row["n_sources"]) >= SURE:
            yield row["name"], "g"
    for line in (folder / "surnames_farsi_faker.txt").read_text(encoding="utf-8").splitlines():
        yield line, "s"
    for file in ("provinces_merged.csv", "counties_merged.csv", "cities_merged.csv"):
        yield from ((row["name_fa"], "p") for row in _rows(folder / file, ","))
    for row in _rows(folder / "countries_fa.csv", ","):
        yield from ((row[column], "k") for column in row if column.startswith("name_fa"))
    for row in _rows(folder / "world_cities_arabic_script_names.tsv", "\t"):
        if float(row["population"] or 0) >= LARGE:
            names = row["arabic_script_names(|)"].split("|")
            yield from ((name, "w") for name in names if len(name) > 2 and not ELSEWHERE & set(name))
    yield from ((row["form"], "h") for row in _rows(folder / "honorifics_curated.tsv", "\t"))


def _cues() -> Iterator[Entry]:
    for line in CUES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, letter = line.split("\t")
            yield word, letter


def _rows(path: Path, delimiter: str) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter=delimiter)
