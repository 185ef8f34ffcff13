"""What a ledger keeps of a graph says what the graph says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from newsroom import article, articles, grow

from kg.calendar import parse_date
from kg.index import Index
from kg.knowledge import ontology_dir
from kg.pipeline import remove
from kg.query import run_query, stored_questions
from kg.store import Store, open_graph, open_ledger, update_whole

ADD = 'INSERT DATA { GRAPH <https://x.example/g> { <https://x.example/n> rdfs:label "ناهید پاکدشت"@fa } }'


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A store that has grown, changed and shrunk."""
    day = parse_date("1399/02/20")
    with Store.in_memory() as made:
        grow(made, [replace(each, date=day, agency="خبر نمونه") for each in articles(6)])
        grow(made, [article(i) for i in (6, 7, 8, 11)])  # of no day and no agency
        remove(made, ["news-002", "news-005"])
        yield made


@pytest.mark.parametrize("question", stored_questions(), ids=lambda question: question.name)
def test_every_stored_question_is_answered_as_without_a_ledger(store: Store, question):
    with_ledger = run_query(store.graphs, question.name, None, Index(store.graphs, store.ledger))
    assert with_ledger == run_query(store.graphs, question.name)


def test_some_answers_are_kept(store: Store):
    index = Index(store.graphs, store.ledger)
    kept = {question.kept for question in stored_questions()} - {""}
    assert kept == {"articles", "connected"}
    assert all(index.kept(figure, -1) for figure in kept)
    assert Index(store.graphs).kept("articles", -1) is None


def test_a_copy_of_a_question_is_asked_whatever_its_head_says_of_figures(store: Store, tmp_path: Path):
    text = (ontology_dir() / "queries" / "articles.rq").read_text(encoding="utf-8")
    changed = text.replace(
        "?article a schema:NewsArticle .", "?article a schema:NewsArticle ; kg:no ?thing ."
    )
    (tmp_path / "mine.rq").write_text(changed, encoding="utf-8")
    index = Index(store.graphs, store.ledger)
    for question in (changed, str(tmp_path / "mine.rq")):
        assert run_query(store.graphs, question, None, index).cells == ()


def test_names_are_found_as_without_a_ledger(store: Store):
    kept, asked = Index(store.graphs, store.ledger), Index(store.graphs)
    for name in ("شهردار شیراز", "خانم مریم نادري", "مریم‌نادری", "شهرداری شیراز", "هیچ‌کس"):
        assert kept.called(name) == asked.called(name)
        assert kept.near(name) == asked.near(name)


def test_labels_are_those_of_the_graph_spans_too(store: Store):
    kept, asked = Index(store.graphs, store.ledger), Index(store.graphs)
    nodes = {row[0].value for row in store.graphs.select("SELECT DISTINCT ?s { ?s ?p ?o }")}
    labels = kept.labels(nodes)
    assert labels == asked.labels(nodes)
    assert any("/span/" in node for node in labels)


def test_what_is_written_by_hand_is_found_and_counted(tmp_path: Path):
    with Store.open(tmp_path) as store:
        grow(store, articles(2))
    update_whole(tmp_path, f"{ADD} ; DELETE WHERE {{ GRAPH ?g {{ ?a a schema:NewsArticle }} }}")
    graphs, ledger = open_graph(tmp_path), open_ledger(tmp_path)
    index = Index(graphs, ledger)
    assert index.called("ناهید پاکدشت") == ["https://x.example/n"]
    assert index.labels(["https://x.example/n"]) == {"https://x.example/n": "ناهید پاکدشت"}
    assert run_query(graphs, "articles", None, index).cells == ()
