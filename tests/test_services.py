"""Services: what names one, what names none, who provides it, for whom, where, and how surely."""

from __future__ import annotations

import pytest

from kg.knowledge import load_knowledge
from kg.model import Article, Findings, Service, Status
from kg.persian import squash
from kg.pipeline import find

LEAD = "مدیرکل کمیته امداد امام خمینی استان گلستان گفت: "
COMMITTEE = "کمیته امداد امام خمینی استان گلستان"


def read(text: str) -> Findings:
    return find(Article("a1", text), load_knowledge())


def services_of(text: str) -> list[Service]:
    return [a for a in read(text).assertions if isinstance(a, Service)]


def stated(text: str) -> list[Service]:
    return [s for s in services_of(text) if s.status is Status.STATED]


def has_name(services: list[Service], name: str) -> bool:
    return any(squash(name) in {squash(n) for n in s.names} for s in services)


def provider_names(text: str) -> set[str]:
    found = read(text)
    names = {e.id: e.names[0] for e in found.entities}
    return {names[s.provider] for s in found.assertions if isinstance(s, Service) and s.provider}


# ── what names a service ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("امسال سه هزار بسته معیشتی بین نیازمندان توزیع شد.", "توزیع بسته معیشتی"),
        ("ماهانه مستمری به مددجویان پرداخت می‌شود.", "پرداخت مستمری"),
        ("۲۵۰ فقره وام به زوج‌های جوان پرداخت شده است.", "وام"),
        ("تاکنون ۴۰ جهیزیه به نیازمندان اهدا شد.", "جهیزیه"),
        ("ما خدمات مشاوره‌ای را به خانواده‌ها ارائه می‌دهیم.", "خدمات مشاوره‌ای"),
        ("روزانه به ۲۰۰ خانواده خدمات می‌دهیم.", "خدمات"),
        ("توزیع بسته معیشتی بین نیازمندان آغاز شده است.", "بسته معیشتی"),
        ("توزیع بیش از ۳۰۰ بسته معیشتی بین نیازمندان انجام شد.", "توزیع بسته معیشتی"),
        ("خانواده‌های سیل‌زده در مدارس اسکان داده شدند.", "اسکان"),
        ("از ایتام حمایت می‌کنیم.", "حمایت از ایتام"),
        ("دانشجویان از خدمات درمانی این نهاد بهره‌مند شدند.", "خدمات درمانی"),
        ("کلاس‌های آموزشی برای مددجویان برگزار شد.", "کلاس‌های آموزشی"),
        ("سالمندان زیر پوشش بیمه درمان قرار گرفتند.", "بیمه درمان"),
        ("چهل بیمار تحت درمان قرار گرفتند.", "درمان بیمار"),
        ("این کودکان حمایت می‌شوند.", "حمایت از کودکان"),
        ("۱۲ نفر از مصدومان درمان شدند.", "درمان مصدومان"),
        ("از زائران پذیرایی شد.", "پذیرایی از زائران"),
        ("تسهیلات قرض‌الحسنه در اختیار متقاضیان قرار گرفت.", "تسهیلات قرض‌الحسنه"),
        ("اقلام بهداشتی تهیه و در اختیار مددجویان قرار گرفته است.", "اقلام بهداشتی"),
        ("برای ۲۰۰ زوج جوان کلاس مشاوره پیش از ازدواج برگزار کردیم.", "کلاس مشاوره"),
        ("طرح سلامت دهان و دندان در مدارس اجرا می‌شود.", "طرح سلامت دهان"),
        ("۱۰ تیم امدادی به منطقه اعزام شدند.", "اعزام تیم امدادی"),
        ("شش پرس غذای گرم طبخ و توزیع شد.", "توزیع غذای گرم"),
        ("موفق به نجات چند کوهنورد شدیم.", "نجات"),
    ],
)
def test_a_service_is_named_by_its_act_and_by_what_is_given(said: str, name: str) -> None:
    assert has_name(stated(LEAD + said), name)


def test_numbers_are_no_part_of_a_wording() -> None:
    [service] = stated(LEAD + "بیش از ۲۵۰ دستگاه یخچال بین نیازمندان توزیع شد.")
    assert service.names[0] == "توزیع یخچال"


def test_joined_things_with_numbers_of_their_own_are_services_of_their_own() -> None:
    found = stated(LEAD + "در این ماه ۳۰۰ بسته بهداشتی و ۵۰۰ بسته معیشتی بین نیازمندان توزیع شد.")
    assert has_name(found, "توزیع بسته بهداشتی")
    assert has_name(found, "توزیع بسته معیشتی")
    assert len(found) == 2


