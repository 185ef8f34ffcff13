"""The gazetteer that ships is sorted, consistent with itself, and written in one spelling."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from kg.persian import clean, squash

ONTOLOGY = Path(__file__).parent.parent / "ontology"
COLUMNS = {
    "gazetteer/places.tsv": "name id kind part_of names name_en is_word is_name geonames wikidata lat lon "
    "population source licence",
    "gazetteer/organizations.tsv": "name id kind part_of place names name_en is_word wikidata source licence",
    "gazetteer/given_names.tsv": "name gender is_word bearers",
    "gazetteer/surnames.tsv": "name is_word bearers",
    "lexicon/demonyms.tsv": "form place",
}
PLACE_KINDS = {"continent", "country", "province", "county", "city", "world-city", "region"}
IRAN = (24.5, 40.0, 43.5, 64.0)  # south, north, west, east

Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    with (ONTOLOGY / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


PLACES = rows_of("gazetteer/places.tsv")
BODIES = rows_of("gazetteer/organizations.tsv")


@pytest.mark.parametrize("name", COLUMNS)
def test_header_and_order(name: str) -> None:
    lines = (ONTOLOGY / name).read_text(encoding="utf-8").splitlines()
    assert lines[0].split("\t") == COLUMNS[name].split()
    assert lines[1:] == sorted(set(lines[1:]))
    assert {line.count("\t") for line in lines} == {lines[0].count("\t")}


@pytest.mark.parametrize("name", COLUMNS)
def test_letters_are_written_one_way(name: str) -> None:
    for row in rows_of(name):
        forms = [next(iter(row.values())), *filter(None, row.get("names", "").split("|"))]
        for form in forms:
            assert form == clean(form)[0] == unicodedata.normalize("NFC", form)
            assert not re.search(
                "[\u0643\u064a\u0649\u0654\u06c0\u0660-\u0669]|^[ \u200c]|[ \u200c]$|[ \u200c]{2}", form
            ), form


@pytest.mark.parametrize("rows", [PLACES, BODIES], ids=["places", "organizations"])
def test_ids_are_unique_and_parts_have_wholes(rows: list[Row]) -> None:
    ids = Counter(row["id"] for row in rows)
    assert [id_ for id_, count in ids.items() if count > 1] == []
    assert [row["id"] for row in rows if row["part_of"] and row["part_of"] not in ids] == []
    assert [row["id"] for row in rows if row["part_of"] == row["id"]] == []


@pytest.mark.parametrize("column", ["geonames", "wikidata"])
def test_no_external_id_stands_on_two_rows(column: str) -> None:
    links = Counter(row[column] for row in [*PLACES, *BODIES] if row.get(column))
    assert [link for link, count in links.items() if count > 1] == []
    shape = {"geonames": r"\d+", "wikidata": r"Q\d+"}[column]
    assert all(re.fullmatch(shape, link) for link in links)


def test_places_have_kinds_and_lie_where_they_should() -> None:
    south, north, west, east = IRAN
    for row in PLACES:
        assert row["kind"] in PLACE_KINDS
        if not row["lat"]:
            continue
        lat, lon = float(row["lat"]), float(row["lon"])
        assert -90 <= lat <= 90
        assert -180 <= lon <= 180
        if row["kind"] in ("province", "county", "city"):
            assert south <= lat <= north, row["id"]
            assert west <= lon <= east, row["id"]


def test_provinces_and_their_parts() -> None:
    kind_of = {row["id"]: row["kind"] for row in PLACES}
    assert Counter(kind_of.values())["province"] == 31
    whole = {"city": "county", "county": "province", "province": "country"}
    wrong = [
        row["id"] for row in PLACES if row["kind"] in whole and kind_of[row["part_of"]] != whole[row["kind"]]
    ]
    assert wrong == []


def test_other_forms_are_not_the_name_again() -> None:
    for row in [*PLACES, *BODIES]:
        keys = [squash(form) for form in [row["name"], *filter(None, row["names"].split("|"))]]
        assert len(keys) == len(set(keys)), row["id"]


def test_bodies_stand_in_known_places() -> None:
    ids = {row["id"] for row in PLACES}
    assert [row["id"] for row in BODIES if row["place"] and row["place"] not in ids] == []


def test_ambiguous_places_are_marked_and_plain_ones_are_not() -> None:
    flags = {
        row["name"]: row["is_word"] or row["is_name"] for row in PLACES if row["kind"] in ("city", "country")
    }
    assert all(flags[name] for name in ["نور", "آباد", "سامان", "بهار", "مهران", "مالی", "پول", "شنبه"])
    assert not any(flags[name] for name in ["تبریز", "اصفهان", "مشهد", "شیراز", "قم", "ایران", "عراق"])


def test_known_links() -> None:
    """Ids that are known by heart; those that the sources have wrong are left out."""
    link = {row["id"]: row["wikidata"] for row in PLACES}
    assert link["city/تهران@تهران"] == "Q3616"
    assert link["country/ایران"] == "Q794"
    assert link["city/هرات@یزد"] == ""
    assert link["city/کاشان@اصفهان"] == ""


def test_demonyms_name_places_and_stand_once() -> None:
    names = {row["name"] for row in PLACES}
    demonyms = rows_of("lexicon/demonyms.tsv")
    assert [row["place"] for row in demonyms if row["place"] not in names] == []
    keys = [squash(row["form"]) for row in demonyms]
    assert len(keys) == len(set(keys))


def test_the_files_stay_lean() -> None:
    assert (ONTOLOGY / "gazetteer" / "places.tsv").stat().st_size < 1_500_000
    assert sum(path.stat().st_size for path in (ONTOLOGY / "gazetteer").glob("*.tsv")) < 2_000_000
