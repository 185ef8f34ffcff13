"""Roles, units, places and quotations, read from whole sentences as the genre writes them."""

import pytest

from kg.extract.atlas import lies_elsewhere
from kg.knowledge import load_knowledge
from kg.model import (
    Article,
    Findings,
    Kind,
    Location,
    Membership,
    Observation,
    Quotation,
    Status,
    Tenure,
    Unit,
)
from kg.pipeline import find


def read(text: str) -> Findings:
    return find(Article("a", text), load_knowledge())


def names(found: Findings) -> dict[str | None, str | None]:
    return {None: None, **{e.id: e.names[0] for e in found.entities}}


def roles(text: str) -> set[tuple[str | None, str, str | None]]:
    found = read(text)
    name = names(found)
    return {
        (name[m.person], m.role, name[m.organization]) for m in found.assertions if isinstance(m, Membership)
    }


def quotes(text: str) -> list[tuple[str | None, str]]:
    found = read(text)
    name = names(found)
    return [
        (name[q.speaker], text[q.span.start : q.span.end])
        for q in found.assertions
        if isinstance(q, Quotation)
    ]


def pairs(text: str, kind: type) -> set[tuple[str | None, str | None]]:
    found = read(text)
    name = names(found)
    facts = [f for f in found.assertions if isinstance(f, kind)]
    if kind is Unit:
        return {(name[f.child], name[f.parent]) for f in facts}
    return {(name[f.subject], name[f.place]) for f in facts}


# ── roles ─────────────────────────────────────────────────────────────────────

ROLES = {
    "a title behind the name": (
        "به گزارش خبرنگار ما، سعید رضایی، رئیس سازمان آب تهران گفت: سد پر شد.",
        {("سعید رضایی", "رئیس", "سازمان آب تهران")},
    ),
    "a title before the name": (
        "استاندار گلستان محمد نوری گفت: راه باز شد.",
        {("محمد نوری", "استاندار", "استانداری گلستان")},
    ),
    "two titles of one person over two bodies": (
        "حسن کریمی، معاون شهردار و رئیس سازمان پارک‌ها و فضای سبز شهرداری اراک گفت: درخت کاشتیم.",
        {
            ("حسن کریمی", "معاون شهردار", "شهرداری اراک"),
            ("حسن کریمی", "رئیس", "سازمان پارک‌ها و فضای سبز شهرداری اراک"),
        },
    ),
    "one body for two joined titles": (
        "زهرا احمدی عضو و رئیس کمیته پژوهش دانشگاه یزد گفت: کار آغاز شد.",
        {
            ("زهرا احمدی", "عضو", "کمیته پژوهش دانشگاه یزد"),
            ("زهرا احمدی", "رئیس", "کمیته پژوهش دانشگاه یزد"),
        },
    ),
    "a deputy in a chain of offices": (
        "علی مرادی معاون هماهنگی امور عمرانی استاندار سمنان گفت: پل ساخته شد.",
        {("علی مرادی", "معاون هماهنگی امور عمرانی استاندار", "استانداری سمنان")},
    ),
    "a director whose office is implied": (
        "رضا محمدی مدیرکل بهزیستی استان همدان گفت: خانه‌ها آماده است.",
        {("رضا محمدی", "مدیرکل", "اداره کل بهزیستی استان همدان")},
    ),
    "a title in the lead for the name that follows": (
        "فرماندار بیرجند از بازگشایی کتابخانه خبر داد.\n\nکاظم صادقی گفت: کتابخانه باز است.",
        {("کاظم صادقی", "فرماندار", "فرمانداری بیرجند")},
    ),
    "an office of the county spoken of": (
        "باران در شهرستان بافق بارید.\n\nمجید شریفی، فرماندار این شهرستان گفت: خسارت کم است.",
        {("مجید شریفی", "فرماندار", "فرمانداری بافق")},
    ),
    "a name in quotation marks": (
        "«سارا امیری» رئیس سازمان آب تهران گفت: سد پر شد.",
        {("سارا امیری", "رئیس", "سازمان آب تهران")},
    ),
    "a title in brackets": (
        "در این دیدار سارا امیری (رئیس سازمان آب تهران) هم بود.",
        {("سارا امیری", "رئیس", "سازمان آب تهران")},
    ),
    "what somebody is made": (
        "سارا امیری به عنوان رئیس سازمان آب تهران انتخاب شد.",
        {("سارا امیری", "رئیس", "سازمان آب تهران")},
    ),
    "what somebody is since a year": (
        "سارا امیری از سال ۱۳۹۵ رئیس سازمان آب تهران است.",
        {("سارا امیری", "رئیس", "سازمان آب تهران")},
    ),
    "a ministry called by its field": (
        "سارا امیری وزیر آموزش و پرورش گفت: مدرسه باز است.",
        {("سارا امیری", "وزیر", "وزارت آموزش و پرورش")},
    ),
    "a deputy of the head of an office that lists its fields": (
        "سارا امیری عضو کمیسیون کشاورزی، آب و منابع طبیعی مجلس گفت: آب کم است.",
        {("سارا امیری", "عضو", "کمیسیون کشاورزی، آب و منابع طبیعی مجلس")},
    ),
    "no body for a Friday prayer leader": (
        "آیت الله حسین موسوی، امام جمعه کاشان گفت: کمک کنید.",
        {("حسین موسوی", "امام جمعه", None)},
    ),
}


