import pytest

from kg.wording import Wording, clip, tables

FA, EN = Wording("fa"), Wording("en")


@pytest.mark.parametrize(
    ("iso", "persian", "english"),
    [
        ("2020-12-21", "۱ دی ۱۳۹۹ (۲۰۲۰/۱۲/۲۱)", "21 December 2020 (1 Dey 1399)"),
        ("2021-03-21T08:00:00", "۱ فروردین ۱۴۰۰ (۲۰۲۱/۰۳/۲۱)", "21 March 2021 (1 Farvardin 1400)"),
        ("2020-12", "۲۰۲۰/۱۲", "December 2020"),
        ("2016", "۲۰۱۶", "2016"),
        ("2020-02-31", "۲۰۲۰/۰۲/۳۱", "31 February 2020"),
        ("soon", "soon", "soon"),
    ],
)
def test_a_day_is_written_in_both_calendars(iso, persian, english):
    assert (FA.date(iso), EN.date(iso)) == (persian, english)


def test_a_year_has_beside_it_what_the_article_writes():
    assert FA.date("2016", "سال 1395") == "سال ۱۳۹۵ (۲۰۱۶)"
    assert EN.date("2016", "سال ۱۳۹۵") == "2016 (سال ۱۳۹۵)"


@pytest.mark.parametrize(
    ("value", "persian", "english"),
    [(35000, "۳۵٬۰۰۰", "35,000"), (2.5, "۲٫۵", "2.5"), (1.0, "۱", "1"), ("x", "x", "x")],
)
def test_numbers_are_written_as_the_reader_expects(value, persian, english):
    assert (FA.number(value), EN.number(value)) == (persian, english)


def test_every_word_is_there_in_both_languages():
    for name, table in tables().items():
        for key, word in table.items():
            assert name.endswith("_months") or set(word) == {"fa", "en"}, (name, key)


def test_words_are_filled_in():
    assert FA.word("hits", n=1200) == "۱٬۲۰۰ نتیجه"
    assert FA.word("no such word") == "no such word"


def test_names_are_cut_and_cannot_turn_what_is_around_them():
    assert clip("a\u202eb\u2067c\x00") == "abc"
    assert clip("x" * 1_000_000, 10) == "x" * 9 + "…"
