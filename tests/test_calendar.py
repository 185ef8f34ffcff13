"""Conversion between calendars, and dates as texts write them."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.calendar import (
    find_dates,
    gregorian_to_jalali,
    is_jalali_leap,
    jalali_to_gregorian,
    lunar_to_gregorian,
    parse_date,
)
from kg.model import Token

REFERENCE = jalali_to_gregorian(1399, 2, 20)  # a Saturday


@pytest.mark.parametrize(
    ("jalali", "gregorian"),
    [
        ((1357, 11, 22), (1979, 2, 11)),
        ((1399, 2, 20), (2020, 5, 9)),
        ((1399, 12, 30), (2021, 3, 20)),
        ((1400, 1, 1), (2021, 3, 21)),
        ((1403, 12, 30), (2025, 3, 20)),
        ((1404, 1, 1), (2025, 3, 21)),
        ((1279, 1, 1), (1900, 3, 21)),
    ],
)
def test_known_days(jalali, gregorian):
    day = datetime.date(*gregorian)
    assert jalali_to_gregorian(*jalali) == day
    assert gregorian_to_jalali(day) == jalali


@given(st.dates(datetime.date(1821, 3, 21), datetime.date(2122, 3, 20)))
def test_every_day_of_1200_to_1500_survives_the_round_trip(day):
    assert jalali_to_gregorian(*gregorian_to_jalali(day)) == day


def test_a_day_later_in_one_calendar_is_a_day_later_in_the_other():
    days = [jalali_to_gregorian(1399, month, 1) for month in range(1, 13)]
    assert [(b - a).days for a, b in itertools.pairwise(days)] == [31] * 6 + [30] * 5


def test_leap_years():
    leap = [year for year in range(1370, 1412) if is_jalali_leap(year)]
    assert leap == [1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408]


@pytest.mark.parametrize(
    "wrong", [(1399, 12, 31), (1400, 12, 30), (1399, 7, 31), (1399, 13, 1), (1399, 0, 1), (0, 1, 1)]
)
def test_days_that_do_not_exist(wrong):
    with pytest.raises(ValueError, match="Jalali"):
        jalali_to_gregorian(*wrong)


def test_lunar_days():
    assert lunar_to_gregorian(1441, 9, 1) == datetime.date(2020, 4, 24)
    with pytest.raises(ValueError, match="lunar"):
        lunar_to_gregorian(1441, 13, 1)


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("۲۰ اردیبهشت ۱۳۹۹", "2020-05-09", "day"),
        ("1399/02/20", "2020-05-09", "day"),
        ("1399-02-20", "2020-05-09", "day"),
        ("۱۳۹۹-۰۲-۲۰", "2020-05-09", "day"),
        ("2020-05-09T10:20:00", "2020-05-09", "day"),
        ("20/2/99", "2020-05-09", "day"),
        ("۱۳ آبان", "2020-11-03", "day"),
        ("بیست و دوم بهمن ماه سال ۵۷", "1979-02-11", "day"),
        ("سی‌ام مهر", "2020-10-21", "day"),
        ("۱۷ام خرداد", "2020-06-06", "day"),
        ("۲۲ بهمن سال گذشته", "2020-02-11", "day"),
        ("۲۸ خرداد جاری", "2020-06-17", "day"),
        ("۲۰ مه ۲۰۲۰", "2020-05-20", "day"),
        ("۲۷ رجب", "2020-03-22", "day"),
        ("مهرماه ۹۵", "2016-09-22", "month"),
        ("اسفند ۱۳۹۸", "2020-02-20", "month"),
        ("ماه رمضان", "2020-04-24", "month"),
        ("سال ۹۵", "2016-03-20", "year"),
        ("سال جاری", "2020-03-20", "year"),
        ("سال ۲۰۱۶", "2016-01-01", "year"),
        ("سال ۱۴۴۱ هجری قمری", "2019-09-01", "year"),
        ("امروز", "2020-05-09", "day"),
        ("دیروز", "2020-05-08", "day"),
        ("فردا", "2020-05-10", "day"),
        ("شنبه گذشته", "2020-05-02", "day"),
        ("سه‌شنبه آینده", "2020-05-12", "day"),
    ],
)
def test_what_a_phrase_says(text, day, precision):
    date = parse_date(text, REFERENCE)
    assert date is not None
    assert (date.day.isoformat(), date.precision) == (day, precision)


@pytest.mark.parametrize(
    "text",
    [
        *("31 اسفند 1399", "30/12/1398", "1400-12-30", "11:30", ""),
        *("کاهش مهر مادری", "سال 20 هزار تن", "در دو سال گذشته", "چند سال گذشته", "شنبه"),
    ],
)
def test_what_is_no_date(text):
    assert parse_date(text, REFERENCE) is None


def test_without_a_reference_only_full_dates_are_days():
    assert parse_date("دیروز") is None
    assert parse_date("۱۳ آبان") is None
    assert parse_date("۱۳ آبان ۱۳۹۹") is not None


def test_the_wording_is_the_original_one():
    date = parse_date("تهران، ۲۰ ارديبهشت ۱۳۹۹ ساعت ۹", None)
    assert date is not None
    assert date.written == "۲۰ ارديبهشت ۱۳۹۹"


def test_a_list_of_days_is_a_date_for_each():
    text = "از ۲۰ تا ۲۲ مهر ۱۳۹۹ برپاست"
    found = list(find_dates(tokens(text), text))
    assert [f.date.day.day for f in found if f.date] == [11, 13]
    assert [(f.first, f.last) for f in found] == [(1, 2), (3, 6)]


def test_listed_years():
    text = "در سال‌های ۹۵ و ۹۶ و در سال ۹۷ ، ۶۱ نفر"
    found = list(find_dates(tokens(text), text))
    assert [f.date.written for f in found if f.date] == ["سال‌های ۹۵", "۹۶", "سال ۹۷"]


def tokens(text):
    result, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        result.append(Token(at, at + len(word), word))
        at += len(word)
    return result