@pytest.mark.parametrize("case", ROLES)
def test_roles(case: str) -> None:
    text, expected = ROLES[case]
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "tenure"),
    [
        ("مهدی سلیمانی رئیس سابق سازمان هواشناسی کشور گفت: هوا سرد است.", Tenure.FORMER),
        ("مهدی سلیمانی سرپرست اداره ورزش و جوانان قم گفت: سالن باز شد.", Tenure.ACTING),
        ("مهدی سلیمانی شهردار منتخب گرگان گفت: کار می‌کنیم.", Tenure.DESIGNATE),
        ("مهدی سلیمانی شهردار جدید گرگان گفت: کار می‌کنیم.", Tenure.CURRENT),
    ],
)
def test_tenure(text: str, tenure: Tenure) -> None:
    (held,) = [m for m in read(text).assertions if isinstance(m, Membership)]
    assert held.tenure is tenure


def test_who_is_to_be_made_something_is_not_yet() -> None:
    (held,) = [
        m
        for m in read("سارا امیری به عنوان رئیس سازمان آب تهران انتخاب خواهد شد.").assertions
        if isinstance(m, Membership)
    ]
    assert held.status is Status.PLANNED


def test_a_title_without_any_holder_is_no_fact() -> None:
    assert roles("وزیر نیرو از سد بازدید کرد.") == set()


def test_a_speech_verb_is_no_name() -> None:
    assert {p for p, _, _ in roles("علی رضایی آمد.\n\nمدیرکل بنادر هرمزگان بیان کرد: بندر باز است.")} <= {
        "علی رضایی"
    }


# ── units and places ──────────────────────────────────────────────────────────


def test_a_name_shows_what_it_is_part_of() -> None:
    text = "دانشکده علوم دانشگاه شیراز باز شد."
    assert pairs(text, Unit) == {("دانشکده علوم دانشگاه شیراز", "دانشگاه شیراز")}
    assert pairs(text, Location) == {("دانشگاه شیراز", "شیراز")}


def test_a_section_is_a_body_where_it_belongs_to_one() -> None:
    text = "گروه ادبیات دانشگاه شیراز جایزه برد. این گروه مردم خوشحال شدند."
    assert pairs(text, Unit) == {("گروه ادبیات دانشگاه شیراز", "دانشگاه شیراز")}


def test_a_unit_of_the_body_spoken_of() -> None:
    text = "سازمان آب تهران هشدار داد. ستاد بحران این سازمان تشکیل شد."
    assert pairs(text, Unit) == {("ستاد بحران این سازمان", "سازمان آب تهران")}


def test_the_field_of_an_office_is_not_its_parent() -> None:
    assert pairs("شورای آموزش و پرورش استان گیلان تشکیل شد.", Unit) == set()
    assert pairs("اداره کل هواشناسی استان گیلان هشدار داد.", Unit) == set()


@pytest.mark.parametrize(
    "text",
    [
        "سازمان صدا و سیما برنامه داد.",
        "معاونت میراث فرهنگی گزارش داد.",
        "تیم شهرداری اراک برنده شد.",
        "در بخش دامپزشکی کار آغاز شد.",
        "دیوان بین‌المللی دادگستری رأی داد.",
    ],
)
def test_what_a_body_does_or_is_called_by_is_not_its_parent(text: str) -> None:
    assert pairs(text, Unit) == set()