def test_a_number_begins_a_thing_though_the_tagger_reads_a_verb() -> None:
    found = stated(LEAD + "امسال ۳۴۰ بسته بهداشتی و سه هزار و ۵۲۰ بسته معیشتی بین نیازمندان توزیع شده است.")
    assert has_name(found, "توزیع بسته بهداشتی")
    assert has_name(found, "توزیع بسته معیشتی")


def test_each_action_of_a_list_is_a_service() -> None:
    found = stated(LEAD + "توزیع بسته معیشتی، اهدای جهیزیه و پرداخت وام از اقدامات این نهاد است.")
    assert [s.names[0] for s in found] == ["توزیع بسته معیشتی", "اهدای جهیزیه", "پرداخت وام"]


def test_what_an_official_points_to_is_a_service() -> None:
    text = "رئیس اداره بهزیستی گرگان به ارائه خدمات مشاوره‌ای اشاره کرد و گفت: این کار رایگان است."
    assert has_name(stated(text), "ارائه خدمات مشاوره‌ای")


def test_a_service_told_twice_is_one() -> None:
    text = "توزیع بسته معیشتی در گلستان\n\n" + LEAD + "بسته معیشتی بین نیازمندان توزیع شد."
    assert len(services_of(text)) == 1


def test_a_heading_gets_its_provider_from_the_lead_below() -> None:
    text = "پرداخت وام به مددجویان\n\n" + LEAD + "اشتغال مددجویان مهم است."
    assert provider_names(text) == {COMMITTEE}


@pytest.mark.parametrize(
    "said",
    [
        "گزارشی از عملکرد به نمایندگان ارائه شد.",
        "گزارشی از خدمات درمانی به مسئولان ارائه شد.",
        "از نظر شاخص‌ها از جمله صدور سند مالکیت پیشرو هستیم.",
        "تسهیلات مورد بررسی قرار گرفت.",
        "در زمینه قیمت‌ها و ارائه خدمات گفت‌وگو شد.",
        "استان‌ها به شبکه ریلی متصل شدند.",
        "طرح ملی آمایش اجرا شد.",
        "توزیع عادلانه امکانات از دغدغه‌های ماست.",
        "نحوه پرداخت وام بررسی شد.",
        "بر اهمیت ارائه خدمات تاکید داریم.",
        "قاچاقچیان تهیه و توزیع مواد مخدر دستگیر شدند.",
        "دومین دوره مسابقات قرآن برگزار شد.",
        "حکم متهمان صادر شد.",
        "بخش بهداشت و درمان مهم است.",
        "طرح بازرسی بهداشتی اجرا شد.",
        "داروهای غیرمجاز بین بیماران توزیع شد.",
    ],
)
def test_reports_judgements_contests_and_talk_of_services_are_none(said: str) -> None:
    assert stated(LEAD + said) == []


# ── how it is put ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("باید وام به مددجویان پرداخت شود.", Status.PLANNED),
        ("بسته معیشتی بین نیازمندان توزیع خواهد شد.", Status.PLANNED),
        ("وام به مددجویان پرداخت نشد.", Status.DENIED),
        ("خدمات امدادی انجام‌شده است.", Status.STATED),
        ("اگر وام به مددجویان پرداخت می‌شود بیکاری کم است.", Status.CONDITIONAL),
    ],
)
def test_plans_wishes_denials_and_conditions_are_not_stated(said: str, status: Status) -> None:
    found = services_of(LEAD + said)
    assert [s.status for s in found] == [status]


# ── who provides it ───────────────────────────────────────────────────────────


def test_the_speaker_stands_for_his_body() -> None:
    assert provider_names(LEAD + "مستمری به مددجویان پرداخت می‌شود.") == {COMMITTEE}


def test_an_agent_goes_before_the_speaker() -> None:
    text = LEAD + "بسته معیشتی توسط جمعیت هلال احمر بین نیازمندان توزیع شد."
    assert provider_names(text) == {"جمعیت هلال‌احمر"}


def test_the_subject_of_the_clause_goes_before_the_speaker() -> None:
    text = LEAD + "بانک ملی به کشاورزان وام پرداخت کرده است."
    assert provider_names(text) == {"بانک ملی"}


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("بانک ملی و بانک سپه به کشاورزان وام پرداخت کردند.", {"بانک ملی", "بانک سپه"}),
        ("توزیع بسته معیشتی توسط بانک ملی و بانک سپه آغاز شد.", {"بانک ملی", "بانک سپه"}),
        ("پزشکان بیمارستان شفا ۲۰۰ بیمار را درمان کردند.", {"بیمارستان شفا"}),
        ("به گزارش روابط عمومی بانک سپه، ۲۰۰ میلیارد ریال تسهیلات به کشاورزان پرداخت شد.", {"بانک سپه"}),
        (LEAD + "سامانه همدلی برای ارائه تسهیلات آماده شد.", {COMMITTEE}),
        (LEAD + "با همکاری مردم، بانک سپه و بانک ملی، به نیازمندان جهیزیه اهدا شد.", {COMMITTEE}),
        (LEAD + "درمانگاه شبانه‌روزی در گرگان افتتاح شد.", {COMMITTEE}),
        (LEAD + "سالمندان از خدمات درمانی بیمارستان سینا استفاده می‌کنند.", {"بیمارستان سینا"}),
    ],
)
def test_who_provides_is_named_in_many_ways(text: str, bodies: set[str]) -> None:
    assert provider_names(text) == bodies


