"""Events: how their names read, who takes part, who holds them, where and when they are."""

from __future__ import annotations

import datetime

import pytest

from kg.annotate import annotate
from kg.extract.happenings import events_in
from kg.extract.scene import to_scene
from kg.knowledge import load_knowledge
from kg.model import Article, Attendance, Date, Findings, Happening, Location, Organizing, Status
from kg.persian import squash
from kg.pipeline import find


def read(text: str, date: Date | None = None) -> Findings:
    return find(Article("a", text, date=date), load_knowledge())


def names(text: str) -> list[str]:
    sentences = annotate(Article("a", text)).sentences
    scenes = [to_scene(i, s, load_knowledge()) for i, s in enumerate(sentences)]
    return [squash(event.name) for scene in scenes for event in events_in(scene)]


def pairs(found: Findings, kind: type, event: str, other: str) -> set[tuple[str, str]]:
    """The names of both ends of each fact of a kind, as keys."""
    name = {e.id: squash(e.names[0]) for e in found.entities}
    facts = [a for a in found.assertions if isinstance(a, kind) and getattr(a, event).startswith("Event")]
    return {(name[getattr(a, event)], name[getattr(a, other)]) for a in facts}


def attendees(found: Findings) -> set[tuple[str, str]]:
    return pairs(found, Attendance, "event", "participant")


def organizers(found: Findings) -> set[tuple[str, str]]:
    return pairs(found, Organizing, "event", "organizer")


def places(found: Findings) -> set[tuple[str, str]]:
    return pairs(found, Location, "subject", "place")


def keys(*facts: tuple[str, str]) -> set[tuple[str, str]]:
    return {(squash(a), squash(b)) for a, b in facts}


# ── names ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("علی رضایی در جلسه شورای اداری شهرستان سنندج گفت: کار خوب است.", ["جلسه شورای اداری شهرستان سنندج"]),
        ("علی رضایی در بازدید از پایانه مرزی مهران گفت: کار خوب است.", ["بازدید از پایانه مرزی مهران"]),
        ("نخستین همایش تجلیل از خیران شهرستان نور برگزار شد.", ["نخستین همایش تجلیل از خیران شهرستان نور"]),
        ("یکصد و دومین جلسه شورای شهر تبریز برگزار شد.", ["یکصد و دومین جلسه شورای شهر تبریز"]),
        ("مراسم تکریم و معارفه فرماندار بوکان برگزار شد.", ["مراسم تکریم و معارفه فرماندار بوکان"]),
        ("مراسم افتتاح این طرح برگزار شد.", ["مراسم افتتاح این طرح"]),
        ("همایش «آب و زندگی» برگزار شد.", ["همایش «آب و زندگی»"]),
        ("جشنواره صنایع دستی و سوغات برگزار می‌شود.", ["جشنواره صنایع دستی و سوغات"]),
    ],
)
def test_a_name_starts_and_ends_where_a_reader_would_end_it(text: str, expected: list[str]) -> None:
    assert names(text) == [squash(name) for name in expected]


def test_an_opening_and_its_fair_are_two_events() -> None:
    found = names("مینا کریمی در مراسم افتتاحیه دهمین نمایشگاه کتاب تبریز گفت: کتاب خوب است.")
    assert found == [squash("مراسم افتتاحیه دهمین نمایشگاه کتاب تبریز"), squash("دهمین نمایشگاه کتاب تبریز")]


@pytest.mark.parametrize(
    "text",
    [
        "مقررات سفر به روسیه اعلام شد.",
        "این کار با ویدئو کنفرانس انجام شد.",
        "مسابقات فرهنگی از برنامه‌های ماست.",
        "رقابت میان شرکت‌ها زیاد است.",
        "رئیس کنگره آمریکا سخن گفت.",
    ],
)
def test_nouns_that_name_no_particular_happening(text: str) -> None:
    assert names(text) == []


# ── who takes part ────────────────────────────────────────────────────────────