def test_a_press_centre_is_part_of_its_ministry() -> None:
    text = "مرکز روابط عمومی و اطلاع‌رسانی وزارت نیرو اعلام کرد که سد پر است."
    assert ("مرکز روابط عمومی و اطلاع‌رسانی وزارت نیرو", "وزارت نیرو") in pairs(text, Unit)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("دانشگاه شهید بهشتی جایزه برد.", "دانشگاه شهید بهشتی"),
        ("شهرداری اراک برگزار کرد.", "شهرداری اراک"),
        ("سازمان آب تهران علی رضایی را دعوت کرد.", "سازمان آب تهران"),
    ],
)
def test_a_name_ends_where_something_else_begins(text: str, name: str) -> None:
    bodies = [e.names[0] for e in read(text).entities if e.kind is Kind.ORGANIZATION]
    assert bodies == [name]


def test_a_body_of_this_county_goes_by_the_name_of_the_county() -> None:
    text = "باران در شهرستان بافق بارید. شورای اداری این شهرستان تشکیل شد."
    assert pairs(text, Location) == {("شورای اداری بافق", "بافق")}


def test_a_body_is_where_its_name_says() -> None:
    assert pairs("شهرداری تبریز درخت کاشت.", Location) == {("شهرداری تبریز", "تبریز")}
    assert pairs("فرودگاه مشهد بسته شد.", Location) == {("فرودگاه مشهد", "مشهد")}


def test_a_road_is_not_in_the_town_that_it_is_called_by() -> None:
    assert pairs("جاده ساوه بسته شد.", Location) == set()


def test_a_compass_word_is_no_place() -> None:
    assert pairs("شهر زابل در جنوب شرق ایران است.", Location) == {("زابل", "ایران")}


def test_a_sort_of_place_is_no_name() -> None:
    assert pairs("ایستگاه جدید آتش‌نشانی در اراک باز شد.", Location) == set()
    assert pairs("اعتبارات بخش کشاورزی استان گیلان زیاد شد.", Location) == set()


def test_a_plural_noun_names_each_place_of_its_list() -> None:
    found = read("باران در شهرستان‌های رشت، لنگرود و فومن بارید.")
    places = {e.names[0] for e in found.entities if e.kind is Kind.PLACE}
    assert places == {"رشت", "لنگرود", "فومن"}


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("روستای کندلوس در مازندران دیدنی است.", {("کندلوس", "مازندران")}),
        ("میدان شهدای گرگان در گلستان شلوغ است.", {("میدان شهدای گرگان", "گرگان")}),
        ("بازیکنان قم در قطر ماندند.", set()),
        ("مردم فلسطین در کرانه باختری راهپیمایی کردند.", set()),
    ],
)
def test_a_bare_name_that_hangs_on_a_noun_is_not_where_that_noun_is(
    text: str, inside: set[tuple[str, str]]
) -> None:
    assert pairs(text, Location) >= inside
    assert bool(pairs(text, Location)) == bool(inside)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("سناتور ایالت نوادا سخن گفت.", "نوادا"),
        ("مسابقات قرآن در شهر مقدس قم برگزار می‌شود.", "قم"),
        ("باران در شهر زلزله‌زده بم بارید.", "بم"),
    ],
)
def test_a_noun_and_an_adjective_before_a_place_are_no_places_of_their_own(text: str, name: str) -> None:
    places = [e.names[0] for e in read(text).entities if e.kind is Kind.PLACE]
    assert places == [name]
    assert not [a for a in read(text).assertions if a.rule == "location.chain"]


@pytest.mark.parametrize(
    ("small", "large", "elsewhere"),
    [
        ("لار", "سبزوار", True),  # «سیمان لار سبزوار» is a company
        ("الجزیره", "قطر", True),
        ("ایران", "تهران", True),
        ("لار", "فارس", False),
        ("دولت آباد", "برخوار", False),  # one of the two towns of that name
        ("قمصر", "کاشان", False),  # in the county that the town gives its name to
        ("بولیوی", "آمریکای جنوبی", False),  # the gazetteer does not say what lies in a region
        ("توکمانا", "سبزوار", False),
        ("لار", "توکمانا", False),
    ],
)
def test_the_gazetteer_may_say_that_a_place_is_not_in_another(
    small: str, large: str, elsewhere: bool
) -> None:
    assert lies_elsewhere(load_knowledge(), small, large) is elsewhere


