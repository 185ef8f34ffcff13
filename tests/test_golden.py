"""The seeds' own graph, kept in exports/ as an example: what is built today is the same graph."""

from pathlib import Path

import pytest
from rdflib import Dataset

from kg.cli import main

ROOT = Path(__file__).parent.parent
EXPORTS = ROOT / "exports"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("golden")
    with pytest.raises(SystemExit) as stop:
        main(["build", str(ROOT / "seeds"), "--out", str(folder)])
    assert not stop.value.code
    return folder


def graphs(path: Path) -> dict[str, set]:
    """The triples of each named graph; no graph of ours has blank nodes, so that sets compare them."""
    dataset = Dataset()
    dataset.parse(path, format="trig")
    return {str(g.identifier): set(g) for g in dataset.graphs()}


def test_the_graph_is_the_one_kept(built: Path) -> None:
    kept, made = graphs(EXPORTS / "graph.trig"), graphs(built / "graph.trig")
    assert made.keys() == kept.keys()
    for name in kept:
        assert made[name] == kept[name], (
            f"{name} changed; if it should, run «bin/kg build» and commit exports/"
        )


@pytest.mark.parametrize("name", ["graph.ttl", "graph.trig", "graph.graphml", "graph.html"])
def test_every_kept_export_is_what_is_written_today(built: Path, name: str) -> None:
    assert (built / name).read_bytes() == (EXPORTS / name).read_bytes()
