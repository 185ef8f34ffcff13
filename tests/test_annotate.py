"""Offsets are exact, whatever the text; sentences and tokens are what a reader sees."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.annotate import annotate, annotate_all, token_at
from kg.model import Article, Document
from kg.persian import clean, skeleton

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
PERSIAN = st.text(
    alphabet="اآبپتجحخدرزسشصطعغفقکگلمنوهیيكؤئأة‌ \u200e\u200fًُِّٔـ۰۱۲٣45.,:/؟!«»()،؛…\n\r\tabc", max_size=200
)


def read(text: str) -> Document:
    return annotate(Article("a", text))


def words(text: str) -> list[str]:
    return [t.text for s in read(text).sentences for t in s.tokens]


def check_offsets(text: str) -> None:
    end = 0
    for sentence in read(text).sentences:
        assert sentence.start == sentence.tokens[0].start
        assert sentence.end == sentence.tokens[-1].end
        for token in sentence.tokens:
            assert end <= token.start < token.end <= len(text)
            assert skeleton(clean(text[token.start : token.end])[0]) == skeleton(token.text)
            end = token.end


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=120), PERSIAN))
@example("سلام\u0000دنیا 😀👩‍👩‍👧 \u0301\u0301 \u202eabc")
@example("ﷺ ﷲ لا ﻻ")
def test_every_token_is_the_words_at_its_offsets(text: str) -> None:
    check_offsets(text)


@settings(max_examples=60, deadline=None)
@given(PERSIAN)
def test_the_way_back_from_a_place_to_its_token(text: str) -> None:
    document = read(text)
    for number, sentence in enumerate(document.sentences):
        for at, token in enumerate(sentence.tokens):
            assert token_at(document, token.start) == token_at(document, token.end - 1) == (number, at)
    inside = {i for s in document.sentences for t in s.tokens for i in range(t.start, t.end)}
    assert all((token_at(document, i) is not None) == (i in inside) for i in range(-1, len(text) + 1))


@given(st.lists(st.sampled_from([path.read_text(encoding="utf-8") for path in SEEDS]), max_size=3))
@settings(max_examples=5, deadline=None)
def test_articles_read_together_are_read_as_alone(texts: list[str]) -> None:
    articles = [Article(str(number), text) for number, text in enumerate(texts)]
    assert annotate_all(articles) == [annotate(article) for article in articles]


@given(PERSIAN)
def test_no_letter_is_lost(text: str) -> None:
    assert skeleton("".join(words(text))) == skeleton(clean(text)[0])


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem[:3])
def test_the_seeds_keep_their_offsets(path: Path) -> None:
    check_offsets(path.read_text(encoding="utf-8"))


def test_a_long_text_without_a_space_comes_through() -> None:
    check_offsets("ابجد" * 250_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("خدمات مشاوره ای ارائه می کنند.", ["خدمات", "مشاوره‌ای", "ارائه", "می‌کنند", "."]),
        ("خانوادهها و گروههای مردم", ["خانواده‌ها", "و", "گروه‌های", "مردم"]),
        ("نرخ 1.5 و ۲/۵ درصد در ساعت ۱۲:۳۰", ["نرخ", "1.5", "و", "۲/۵", "درصد", "در", "ساعت", "۱۲:۳۰"]),
        ("در 1399/02/20 به www.x.ir بروید", ["در", "1399/02/20", "به", "www.x.ir", "بروید"]),
        ("سال۱۳۹۹ و ۴۰روانشناس", ["سال", "۱۳۹۹", "و", "۴۰", "روانشناس"]),
        ("به a.b-c@x.ir بنویسید", ["به", "a.b-c@x.ir", "بنویسید"]),
        ("«سلام» (ایسنا)", ["«", "سلام", "»", "(", "ایسنا", ")"]),
    ],
)
def test_words_are_split_as_a_reader_would(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in read(text).sentences]


def test_sentences_end_at_end_marks_and_paragraphs() -> None:
    text = "کتابخانه باز شد\n\nشهردار آمد. همه خوشحال شدند! آیا فردا باز است؟"
    assert sentences(text) == ["کتابخانه باز شد", "شهردار آمد.", "همه خوشحال شدند!", "آیا فردا باز است؟"]


def test_a_missing_space_behind_a_full_stop_hides_no_sentence() -> None:
    assert sentences("کار تمام شده است.وی افزود: خوب است.") == ["کار تمام شده است.", "وی افزود: خوب است."]


def test_dots_initials_and_addresses_end_no_sentence() -> None:
    text = "پول، نان و... را ه.ش. رضایی از www.bazaar.ir خرید."
    assert sentences(text) == [text]


def test_hard_wrapped_lines_are_one_sentence() -> None:
    line = "این خبر در خط‌هایی نوشته شده است که همه تقریبا به یک اندازه بلند هستند و"
    text = "\n\n".join([line + " باز", line + " نیز", line + " هم", "تمام می‌شود."])
    assert len(sentences("عنوان خبر\n\n" + text)) == 2


def test_a_short_line_without_an_end_mark_is_a_heading() -> None:
    document = read("باز شدن کتابخانه\n\nشهردار گفت که کتابخانه باز شد.")
    assert [s.is_heading for s in document.sentences] == [True, False]


def test_the_ezafe_that_is_written_is_seen() -> None:
    tokens = read("خانهٔ مردم بزرگ است.").sentences[0].tokens
    assert tokens[0].ezafe
    assert (tokens[0].start, tokens[0].end) == (0, 5)