def test_a_known_place_is_in_no_other_that_the_gazetteer_does_not_put_it_in() -> None:
    assert ("لار", "فارس") in pairs("باران در لار در استان فارس بارید.", Location)
    assert ("لار", "سبزوار") not in pairs("باران در لار در سبزوار بارید.", Location)


def test_a_country_is_in_no_town() -> None:
    assert pairs("نیروهای عراق در موصل ماندند.", Location) == set()


def test_national_bodies_are_not_located_by_the_country() -> None:
    assert pairs("شرکت ملی نفت ایران قرارداد بست.", Location) == set()


def test_an_embassy_is_where_it_sits_and_not_in_the_land_that_sent_it() -> None:
    assert pairs("سفارت ژاپن در دمشق بسته شد.", Location) == {("سفارت ژاپن", "دمشق")}
    title = "سارا امیری، سفیر ژاپن در بیروت گفت: سفر آسان است."
    assert pairs(title, Location) == {("سفارت ژاپن", "بیروت")}
    assert pairs("سفارت ژاپن بسته شد.", Location) == set()


def test_a_works_is_where_the_text_says_but_a_ministry_is_not_where_it_acts() -> None:
    assert pairs("کارخانه تولید کاشی در میبد باز شد.", Location) == {("کارخانه تولید کاشی", "میبد")}
    assert pairs("وزارت نیرو در یزد سد می‌سازد.", Location) == set()


def test_all_towns_under_a_plural_noun_are_in_the_province_behind_them() -> None:
    listed = "برق شهرهای خوانسار، نطنز و گلپایگان استان اصفهان قطع شد."
    assert pairs(listed, Location) == {(t, "اصفهان") for t in ("خوانسار", "نطنز", "گلپایگان")}
    assert pairs(listed.replace("شهرهای ", ""), Location) == {("گلپایگان", "اصفهان")}


@pytest.mark.parametrize(
    ("text", "part", "town"),
    [
        ("باران در منطقه ۵ تبریز بارید.", "منطقه ۵", "تبریز"),
        ("شهردار به ناحیه دو شهرستان کرج رفت.", "ناحیه دو", "کرج"),
        ("خانه او در محله گل‌زار کاشان است.", "گل‌زار", "کاشان"),
    ],
)
def test_a_part_of_a_town_is_in_the_town(text: str, part: str, town: str) -> None:
    assert pairs(text, Location) == {(part, town)}


def test_a_number_is_no_place() -> None:
    found = read("شهرداری منطقه ۹ درخت کاشت. شهرداری منطقه ۲ پارک ساخت.")
    assert [e for e in found.entities if e.kind is Kind.PLACE] == []


def test_an_adjective_before_a_town_is_no_part_of_it() -> None:
    assert pairs("نیروها در منطقه عملیاتی مریوان ماندند.", Location) == set()


def test_a_town_goes_with_its_country_unmarked() -> None:
    assert pairs("او به شهر مسکو روسیه رفت.", Location) == {("مسکو", "روسیه")}


def test_the_republic_is_no_place_of_what_is_called_by_it() -> None:
    assert pairs("نظام جمهوری اسلامی پایدار است.", Location) == set()


def test_an_event_is_where_its_relative_clause_says() -> None:
    text = "جلسه درس فلسفه او که در تالار حافظ شیراز برگزار شد پایان یافت."
    assert ("جلسه درس فلسفه", "تالار حافظ شیراز") in pairs(text, Location)


def test_a_session_of_this_county_is_there() -> None:
    text = "باران در شهرستان بافق بارید. رضا محمدی در جلسه شورای اداری این شهرستان گفت: خسارت کم است."
    assert ("جلسه شورای اداری این شهرستان", "بافق") in pairs(text, Location)


@pytest.mark.parametrize("site", ["تله‌کابین رامسر", "کشتارگاه رامسر", "پیست رامسر"])
def test_a_site_is_where_its_name_says(site: str) -> None:
    assert pairs(f"{site} باز شد.", Location) == {(site, "رامسر")}


def test_a_site_in_a_site_keeps_its_town() -> None:
    found = pairs("پردیس بوستان ملت رامسر باز شد.", Location)
    assert ("بوستان ملت رامسر", "رامسر") in found


def test_a_hall_counted_in_seats_is_no_numbered_hall() -> None:
    found = read("رقابت‌ها در سالن ۱۲ هزار نفری برگزار شد.")
    assert [e for e in found.entities if e.kind is Kind.PLACE] == []


