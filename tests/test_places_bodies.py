"""What the places and bodies of one article are: the genre's traps, each in sentences of our own."""

from __future__ import annotations

import pytest

from kg.identity import Candidate, candidates, resolve
from kg.identity.ground import ground_of
from kg.knowledge import load_knowledge
from kg.model import Article, Findings, Node
from kg.pipeline import find


def read(text: str, name: str = "a") -> Findings:
    return find(Article(name, text), load_knowledge())


def named(text: str) -> dict[str, list[str]]:
    """The ids that an article gives its places and bodies, by each of their names."""
    found: dict[str, list[str]] = {}
    for c in candidates(read(text)):
        for form in c.names:
            found.setdefault(form, []).append(c.own)
    return found


def all_of(text: str) -> list[str]:
    """All ids that an article gives."""
    return [own for ids in named(text).values() for own in ids]


def node(text: str, id_: str) -> Node:
    return next(node for node in resolve([read(text)]).nodes if node.id == id_)


# ── a bare body takes its place from the article ──


@pytest.mark.parametrize("town", ["یزد", "اهواز", "ملایر"])
def test_the_town_hall_of_an_article_is_its_towns(town: str):
    text = f"به گزارش خبرنگار ما از {town}، دو پارک تازه در {town} باز شد. این پارک‌ها را شهرداری ساخته است."
    assert named(text)["شهرداری"] == [f"organization/شهرداری-{town}"]


def test_without_a_town_the_town_hall_is_known_to_its_article_alone():
    assert named("این پارک‌ها را شهرداری ساخته است.")["شهرداری"] == ["organization/شهرداری_a"]


def test_a_field_office_of_an_article_on_one_province_is_the_provinces():
    text = "سیل در استان گیلان خسارت زد. مردم رشت و لاهیجان چادر گرفتند. هلال احمر در استان گیلان آماده است."
    assert named(text)["هلال‌احمر"] == ["organization/هلال-احمر-استان-گیلان"]


def test_a_ministry_stays_national_in_an_article_on_one_province():
    text = "به گزارش خبرنگار ما از رشت، وزارت نیرو در استان گیلان دو سد می‌سازد."
    assert named(text)["وزارت نیرو"] == ["organization/وزارت-نیرو"]


# ── national body, branch, office ──


def test_national_body_branch_and_county_office_are_three_nodes_joined_by_part_of():
    text = "آموزش و پرورش شهرستان میبد، آموزش و پرورش استان یزد و وزارت آموزش و پرورش همکاری کردند."
    office, branch, ministry = (
        f"organization/{tail}"
        for tail in ("آموزش-و-پرورش-شهرستان-میبد", "آموزش-و-پرورش-استان-یزد", "وزارت-آموزش-و-پرورش")
    )
    assert [node(text, id_).whole for id_ in (office, branch, ministry)] == [branch, ministry, ""]


def test_the_branch_between_office_and_ministry_is_there_though_nobody_names_it():
    text = "رضا امینیان، رئیس آموزش و پرورش شهرستان میبد گفت: مدرسه‌ها باز است."
    branch = node(text, "organization/آموزش-و-پرورش-استان-یزد")
    assert (branch.label, branch.whole) == ("آموزش و پرورش استان یزد", "organization/وزارت-آموزش-و-پرورش")


@pytest.mark.parametrize(
    "name", ["سازمان جهاد کشاورزی یزد", "جهاد کشاورزی استان یزد", "سازمان جهاد کشاورزی استان یزد"]
)
def test_a_branch_is_one_under_all_its_names(name: str):
    text = f"رضا امینیان، رئیس {name} گفت: گندم خریده شد."
    assert "organization/جهاد-کشاورزی-استان-یزد" in all_of(text)


def test_a_governor_implies_the_governors_office_of_the_province():
    assert "organization/استانداری-همدان" in all_of("رستگار، استاندار همدان گفت: برف می‌بارد.")


def test_a_team_that_bears_a_town_halls_name_is_a_club():
    text = (
        "تیم شهرداری آستارا در لیگ برتر والیبال با دو پیروزی در مسابقات صدرنشین شد. "
        "بازیکنان تیم برای قهرمانی آماده‌اند."
    )
    assert set(named(text)["تیم شهرداری آستارا"]) == {"organization/باشگاه-شهرداری-آستارا"}


def test_a_town_hall_in_sporting_news_stays_one_where_it_has_a_mayor():
    text = (
        "مهدی پورنگ، شهردار آستارا گفت: تیم ما در لیگ برتر والیبال با دو پیروزی در مسابقات صدرنشین شد. "
        "بازیکنان برای قهرمانی آماده‌اند."
    )
    assert "organization/شهرداری-آستارا" in all_of(text)


