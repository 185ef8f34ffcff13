"""A person's name in its parts, and names in Latin letters."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg.identity as package
from kg.errors import KnowledgeError
from kg.identity.ground import ground_of
from kg.identity.latin import to_latin
from kg.identity.person_names import parse_name
from kg.identity.settings import to_settings
from kg.knowledge import Lexicon, load_knowledge


@pytest.mark.parametrize(
    ("name", "given", "surname"),
    [
        ("احمد حمیدی", "احمد", ("حمیدی",)),
        ("علی اکبر راد", "علیاکبر", ("راد",)),
        ("علی‌اکبر راد", "علیاکبر", ("راد",)),
        ("محمد علی زاده", "محمد", ("علی", "زاده")),
        ("حسین نژاد", "", ("حسین", "نژاد")),
        ("سیدحسن حسینی", "حسن", ("حسینی",)),
        ("حجت‌الاسلام سید حسن حسینی", "حسن", ("حسینی",)),
        ("سردار راد", "", ("راد",)),
        ("موسوی لاری", "", ("موسوی", "لاری")),
        ("رادمنش", "", ("رادمنش",)),
        ("جان اسمیت", "جان", ("اسمیت",)),
    ],
)
def test_given_names_and_surname(name: str, given: str, surname: tuple[str, ...]):
    parsed = parse_name(name, ground_of())
    assert (parsed.given, parsed.surname) == (given, surname)


def test_sayyed_is_seen_joined_or_apart_and_not_inside_a_name():
    ground = ground_of()
    seen = {name: parse_name(name, ground).is_sayyed for name in ("سید رضا راد", "سیدرضا راد", "سیدی راد")}
    assert list(seen.values()) == [True, True, False]


def test_a_rare_surname_weighs_more_than_a_common_one():
    ground = ground_of()
    assert ground.bits_of_surname("نیلوفرکار") > ground.bits_of_surname("محمدی") + 5


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("احمد حمیدی", "Ahmad Hamidi"),
        ("سعید رضایی", "Sa’id Rezā’i"),
        ("محمدرضا علی‌زاده", "Mohammadrezā ’Ali Zāde"),
        ("نیلگون", "Nilgun"),
        ("نسرین موسوی", "Nasrin Musavi"),
    ],
)
def test_names_in_latin_letters(name: str, latin: str):
    assert to_latin(name, ground_of()) == latin


def test_every_word_of_any_name_has_latin_letters():
    names = [row["form"] for lexicon in ("surnames", "given_names") for row in load_knowledge()[lexicon]]
    written = {name: to_latin(name, ground_of()) for name in names}
    assert [name for name, latin in written.items() if not any("a" <= c.lower() <= "z" for c in latin)] == []
    assert [name for name, latin in written.items() if any("\u0600" <= c <= "\u06ff" for c in latin)] == []


def test_weights_that_are_no_numbers_or_give_no_reason_are_told_at_once():
    rows = (
        {"form": "same", "weight": "much", "reason": "so"},
        {"form": "office", "weight": "3", "reason": ""},
    )
    lexicon = Lexicon("weights", {str(i): (row,) for i, row in enumerate(rows)})
    with pytest.raises(KnowledgeError) as caught:
        to_settings(lexicon)
    assert len(caught.value.faults) == 2


def test_every_weight_that_ships_is_used_by_the_comparison():

    source = "".join(p.read_text(encoding="utf-8") for p in Path(package.__file__).parent.glob("*.py"))
    names = {row["form"] for row in load_knowledge()["weights"]}
    assert [name for name in names if name.removeprefix("other_") not in source] == []