# ── quotations ────────────────────────────────────────────────────────────────


def test_direct_speech_is_what_stands_behind_the_colon() -> None:
    assert quotes("مریم نادری گفت: پل باز شد.") == [("مریم نادری", "پل باز شد.")]


def test_a_pronoun_speaks_for_who_spoke_last() -> None:
    text = "مریم نادری گفت: پل باز شد.\n\nوی افزود: راه هم باز است.\n\nاین مقام مسئول ادامه داد: سپاسگزاریم."
    assert [who for who, _ in quotes(text)] == ["مریم نادری"] * 3


def test_a_surname_speaks_for_the_whole_name() -> None:
    text = "مریم نادری گفت: پل باز شد.\n\nنادری افزود: راه هم باز است."
    assert [who for who, _ in quotes(text)] == ["مریم نادری"] * 2


def test_speech_goes_on_to_the_next_speech_verb() -> None:
    text = "مریم نادری گفت: پل باز شد. همه می‌توانند بگذرند. وی افزود: راه هم باز است."
    assert quotes(text) == [
        ("مریم نادری", "پل باز شد. همه می‌توانند بگذرند."),
        ("مریم نادری", "راه هم باز است."),
    ]


def test_a_lead_and_a_main_verb_are_two_stretches() -> None:
    text = "مریم نادری با بیان اینکه پل باز است، تصریح کرد: راه هم باز می‌شود."
    assert quotes(text) == [("مریم نادری", "پل باز است"), ("مریم نادری", "راه هم باز می‌شود.")]


def test_pointing_at_something_is_no_speech() -> None:
    text = "مریم نادری با اشاره به اینکه پل باز است، گفت: راه هم باز می‌شود."
    assert quotes(text) == [("مریم نادری", "راه هم باز می‌شود.")]


def test_indirect_speech_behind_that() -> None:
    text = "مریم نادری اظهار امیدواری کرد که پل تا بهار باز شود."
    assert quotes(text) == [("مریم نادری", "پل تا بهار باز شود.")]


def test_an_announcement_in_the_reporters_words_is_no_quotation() -> None:
    assert quotes("مریم نادری از بازگشایی پل خبر داد.") == []


def test_an_agency_before_a_colon_does_not_speak() -> None:
    assert quotes("خبرگزاری فارس: پل باز شد و مردم از آن گذشتند.") == []


def test_speech_stands_at_the_offsets_of_the_original() -> None:
    text = "مريم نادري گفت : پل بـاز شد و مي‌توان از آن گذشت."
    assert quotes(text) == [("مریم نادری", "پل بـاز شد و مي‌توان از آن گذشت.")]


def test_the_next_to_speak_is_no_longer_the_last_one() -> None:
    text = (
        "مریم نادری گفت: پل باز شد.\n\nدر ادامه شهردار گرگان نیز گفت: راه باز است.\n\n"
        "حسن کریمی افزود: سپاسگزاریم."
    )
    assert [who for who, _ in quotes(text)] == ["مریم نادری", "حسن کریمی", "حسن کریمی"]


def test_a_ministry_speaks_right_before_its_verb() -> None:
    text = "روز گذشته وزارت نیرو اعلام کرد که سدها پر شده‌اند."
    assert quotes(text) == [("وزارت نیرو", "سدها پر شده‌اند.")]


# ── how facts stand ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("در تبریز ۴۰ خانه ساخته شد.", Status.STATED),
        ("در تبریز ۴۰ خانه ساخته خواهد شد.", Status.PLANNED),
        ("در تبریز باید ۴۰ خانه ساخته شود.", Status.PLANNED),
        ("در تبریز ۴۰ خانه ساخته نشد.", Status.DENIED),
        ("اگر در تبریز ۴۰ خانه ساخته شود، مردم خوشحال می‌شوند.", Status.CONDITIONAL),
    ],
)
def test_status(text: str, status: Status) -> None:
    (counted,) = [a for a in read(text).assertions if isinstance(a, Observation)]
    assert counted.status is status


def test_the_speaker_vouches_for_what_he_says_and_the_article_for_the_rest() -> None:
    found = read("در قم ۲۰ پارک باز شد.\n\nمریم نادری گفت: در قم ۴۰ خانه ساخته شد.")
    vouched = {int(a.value): a.vouched_by for a in found.assertions if isinstance(a, Observation)}
    assert vouched[20] is None
    assert names(found)[vouched[40]] == "مریم نادری"
