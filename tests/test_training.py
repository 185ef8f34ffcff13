"""Training: the same examples give the same file, and what is held out stays out."""

import json
from pathlib import Path

import pytest

from kg.treebank import Word
from training import crf
from training.corpora import HeldOut, labelled_sentences, raw_sentences, write_labelled
from training.perdt import matched, native_sentences
from training.pos import Gold

EXAMPLES = [([["w=در"], ["w=شیراز"]], ["ADP", "PROPN"]), ([["w=به"], ["w=تبریز"]], ["ADP", "PROPN"])]
NATIVE = """1\tکتاب\tکتاب\tN\tIANM\t_\t3\tSBJ\t_\t_
2\tعلی\tعلی\tN\tANM\t_\t1\tMOZ\t_\t_
3\tنوشته_شد\tنوشت\tV\tPASS\t_\t0\tROOT\t_\t_
"""


@pytest.mark.parametrize("settings", [crf.QUICK, crf.COMPACT])
def test_the_same_examples_give_the_same_bytes(tmp_path: Path, settings: dict[str, object]) -> None:
    for name in ("one.crf", "two.crf"):
        crf.train(EXAMPLES, tmp_path / name, settings)
    assert (tmp_path / "one.crf").read_bytes() == (tmp_path / "two.crf").read_bytes()
    assert crf.load(tmp_path / "one.crf").tag([["w=در"], ["w=تبریز"]]) == ["ADP", "PROPN"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["one.crf", "two.crf"]


def test_foreign_examples_bear_a_mark_on_each_plain_feature() -> None:
    assert crf.foreign([["w=a", "w-|a|b"]], "x:") == [["w=a", "w-|a|b", "x:", "x:w=a"]]


def test_a_held_out_sentence_is_known_by_its_letters() -> None:
    held_out = HeldOut(["کتاب‌خانهٔ بزرگ شهر ما دیروز باز شد."])
    assert held_out.has("كتاب خانه بزرگ شهر ما دیروز باز شد".split())
    assert held_out.has_part_of("خبر تازه!\nکتاب خانه بزرگ شهر ما دیروز باز شد. مردم آمدند.")
    assert not held_out.has_part_of("مردم آمدند.")


def test_raw_articles_that_hold_a_held_out_sentence_are_passed_over(tmp_path: Path) -> None:
    texts = ["کتابخانه بزرگ شهر ما دیروز باز شد. مردم آمدند.", "باران بارید و هوا سرد شد."]
    lines = [json.dumps({"title": "", "text": text}) for text in texts]
    (tmp_path / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    read = list(raw_sentences(tmp_path, ["news.jsonl"], HeldOut(["کتابخانه بزرگ شهر ما دیروز باز شد"])))
    assert [words[0] for words in read] == ["باران"]


def test_labelled_sentences_are_read_as_they_were_written(tmp_path: Path) -> None:
    sentences = [(["در", "شیراز"], ["O", "B-LOC"]), (["#", "خبر"], ["O", "O"])]
    assert write_labelled(tmp_path / "a.tsv", sentences) == 2
    assert list(labelled_sentences(tmp_path, ["a.tsv"], HeldOut([]))) == sentences


def test_native_trees_give_ezafes_and_cut_verbs_of_several_words(tmp_path: Path) -> None:
    (tmp_path / "native.conll").write_text(NATIVE, encoding="utf-8")
    (parts,) = native_sentences(tmp_path, ["native.conll"], HeldOut([]))
    assert [(part.text, part.has_ezafe) for part in parts] == [
        ("کتاب", True),
        ("علی", False),
        ("نوشته", False),
        ("شد", False),
    ]
    tree = tuple(Word(text, text, "X", -1, "root") for text in ("کتاب", "علی", "نوشته", "شد"))
    assert matched(tree, parts) == parts


def test_clitics_join_the_word_they_are_written_on() -> None:
    gold = Gold(["کتاب", "م", "کو"], ["NOUN", "PRON", "ADV"], (False, True, False))
    assert gold.written() == Gold(["کتابم", "کو"], ["NOUN", "ADV"], (False, False))
