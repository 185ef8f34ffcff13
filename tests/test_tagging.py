"""The small models: what they see, what they say, what they were trained on and what they may cost."""

import os
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.tagging import MODELS, Lexicon, Tagger, fold, load_tagger, spans
from kg.tagging.features import join_tag, name_features, pos_features, split_tag

DATA = Path(os.environ.get("KG_DATA", Path(__file__).parents[2] / "shared" / "data"))

words = st.lists(st.text(min_size=1, max_size=12), max_size=8)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger()


def tagged(tagger: Tagger, text: str) -> dict[str, tuple[str, bool]]:
    return dict(zip(text.split(), tagger.tag(text.split()), strict=True))


def named(tagger: Tagger, text: str) -> list[tuple[str, str]]:
    sentence = text.split()
    names = tagger.names(sentence, tagger.tag(sentence))
    return [(name.kind, " ".join(sentence[name.first : name.last])) for name in names]


def test_parts_of_speech(tagger: Tagger) -> None:
    tags = tagged(tagger, "معلم جوان دیروز در مدرسه کتاب خواند .")
    assert [tags[word][0] for word in ("معلم", "در", "مدرسه", "خواند", ".")] == [
        "NOUN",
        "ADP",
        "NOUN",
        "VERB",
        "PUNCT",
    ]


def test_an_ezafe_tells_a_chain_from_its_end(tagger: Tagger) -> None:
    tags = tagged(tagger, "مدیر کتابخانه دانشگاه شیراز از دانشجویان تشکر کرد .")
    assert [word for word, (_, ezafe) in tags.items() if ezafe] == ["مدیر", "کتابخانه", "دانشگاه"]


def test_a_written_ezafe_is_believed(tagger: Tagger) -> None:
    assert tagger.tag(["خانهٔ"])[0][1]


def test_a_lone_mark_is_punctuation(tagger: Tagger) -> None:
    assert tagger.tag(["😀"]) == [("PUNCT", False)]


def test_names_of_persons_places_and_bodies(tagger: Tagger) -> None:
    found = named(tagger, "سارا محمدی ، رئیس دانشگاه شیراز ، روز دوشنبه به اصفهان رفت .")
    assert ("PER", "سارا محمدی") in found
    assert ("ORG", "دانشگاه شیراز") in found
    assert ("LOC", "اصفهان") in found


def test_amounts_of_money_and_shares(tagger: Tagger) -> None:
    found = named(tagger, "قیمت نان ۲۰ درصد بالا رفت و به ۵ هزار تومان رسید .")
    assert {kind for kind, _ in found} == {"PCT", "MON"}


def test_persian_and_latin_digits_are_one(tagger: Tagger) -> None:
    assert named(tagger, "در سال ۱۳۹۹ بود .")[0][0] == named(tagger, "در سال 1399 بود .")[0][0] == "DAT"


def test_confidence_is_a_share(tagger: Tagger) -> None:
    sentence = "علی رضایی در تهران است .".split()
    names = tagger.names(sentence, tagger.tag(sentence))
    assert names
    assert all(0 < name.confidence <= 1 for name in names)


def test_no_words_no_tags(tagger: Tagger) -> None:
    assert tagger.tag([]) == []
    assert tagger.names([], []) == []


@given(words)
def test_any_words_get_a_tag_each_and_names_lie_among_them(sentence: list[str]) -> None:
    tagger = load_tagger()
    tags = tagger.tag(sentence)
    assert len(tags) == len(sentence)
    last = 0
    for name in tagger.names(sentence, tags):
        assert last <= name.first < name.last <= len(sentence)
        last = name.last


@given(st.text(min_size=1))
def test_folding_keeps_a_word_and_folds_once(word: str) -> None:
    assert fold(word)
    assert fold(fold(word)) == fold(word)


@given(st.sampled_from(["NOUN", "ADJ", "X"]), st.booleans())
def test_tags_survive_as_labels(pos: str, ezafe: bool) -> None:
    assert split_tag(join_tag((pos, ezafe))) == (pos, ezafe)


def test_spans_of_labels() -> None:
    labels = ["B-PER", "I-PER", "O", "B-LOC", "B-LOC", "I-ORG"]
    assert list(spans(labels)) == [("PER", 0, 2), ("LOC", 3, 4), ("LOC", 4, 5), ("ORG", 5, 6)]


def test_features_come_word_by_word() -> None:
    lexicon = Lexicon({"شهر": "ABCDE"}, {"شهر": "L"})
    assert [len(pos_features(["شهر", "شیراز"], lexicon)), len(pos_features([], lexicon))] == [2, 0]
    features = name_features(["شهر", "شیراز"], [("NOUN", True), ("PROPN", False)], lexicon)
    assert "l=L" in features[0]
    assert "-1l=L" in features[1]


def test_the_models_are_small() -> None:
    assert sum(file.stat().st_size for file in MODELS.iterdir()) <= 25_000_000


def test_the_models_load_within_a_second() -> None:
    script = "import time; from kg.tagging import load_tagger; t = time.process_time(); load_tagger()"
    timed = subprocess.run(
        [sys.executable, "-c", f"{script}; print(time.process_time() - t)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert float(timed.stdout) < 1


def test_no_training_list_names_a_held_out_file() -> None:
    corpora = pytest.importorskip("training.corpora", reason="training/ is not part of an installed program")
    held_out = {*corpora.HELD_OUT_NAMES, *corpora.HELD_OUT_TREES, "treebank/dadegan-test.conll"}
    assert not held_out & set(corpora.TRAINING)
    assert not any("test" in Path(name).stem.split("-") or "bench" in name for name in corpora.TRAINING)


@pytest.mark.skipif(not DATA.exists(), reason="the corpora are not on this machine (KG_DATA)")
def test_no_held_out_sentence_is_trained_on() -> None:
    from training import corpora  # noqa: PLC0415 - hazm is slow to import

    held_out = corpora.HeldOut.of(DATA)
    assert held_out.keys
    read = chain(
        (w for w, _ in corpora.labelled_sentences(DATA, (*corpora.NAMES, *corpora.OTHER_NAMES), held_out)),
        ([word.text for word in tree] for tree in corpora.trees(DATA, corpora.TREES, held_out)),
        corpora.raw_sentences(DATA, corpora.NEWS[:1], held_out),
    )
    assert not any(held_out.has(sentence) for sentence in read)
