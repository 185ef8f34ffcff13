"""A graph on a server: the same commands, and plain words where the server does not do what it should."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from newsroom import articles, grow, quads, union, unnamed, write

from kg.cli import main
from kg.errors import GraphError
from kg.export import export
from kg.store import Remote, Store, load_graph
from kg.store import remote as remote_module


@pytest.fixture
def server(oxigraph_server: str) -> str:
    Remote(oxigraph_server).update("DROP SILENT ALL")
    return oxigraph_server


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(a) for a in arguments])
    return int(stop.value.code or 0)


# ── the same commands ──


def test_the_commands_do_the_same_on_a_server_and_on_disk(server: str, tmp_path: Path, capsys):
    sources = write(tmp_path / "in", articles(4))
    answers = []
    for name, options in (("disk", []), ("server", ["--store", server])):
        out = tmp_path / name
        assert run("build", sources, "-o", out, *options) == 0
        assert run("remove", "news-003", "-o", out, *options) == 0
        capsys.readouterr()
        for question in (["articles"], ["role-holders", "--organisation", "شهرداري شيراز"]):
            assert run("query", *question, "-g", out, "-f", "csv") == 0
        assert run("validate", "-g", out) == 0
        answers.append(
            (capsys.readouterr().out, (out / "graph.trig").read_bytes(), (out / "graph.html").read_bytes())
        )
    assert answers[0] == answers[1]
    assert run("query", "articles", "-g", server, "-f", "csv") == 0
    assert capsys.readouterr().out in answers[0][0]


def test_a_server_that_lost_graphs_gets_them_back_from_the_ledger(server: str, tmp_path: Path):
    with Store.on_server(server, tmp_path) as store:
        grow(store, articles(3))
        whole = quads(store)
        store.graphs.update("DROP GRAPH <https://w3id.org/khabar-kg/id/graph/news-001>")
        assert quads(store) != whole
    with Store.on_server(server, tmp_path) as store:
        grow(store, articles(3))
        assert quads(store) == whole
        assert unnamed(store) == union(store)


def test_a_ledger_serves_one_graph_alone(server: str, tmp_path: Path):
    with Store.open(tmp_path / "store") as store:
        grow(store, articles(1))
    with pytest.raises(GraphError, match="ledger of a store on disk"):
        Store.on_server(server, tmp_path / "store")


def test_constructed_graphs_and_networks_come_from_a_server_too(server: str, tmp_path: Path):
    with Store.on_server(server, tmp_path) as store:
        grow(store, articles(2))
        local = Store.in_memory()
        grow(local, articles(2))
        assert export(load_graph(server), "nquads") == export(local.graphs, "nquads")
        made = store.graphs.query("CONSTRUCT { ?a a kg:News } WHERE { ?a a schema:NewsArticle }")
        assert len(list(made)) == 2


# ── servers that do not do what they should ──


@dataclass
class Odd:
    """A server that answers as a test wants it to, and notes what it was asked with."""

    answers: list[tuple[int, str]]
    seen: list[str | None] = field(default_factory=list)
    pause: float = 0
    url: str = ""


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> Iterator[Odd]:
    monkeypatch.setattr(remote_module, "_PAUSE", 0.01)
    told = Odd([])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            told.seen.append(self.headers.get("Authorization"))
            time.sleep(told.pause)
            status, body = told.answers.pop(0) if told.answers else (200, '{"head":{},"boolean":true}')
            self.send_response(status)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    served = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    told.url = f"http://127.0.0.1:{served.server_address[1]}/"
    yield told
    served.shutdown()
    served.server_close()


def test_a_busy_server_is_asked_again(odd: Odd):
    odd.answers = [(503, ""), (502, "")]
    assert Remote(odd.url).query("ASK {}")
    assert len(odd.seen) == 3


def test_a_server_that_stays_busy_is_told_in_a_line(odd: Odd):
    odd.answers = [(503, "so much\nto do")] * 9
    with pytest.raises(GraphError, match="503: so much to do"):
        Remote(odd.url).query("ASK {}")
    assert len(odd.seen) == 4


def test_what_is_refused_is_not_asked_again(odd: Odd):
    odd.answers = [(400, "no"), (404, ""), (401, "")]
    for said in ("400: no", "no such endpoint", "KG_STORE_USER"):
        with pytest.raises(GraphError, match=said):
            Remote(odd.url).query("ASK {}")
    assert len(odd.seen) == 3


def test_a_server_that_says_nothing_is_left_after_a_while(odd: Odd):
    odd.pause = 0.5
    with pytest.raises(GraphError, match="does not answer"):
        Remote(odd.url, seconds=0.05).query("ASK {}")


def test_a_server_that_is_not_there(odd: Odd):
    with pytest.raises(GraphError, match="does not answer"):
        Remote("http://127.0.0.1:9/").query("ASK {}")


def test_credentials_are_sent_and_never_shown(odd: Odd, monkeypatch: pytest.MonkeyPatch):
    with_secret = odd.url.replace("http://", "http://ali:pa%40ss@")
    Remote(with_secret).query("ASK {}")
    monkeypatch.setenv("KG_STORE_USER", "sara")
    monkeypatch.setenv("KG_STORE_PASSWORD", "word")
    Remote(odd.url).query("ASK {}")
    monkeypatch.delenv("KG_STORE_USER")
    monkeypatch.setenv("KG_STORE_TOKEN", "t0ken")
    Remote(odd.url).query("ASK {}")
    basic = [base64.b64encode(pair).decode() for pair in (b"ali:pa@ss", b"sara:word")]
    assert odd.seen == [f"Basic {basic[0]}", f"Basic {basic[1]}", "Bearer t0ken"]
    odd.answers = [(403, "")]
    with pytest.raises(GraphError) as caught:
        Remote(with_secret).query("ASK {}")
    assert "pa" not in str(caught.value).replace("KG_STORE_PASSWORD", "").replace("folder", "")
