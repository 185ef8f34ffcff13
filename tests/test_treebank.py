"""Treebanks: what is read from CoNLL-U, and the ezafes that trees imply."""

from pathlib import Path

from kg.treebank import Tree, Word, ezafe_marks, read_trees

CONLLU = """# sent_id = 1
# text = کتابم خوب است
1-2\tکتابم\t_\t_\t_\t_\t_\t_\t_\t_
1\tکتاب\tکتاب\tNOUN\t_\t_\t3\tnsubj\t_\t_
2\tم\tمن\tPRON\t_\t_\t1\tnmod\t_\t_
3\tخوب\tخوب\tADJ\t_\t_\t0\troot\t_\t_
4\tاست\tاست\tAUX\t_\t_\t3\tcop\t_\t_

# sent_id = 2
1\tسلام\tسلام\tINTJ\t_\t_\t0\troot\t_\t_
"""


def tree(*rows: tuple[str, str, int, str]) -> Tree:
    """Build a tree of (text, pos, head counted from 1, relation); lemmas are the texts."""
    return tuple(Word(text, text, pos, head - 1, relation) for text, pos, head, relation in rows)


def test_sentences_words_heads_and_clitics_are_read(tmp_path: Path) -> None:
    file = tmp_path / "two.conllu"
    file.write_text(CONLLU, encoding="utf-8")
    first, second = read_trees(file)
    assert [(word.text, word.head) for word in first] == [("کتاب", 2), ("م", 0), ("خوب", -1), ("است", 2)]
    assert [word.is_clitic for word in first] == [False, True, False, False]
    assert second[0].pos == "INTJ"


def test_a_clitic_takes_no_ezafe(tmp_path: Path) -> None:
    file = tmp_path / "two.conllu"
    file.write_text(CONLLU, encoding="utf-8")
    assert not any(ezafe_marks(next(read_trees(file))))


def test_an_ezafe_stands_on_the_word_before_each_attribute() -> None:
    words = tree(("کتاب", "NOUN", 0, "root"), ("بزرگ", "ADJ", 1, "amod"), ("علی", "PROPN", 1, "nmod"))
    assert ezafe_marks(words) == [True, True, False]


def test_a_prepositional_attribute_has_none() -> None:
    words = tree(("سفر", "NOUN", 0, "root"), ("به", "ADP", 3, "case"), ("شیراز", "PROPN", 1, "nmod"))
    assert ezafe_marks(words) == [False, False, False]


def test_an_attribute_that_stands_before_its_head_has_none() -> None:
    words = tree(("بهترین", "ADJ", 2, "amod"), ("کتاب", "NOUN", 0, "root"))
    assert ezafe_marks(words) == [False, False]


def test_within_a_name_the_tree_does_not_tell() -> None:
    words = tree(("احمد", "PROPN", 0, "root"), ("حمیدی", "PROPN", 1, "flat:name"))
    assert ezafe_marks(words) == [None, False]


def test_an_indefinite_noun_has_none() -> None:
    man, town = Word("مردی", "مرد", "NOUN", -1, "root"), Word("شهرهای", "شهر", "NOUN", -1, "root")
    wise = Word("دانا", "دانا", "ADJ", 0, "amod")
    assert ezafe_marks((man, wise)) == [False, False]
    assert ezafe_marks((town, wise)) == [True, False]
