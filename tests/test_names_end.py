"""Where the names of places and bodies end, whatever the taggers saw: in sentences tagged by hand."""

from __future__ import annotations

from itertools import accumulate

import pytest

from kg.extract import mentions
from kg.extract.chains import chain_end
from kg.extract.scene import Scene, text_of, to_scene
from kg.knowledge import load_knowledge
from kg.model import Name, Sentence, Token


def scene_of(text: str, kind: str = "LOC", vote: float = 1.0) -> Scene:
    """A scene of words with their tags: «~» is an ezafe, «[…]» a name, «/ADP» a part of speech but PROPN."""
    words = [word.strip("[]") for word in text.split()]
    parts = [(word.partition("/")[0], word.partition("/")[2] or "PROPN") for word in words]
    starts = [0, *accumulate(len(form.strip("~")) + 1 for form, _ in parts)]
    tokens = tuple(
        Token(start, start + len(form.strip("~")), form.strip("~"), pos, form.endswith("~"))
        for start, (form, pos) in zip(starts, parts, strict=False)
    )
    firsts = [i for i, word in enumerate(text.split()) if word.startswith("[")]
    lasts = [i + 1 for i, word in enumerate(text.split()) if word.endswith("]")]
    names = tuple(Name(kind, first, last, vote) for first, last in zip(firsts, lasts, strict=True))
    return to_scene(0, Sentence(0, tokens[-1].end, tokens, names), load_knowledge())


def places(text: str, vote: float = 1.0) -> list[str]:
    return [place.name for place in mentions._places(scene_of(text, vote=vote), (), ())]


def chain(text: str, kind: str = "LOC") -> str:
    """The chain of names that begins with a sentence."""
    scene = scene_of(text, kind)
    return text_of(scene.tokens[: chain_end(scene, 0)])


@pytest.mark.parametrize(
    ("text", "vote", "named"),
    [
        ("در/ADP [توکمانا] باران/NOUN", 0.9, ["توکمانا"]),
        ("در/ADP [توکمانا] باران/NOUN", 0.4, []),
        ("در/ADP [سنندج] باران/NOUN", 0.4, ["سنندج"]),  # the gazetteer speaks for it
        ("در/ADP [ورزشگاه~ توکمانا] باران/NOUN", 0.4, ["ورزشگاه توکمانا"]),  # its noun does
        ("آب~/NOUN [شرب~ سنندج] کم/ADJ", 0.4, ["سنندج"]),
        ("در/ADP [توکمانا~ سنندج] باران/NOUN", 0.9, ["توکمانا", "سنندج"]),
    ],
)
def test_a_name_that_the_tagger_alone_and_hardly_knows_is_no_place(
    text: str, vote: float, named: list[str]
) -> None:
    assert places(text, vote) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("از/ADP [سنندج مهران~ تیشه‌گران] دوشنبه/NOUN", ["سنندج"]),
        ("در/ADP [زنجان و/CCONJ ایلام] باران/NOUN", ["زنجان", "ایلام"]),
        ("در/ADP [زنجان~ ۴۴] نفر/NOUN", ["زنجان"]),
        ("در/ADP [سیستان و/CCONJ بلوچستان] باران/NOUN", ["سیستان و بلوچستان"]),
        ("در/ADP [تهران~ کهنه] باران/NOUN", ["تهران کهنه"]),
    ],
)
def test_a_known_place_ends_where_nothing_hangs_on_it(text: str, named: list[str]) -> None:
    assert places(text)[: len(named)] == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("در/ADP [بیمارستان~ هشترود] بستری/ADJ", ["هشترود"]),
        ("در/ADP [زندان~ تهران] ماند/VERB", ["تهران"]),
        ("در/ADP [ورودی~ تهران] ماند/VERB", ["تهران"]),
        ("در/ADP [حومه~ جنوبی~ بیروت] ماند/VERB", ["بیروت"]),
        ("در/ADP منطقه~/NOUN پرآشوب~ [خاورمیانه] ماند/VERB", ["خاورمیانه"]),
        ("در/ADP شهرهای~/NOUN عبوری~ [گیلان] ماند/VERB", ["گیلان"]),
        ("در/ADP منطقه~/NOUN [باغشهر~ گیلان] ماند/VERB", ["باغشهر", "گیلان"]),
    ],
)
def test_body_nouns_and_adjectives_before_a_place_are_no_place(text: str, named: list[str]) -> None:
    assert places(text) == named


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("کمیسیون~/NOUN امنیت~ مجلس~ شرط~/NOUN اجرا/NOUN", "کمیسیون امنیت مجلس"),
        ("کمیسیون~/NOUN امنیت~ مجلس~ [سوریه] نوشت/VERB", "کمیسیون امنیت مجلس سوریه"),
        ("رئیس~/NOUN مجلس~ طرح~/NOUN تازه/ADJ", "رئیس مجلس"),
        ("کمیسیون~/NOUN وزیر~/NOUN نیرو حضور/NOUN", "کمیسیون"),
        ("دفتر~/NOUN وزیر~/NOUN نیرو حضور/NOUN", "دفتر وزیر نیرو"),
        ("هیئت~/NOUN مؤسس/NOUN نوشت/VERB", "هیئت مؤسس"),
        ("بانک~/NOUN مرکزی~ امروز/NOUN نوشت/VERB", "بانک مرکزی"),
        ("رئیس‌جمهور~/NOUN صبح~/NOUN امروز/NOUN نوشت/VERB", "رئیس‌جمهور"),
        ("شورای~/NOUN نگهبان~ جلسه‌ای~/NOUN مشترک/ADJ", "شورای نگهبان"),
        ("دانشگاه~/NOUN فنی/ADJ و/CCONJ حرفه‌ای/ADJ نوشت/VERB", "دانشگاه فنی و حرفه‌ای"),
        ("مجلس~/NOUN ورودی~/NOUN سوریه نوشت/VERB", "مجلس"),
        ("مجلس~/NOUN استان~/NOUN سوریه نوشت/VERB", "مجلس استان سوریه"),
        ("وزارت~/NOUN نیرو~ پنجشنبه/NOUN نوشت/VERB", "وزارت نیرو پنجشنبه"),  # said by no one to be a date
    ],
)
def test_a_bodys_name_ends_before_a_title_a_day_and_what_a_parliament_decides(text: str, name: str) -> None:
    assert chain(text) == name


def test_a_body_that_does_not_say_what_it_is_is_no_whole_name() -> None:
    assert chain("اتحادیه~/NOUN کارکنان~/NOUN بانک~/NOUN سپه/PROPN نوشت/VERB") == "اتحادیه کارکنان بانک سپه"


def test_the_word_day_and_its_name_are_no_part_of_a_body() -> None:
    dated = scene_of("دادسرای~/NOUN فرهنگ~/NOUN [روز~/NOUN سه‌شنبه/NOUN] نوشت/VERB", kind="DAT")
    assert chain_end(dated, 0) == 2