def test_a_body_and_its_place_are_two_things():
    found = named("مهدی پورنگ، شهردار آستارا گفت: ساحل پاک شد.")
    assert found["آستارا"] == ["place/آستارا"]
    assert found["شهرداری آستارا"] == ["organization/شهرداری-آستارا"]


# ── places of one name ──


def test_city_county_and_province_of_one_name_are_three_places():
    texts = {
        "place/سمنان": "در شهر سمنان پارک تازه‌ای باز شد.",
        "place/شهرستان-سمنان": "در شهرستان سمنان پارک تازه‌ای باز شد.",
        "place/استان-سمنان": "در استان سمنان پارک تازه‌ای باز شد.",
    }
    assert {id_: named(text)["سمنان"] for id_, text in texts.items()} == {id_: [id_] for id_ in texts}


def test_county_and_province_of_one_name_in_one_article_are_two():
    found = named("در شهرستان سمنان باران بارید. در استان سمنان راه‌ها باز است.")
    assert found["شهرستان سمنان"] == ["place/شهرستان-سمنان"]
    assert found["استان سمنان"] == ["place/استان-سمنان"]


@pytest.mark.parametrize(
    ("others", "id_"), [("مازندران و گیلان", "place/استان-سمنان"), ("مشهد و شیراز", "place/سمنان")]
)
def test_a_list_says_the_level_of_all_that_it_names(others: str, id_: str):
    assert named(f"باران در سمنان، {others} می‌بارد.")["سمنان"] == [id_]


def test_a_list_of_counties_is_no_place_but_some():
    found = named("باران در شهرستان‌های میبد، اردکان و تفت می‌بارد.")
    assert found["میبد"] == ["place/شهرستان-میبد"]
    assert found["تفت"] == ["place/شهرستان-تفت"]


def test_a_town_is_that_of_the_county_that_the_article_names():
    near = named("شهرستان اردستان در استان اصفهان است و شهر مهاباد در این شهرستان ۵ هزار نفر جمعیت دارد.")
    far = named("فرماندار شهرستان مهاباد در استان آذربایجان غربی گفت: شهر مهاباد آرام است.")
    assert near["مهاباد"] == ["place/مهاباد-اصفهان"]
    assert "place/مهاباد-اصفهان" not in far["مهاباد"]


def test_a_square_is_its_towns():
    yazd, ahvaz = (f"در شهر {town} راه‌ها باز است. میدان شهدا در {town} بسته شد." for town in ("یزد", "اهواز"))
    [[one], [other]] = named(yazd)["میدان شهدا"], named(ahvaz)["میدان شهدا"]
    assert (one, other) == ("place/میدان-شهدا-یزد", "place/میدان-شهدا-اهواز")


def test_an_honorific_name_of_a_town_is_the_town():
    assert named("زائران به مشهد مقدس رفتند.")["مشهد مقدس"] == ["place/مشهد"]


# ── what the gazetteer knows ──


def test_a_known_place_has_links_coordinates_sort_and_what_holds_it():
    tabriz = node("در تبریز باران بارید.", "place/تبریز")
    assert tabriz.sort == "city"
    assert "https://sws.geonames.org/113646/" in tabriz.links
    assert (round(float(tabriz.latitude)), round(float(tabriz.longitude))) == (38, 46)
    chain, text = ["place/تبریز"], "در تبریز باران بارید."
    while node(text, chain[-1]).place:
        chain.append(node(text, chain[-1]).place)
    assert chain == ["place/تبریز", "place/شهرستان-تبریز", "place/استان-آذربایجان-شرقی", "place/ایران"]


def test_a_place_that_no_list_has_bears_no_link():
    quarter = node("در محله صدف شهر تبریز باران بارید.", "place/محله-صدف-تبریز")
    assert (quarter.links, quarter.place) == ((), "place/تبریز")


def test_a_foreign_city_lies_in_its_country():
    paris = node("رئیس جمهور فرانسه در پاریس سخن گفت.", "place/پاریس")
    assert (paris.sort, paris.place) == ("world-city", "place/فرانسه")


def test_a_body_of_the_gazetteer_is_linked_under_its_short_name():
    body = node("سازمان ملل گزارش داد.", "organization/سازمان-ملل-متحد")
    assert body.links == ("http://www.wikidata.org/entity/Q1065",)


def test_every_place_of_the_gazetteer_has_a_node_of_its_own():
    nodes = ground_of().node_of_place
    assert len(set(nodes.values())) == len(nodes)


def test_a_candidate_is_made_of_its_article_alone():
    first, second = read("در تبریز باران بارید."), read("در یزد باران بارید.", "b")
    together = [c for found in (second, first) for c in candidates(found)]
    assert all(isinstance(c, Candidate) for c in together)
    assert set(candidates(first)) <= set(together)
