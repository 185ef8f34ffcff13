"""What changed between two graphs, in words and as a patch that another program applies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from newsroom import article, articles, grow
from rdflib import Dataset

from kg.calendar import parse_date
from kg.cli import main
from kg.diff import Change, Until, changes, patch
from kg.export import export
from kg.model import Article
from kg.store import Store

MAYOR = "مریم نادری، شهردار شیراز گفت: «این پل {} متر درازا دارد.»\n"
FORMER = "مریم نادری، شهردار پیشین شیراز گفت: «این پل {} متر درازا دارد.»\n"


def stored(*read: Article) -> Store:
    store = Store.in_memory()
    grow(store, read)
    return store


def told(before: Store, after: Store) -> dict[str, list[str]]:
    by_kind: dict[str, list[str]] = {}
    for change in changes(before.graphs, after.graphs):
        by_kind.setdefault(change.kind, []).append(change.words)
    return by_kind


def test_nothing_changed_between_equal_graphs():
    assert told(stored(*articles(2)), stored(*articles(2))) == {}


def test_a_new_article_brings_its_facts_and_no_others():
    found = told(stored(*articles(3)), stored(*articles(4)))
    assert found["new article"] == ["news-003"]
    assert any("رضا مرادی" in words for words in found["new role"])
    assert not [kind for kind in found if kind.startswith("withdrawn")]


def test_a_withdrawn_article_takes_what_it_alone_states():
    found = told(stored(*articles(8)), stored(*articles(7)))
    assert found["withdrawn article"] == ["news-007"]
    assert not [kind for kind in found if kind.startswith("new")]


def test_a_role_that_is_told_as_past_has_ended():
    before = stored(Article("a", MAYOR.format(100)))
    after = stored(Article("a", MAYOR.format(100)), Article("b", FORMER.format(100)))
    found = told(before, after)
    [words] = found["ended role"]
    assert "مریم نادری" in words
    assert "new role" not in found


def test_a_number_of_the_same_thing_in_the_same_article_is_corrected():
    found = told(stored(Article("a", MAYOR.format(100))), stored(Article("a", MAYOR.format(120))))
    [words] = found["corrected figure"]
    assert words.endswith("100 متر → 120 متر")
    assert "new figure" not in found
    assert "withdrawn figure" not in found


def test_a_paragraph_that_moved_changes_the_article_and_no_fact():
    before = stored(Article("a", MAYOR.format(100)))
    after = stored(Article("a", "\n\n" + MAYOR.format(100)))
    assert told(before, after) == {"changed article": ["a"]}


def test_a_change_is_told_in_both_languages_with_its_articles():
    change = Change("new role", "الف", ("x",))
    assert change.told() == "new role: الف  [x]"
    assert change.told("fa") == "سمت تازه: الف  [x]"


def test_rdflib_applies_the_patch():
    before, after = stored(*articles(3)), stored(*articles(5)[1:], replace(article(0), text=article(9).text))
    dataset = Dataset()
    dataset.parse(data=export(before.graphs, "nquads"), format="nquads")
    dataset.parse(data=b"".join(patch(before.graphs, after.graphs)).decode(), format="patch")
    assert export(dataset, "nquads") == export(after.graphs, "nquads")


@pytest.mark.parametrize(
    ("day", "ids"), [("2020-05-01", []), ("2020-05-09", ["a"]), ("2021-01-01", ["a", "b"])]
)
def test_the_graph_until_a_day(day: str, ids: list[str]):
    texts = {"a": "۲۰ اردیبهشت ۱۳۹۹\n\n", "b": "۱ دی ۱۳۹۹\n\n"}
    read = [Article(i, t + MAYOR.format(5), date=parse_date(t.strip(), None)) for i, t in texts.items()]
    store = stored(*read)
    names = Until(store.graphs, day).names()
    assert [name.rsplit("/", 1)[1] for name in names if "/graph/" in name] == ids


def test_the_command_takes_builds_and_days(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for name, number in (("a", 2), ("b", 3)):
        with Store.open(tmp_path / name / "store") as store:
            grow(store, articles(number))
    with pytest.raises(SystemExit):
        main(["diff", str(tmp_path / "a"), str(tmp_path / "b")])
    assert "new article: news-002" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["diff", str(tmp_path / "a"), str(tmp_path / "b"), "--patch"])
    assert capsys.readouterr().out.startswith("TX .\n")
    with pytest.raises(SystemExit):
        main(["diff", "1399-01-01", "۱۳۹۹-۱۲-۰۱", "-g", str(tmp_path / "a"), "-l", "fa"])
    assert capsys.readouterr().out == "nothing changed\n"