def test_who_speaks_at_an_event_attends_it() -> None:
    found = read("علی رضایی در جلسه شورای اداری شهرستان سنندج گفت: کارها خوب پیش می‌رود.")
    assert attendees(found) == keys(("جلسه شورای اداری شهرستان سنندج", "علی رضایی"))


def test_this_meeting_is_the_one_named_before_under_another_noun() -> None:
    found = read(
        "همایش استانداران سراسر کشور امروز در شهر بم برگزار شد.\n\n"
        "علی رضایی وزیر کشور در این نشست گفت: بازسازی ادامه دارد."
    )
    assert attendees(found) == keys(("همایش استانداران سراسر کشور", "علی رضایی"))


def test_who_only_mentions_an_event_does_not_attend_it() -> None:
    found = read("علی رضایی با اشاره به برگزاری همایش ملی پسته گفت: تولید پسته زیاد شده است.")
    assert attendees(found) == set()


def test_an_event_in_somebodys_words_has_no_speaker() -> None:
    found = read("علی رضایی گفت: در بازدید شهردار تبریز از پارک مشروطه مسافران راضی بودند.")
    assert attendees(found) == set()


def test_all_guests_of_a_list_attend() -> None:
    found = read(
        "نشست فعالان صنعت با حضور علی رضایی استاندار یزد، دکتر مریم کریمی و جمعی از مدیران برگزار شد."
    )
    expected = keys(("نشست فعالان صنعت", "علی رضایی"), ("نشست فعالان صنعت", "مریم کریمی"))
    assert attendees(found) == expected


def test_who_visits_attends_his_visit() -> None:
    found = read("علی رضایی استاندار یزد صبح امروز از دانشگاه یزد بازدید کرد.")
    assert attendees(found) == keys(("بازدید", "علی رضایی"))


def test_a_later_speaker_of_the_same_meeting_attends_too() -> None:
    found = read(
        "علی رضایی در مراسم روز درختکاری گفت: درخت زندگی است.\n\n"
        "مریم کریمی مدیرکل منابع طبیعی یزد نیز گفت: نهال‌ها کاشته شد."
    )
    expected = keys(("مراسم روز درختکاری", "علی رضایی"), ("مراسم روز درختکاری", "مریم کریمی"))
    assert attendees(found) == expected


def test_the_parties_of_an_agreement_attend_its_signing() -> None:
    found = read("تفاهم‌نامه ساخت مسکن بین وزارت راه و شهرسازی و وزارت آموزش و پرورش به امضا رسید.")
    assert {who for _, who in attendees(found)} == {
        squash("وزارت راه و شهرسازی"),
        squash("وزارت آموزش و پرورش"),
    }


def test_a_martyr_whose_name_a_hall_bears_is_no_guest() -> None:
    found = read("علی رضایی به همراه مریم کریمی از سالن شهید حسن باقری بازدید کرد.")
    assert squash("حسن باقری") not in {who for _, who in attendees(found)}


def test_a_heading_tells_of_presence() -> None:
    found = read("حضور علی رضایی استاندار یزد در نمایشگاه کتاب یزد\n\nاستاندار یزد از غرفه‌ها دیدن کرد.")
    assert (squash("نمایشگاه کتاب یزد"), squash("علی رضایی")) in attendees(found)


def test_what_a_team_does_elsewhere_makes_nobody_a_guest() -> None:
    found = read("علی رضایی با اشاره به حضور تیم ملی در مسابقات جهانی کشتی گفت: خوب بودیم.")
    assert attendees(found) == set()


def test_a_visitor_named_in_the_visit_attends_it() -> None:
    found = read("بازدید علی رضایی از دانشگاه یزد ادامه دارد.")
    assert {who for _, who in attendees(found)} == {squash("علی رضایی")}


def test_both_who_meet_attend() -> None:
    found = read("علی رضایی استاندار یزد با مریم کریمی شهردار یزد دیدار کرد.")
    assert {who for _, who in attendees(found)} == {squash("علی رضایی"), squash("مریم کریمی")}


