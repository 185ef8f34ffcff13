"""The command line as a user meets it: what it prints, what it writes, how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import main
from kg.commands import program
from kg.commands.app import Format
from kg.export import EXPORTERS

SEEDS = Path(__file__).parent.parent / "seeds"
NEWS = "شهردار گفت: این کتابخانه برای همه است و تا شب باز می‌ماند."
FILES = {"graph.ttl", "graph.trig", "graph.graphml", "graph.html"}


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(a) for a in arguments])
    return int(stop.value.code or 0)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    assert run("build", SEEDS, "--out", folder) == 0
    return folder


def test_build_writes_the_four_files_and_says_what_it_found(tmp_path: Path, capsys) -> None:
    assert run("build", SEEDS, "-o", tmp_path / "out") == 0
    printed = capsys.readouterr().out
    assert {p.name for p in (tmp_path / "out").iterdir()} == FILES | {"store"}
    assert "articles" in printed
    assert "Quotation" in printed


def test_a_bad_article_is_one_line_and_the_others_are_built(tmp_path: Path, capsys) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "in" / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "in" / "note.json").write_text("{}", encoding="utf-8")
    assert run("build", tmp_path / "in", "-o", tmp_path / "out") == 1
    printed = capsys.readouterr()
    (line,) = printed.err.strip().splitlines()
    assert "empty.txt" in line
    assert "the file is empty" in line
    assert "1 files of other kinds were passed over" in printed.out
    assert (tmp_path / "out" / "graph.trig").exists()


def test_a_wrong_command_line_writes_nothing(tmp_path: Path) -> None:
    assert run("build", tmp_path / "nowhere", "-o", tmp_path / "out") == 2
    assert run("build", "--colour", "red") == 2
    assert run("export", "--format", "word") == 2
    assert not (tmp_path / "out").exists()


def test_a_wrong_row_of_knowledge_writes_nothing(tmp_path: Path, capsys) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "roles.tsv").write_text("form\tkind\nکلانتر\tking\n", encoding="utf-8")
    assert run("build", SEEDS, "--knowledge", tmp_path / "mine", "-o", tmp_path / "out") == 2
    assert "roles.tsv:2: «king» is no kind" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_build_in_which_nothing_can_be_read_leaves_the_earlier_one(tmp_path: Path, capsys) -> None:
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    assert run("build", tmp_path / "a.txt", "-o", tmp_path / "out") == 0
    before = {name: (tmp_path / "out" / name).read_bytes() for name in FILES}
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    assert run("build", tmp_path / "b.txt", "-o", tmp_path / "out") == 1
    assert {name: (tmp_path / "out" / name).read_bytes() for name in FILES} == before


def test_a_build_adds_and_what_is_removed_or_gone_is_withdrawn(tmp_path: Path, capsys) -> None:
    out, sources = tmp_path / "out", tmp_path / "in"
    sources.mkdir()
    for name in ("a", "b", "c"):
        (sources / f"{name}.txt").write_text(NEWS, encoding="utf-8")
    assert run("build", sources / "a.txt", "-o", out) == 0
    assert run("build", sources, "-o", out) == 0
    assert "2 articles new, 0 changed, 1 unchanged, 0 withdrawn" in capsys.readouterr().out
    assert run("remove", "a", "nobody", "-o", out) == 1
    printed = capsys.readouterr()
    assert "1 articles withdrawn" in printed.out
    assert "there is no article «nobody»" in printed.err
    before = (out / "graph.trig").read_bytes()
    (sources / "b.txt").unlink()
    assert run("build", sources / "c.txt", "--sync", "--no-exports", "-o", out) == 0
    assert "0 articles new, 0 changed, 1 unchanged, 1 withdrawn" in capsys.readouterr().out
    assert (out / "graph.trig").read_bytes() == before
    assert run("query", "articles", "-g", out, "-f", "csv") == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert run("remove", "c", "-o", tmp_path / "nowhere") == 1
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("format", ["table", "csv", "json"])
def test_query_prints_rows(built: Path, format: str, capsys) -> None:
    assert run("query", "role-holders", "--graph", built, "-f", format) == 0
    assert "احمد حمیدی" in capsys.readouterr().out


def test_query_takes_sparql_files_and_parameters(built: Path, tmp_path: Path, capsys) -> None:
    question = "SELECT ?p WHERE { ?p a foaf:Person } ORDER BY ?p"
    (tmp_path / "q.rq").write_text(question, encoding="utf-8")
    assert run("query", question, "-g", built, "-f", "json") == 0
    by_text = capsys.readouterr().out
    assert run("query", tmp_path / "q.rq", "-g", built, "-f", "json") == 0
    assert json.loads(by_text) == json.loads(capsys.readouterr().out)
    assert len(json.loads(by_text)) == 5
    assert run("query", "role-holders", "-p", "organisation=دانشگاه تبریز", "-g", built) == 0
    by_pair = capsys.readouterr().out
    assert "علیزاده اقدم" in by_pair
    for given in (["--organisation", "دانشگاه تبریز"], ["--organisation=دانشگاه‌تبریز"]):
        assert run("query", "role-holders", *given, "-g", built) == 0
        assert capsys.readouterr().out == by_pair


def test_query_without_a_question_lists_the_stored_ones(capsys) -> None:
    assert run("query") == 0
    assert "role-holders" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["query", "nobody-asks"], "no stored question"),
        (["query", "SELECT WHERE"], "kg:"),
        (["query", "role-holders", "-p", "organisation"], "NAME=VALUE"),
        (["query", "role-holders", "--organisation"], "needs a value"),
        (["query", "role-holders", "--colour", "red"], "it has: organisation, person"),
        (["query", "articles", "events"], "is a second"),
        (
            ["query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--timeout", "1"],
            "stopped",
        ),
    ],
)
def test_questions_that_cannot_be_asked(built: Path, arguments: list[str], said: str, capsys) -> None:
    assert run(*arguments, "-g", built) in {1, 2}
    assert said in capsys.readouterr().err


def test_a_graph_that_is_not_there(tmp_path: Path, capsys) -> None:
    assert run("query", "articles", "-g", tmp_path) == 1
    assert "make one with «kg build»" in capsys.readouterr().err


def test_every_exporter_has_its_word_on_the_command_line() -> None:
    assert {f.value for f in Format} == set(EXPORTERS)


@pytest.mark.parametrize("format", EXPORTERS)
def test_export_writes_every_format(built: Path, format: str, tmp_path: Path, capsys) -> None:
    assert run("export", "-f", format, "-g", built) == 0
    printed = capsys.readouterr().out
    assert "احمد" in printed or "\\u0627" in printed
    assert run("export", "-f", format, "-g", built, "-o", tmp_path / "x") == 0
    assert (tmp_path / "x").read_text(encoding="utf-8") == printed


def test_view_writes_a_part(built: Path, tmp_path: Path, capsys) -> None:
    assert run("view", "-g", built, "--focus", "شهرداری تبریز", "-o", tmp_path / "a.html") == 0
    assert "<html" in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert run("view", "-g", built, "--focus", "هیچ کس", "-o", tmp_path / "b.html") == 1
    assert not (tmp_path / "b.html").exists()


def test_what_is_built_is_valid(built: Path, capsys) -> None:
    assert run("validate", "-g", built) == 0
    assert "keeps every rule" in capsys.readouterr().out


def test_a_traceback_is_for_debug_alone(tmp_path: Path, capsys) -> None:
    run("query", "articles", "-g", tmp_path)
    assert "Traceback" not in capsys.readouterr().err
    run("query", "articles", "-g", tmp_path, "--debug")
    assert "Traceback" in capsys.readouterr().err


def test_every_command_has_help_with_an_example() -> None:
    for command in program().registered_commands:
        assert command.epilog
        assert command.epilog.startswith("Example")
        assert command.callback is not None
        assert command.callback.__doc__


def test_persian_comes_out_whole_under_a_plain_locale(built: Path) -> None:
    call = [sys.executable, "-c", "from kg.cli import main; main()", "query", "articles", "-g", str(built)]
    root = str(SEEDS.parent)
    done = subprocess.run(
        call, capture_output=True, env={"LC_ALL": "C", "PYTHONPATH": root, "PATH": ""}, check=True
    )
    assert "کرونا" in done.stdout.decode("utf-8")


def test_the_version_needs_no_command(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("khabar-kg ")