def test_an_agent_belongs_to_its_own_action() -> None:
    text = LEAD + "توزیع بسته معیشتی از سوی بانک ملی و پرداخت وام به مددجویان انجام شد."
    names = {s.names[0]: s.provider for s in stated(text)}
    assert names["توزیع بسته معیشتی"] != names["پرداخت وام"]


def test_bodies_without_a_name_leave_the_provider_open() -> None:
    text = LEAD + "برگزاری کلاس‌های قرآنی از سوی موسسات قرآنی آغاز شد."
    assert [s.provider for s in stated(text)] == [None]


def test_an_agent_of_a_relative_clause_provides_nothing_outside_it() -> None:
    text = LEAD + "ارائه خدمات درمانی که دستور آن از سوی وزارت بهداشت صادر شده است ادامه دارد."
    assert provider_names(text) == {COMMITTEE}


def test_a_governor_tells_of_what_others_do() -> None:
    text = "استاندار گلستان گفت: وام به کشاورزان پرداخت شده است."
    assert [s.provider for s in stated(text)] == [None]


def test_a_president_tells_of_what_nobody_in_particular_does() -> None:
    assert stated("مهدی رستگار، رئیس جمهور گفت: وام به کشاورزان پرداخت شده است.") == []
    text = "مهدی رستگار، رئیس جمهور گفت: وام به کشاورزان توسط بانک سپه پرداخت شده است."
    assert provider_names(text) == {"بانک سپه"}


def test_what_is_somebodys_is_not_therefore_given_by_him() -> None:
    assert stated(LEAD + "پایگاه اینترنتی اداره کل بهزیستی استان گلستان راه‌اندازی شد.") == []


def test_a_commission_tells_of_what_others_do() -> None:
    assert stated("مهدی رستگار، سخنگوی کمیسیون بهداشت مجلس گفت: مستمری به مددجویان پرداخت می‌شود.") == []
    text = "مهدی رستگار، دبیر کمیته امداد گفت: مستمری به مددجویان پرداخت می‌شود."
    assert provider_names(text) == {"کمیته امداد"}


def test_a_governor_who_says_we_speaks_of_his_own_body() -> None:
    text = "استاندار گلستان گفت: از سرمایه‌گذاران حمایت می‌کنیم."
    assert provider_names(text) == {"استانداری گلستان"}


def test_a_professor_provides_nothing() -> None:
    text = "احمد حمیدی، استاد دانشگاه تهران گفت: وام به زوج‌های جوان پرداخت شده است."
    assert stated(text) == []


# ── for whom, where, how surely ───────────────────────────────────────────────


def test_people_behind_a_preposition_are_the_audience() -> None:
    [service] = stated(LEAD + "وام به زوج‌های جوان پرداخت شده است.")
    assert service.audiences == ("زوج‌های جوان",)


def test_a_number_is_no_part_of_the_audience() -> None:
    [service] = stated(LEAD + "به ۳۰ خانواده وام پرداخت شد.")
    assert service.audiences == ("خانواده",)


def test_who_is_rescued_is_the_audience() -> None:
    [service] = stated("مدیرعامل جمعیت هلال احمر گلستان گفت: کودک خردسال نجات یافت.")
    assert [squash(a) for a in service.audiences] == [squash("کودک خردسال")]


def test_a_place_said_goes_before_the_place_of_the_provider() -> None:
    assert {p for s in stated(LEAD + "در شهرستان گرگان وام به مددجویان پرداخت شد.") for p in s.places} == {
        "Place:گرگان"
    }
    assert {p for s in stated(LEAD + "وام به مددجویان پرداخت شد.") for p in s.places} == {"Place:گلستان"}


def test_a_named_provider_is_surer_than_a_guessed_one() -> None:
    [named] = stated(LEAD + "بسته معیشتی توسط جمعیت هلال احمر بین نیازمندان توزیع شد.")
    [guessed] = stated("استاندار گلستان گفت: وام به کشاورزان پرداخت شده است.")
    assert named.confidence > guessed.confidence


def test_the_span_is_the_words_of_the_service() -> None:
    text = LEAD + "در این ماه بسته معیشتی بین نیازمندان توزیع شد."
    [service] = stated(text)
    assert text[service.span.start : service.span.end] == "بسته معیشتی بین نیازمندان توزیع"
