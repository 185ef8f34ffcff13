"""Extractors look only where something may begin: nothing begins elsewhere, whatever words stand together."""

import datetime
from itertools import accumulate
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kg import calendar
from kg.annotate import annotate
from kg.extract import event_names, happenings, mentions, numerals, periods, persons, titles, toponyms
from kg.extract.scene import Scene, to_scene
from kg.knowledge import load_knowledge
from kg.model import Article, Name, Sentence, Token

ROOT = Path(__file__).parent.parent
KNOWLEDGE = load_knowledge()
DAY = datetime.date(2020, 5, 9)
TEXTS = sorted([*ROOT.glob("seeds/*.txt"), *ROOT.glob("tests/gold/*.txt")])
LEXICONS = (
    *("number_words", "months", "time_words", "periods", "events", "event_words", "demonstratives", "roles"),
    *("place_nouns", "anaphors", "honorifics", "surname_endings", "role_links", "people_groups"),
)
FORMS = {name: sorted({f for row in KNOWLEDGE[name] for f in row["form"].split("|")}) for name in LEXICONS}
OTHERS = "و ، تا به در نیم ۱۳ 1399 1399/2/20 ۲۰هزار سه‌ماهه امسال استان‌های دهمین رضا رضایی".split()


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Words that begin something, set side by side at random, some of them tagged as names."""
    form = st.sampled_from(LEXICONS).flatmap(lambda name: st.sampled_from(FORMS[name]))
    forms = draw(st.lists(form | st.sampled_from(OTHERS), min_size=1, max_size=6))
    words = " ".join(forms).split()
    starts = [0, *accumulate(len(word) + 1 for word in words)]
    tags = st.sampled_from(["NOUN", "PROPN", "NUM", "ADJ", "ADP", "VERB"])
    tokens = tuple(
        Token(start, start + len(word), word, draw(tags), draw(st.booleans()))
        for start, word in zip(starts, words, strict=False)
    )
    first = draw(st.integers(0, len(words) - 1))
    kind = draw(st.sampled_from(["PER", "LOC", "ORG", "DAT", "MON"]))
    sentence = Sentence(0, tokens[-1].end, tokens, (Name(kind, first, first + 1),))
    return to_scene(0, sentence, KNOWLEDGE)


@settings(max_examples=1000, deadline=None)
@given(scenes())
def test_nothing_begins_elsewhere(scene: Scene) -> None:
    check(scene, " ".join(token.text for token in scene.tokens))


def test_nothing_begins_elsewhere_in_articles() -> None:
    for path in TEXTS:
        document = annotate(Article(path.stem, path.read_text(encoding="utf-8")))
        for number, sentence in enumerate(document.sentences):
            check(to_scene(number, sentence, KNOWLEDGE), document.article.text)


def check(scene: Scene, text: str) -> None:
    """Ask every reader of a sentence at every token where it is not asked otherwise."""
    tokens = scene.tokens
    named = tuple(mentions._titles(scene))
    dates = calendar._Reader(tokens, text, DAY, KNOWLEDGE)
    stretches = periods._Reader(tokens, text, DAY, KNOWLEDGE)
    pieces = numerals.pieces_of(tokens, text, KNOWLEDGE)
    numbers = numerals._NumeralReader(pieces, KNOWLEDGE)
    events, places = event_names.name_starts(scene), toponyms.place_starts(scene)
    people = persons._starts(scene, named)
    for at, token in enumerate(tokens):
        is_date = calendar._may_begin(token.text, KNOWLEDGE)
        is_period = at in stretches.dates or periods._may_begin(token.text, KNOWLEDGE)
        assert is_date or not dates.dates_at(at)
        assert is_period or stretches.period_at(at) is None
        assert at in events or happenings._event_at(scene, at) is None
        assert at in people or persons._person_at(scene, at, named) is None
        assert at in scene.matches("roles") or titles.title_at(scene, at) is None
        assert at in places or not (
            toponyms.listed_places(scene, at)
            or toponyms.place_anaphor(scene, at)
            or toponyms.place_at(scene, at)
        )
    for at in set(range(len(pieces))) - {*numbers.starts()}:
        assert numbers.numeral_at(at) is None
    for name in LEXICONS:
        found = {at: KNOWLEDGE[name].match(tokens, at) for at in range(len(tokens))}
        assert scene.matches(name) == {at: match for at, match in found.items() if match}
