"""A store grows, changes and shrinks, and is always what one build of the same articles would make it."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from newsroom import article, articles, grow, quads, union, unnamed

from kg.errors import ArticleError, GraphError
from kg.export import export_pieces
from kg.graph import graph_name, to_dataset
from kg.identity import Judgement, candidates, resolve
from kg.knowledge import load_knowledge
from kg.model import Article, Kind
from kg.pipeline import build, find, remove
from kg.store import Oxigraph, Remote, Store, open_ledger, open_store, settle
from kg.store.schema import MIGRATIONS

type Stored = Callable[[list[Article]], Store]


def in_memory(read: list[Article]) -> Store:
    store = Store.in_memory()
    grow(store, read)
    return store


@pytest.fixture(params=["memory", "disk", "server"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stored]:
    """What makes a store of articles, in each of the places where one may lie."""
    opened: list[Store] = []

    def make(read: list[Article]) -> Store:
        folder = tmp_path / str(len(opened))
        if request.param == "memory":
            store = Store.in_memory()
        elif request.param == "disk":
            store = Store.open(folder)
        else:
            url = request.getfixturevalue("oxigraph_server")
            Remote(url).update("DROP SILENT ALL")
            store = Store.on_server(url, folder)
        opened.append(store)
        grow(store, read)
        return store

    yield make
    for store in opened:
        store.close()


@pytest.fixture(scope="module")
def whole() -> bytes:
    return quads(in_memory(articles(12)))


def test_one_build_several_builds_and_any_order_end_in_the_same_bytes(stored: Stored, whole: bytes):
    several = stored([])
    shuffled = articles(12)
    random.Random(6).shuffle(shuffled)
    for i in range(0, 12, 3):
        grow(several, shuffled[i : i + 3])
    assert quads(several) == whole


def test_plain_patterns_see_each_triple_of_the_named_graphs_once(stored: Stored, whole: bytes):
    store = stored(articles(4))
    assert unnamed(store) == union(store)
    remove(store, ["news-001"])
    assert unnamed(store) == union(store)


def test_an_unchanged_article_is_not_read_again(stored: Stored):
    store = stored(articles(3))
    made = grow(store, articles(3))
    assert (made.new, made.changed, made.number_of_unchanged) == ((), (), 3)


def test_an_article_that_moved_is_unchanged_and_its_new_place_is_known(stored: Stored):
    store = stored(articles(1))
    made = grow(store, [replace(article(0), source="elsewhere/news-000.txt")])
    assert made.number_of_unchanged == 1
    assert list(store.ledger.articles()) == [("news-000", "elsewhere/news-000.txt")]


def test_a_changed_article_replaces_its_own_graph(stored: Stored):
    store = stored(articles(6))
    changed = replace(article(3), text=article(4).text)
    made = grow(store, [changed])
    assert made.changed == ("news-003",)
    assert quads(store) == quads(in_memory([changed, *articles(3), *articles(6)[4:]]))
    assert unnamed(store) == union(store)


def test_other_rules_read_every_article_of_the_store_again(stored: Stored, tmp_path: Path):
    (tmp_path / "roles.tsv").write_text("form\tkind\nکتابدار سیار\thead\n", encoding="utf-8")
    store = stored(articles(3))
    rows = load_knowledge()["roles"]
    kind = next(iter(rows))["kind"]
    (tmp_path / "roles.tsv").write_text(f"form\tkind\nکتابدار سیار\t{kind}\n", encoding="utf-8")
    made = build([article(5)], load_knowledge(tmp_path), store=store)
    assert made.new == ("news-005",)
    assert made.changed == ("news-000", "news-001", "news-002")
    assert quads(store) == quads(in_memory([*articles(3), article(5)]))


def test_a_withdrawn_article_takes_its_own_support_and_no_other(stored: Stored):
    store = stored(articles(8))  # news-000 and news-007 share their person, and with others the town
    assert remove(store, ["news-007"]) == []
    assert quads(store) == quads(in_memory(articles(7)))
    assert unnamed(store) == union(store)


def test_an_article_comes_back_after_it_was_withdrawn(stored: Stored, whole: bytes):
    store = stored(articles(12))
    remove(store, ["news-004", "news-005"])
    grow(store, [article(5), article(4)])
    assert quads(store) == whole


def test_what_is_not_there_cannot_be_withdrawn_and_the_rest_is(stored: Stored):
    store = stored(articles(2))
    assert remove(store, ["news-001", "nobody"]) == ["nobody"]
    assert quads(store) == quads(in_memory(articles(1)))


def test_sync_withdraws_what_is_not_among_the_articles(stored: Stored):
    store = stored(articles(5))
    made = grow(store, articles(3), is_sync=True)
    assert made.withdrawn == ("news-003", "news-004")
    assert quads(store) == quads(in_memory(articles(3)))


def test_sync_keeps_the_articles_of_a_file_that_could_not_be_read(stored: Stored):
    records = [replace(article(i), source=f"day.jsonl:{i + 1}") for i in range(2)]
    store = stored([*records, article(7)])
    unread = ArticleError("day.jsonl", "it cannot be read", "check it")
    made = build([article(7), unread], load_knowledge(), store=store, is_sync=True)
    assert made.withdrawn == ()
    assert len(made.failures) == 1


def test_the_last_article_can_go(stored: Stored):
    store = stored(articles(1))
    remove(store, ["news-000"])
    assert quads(store) == b""
    assert unnamed(store) == set()


def test_a_store_is_found_again_with_all_its_articles(tmp_path: Path, whole: bytes):
    with Store.open(tmp_path / "store") as store:
        grow(store, articles(7))
    with Store.open(tmp_path / "store") as store:
        made = grow(store, articles(12))
        assert made.number_of_unchanged == 7
        assert quads(store) == whole


def test_a_store_keeps_the_place_of_its_iris(tmp_path: Path):
    with Store.open(tmp_path / "store", "https://news.example/id") as store:
        grow(store, articles(1))
    with Store.open(tmp_path / "store") as store:
        assert store.base == "https://news.example/id/"
        assert b"https://news.example/id/graph/news-000" in quads(store)
    with pytest.raises(GraphError, match="another folder"):
        Store.open(tmp_path / "store", "https://other.example/")


def test_an_article_on_which_the_rules_fail_is_told_and_the_others_go_on(stored: Stored):
    store = stored(articles(2))
    broken = replace(article(1), text=5)  # no text at all: as a fault of the rules would
    made = grow(store, [broken, article(2)])
    assert [failure.where for failure in made.failures] == ["news-001.txt"]
    assert "the rules fail on it" in str(made.failures[0])
    assert (made.new, made.changed) == (("news-002",), ())
    assert quads(store) == quads(in_memory(articles(3)))


# ── what is decided across articles ──


def at_once(read: list[Article], judgements: list[Judgement]) -> bytes:
    """The graph of articles whose entities are resolved all together."""
    found = [find(each, load_knowledge()) for each in read]
    store = Oxigraph.of_dataset(to_dataset(found, resolve(found, judgements)))
    return b"".join(export_pieces(store, "nquads"))


def judgements_of(read: list[Article]) -> list[Judgement]:
    """Rows that join places, join bodies, and part what two articles call the same."""
    named = [c for each in read for c in candidates(find(each, load_knowledge()))]
    handles = [c.handle for c in named if c.own == TOWN]
    bodies = sorted({c.own for c in named if c.kind == Kind.ORGANIZATION})
    return [
        Judgement("same", TOWN, "place/یزد"),
        Judgement("same", bodies[0], bodies[-1]),
        Judgement("different", *handles[:2]),
        Judgement("same", "person/مریم-نادری", "person/سعید-رضایی"),
    ]


TOWN = "place/شیراز"


def test_a_store_decides_as_resolution_of_all_at_once_does(stored: Stored):
    store = stored([])
    for i in range(0, 9, 3):
        grow(store, articles(9)[i : i + 3])
    assert quads(store) == at_once(articles(9), [])


@pytest.mark.parametrize("blocks_at_once", [1, 2000])
def test_judgements_are_laid_lifted_and_follow_articles_that_come_and_go(
    stored: Stored, blocks_at_once: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("kg.store.resolving._AT_ONCE", blocks_at_once)
    read = articles(9)
    judged = judgements_of(read)
    store = stored(read[:6])
    settle(store, judgements=judged)
    grow(store, read[6:])
    whole = at_once(read, judged)
    assert quads(store) == whole
    assert unnamed(store) == union(store)
    gone = [each for each in read if "یزد" in each.text]  # with them a side of two judgements
    remove(store, [each.id for each in gone])
    assert quads(store) == at_once([each for each in read if each not in gone], judged)
    grow(store, gone)
    assert quads(store) == whole
    settle(store, judgements=[])
    assert quads(store) == at_once(read, [])


def test_what_judgements_joined_comes_back_whole_in_whatever_order_blocks_are_decided(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("kg.store.resolving._AT_ONCE", 1)
    read = [article(1), Article("x", "سعید رضایی، رئیس دادگاه انقلاب گفت: «امروز راه‌ها باز است.»")]
    store = in_memory(read)
    joined = Judgement("same", "organization/دادگاه-انقلاب_x", "organization/شهرداری-یزد")
    settle(store, judgements=[joined])
    assert quads(store) == at_once(read, [joined])
    settle(store, judgements=[])
    assert quads(store) == at_once(read, [])


def test_nothing_is_left_in_the_ledger_of_what_has_gone(stored: Stored):
    store = stored(articles(9))
    remove(store, [each.id for each in articles(9)])
    ledger = store.ledger
    tables = ("article", "stated", "saying", "candidate", "around", "shared", "owned", "dirty", "name",
              "naming", "glance", "fact_about", "connected")  # fmt: skip
    assert {table: ledger._db.value(f"SELECT COUNT(*) FROM {table}") for table in tables} == dict.fromkeys(
        tables, 0
    )
    assert not +ledger.counts()


# ── versions of the store ──


def age(ledger: Path, version: int) -> None:
    """Make a ledger as a version of the program before this would have left it."""
    with closing(sqlite3.connect(ledger)) as now:
        settings = list(now.execute("SELECT key, value FROM setting"))
        noted = list(
            now.execute(
                "SELECT id, source, stamp, findings, '[]', counts FROM article JOIN stated ON article = id"
            )
        )
    ledger.unlink()
    with closing(sqlite3.connect(ledger)) as old:
        old.executescript(f"{''.join(MIGRATIONS[:version])} PRAGMA user_version = {version};")
        old.executemany("INSERT INTO setting VALUES (?, ?)", settings)
        old.executemany(
            "INSERT INTO article (id, source, stamp, findings, candidates, counts) VALUES (?, ?, ?, ?, ?, ?)",
            noted,
        )
        old.commit()


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_store_of_an_earlier_version_is_brought_up_to_date_and_nothing_is_lost(
    tmp_path: Path, whole: bytes, version: int
):
    with Store.open(tmp_path / "store") as store:
        grow(store, articles(11))
    age(tmp_path / "store" / "ledger.sqlite", version)
    with Store.open(tmp_path / "store") as store:
        assert store.ledger.version == len(MIGRATIONS)
        assert store.ledger.counts()["articles"] == 11
        made = grow(store, [article(11)])
        assert (len(made.new), len(made.changed)) == (1, 11)
        assert quads(store) == whole
        assert store.ledger.naming.called("مریمنادری")


def test_a_store_of_an_earlier_version_may_lose_an_article_before_anything_is_built(tmp_path: Path):
    with Store.open(tmp_path / "store") as store:
        grow(store, articles(4))
    age(tmp_path / "store" / "ledger.sqlite", 2)
    with Store.open(tmp_path / "store") as store:
        remove(store, ["news-003"])
        assert {str(graph_name(store.base, f"news-00{i}")) for i in range(3)} <= set(store.graphs.names())
        grow(store, [])
        assert quads(store) == quads(in_memory(articles(3)))


def test_a_store_of_a_later_version_is_left_alone(tmp_path: Path):
    with Store.open(tmp_path / "store") as store:
        grow(store, articles(1))
        store.ledger._db.do("PRAGMA user_version = 99")
    with pytest.raises(GraphError, match="newer version"):
        Store.open(tmp_path / "store")


def test_what_another_version_noted_and_this_cannot_read_is_read_again_from_the_store(stored: Stored):
    store = stored(articles(3))
    store.ledger._db.do("UPDATE article SET stamp = 'x y' WHERE id = 'news-001'")
    made = grow(store, [])
    assert made.changed == ("news-001",)
    assert quads(store) == quads(in_memory(articles(3)))


# ── what else may have happened ──


def test_a_graph_that_was_taken_away_is_made_again_from_the_ledger(tmp_path: Path):
    with Store.open(tmp_path) as store:
        grow(store, articles(3))
        whole = quads(store)
    shutil.rmtree(tmp_path / "graph")
    with Store.open(tmp_path) as store:
        made = grow(store, articles(3))
        assert made.number_of_unchanged == 3
        assert quads(store) == whole


def test_a_ledger_that_was_only_begun_is_begun_again(tmp_path: Path):
    (tmp_path / "ledger.sqlite").write_bytes(b"")
    with open_store(tmp_path, tmp_path) as store:
        grow(store, articles(1))
        assert store.ledger.counts()["articles"] == 1


HALF = """
import os, signal, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size = 1")
db.execute("BEGIN IMMEDIATE")
rows = ([f"{i}" + "x" * 500, 0, "x" * 500, "x" * 500] for i in range(2000))
db.executemany("INSERT INTO name (node, rank, form, key) VALUES (?, ?, ?, ?)", rows)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_ledger_that_was_left_half_written_is_read_as_it_was(tmp_path: Path):
    with Store.open(tmp_path) as store:
        grow(store, articles(1))
    subprocess.run([sys.executable, "-c", HALF, str(tmp_path / "ledger.sqlite")], check=False)
    assert (tmp_path / "ledger.sqlite-journal").exists()
    ledger = open_ledger(tmp_path)
    assert ledger
    assert ledger.naming.called("x" * 500) == set()
    assert ledger.naming.called("مریمنادری")
