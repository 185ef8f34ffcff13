"""Whatever stops a build, the store opens, holds whole articles, and the next build finishes the rest."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from newsroom import article, articles, grow, union, unnamed, write

from kg.graph import graph_name
from kg.store import Store, open_graph

HERE = Path(__file__).parent
FILES = ("graph.ttl", "graph.trig", "graph.graphml", "graph.html")

# A program that has all in memory forks for each build: starting anew each time takes ten times as long.
# It never opens a store itself, so that each build is a process of its own as far as a store can tell.
FORKING = """
import json, os, resource, signal, sys, time, traceback
from kg.cli import main
from kg.knowledge import load_knowledge
from kg.model import Article
from kg.pipeline import find
find(Article("x", "شهردار گفت: این کتابخانه برای همه است."), load_knowledge())
for line in sys.stdin:
    job = json.loads(line)
    child = os.fork()
    if not child:
        os.dup2(os.open(job["errors"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        os.dup2(os.open(job["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        if job["limit"]:
            resource.setrlimit(resource.RLIMIT_FSIZE, (job["limit"], job["limit"]))
        code = 0
        try:
            exec(job["before"], {})
            main(job["arguments"])
        except SystemExit as end:
            code = end.code or 0
        except BaseException:
            traceback.print_exc()
            code = 99
        sys.stdout.flush(); sys.stderr.flush()
        os._exit(code)
    if job["seconds"]:
        time.sleep(job["seconds"])
        os.kill(child, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
KILLING = """
import os, signal
import kg.pipeline, kg.store.resolving, kg.store.settling
from kg.store.files import os as files_os
from kg.store.blocks import Blocks
from kg.store.ledger import Ledger
from kg.store.oxigraph import Oxigraph
kg.store.settling._AT_ONCE = 150
kg.store.resolving._AT_ONCE = 20
kg.pipeline._NOTED_TOGETHER = 2
owner, name = {{"note": (Ledger, "note"), "replace": (Oxigraph, "replace"), "edit": (Oxigraph, "edit"),
               "flush": (Oxigraph, "flush"), "clean": (Blocks, "clean"),
               "mark": (Ledger, "mark_written"), "rename": (files_os, "replace")}}["{where}"]
original = getattr(owner, name)
calls = 0
def killing(*arguments, **named):
    global calls
    calls += 1
    if calls == {times} and "{when}" == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = original(*arguments, **named)
    if calls == {times} and "{when}" == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(owner, name, killing)
"""


@dataclass(frozen=True)
class Done:
    code: int
    output: str
    errors: str


class Program:
    """``kg`` in processes of their own."""

    def __init__(self, folder: Path) -> None:
        path = os.pathsep.join([str(HERE), str(HERE.parent)])
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-c", FORKING],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: object, before: str = "", limit: int = 0, seconds: float = 0) -> Done:
        """Run a command after the program ``before``; with ``seconds`` kill it then."""
        output, errors = self._folder / "output", self._folder / "errors"
        job = {
            "arguments": [str(a) for a in arguments],
            "before": before,
            "limit": limit,
            "seconds": seconds,
            "output": str(output),
            "errors": str(errors),
        }
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        return Done(code, output.read_text(encoding="utf-8"), errors.read_text(encoding="utf-8"))

    def end(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    program = Program(tmp_path_factory.mktemp("program"))
    yield program
    program.end()


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("sources"), articles(6))


@pytest.fixture(scope="module")
def exported(kg: Program, sources: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build that nothing stops writes."""
    folder = tmp_path_factory.mktemp("whole")
    assert kg.run("build", sources, "-o", folder).code == 0
    return files(folder)


@pytest.fixture(scope="module")
def graphs(sources: Path) -> dict[str, set[bytes]]:
    """The graphs of that build."""
    store = Store.in_memory()
    grow(store, articles(6))
    return {name: set(store.graphs.lines(name)) for name in store.graphs.names()}


def files(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def assert_whole(folder: Path, graphs: dict[str, set[bytes]]) -> None:
    """Each article is there as the whole build has it, or not at all; those that are marked are there."""
    with Store.open(folder / "store") as store:
        there = set(store.graphs.names()) - {store.common}
        texts = re.compile(rb"isString|datePublished|headline|dateWritten")  # read from a file: no title
        for name in there:
            ours = {line for line in store.graphs.lines(name) if not texts.search(line)}
            assert ours == {line for line in graphs[name] if not texts.search(line)}
        marked = {str(graph_name(store.base, article)) for article in store.ledger.written()}
        assert marked <= there
        assert unnamed(store) == union(store)


POINTS = [
    ("note", "before", 1), ("note", "after", 4), ("edit", "before", 1), ("edit", "after", 1),
    ("clean", "before", 2), ("clean", "after", 2), ("replace", "before", 1), ("replace", "after", 3),
    ("flush", "after", 2), ("mark", "before", 2), ("mark", "after", 3), ("rename", "before", 1),
    ("rename", "after", 2),
]  # fmt: skip


@pytest.mark.parametrize(("where", "when", "times"), POINTS)
def test_a_build_that_is_killed_is_finished_by_the_next(
    kg: Program, where: str, when: str, times: int, sources: Path, exported, graphs, tmp_path: Path
):
    killing = KILLING.format(where=where, when=when, times=times)
    assert kg.run("build", sources, "-o", tmp_path, before=killing).code == -signal.SIGKILL
    assert_whole(tmp_path, graphs)
    assert kg.run("build", sources, "-o", tmp_path).code == 0
    assert files(tmp_path) == exported


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.5, 1.0])
def test_a_build_that_is_killed_at_any_time_is_finished_by_the_next(
    kg: Program, seconds: float, sources: Path, exported, graphs, tmp_path: Path
):
    kg.run("build", sources, "-o", tmp_path, seconds=seconds)
    assert_whole(tmp_path, graphs)
    assert kg.run("build", sources, "-o", tmp_path).code == 0
    assert files(tmp_path) == exported


@pytest.mark.parametrize(("where", "times"), [("edit", 1), ("clean", 1), ("replace", 1), ("mark", 1)])
def test_a_change_that_is_killed_is_finished_by_the_next(
    kg: Program, sources: Path, where: str, times: int, tmp_path: Path
):
    changed = write(tmp_path / "changed", [*articles(5), replace(article(5), text=article(8).text)])
    assert kg.run("build", changed, "-o", tmp_path / "expected").code == 0
    assert kg.run("build", sources, "-o", tmp_path / "out").code == 0
    killing = KILLING.format(where=where, when="after", times=times)
    assert kg.run("build", changed, "-o", tmp_path / "out", before=killing).code == -signal.SIGKILL
    with Store.open(tmp_path / "out" / "store") as store:
        assert unnamed(store) == union(store)
    assert kg.run("build", changed, "-o", tmp_path / "out").code == 0
    assert files(tmp_path / "out") == files(tmp_path / "expected")


@pytest.mark.parametrize("kilobytes", [20, 60, 120])
def test_a_full_disk_is_told_in_a_line_and_nothing_is_lost(
    kg: Program, kilobytes: int, sources: Path, exported, graphs, tmp_path: Path
):
    """No file may grow beyond a limit, as on a disk without room."""
    out = tmp_path / "out"
    assert kg.run("build", write(tmp_path / "some", articles(2)), "-o", out).code == 0
    before = files(out)
    full = kg.run("build", sources, "-o", out, limit=kilobytes << 10)
    assert full.code == 1
    [line] = full.errors.splitlines()
    assert "free space" in line
    assert files(out) == before
    assert [p.name for p in out.iterdir() if p.name.startswith(".")] == []
    assert_whole(out, graphs)
    assert kg.run("build", sources, "-o", out).code == 0
    assert files(out) == exported


def test_a_store_is_written_by_one_and_read_by_others_beside_it(kg: Program, sources: Path, tmp_path: Path):
    assert kg.run("build", sources, "-o", tmp_path).code == 0
    with Store.open(tmp_path / "store") as store:
        second = kg.run("build", sources, "-o", tmp_path)
        assert second.code == 1
        assert "another kg is writing" in second.errors
        assert len(second.errors.splitlines()) == 1
        reader = kg.run("query", "articles", "-g", tmp_path, "-f", "csv")
        assert reader.code == 0, reader.errors
        assert len(reader.output.splitlines()) == 7
        grow(store, [article(9)])
    assert len(list(open_graph(tmp_path).query("SELECT ?a { ?a a schema:NewsArticle }"))) == 7
