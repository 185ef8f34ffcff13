"""Findings of short articles written for the tests, and many of them for measuring."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kg.model import (
    Article,
    Attendance,
    Bound,
    Date,
    Entity,
    Findings,
    Happening,
    Kind,
    Location,
    Membership,
    Observation,
    Organizing,
    Quotation,
    Service,
    Span,
    Status,
    Tenure,
    Unit,
)

LIBRARY = """کتابخانه‌های ساحلی باز شدند
مریم دریانورد، رئیس سازمان کتابخانه‌های شهرداری بندر نیلگون، در نشست کتاب گفت: «کتاب را به ساحل می‌بریم.»
این سازمان که بخشی از شهرداری بندر نیلگون است در محله صدف به کودکان امانت کتاب می‌دهد.
حدود ۲٫۵ هزار جلد کتاب در قفسه‌هاست. کاوه موج‌شکن، رییس پیشین سازمان، در نشست نبود.
قرار است پایگاه شناور راه‌اندازی شود.
"""

FERRY = """مریم دریانورد: کشتی کتاب به راه افتاد
مريم دريانورد، رییس سازمان کتابخانه‌های شهرداری بندر نیلگون، دیروز گفت که ۴۰ ملوان همراه کشتی‌اند.
"""


def span(text: str, words: str) -> Span:
    """Where ``words`` first stand in ``text``."""
    start = text.index(words)
    return Span(start, start + len(words))


def library() -> Findings:
    """All kinds of assertions, two of them of one fact, one denied and one planned."""
    text = LIBRARY

    def said(words: str, rule: str = "made.by-hand", confidence: float = 0.9, **more: Status) -> Any:
        return {"span": span(text, words), "rule": rule, "confidence": confidence, **more}

    entities = (
        Entity("p1", Kind.PERSON, ("مریم دریانورد", "دریانورد")),
        Entity("p2", Kind.PERSON, ("کاوه موج‌شکن",)),
        Entity("o1", Kind.ORGANIZATION, ("سازمان کتابخانه‌های شهرداری بندر نیلگون", "این سازمان")),
        Entity("o2", Kind.ORGANIZATION, ("شهرداری بندر نیلگون",)),
        Entity("l1", Kind.PLACE, ("محله صدف",)),
        Entity("l2", Kind.PLACE, ("بندر نیلگون",)),
        Entity("e1", Kind.EVENT, ("نشست کتاب",), (span(text, "نشست کتاب"),), is_local=True),
    )
    role = "مریم دریانورد، رئیس سازمان کتابخانه‌های شهرداری بندر نیلگون"
    unit = "این سازمان که بخشی از شهرداری بندر نیلگون است"
    day = Date("۱ دی ۱۳۹۹", datetime.date(2020, 12, 21))
    year = Date("سال ۱۳۹۵", datetime.date(2016, 3, 20), "year")
    assertions = (
        Membership(**said(role), person="p1", role="رئیس", organization="o1", since=year),
        Membership(
            **said("رئیس سازمان", "role.bare", 0.7),
            person="p1",
            role="رییس",
            organization="o1",
        ),
        Membership(
            **said("کاوه موج‌شکن، رییس پیشین سازمان"),
            person="p2",
            role="رییس",
            organization="o1",
            tenure=Tenure.FORMER,
        ),
        Unit(**said(unit), child="o1", parent="o2"),
        Unit(**said("سازمان کتابخانه‌های شهرداری بندر نیلگون", "name.part", 0.8), child="o1", parent="o2"),
        Location(**said("شهرداری بندر نیلگون", "name.place"), subject="o2", place="l2"),
        Location(**said("محله صدف"), subject="l1", place="l2"),
        Service(
            **said("این سازمان که بخشی از شهرداری بندر نیلگون است در محله صدف به کودکان امانت کتاب می‌دهد"),
            names=("امانت کتاب", "کتاب"),
            provider="o1",
            places=("l1",),
            audiences=("کودکان",),
        ),
        Service(
            **said("پایگاه شناور راه‌اندازی شود", status=Status.PLANNED),
            names=("راه‌اندازی پایگاه شناور",),
            provider="o1",
        ),
        Happening(**said("نشست کتاب"), event="e1", date=day),
        Attendance(**said("مریم دریانورد"), event="e1", participant="p1"),
        Attendance(
            **said("کاوه موج‌شکن، رییس پیشین سازمان، در نشست نبود", status=Status.DENIED),
            event="e1",
            participant="p2",
        ),
        Organizing(**said("سازمان کتابخانه‌های"), event="e1", organizer="o1"),
        Quotation(
            **said("کتاب را به ساحل می‌بریم."),
            speaker="p1",
            topics=("کتاب",),
            mentions=("l2",),
        ),
        Observation(
            **said("۲٫۵ هزار"),
            value=Decimal("2500.0"),
            unit="جلد کتاب",
            bound=Bound.ABOUT,
            about=("o1",),
            sentence=span(text, "حدود ۲٫۵ هزار جلد کتاب در قفسه‌هاست."),
        ),
    )
    article = Article("library", text, date=day, url="https://example.org/1", agency="خبر ساحل")
    return Findings(article, entities, assertions)


def ferry() -> Findings:
    """The same person and body in another spelling, and a number."""
    text = FERRY
    words = "مريم دريانورد، رییس سازمان کتابخانه‌های شهرداری بندر نیلگون"
    entities = (
        Entity("e1", Kind.PERSON, ("مريم دريانورد",)),
        Entity("e2", Kind.ORGANIZATION, ("سازمان کتابخانه های شهرداری بندر نیلگون",)),
    )
    assertions = (
        Membership(
            span=span(text, words),
            rule="made.by-hand",
            confidence=1.0,
            person="e1",
            role="رییس",
            organization="e2",
        ),
        Observation(span=span(text, "۴۰"), rule="number", confidence=0.95, value=Decimal(40), unit="ملوان"),
    )
    return Findings(Article("کشتی 2.a", text), entities, assertions)


def many(number_of_articles: int) -> Iterator[Findings]:
    """As many articles, of about 150 quads each, on the same few bodies and many persons."""
    for i in range(number_of_articles):
        whole = library()
        person = Entity("p1", Kind.PERSON, (f"مریم دریانورد {i % 500}", "دریانورد"))
        yield Findings(
            Article(f"{i:05d}", LIBRARY, date=whole.article.date),
            (person, *whole.entities[1:]),
            whole.assertions,
        )
