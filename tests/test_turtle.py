"""Lines of N-Triples become Turtle that is laid out alike, whatever their order and number."""

from __future__ import annotations

from itertools import permutations

import pytest
from rdflib import RDF, RDFS, XSD

from kg import turtle as module
from kg.turtle import Speller, turtle

EX = "https://example.org/"
PREFIXES = {"ex": EX, "rdfs": str(RDFS), "xsd": str(XSD)}
LINES = [
    f"<{EX}a> <{EX}b%20c> <{EX}d> .",
    f"<{EX}a> <{RDFS.label}> \"'%b' 100%\"@en .",
    f'<{EX}a> <{EX}n> "7"^^<{XSD.integer}> .',
    f"<{EX}a> <{EX}n> <{EX}e#f> .",
    f"<{EX}a> <{RDF.type}> <{EX}Thing> .",
    f'<{EX}z/> <{EX}day> "2024-05-01"^^<{XSD.date}> .',
]
TURTLE = """\
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:a a ex:Thing ;
    rdfs:label "'%b' 100%"@en ;
    ex:b%20c ex:d ;
    ex:n 7, <https://example.org/e#f> .

<https://example.org/z/> ex:day "2024-05-01"^^xsd:date .
"""


def written(lines: list[str]) -> str:
    return b"".join(turtle((line.encode() for line in lines), PREFIXES)).decode()


def test_classes_come_first_then_the_label_then_the_other_predicates_by_name():
    assert written(LINES) == TURTLE


def test_neither_order_nor_repetition_of_lines_shows():
    assert {written([*lines, *LINES[:3]]) for lines in permutations(LINES)} == {TURTLE}


@pytest.mark.parametrize("size", [1, 2, 4])
def test_lines_sorted_in_files_are_written_the_same(monkeypatch: pytest.MonkeyPatch, size: int):
    monkeypatch.setattr(module, "_IN_A_RUN", size)
    assert written([*LINES, *LINES[::-1]]) == TURTLE


def test_a_cache_that_is_full_changes_nothing():
    speller = Speller(PREFIXES)
    for cache in (speller._spelled, speller._layouts):
        cache._largest = 0
    assert (
        b"".join(speller.subjects(sorted(line.encode() for line in LINES))).decode()
        == TURTLE.split("\n", 3)[3]
    )


def test_compact_keeps_whole_what_cannot_stand_behind_a_prefix():
    speller = Speller(PREFIXES)
    iris = [
        EX,
        EX + "a",
        EX + "a/b",
        EX + "-a",
        EX + "a.",
        EX + "a.b",
        EX + "a\u200cb",
        EX + "الف-۲",
        EX + "×",
        "urn:x",
    ]
    assert [speller.compact(iri) for iri in iris] == [
        EX, "ex:a", EX + "a/b", EX + "-a", EX + "a.", "ex:a.b", EX + "a\u200cb", "ex:الف-۲", EX + "×", "urn:x"
    ]  # fmt: skip
    assert speller.used == {"ex": EX}
