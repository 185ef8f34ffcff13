"""Letters, joiners and keys: what a reader takes for the same is the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.persian import (
    clean,
    cleaned_offset,
    fold_digits,
    has_written_ezafe,
    is_ordinal,
    is_persian,
    skeleton,
    split_suffix,
    squash,
)


@given(st.text())
def test_clean_text_points_back_at_the_characters_it_came_from(text: str) -> None:
    cleaned, offsets = clean(text)
    assert len(cleaned) == len(offsets)
    assert offsets == sorted(offsets)
    assert all(0 <= i < len(text) for i in offsets)


@given(st.text())
def test_each_place_of_a_text_has_one_in_the_cleaned_text(text: str) -> None:
    cleaned, offsets = clean(text)
    for at in range(len(text) + 1):
        there = cleaned_offset(offsets, at)
        assert 0 <= there <= len(cleaned)
        assert all(offset < at for offset in offsets[:there])
        assert all(offset >= at for offset in offsets[there:])


@given(st.text(alphabet="ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی ،.", max_size=80))
def test_plain_persian_is_left_alone(text: str) -> None:
    assert clean(text)[0] == text


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("كتاب علي", "کتاب علی"),
        ("کتـــاب", "کتاب"),
        ("مُدیرِ", "مدیر"),
        ("ﻼﺑ", "لاب"),
        ("می\u200eشود", "می\u200cشود"),  # a direction mark in the place of a ZWNJ
        ("«\u200fسلام\u200e»", "«سلام»"),
        ("خانۀ", "خانه"),
        ("a\u00a0b", "a b"),
    ],
)
def test_one_spelling_of_each_letter(written: str, cleaned: str) -> None:
    assert clean(written)[0] == cleaned


def test_squashed_names_do_not_mind_spacing_letters_or_digits() -> None:
    assert squash("اداره‌ كل ۱۲") == squash("اداره کل 12") == squash("اداره‌کل١٢")


def test_squash_keeps_apart_what_differs_by_the_madda() -> None:
    assert squash("آستان") != squash("استان")


@pytest.mark.parametrize(
    ("word", "mended"),
    [
        ("گروههای", "گروه\u200cهای"),
        ("تعیینکننده", "تعیین\u200cکننده"),
        ("دستگاهها", "دستگاه\u200cها"),
        ("راستای", "راستای"),  # no «راست» with «ای»
        ("قلم", "قلم"),
    ],
)
def test_lost_half_spaces_are_put_back_where_the_stem_is_a_word(word: str, mended: str) -> None:
    known = dict.fromkeys(["گروه", "تعیین", "دستگاه", "راست", "قل"])
    assert split_suffix(word, known) == mended


@given(st.text())
def test_put_back_half_spaces_change_no_letter(word: str) -> None:
    assert skeleton(split_suffix(word, {"گروه": None, "کتاب": None})) == skeleton(word)


def test_written_ezafe_is_seen() -> None:
    assert has_written_ezafe("خانهٔ")
    assert has_written_ezafe("خانۀ")
    assert has_written_ezafe("مدیرِ")
    assert not has_written_ezafe("خانه")


def test_digits_of_every_script_fold_to_ascii() -> None:
    assert fold_digits("۱۲۳ ٤٥٦ 789") == "123 456 789"


@pytest.mark.parametrize("word", ["دهمین", "نخستین", "اولین", "بیستمین"])
def test_ordinals(word: str) -> None:
    assert is_ordinal(word)


@pytest.mark.parametrize("word", ["زمین", "همین", "کمین", "تأمین"])
def test_words_that_only_look_like_ordinals(word: str) -> None:
    assert not is_ordinal(word)


def test_persian_is_told_from_its_neighbours() -> None:
    assert is_persian("شهردار گفت: این پل تا پایان سال ساخته می‌شود و برای مردم است.")
    assert not is_persian("The mayor said that the bridge will be finished this year.")
    assert not is_persian("قال رئيس البلدية إن الجسر سيكتمل هذا العام وسيفتح أمام الجميع")
    assert not is_persian("۱۲۳ ۴۵۶")
