"""The times that a text writes, and which fact holds when."""

import datetime

import pytest
from rdflib import URIRef

from kg.annotate import annotate
from kg.extract.periods import find_periods
from kg.graph import to_dataset
from kg.identity import resolve
from kg.knowledge import load_knowledge
from kg.model import Article, Date, Happening, Membership, Observation, Service, Timed
from kg.pipeline import find
from kg.vocabulary import KG, SCHEMA, TIME

MAY = datetime.date(2020, 5, 9)  # Saturday, 20 Ordibehesht 1399


def periods(text: str, reference: datetime.date | None = MAY) -> list[tuple[str, str, str]]:
    """The words of each period, its beginning and its end as ``YYYY-MM-DD precision``."""
    (sentence,) = annotate(Article("a", text)).sentences
    found = find_periods(sentence.tokens, text, reference, load_knowledge())
    return [
        (
            text[sentence.tokens[p.first].start : sentence.tokens[p.last - 1].end],
            _said(p.since),
            _said(p.until),
        )
        for p in found
    ]


def _said(date: Date | None) -> str:
    return f"{date.day} {date.precision}" if date else ""


@pytest.mark.parametrize(
    ("text", "words", "since", "until"),
    [
        ("هفته گذشته باران بارید", "هفته گذشته", "2020-05-02 day", "2020-05-08 day"),
        ("روز گذشته باران بارید", "روز گذشته", "2020-05-08 day", "2020-05-08 day"),
        ("در ماه گذشته باران بارید", "ماه گذشته", "2020-03-20 month", "2020-03-20 month"),
        ("امسال باران بارید", "امسال", "2020-03-20 year", "2020-03-20 year"),
        ("در سال ۹۸ باران بارید", "سال ۹۸", "2019-03-21 year", "2019-03-21 year"),
        ("در سه ماهه نخست امسال باران بارید", "سه ماهه نخست امسال", "2020-03-20 month", "2020-05-21 month"),
        ("در شش‌ماهه دوم سال ۹۸ باران بارید", "شش‌ماهه دوم سال ۹۸", "2019-09-23 month", "2020-02-20 month"),
        ("در نیمه نخست سال جاری باران بارید", "نیمه نخست سال جاری", "2020-03-20 month", "2020-08-22 month"),
        ("در پاییز ۱۳۹۸ باران بارید", "پاییز ۱۳۹۸", "2019-09-23 month", "2019-11-22 month"),
        ("از سال ۱۳۹۵ تا ۱۳۹۸ باران بارید", "از سال ۱۳۹۵ تا ۱۳۹۸", "2016-03-20 year", "2019-03-21 year"),
        ("از ابتدای امسال تاکنون باران بارید", "از ابتدای امسال تاکنون", "2020-03-20 year", ""),
        ("تا پایان سال آینده باران می‌بارد", "تا پایان سال آینده", "", "2021-03-21 year"),
        ("طی ۲۴ ساعت گذشته باران بارید", "۲۴ ساعت گذشته", "2020-05-08 day", "2020-05-09 day"),
        ("در سه ماه اخیر باران بارید", "سه ماه اخیر", "2020-02-09 day", "2020-05-09 day"),
        ("دو سال پیش باران بارید", "دو سال پیش", "2018-03-21 year", "2018-03-21 year"),
        ("از ۲۰ تا ۲۵ مهر باران بارید", "از ۲۰ تا ۲۵ مهر", "2020-10-11 day", "2020-10-16 day"),
    ],
)
def test_periods(text: str, words: str, since: str, until: str) -> None:
    assert periods(text) == [(words, since, until)]


@pytest.mark.parametrize(
    "text",
    [
        "نسبت به سال گذشته باران کمتر است",
        "در مدت مشابه سال گذشته باران نبود",
        "پس از سال ۹۵ باران نبارید",
        "چند روز قبل باران بارید",
    ],
)
def test_what_something_is_compared_to_is_not_its_time(text: str) -> None:
    assert periods(text) == []


def test_without_the_day_of_the_article_only_absolute_times_are_known() -> None:
    assert periods("هفته گذشته باران بارید", None) == []
    assert [p[0] for p in periods("در سال ۱۳۹۸ باران بارید", None)] == ["سال ۱۳۹۸"]


