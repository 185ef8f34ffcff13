"""``kg train``: models of one's own texts, that read as they were taught."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import KgError
from kg.tagging import MODELS, load_tagger
from kg.train import train

GOLD = Path(__file__).parent / "gold"
NAMES = "".join(
    f"ناو\tB-SHIP\n{name}\tI-SHIP\nبه\tO\n{port}\tB-PORT\nرفت\tO\n.\tO\n\n"
    for name in ("سهند", "جماران", "دنا")
    for port in ("بوشهر", "چابهار", "انزلی")
)


def test_a_model_finds_the_classes_that_it_was_taught(tmp_path: Path) -> None:
    (tmp_path / "ships.conll").write_text(NAMES, encoding="utf-8")
    made = train([tmp_path / "ships.conll"], tmp_path / "models", MODELS)
    assert (made.sentences, made.words) == (9, 54)
    tagger = load_tagger(tmp_path / "models")
    words = "ناو البرز به بوشهر رفت .".split()
    found = [(n.kind, n.first, n.last) for n in tagger.names(words, tagger.tag(words))]
    assert found == [("SHIP", 0, 2), ("PORT", 3, 4)]
    assert tagger.tag(words) == load_tagger(MODELS).tag(words)


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        train([GOLD / "names.conll"], tmp_path / name, MODELS)
    one, two = ((tmp_path / name / "names.npz").read_bytes() for name in ("one", "two"))
    assert one == two


def test_a_treebank_teaches_parts_of_speech(tmp_path: Path) -> None:
    made = train([GOLD / "trees.conllu"], tmp_path, MODELS)
    assert made.file == tmp_path / "pos.npz"
    assert any(label.startswith("NOUN") for label in made.labels)


def test_annotated_articles_teach_their_entities_and_roles(tmp_path: Path) -> None:
    made = train([_articles(tmp_path)], tmp_path / "models", MODELS)
    assert {"B-Person", "B-Organization", "B-Role"} <= set(made.labels)


def _articles(folder: Path) -> Path:
    articles = folder / "articles"
    articles.mkdir()
    for file in GOLD.iterdir():
        if file.suffix in {".txt", ".json"}:
            (articles / file.name).write_bytes(file.read_bytes())
    return articles


def test_kinds_of_sources_do_not_mix(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="one after the other"):
        train([GOLD / "names.conll", GOLD / "trees.conllu"], tmp_path, MODELS)


def test_one_label_teaches_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.conll").write_text("باران\tO\nبارید\tO\n", encoding="utf-8")
    with pytest.raises(KgError, match="1 labels"):
        train([tmp_path / "a.conll"], tmp_path / "models", MODELS)


def test_the_command_reports_and_the_models_can_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_MODELS", "")  # put back behind the test
    models = str(tmp_path / "models")
    with pytest.raises(SystemExit) as stop:
        main(["train", str(GOLD / "names.conll"), "--out", models])
    assert stop.value.code == 0
    assert "sha256" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stop:
        main(["--models", models, "evaluate", str(GOLD / "names.conll"), "--format", "json"])
    assert stop.value.code == 0
    assert '"f1": 1.0' in capsys.readouterr().out


def test_a_folder_without_models_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_MODELS", "")
    with pytest.raises(SystemExit) as stop:
        main(["--models", str(tmp_path), "explain", "باران بارید."])
    assert stop.value.code == 1
    assert "kg train" in capsys.readouterr().err