def test_who_is_interviewed_about_a_session_does_not_attend_it_for_that() -> None:
    found = read(
        "نشست فعالان صنعت دیروز برگزار شد.\n\nعلی رضایی در گفت‌وگو با خبرنگار ایسنا گفت: کارها خوب پیش می‌رود."
    )
    assert attendees(found) == set()


def test_who_is_named_between_an_event_and_its_verb_takes_part() -> None:
    lead = "حمید رستگار، مدیر انتشارات سپیدار گفت: "
    found = read(lead + "در افتتاحیه این مراسم همچنین مینا کریمی و سارا امیری حضور دارند.")
    assert {who for _, who in attendees(found)} == {squash("مینا کریمی"), squash("سارا امیری")}
    found = read(lead + "در افتتاحیه این مراسم از مینا کریمی خواستند تا در جلسه هیئت امنا حضور داشته باشد.")
    assert attendees(found) == set()


# ── who holds it ──────────────────────────────────────────────────────────────


def test_a_council_holds_its_session() -> None:
    found = read("پنجمین جلسه شورای اداری شهرستان سنندج برگزار شد.")
    assert organizers(found) == keys(("پنجمین جلسه شورای اداری شهرستان سنندج", "شورای اداری شهرستان سنندج"))


@pytest.mark.parametrize("cue", ["به همت", "توسط", "با همکاری", "به میزبانی"])
def test_a_body_holds_what_is_held_by_it(cue: str) -> None:
    found = read(f"نمایشگاه عکس یزد {cue} شهرداری یزد برگزار شد.")
    assert organizers(found) == keys(("نمایشگاه عکس یزد", "شهرداری یزد"))


def test_a_body_beside_another_verb_holds_nothing() -> None:
    found = read("نمایشگاه عکس یزد برگزار شد و مجوز ساخت از سوی شهرداری یزد صادر گردید.")
    assert organizers(found) == set()


@pytest.mark.parametrize(
    "text",
    [
        "برگزاری همایش ملی پسته به همت دانشگاه رفسنجان",
        "در همایش ملی پسته به میزبانی دانشگاه رفسنجان و با حضور کشاورزان، از پنج نفر تجلیل کردند.",
    ],
)
def test_who_stands_right_behind_an_event_holds_it(text: str) -> None:
    assert organizers(read(text)) == keys(("همایش ملی پسته", "دانشگاه رفسنجان"))


def test_help_with_something_else_is_no_help_with_an_event() -> None:
    text = "در خبر برگزاری همایش ملی پسته آمده است: کتاب باغداری به همت دانشگاه رفسنجان منتشر شده است."
    assert organizers(read(text)) == set()


def test_who_announces_an_event_that_others_host_does_not_hold_it() -> None:
    lead = "مریم کیانی، مدیرکل ورزش و جوانان استان گیلان گفت: مسابقات شنای بانوان کشور "
    assert organizers(read(lead + "به میزبانی استان فارس برگزار می‌شود.")) == set()
    assert organizers(read(lead + "با همکاری بسیاری از خیران برگزار می‌شود.")) == keys(
        ("مسابقات شنای بانوان کشور", "اداره کل ورزش و جوانان استان گیلان")
    )


def test_the_body_of_who_announces_an_event_holds_it() -> None:
    found = read("علی رضایی رئیس اداره ورزش و جوانان یزد از برگزاری جشنواره بازی‌های محلی خبر داد.")
    assert organizers(found) == keys(("جشنواره بازی‌های محلی", "اداره ورزش و جوانان یزد"))


def test_a_governor_tells_of_what_others_hold() -> None:
    found = read("علی رضایی استاندار یزد از برگزاری جشنواره بازی‌های محلی خبر داد.")
    assert organizers(found) == set()


# ── where and when ────────────────────────────────────────────────────────────


def test_the_hall_comes_before_the_town() -> None:
    found = read("جشنواره قصه‌گویی یزد در سالن شهر یزد برگزار شد.")
    assert places(found) == keys(("جشنواره قصه‌گویی یزد", "سالن شهر یزد"))


