"""Numbers in digits and words, what they count, and numbers that count nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.numerals import decimal_of, numerals, pieces_of
from kg.extract.quantities import observations
from kg.knowledge import load_knowledge
from kg.model import (
    Article,
    Bound,
    Document,
    Entity,
    Kind,
    Mention,
    Name,
    Reading,
    Sentence,
    Token,
)

FUNCTION_WORDS = {
    **dict.fromkeys(["از", "به", "با", "در", "بر", "برای", "تا", "طی"], "ADP"),
    **dict.fromkeys(["و", "یا"], "CCONJ"),
    **dict.fromkeys(["که", "اگر"], "SCONJ"),
    **dict.fromkeys(
        ["است", "شد", "کرد", "دارد", "رسید", "نشد", "خواهد", "بود", "گذشت", "می\u200cشود"], "VERB"
    ),
    **dict.fromkeys(["را", "نیز", "این"], "PART"),
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("۴۲", 42),
        ("۳ هزار و 600", 3600),
        ("هزار و 163", 1163),
        ("یک‌هزار و 500", 1500),
        ("یک هزار و 500 میلیارد", 1_500_000_000_000),
        ("۹۹ هزار و ۸۹ میلیارد", 99_089_000_000_000),
        ("سه هزار میلیارد", 3_000_000_000_000),
        ("۲ میلیون و ۶۱ هزار و ۹۶۵", 2_061_965),
        ("10 میلیارد و 100 میلیون", 10_100_000_000),
        ("۱.۲ میلیون", 1_200_000),
        ("سه و نیم میلیون", 3_500_000),
        ("2 میلیارد و نیم", 2_500_000_000),
        ("صد و بیست و سه", 123),
        ("یکصدوهفتاد", 170),
        ("پنج‌هزارو 777", 5777),
        ("4هزار و 112", 4112),
        ("۱,۰۱۴,۹۰۷", 1_014_907),
        ("نیم", "0.5"),
        ("8 صدم", "0.08"),
        ("یک چهارم", "0.25"),
        ("دو سوم", "0.666667"),
        ("۳ و ۵ دهم", "3.5"),
    ],
)
def test_one_number(text, value):
    assert numbers_of(text) == [Decimal(value)]


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("۲.۵", "2.5"),
        ("۲٫۵", "2.5"),
        ("۵۶/۸", "56.8"),
        ("2/5", "5.2"),
        ("43/1", "1.43"),
        ("1,200", "1200"),
        ("٩٧", "97"),
    ],
)
def test_digits(digits, value):
    assert decimal_of(digits) == Decimal(value)


@pytest.mark.parametrize("digits", ["12:30", "1399/02/20", "3/4/5"])
def test_digits_that_are_no_number(digits):
    assert decimal_of(digits) is None


@given(st.integers(0, 10**12))
def test_digits_read_back_what_was_written(number):
    assert decimal_of(str(number)) == number
    assert decimal_of(f"{number:,}") == number


def test_two_numbers_joined_by_and_stay_two():
    assert numbers_of("200 هزار و 300 هزار") == [200_000, 300_000]
    assert numbers_of("۱۸ و ۱۹") == [18, 19]


def test_ordinals_are_marked():
    text = "یکصد و هفتاد و دومین جلسه"
    assert [n.is_rank for n in numerals(pieces(text), load_knowledge())] == [True]


def test_words_that_begin_like_numbers_stay_whole():
    text = "دوست سهولت پنجره هفته"
    assert [p.text for p in pieces(text)] == text.split()


@given(st.text(alphabet="۰۱۲34دوسهیکصدهزارو \u200c٬./:", max_size=40))
def test_pieces_lie_in_their_text(text):
    for piece in pieces(text):
        assert 0 <= piece.start < piece.end <= len(text)
        assert text[piece.start : piece.end].strip()


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("۲۰ هزار تومان پرداخت شد", "۲۰ هزار", 20000, "تومان"),
        ("کاهش 5 درصدی بارش", "5", 5, "درصد"),
        ("۲۰٪ مردم", "۲۰", 20, "درصد"),
        ("کودک سه‌ساله", "سه", 3, "سال"),
        ("جاده ۱۲ کیلومتری", "۱۲", 12, "کیلومتر"),
        ("زمینی به مساحت 600 متر مربع", "600", 600, "متر مربع"),
        ("در ۱۷ روستای استان", "۱۷", 17, "روستا"),
        ("قواعد 12 گانه", "12", 12, "قواعد"),
        ("بندهای شانزده گانه قانون", "شانزده", 16, "بند"),
        ("یک کیلو و نیم برنج خرید", "یک کیلو و نیم", Decimal("1.5"), "کیلو"),
        ("یک دستگاه آمبولانس رسید", "یک", 1, "دستگاه آمبولانس"),
        ("نیم درصد", "نیم", Decimal("0.5"), "درصد"),
        ("تعداد 25 نفر شرکت کرد", "25", 25, "نفر"),
    ],
)
def test_value_and_unit(text, words, value, unit):
    (found,) = observed(text)
    assert (text[found.span.start : found.span.end], found.value, found.unit) == (words, value, unit)


def test_a_range_is_its_two_ends():
    low, high = observed("در این نمایشگاه 12 هزار تا 13 هزار عنوان کتاب است")
    assert (low.value, low.bound, low.unit) == (12000, Bound.AT_LEAST, "عنوان کتاب")
    assert (high.value, high.bound) == (13000, Bound.AT_MOST)


def test_a_range_writes_its_thousands_once():
    assert [o.value for o in observed("بین 7 تا 10 هزار دانش‌آموز")] == [7000, 10000]


def test_change_from_one_to_another_shares_the_unit():
    assert [(o.value, o.unit) for o in observed("از دو به شش هکتار رسید")] == [(2, "هکتار"), (6, "هکتار")]


def test_an_inventory_names_its_things_before_the_numbers():
    assert [(o.value, o.unit) for o in observed("آتل 120 ، کیسه 1126 ، چراغ 7 دستگاه")] == [
        (120, "آتل"),
        (1126, "کیسه"),
        (7, "دستگاه"),
    ]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("بیش از ۴۰ روانشناس", Bound.AT_LEAST),
        ("حداقل به ازای کیلویی ۲۰ هزار تومان", Bound.AT_LEAST),
        ("بالغ بر 600 متر", Bound.AT_LEAST),
        ("از ۵ هزار نفر گذشت", Bound.AT_LEAST),
        ("کمتر از 3 نفر", Bound.AT_MOST),
        ("تا ۵ درصد کاهش", Bound.AT_MOST),
        ("تا سقف ۵۰۰ میلیون تومان", Bound.AT_MOST),
        ("حدود ۱۵۰ مورد", Bound.ABOUT),
        ("نزدیک به ۳۰ خانه", Bound.ABOUT),
        ("تا دو هفته دیگر", Bound.EXACT),
        ("۴۰ روانشناس", Bound.EXACT),
    ],
)
def test_bound(text, bound):
    assert [o.bound for o in observed(text)] == [bound]


@pytest.mark.parametrize(
    "text",
    [
        *("۲۰ اردیبهشت ۱۳۹۹", "در سال ۹۵ آغاز شد", "المپیک 2016 برزیل", "۱۳ آبان"),
        *("ساعت 9 صبح", "از 9 صبح تا 7 شب", "ساعت ۹ و ۳۰ دقیقه", "12:30"),
        *("ماده 13 قانون", "ماده ۳ و ۷ قانون", "سامانه 1888", "شماره 02188", "کد 45"),
        *("سومین جلسه", "17 ام", "بیست و دومین دوره", "1- نکته نخست"),
        *("یک جلسه برگزار شد", "نه امروز و نه فردا"),
        *("میدان هفت تیر", "روز سه شنبه", "تیم 3 بر 1 برنده شد", "تی-72 تانک", "در 6 ماهه نخست سال"),
    ],
)
def test_numbers_that_count_nothing(text):
    assert observed(text) == []


def test_a_label_before_a_measured_number_is_none():
    assert [(o.value, o.unit) for o in observed("کد 10 رقمی")] == [(10, "رقم")]


def test_a_precise_number_told_twice_is_one():
    assert len(observed("1163 روستا دارد . در 1163 روستا")) == 1
    assert len(observed("3 درصد رشد و 3 درصد کاهش")) == 2


def test_it_is_about_what_the_sentence_names():
    text = "شهرداری ساری ۴۰ پارک دارد"
    entities = (Entity("e1", Kind.ORGANIZATION, ("شهرداری ساری",)), Entity("e2", Kind.PLACE, ("ساری",)))
    mentions = (
        Mention("e1", Kind.ORGANIZATION, 0, 0, 2),
        Mention("e2", Kind.PLACE, 0, 1, 2),
    )
    (found,) = observations(Reading(document(text), entities, mentions), load_knowledge())
    assert set(found.about) == {"e1", "e2"}
    assert text[found.sentence.start : found.sentence.end] == text


def test_a_number_inside_a_name_is_none():
    text = "شهرداری منطقه 22 تهران"
    mentions = (Mention("e1", Kind.ORGANIZATION, 0, 0, 4),)
    reading = Reading(document(text), (Entity("e1", Kind.ORGANIZATION, (text,)),), mentions)
    assert list(observations(reading, load_knowledge())) == []


def test_a_person_is_not_counted():
    text = "امامی 14 ، نوری 4"
    names = (Name("PER", 0, 1), Name("PER", 3, 4))
    sentence = document(text).sentences[0]
    named = Sentence(sentence.start, sentence.end, sentence.tokens, names)
    reading = Reading(Document(Article("a", text), (named,)), (), ())
    assert list(observations(reading, load_knowledge())) == []


def observed(text):
    return list(observations(Reading(document(text), (), ()), load_knowledge()))


def numbers_of(text):
    return [n.value for n in numerals(pieces(text), load_knowledge())]


def pieces(text):
    return pieces_of(document(text).sentences[0].tokens if text.split() else (), text, load_knowledge())


def document(text):
    tokens, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        tokens.append(Token(at, at + len(word), word, _tag(word)))
        at += len(word)
    start, end = (tokens[0].start, tokens[-1].end) if tokens else (0, 0)
    return Document(Article("a", text), (Sentence(start, end, tuple(tokens)),))


def _tag(word):
    if not any(c.isalnum() for c in word):
        return "PUNCT"
    return "NUM" if word[0].isdecimal() else FUNCTION_WORDS.get(word, "NOUN")
