"""What the program knows is rows in files; wrong rows are told all at once, a user's rows count too."""

from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.knowledge import load_knowledge, ontology_dir
from kg.model import Article, Membership
from kg.pipeline import check_examples, find


def test_forms_match_in_any_spacing() -> None:
    lexicon = load_knowledge()["speech_verbs"]
    assert lexicon.get("خاطرنشان کرد") == lexicon.get("خاطر نشان کرد") is not None


def test_every_shipped_file_is_loaded() -> None:
    names = {p.stem for p in ontology_dir().glob("*/*.tsv")}
    assert load_knowledge().lexicons.keys() == names


def test_a_user_adds_a_role_without_python(tmp_path: Path) -> None:
    text = "نسرین صدر، کلانتر بازار کرمان گفت: بازار آرام است."
    (tmp_path / "roles.tsv").write_text(f"form\tkind\texample\nکلانتر\thead\t{text}\n", encoding="utf-8")
    knowledge = load_knowledge(tmp_path)
    check_examples(knowledge)
    held = [a for a in find(Article("a", text), knowledge).assertions if isinstance(a, Membership)]
    assert [m.role for m in held] == ["کلانتر بازار کرمان"]
    assert not [a for a in find(Article("a", text), load_knowledge()).assertions if isinstance(a, Membership)]


def test_all_wrong_rows_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "roles.tsv").write_text("form\tkind\nکلانتر\tking\n\thead\na\tb\tc\td\n", encoding="utf-8")
    (tmp_path / "colours.tsv").write_text("form\nسبز\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(tmp_path)
    told = "\n".join(caught.value.faults)
    assert len(caught.value.faults) == 4
    parts = (
        "roles.tsv:2: «king» is no kind",
        "roles.tsv:3: a form is empty",
        "roles.tsv:4: 4 cells",
        "colours",
    )
    assert [part for part in parts if part not in told] == []


def test_an_example_in_which_the_row_finds_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "roles.tsv").write_text("form\tkind\texample\nکلانتر\thead\tهوا خوب است.\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"roles\.tsv:2: nothing with «کلانتر»"):
        check_examples(load_knowledge(tmp_path))


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"no \.tsv file"):
        load_knowledge(tmp_path)