# ── facts ─────────────────────────────────────────────────────────────────────


def facts[T: Timed](text: str, kind: type[T]) -> list[T]:
    article = Article("a", text, date=Date("۱۳۹۹/۰۲/۲۰", MAY))
    return [a for a in find(article, load_knowledge()).assertions if isinstance(a, kind)]


def when(fact: Timed) -> tuple[str, str]:
    return (fact.since.written if fact.since else "", fact.until.written if fact.until else "")


def test_a_quantity_is_of_the_time_in_its_clause() -> None:
    (counted,) = facts("در سال ۹۷ در شهرستان رودبار ۴۰ خانه ساخته شد.", Observation)
    assert when(counted) == ("سال ۹۷", "سال ۹۷")


def test_each_clause_has_its_own_time() -> None:
    text = "در سال ۹۷ در رودبار ۴۰ خانه ساخته شد، اما در سال ۹۸ تنها ۱۲ خانه تکمیل شد."
    assert {int(o.value): when(o)[0] for o in facts(text, Observation)} == {40: "سال ۹۷", 12: "سال ۹۸"}


def test_the_day_on_which_somebody_speaks_is_not_when_it_was() -> None:
    (counted,) = facts("مریم نادری دیروز گفت: در رودبار ۴۰ خانه ساخته شد.", Observation)
    assert when(counted) == ("", "")


def test_a_service_is_given_in_the_time_of_its_clause() -> None:
    (given,) = facts("شهرداری رودبار هفته گذشته ۳۰۰ بسته معیشتی توزیع کرد.", Service)
    assert when(given) == ("هفته گذشته", "هفته گذشته")
    assert given.since
    assert given.until
    assert (given.until.day - given.since.day).days == 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("مریم نادری از سال ۱۳۹۵ تا ۱۳۹۸ رئیس دانشگاه گیلان بود.", ("سال ۱۳۹۵", "۱۳۹۸")),
        ("مریم نادری از سال ۱۳۹۵ رئیس دانشگاه گیلان است.", ("سال ۱۳۹۵", "")),
        ("مریم نادری در سال ۱۳۹۵ به عنوان رئیس دانشگاه گیلان منصوب شد.", ("سال ۱۳۹۵", "")),
        ("مریم نادری، رئیس دانشگاه گیلان، دیروز از نمایشگاه بازدید کرد.", ("", "")),
    ],
)
def test_a_role_is_held_when_the_article_says(text: str, expected: tuple[str, str]) -> None:
    (held,) = facts(text, Membership)
    assert when(held) == expected


def test_an_event_of_several_days_has_a_first_and_a_last() -> None:
    text = "نمایشگاه کتاب رودبار از ۲۰ تا ۲۵ مهر در سالن شهید رجایی برگزار می‌شود."
    article = Article("a", text, date=Date("۱۳۹۹/۰۲/۲۰", MAY))
    (happening,) = [a for a in find(article, load_knowledge()).assertions if isinstance(a, Happening)]
    assert happening.date
    assert happening.end
    assert (happening.date.day, happening.end.day) == (
        datetime.date(2020, 10, 11),
        datetime.date(2020, 10, 16),
    )


def test_the_graph_holds_the_interval_with_its_words() -> None:
    text = "در سه ماهه نخست امسال در شهرستان رودبار ۴۰ خانه ساخته شد."
    found = find(Article("a", text, date=Date("۱۳۹۹/۰۲/۲۰", MAY)), load_knowledge())
    dataset = to_dataset([found], resolve([found]))
    (node,) = dataset.subjects(URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), SCHEMA.Observation)
    interval = dataset.value(node, TIME.hasTime)
    ends = [dataset.value(interval, side) for side in (TIME.hasBeginning, TIME.hasEnd)]
    assert [str(dataset.value(end, TIME.inXSDgYearMonth)) for end in ends] == ["2020-03", "2020-05"]
    assert str(dataset.value(interval, KG.dateWritten)) == "سه ماهه نخست امسال"
    assert dataset.value(node, SCHEMA.observationDate) is None
