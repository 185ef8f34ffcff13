"""What holds for every build: evidence is true, order and repetition change nothing."""

import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Dataset, URIRef

from kg.export import EXPORTERS, export
from kg.knowledge import load_knowledge
from kg.model import Article
from kg.pipeline import build
from kg.read import find_files, read_articles
from kg.vocabulary import NIF

ROOT = Path(__file__).parent.parent
MORE = {
    "bridge": "پل تازه شهر باز شد\n\nمریم نادری، شهردار بندر انزلی گفت: ۳ هزار نفر از این پل می‌گذرند.",
    "school": "رضا کاشانی رئیس اداره آموزش و پرورش کاشان اظهار کرد: ۱۲ مدرسه ساخته شد.\n\nوی افزود: خوب است.",
}


def articles() -> list[Article]:
    read = [a for a in read_articles(find_files([ROOT / "seeds"])[0]) if isinstance(a, Article)]
    return [*read, *(Article(name, text) for name, text in MORE.items())]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return build(articles(), load_knowledge()).dataset


def test_every_span_holds_the_words_at_its_offsets(dataset: Dataset) -> None:
    texts = {a.id: a.text for a in articles()}
    schema_id = URIRef("https://schema.org/identifier")
    seen = 0
    for span, article in dataset.subject_objects(NIF.referenceContext):
        text = texts[str(dataset.value(article, schema_id))]
        begin, end = (int(str(dataset.value(span, p))) for p in (NIF.beginIndex, NIF.endIndex))
        assert text[begin:end] == str(dataset.value(span, NIF.anchorOf))
        seen += 1
    assert seen > 50


@pytest.mark.parametrize("format", EXPORTERS)
def test_order_and_repetition_change_no_byte(dataset: Dataset, format: str) -> None:
    again = build(reversed(articles()), load_knowledge()).dataset
    assert export(dataset, format) == export(again, format)


def test_workers_change_no_byte(dataset: Dataset) -> None:
    assert export(build(articles(), load_knowledge(), workers=2).dataset, "nquads") == export(
        dataset, "nquads"
    )


def test_hash_seeds_change_no_byte(tmp_path: Path) -> None:
    outputs = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        call = [
            sys.executable,
            "-c",
            "from kg.cli import main; main()",
            "build",
            str(ROOT / "seeds"),
            "-o",
            str(out),
        ]
        subprocess.run(
            call, check=True, cwd=ROOT, capture_output=True, env={"PYTHONHASHSEED": seed, "PATH": ""}
        )
        outputs.append({p.name: p.read_bytes() for p in out.iterdir() if p.is_file()})
    assert outputs[0] == outputs[1]


def test_an_article_states_the_same_whatever_stands_beside_it(dataset: Dataset) -> None:
    alone = build([a for a in articles() if a.id == "bridge"], load_knowledge()).dataset
    (name,) = [g.identifier for g in alone.graphs() if "bridge" in str(g.identifier)]
    assert set(alone.graph(name)) == set(dataset.graph(name))
