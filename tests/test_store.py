"""The graph on disk is whole at any moment."""

from __future__ import annotations

from pathlib import Path

import pytest
from stories import ferry, library

from kg.errors import GraphError
from kg.export import export
from kg.graph import to_dataset
from kg.identity import resolve
from kg.store import GRAPH_FILE, load_graph, save_graph, write_whole


@pytest.fixture
def dataset():
    found = [library(), ferry()]
    return to_dataset(found, resolve(found), "https://example.org/news/")


def test_what_is_saved_is_loaded_with_its_prefixes(tmp_path: Path, dataset):
    save_graph(dataset, tmp_path / "new" / "folder")
    loaded = load_graph(tmp_path / "new" / "folder")
    assert {q[:3] for q in loaded.quads()} == {q[:3] for q in dataset.quads()}
    assert export(loaded, "trig") == export(dataset, "trig")


def test_saving_leaves_nothing_but_the_graph(tmp_path: Path, dataset):
    save_graph(dataset, tmp_path)
    save_graph(dataset, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [GRAPH_FILE]


def test_plain_patterns_see_all_graphs_of_a_loaded_dataset(tmp_path: Path, dataset):
    save_graph(dataset, tmp_path)
    [row] = load_graph(tmp_path).query("SELECT (COUNT(*) AS ?n) { ?a a schema:NewsArticle }")
    assert int(row[0]) == 2


def test_no_graph_is_an_error_that_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(GraphError, match="kg build"):
        load_graph(tmp_path)


@pytest.mark.parametrize("content", [b"this is no TriG", b"\xff\xfe", b"@prefix"])
def test_a_broken_graph_is_an_error_naming_the_file(tmp_path: Path, content: bytes):
    (tmp_path / GRAPH_FILE).write_bytes(content)
    with pytest.raises(GraphError, match=GRAPH_FILE):
        load_graph(tmp_path)


def test_a_write_that_fails_leaves_the_earlier_file(tmp_path: Path, dataset, monkeypatch: pytest.MonkeyPatch):
    before = save_graph(dataset, tmp_path).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(GraphError, match="No space left"):
        write_whole(tmp_path / GRAPH_FILE, "half")
    assert (tmp_path / GRAPH_FILE).read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path: Path, dataset):
    (tmp_path / "taken").write_text("")
    with pytest.raises(GraphError, match="taken"):
        save_graph(dataset, tmp_path / "taken" / "folder")