def test_an_event_is_where_its_host_is() -> None:
    found = read("مسابقات والیبال قهرمانی کشور از فردا به میزبانی شهر اراک برگزار می‌شود.")
    assert places(found) == keys(("مسابقات والیبال قهرمانی کشور", "اراک"))
    found = read("همایش ملی پسته به میزبانی دانشگاه رفسنجان برگزار شد.")
    assert places(found) == keys(("همایش ملی پسته", "دانشگاه رفسنجان"))


def test_the_hall_comes_before_the_host() -> None:
    found = read("همایش ملی پسته با میزبانی دانشگاه رفسنجان در سالن شهید باهنر برگزار شد.")
    assert places(found) == keys(("همایش ملی پسته", "سالن شهید باهنر"))


def test_a_body_that_is_host_to_its_guests_is_no_place() -> None:
    assert places(read("در دیدار فردا تیم فوتبال پیکان میزبان تیم فولاد است.")) == set()


def test_an_event_is_in_a_town_behind_an_adjective() -> None:
    found = read("همایش ملی گردشگری امروز در شهر زلزله‌زده بم برگزار شد.")
    assert places(found) == keys(("همایش ملی گردشگری", "بم"))


def test_a_visit_is_where_it_goes() -> None:
    found = read("علی رضایی در بازدید از دانشگاه یزد گفت: دانشگاه خوب است.")
    assert places(found) == keys(("بازدید از دانشگاه یزد", "دانشگاه یزد"))


def test_an_event_is_in_every_town_of_a_list() -> None:
    found = read("جشنواره قصه‌گویی در شهر سنندج و شهر بوکان برگزار می‌شود.")
    assert {place for _, place in places(found)} == {"سنندج", "بوکان"}


def test_a_dateline_is_no_place() -> None:
    found = read("به گزارش خبرنگار ایسنا در سنندج، جشنواره قصه‌گویی برگزار شد.")
    assert places(found) == set()


def test_the_day_of_an_event_is_read_from_the_articles_day() -> None:
    published = Date("1399-02-20", datetime.date(2020, 5, 9))
    found = read("علی رضایی دیروز در جلسه شورای شهر یزد گفت: کار خوب است.", published)
    days = [h.date.day for h in found.assertions if isinstance(h, Happening) and h.date]
    assert days == [datetime.date(2020, 5, 8)]


def test_what_will_be_held_is_planned() -> None:
    found = read("نمایشگاه عکس یزد با حضور علی رضایی استاندار یزد برگزار خواهد شد.")
    facts = [a for a in found.assertions if isinstance(a, Attendance | Happening)]
    assert facts
    assert {fact.status for fact in facts} == {Status.PLANNED}


# ── the many forms of verbs and frames ────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "مریم نادری در یک نشست خبری گفت: پل باز شد.",
        "مریم نادری در «نشست خبری» گفت: پل باز شد.",
        "نشست خبری در رشت برگزار شد. سخنران این نشست، مریم نادری است.",
        "نشست خبری با سخنان مریم نادری برگزار گردید.",
        "مریم نادری در نشست خبری شرکت کرده است.",
    ],
)
def test_who_is_at_an_event_in_whatever_words(text: str) -> None:
    assert attendees(read(text)) == keys(("نشست خبری", "مریم نادری"))


def test_a_body_is_present_at_an_event() -> None:
    found = read("حضور تیم والیبال گیلان در جشنواره ورزش رشت خوب بود.")
    assert attendees(found) == keys(("جشنواره ورزش رشت", "تیم والیبال گیلان"))


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        ("برگزار شده بود", Status.STATED),
        ("برگزار می‌گردد", Status.STATED),
        ("برگزار خواهد گردید", Status.PLANNED),
    ],
)
def test_an_event_is_planned_where_its_verb_is_future(verb: str, status: Status) -> None:
    found = read(f"نشست خبری با حضور مریم نادری {verb}.")
    assert [a.status for a in found.assertions if isinstance(a, Happening)] == [status]
