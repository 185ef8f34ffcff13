"""How long until a page of the site has come, over a graph of many articles.

    python benchmarks/site.py [--articles 3000]

Makes articles on the same few bodies and places (the tests' stories), so that these stand in every one
of them, reads them into a store in memory, and asks for each kind of page twice over HTTP.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import uvicorn
from pyoxigraph import Store
from starlette.applications import Starlette

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from stories import many

from kg.graph import to_dataset
from kg.identity import resolve
from kg.site import routes
from kg.store import Oxigraph

PAGES = {
    "overview": "/",
    "search": "/search?q=" + quote("مریم"),
    "a person": "/person/" + quote("مریم-دریانورد-7"),
    "an article": "/article/00007",
    "a place of every article": "/place/" + quote("بندر-نیلگون"),
    "a body of every article": "/organization/" + quote("سازمان-کتابخانه-های-شهرداری-بندر-نیلگون"),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=3000)
    store = made_up_store(parser.parse_args().articles)
    print(f"{len(store):,} quads\n{'page':<26} {'first s':>8} {'again s':>8} {'KB':>6}")
    with_server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes(store)), port=0, log_level="warning"))
    threading.Thread(target=with_server.run, daemon=True).start()
    while not with_server.started:
        time.sleep(0.01)
    port = with_server.servers[0].sockets[0].getsockname()[1]
    for name, path in PAGES.items():
        (first, size), (again, _) = (_seconds(f"http://127.0.0.1:{port}{path}") for _ in range(2))
        print(f"{name:<26} {first:>8.2f} {again:>8.2f} {size / 1000:>6.0f}", flush=True)


def made_up_store(number_of_articles: int) -> Store:
    findings = list(many(number_of_articles))
    return Oxigraph.of_dataset(to_dataset(findings, resolve(findings))).store


def _seconds(address: str) -> tuple[float, int]:
    begin = time.perf_counter()
    with urllib.request.urlopen(address) as answer:
        size = len(answer.read())
    return time.perf_counter() - begin, size


if __name__ == "__main__":
    main()
