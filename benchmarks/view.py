"""How long until a picture is ready, beside plain pyvis in the same run.

    python benchmarks/view.py [--sizes 100 1000 5000 20000] [--plain-up-to 1000] [--keep FOLDER]

Draws made-up news networks, opens each in headless Chromium and prints the seconds until the first
picture stands (from navigation to the first frame that is drawn), with the seconds of drawing it up
in Python and the size of the file. Plain pyvis is given a minute. Needs playwright and chromium.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import TimeoutError as TooSlow
from pyvis.network import Network

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kg.view import to_html

KINDS = ("Person", "Person", "Organization", "Organization", "Place", "Event", "Service")
NAMES = "مهتاب سهراب ساحل چشمه نیلوفر کوهستان ستاره باران سپهر دریا بهار مرجان".split()
ROLES = ("رئیس", "معاون", "مدیرکل", "سخنگو", "عضو شورا")
RELATION = {
    "Person": ("holdsRole", "attends"),
    "Organization": ("subOrganizationOf", "providesService"),
    "Place": ("containedInPlace",),
    "Event": ("location",),
    "Service": ("areaServed",),
}
PATIENCE = 60  # seconds given to plain pyvis


def main() -> None:
    arguments = _arguments()
    print(f"{'nodes':>7} {'edges':>7}  {'made s':>7} {'MB':>6} {'ready s':>8}   {'plain pyvis s':>14}")
    with sync_playwright() as play, tempfile.TemporaryDirectory() as scratch:
        folder = Path(arguments.keep or scratch)
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for size in arguments.sizes:
            print(_row(browser, folder, size, is_plain_measured=size <= arguments.plain_up_to), flush=True)
        browser.close()


def made_up_network(number_of_nodes: int, seed: int = 1) -> nx.MultiDiGraph[str]:
    """Islands of a dozen names, as articles make them, tied together by names that all know."""
    chance = random.Random(seed)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for i in range(number_of_nodes):
        kind = KINDS[i % len(KINDS)]
        label = f"{' '.join(chance.sample(NAMES, 2 if kind == 'Person' else 3))} {i}"
        network.add_node(f"n{i:06d}", label=label, kind=kind, aliases="", links="", facts="[]")
    for i, (a, b) in enumerate(_pairs(number_of_nodes, chance)):
        network.add_edge(f"n{a:06d}", f"n{b:06d}", str(i), **_fact(network, a, i, chance))
    return network


def _pairs(number_of_nodes: int, chance: random.Random) -> Iterator[tuple[int, int]]:
    for _ in range(number_of_nodes * 7 // 4):
        a = chance.randrange(number_of_nodes)
        near = min(a // 12 * 12 + chance.randrange(12), number_of_nodes - 1)
        far = int(number_of_nodes * chance.random() ** 3)
        yield a, near if chance.random() < 0.8 else far


def _fact(
    network: nx.MultiDiGraph[str], a: int, i: int, chance: random.Random
) -> dict[str, str | int | float]:
    name = network.nodes[f"n{a:06d}"]
    relation = chance.choice(RELATION[name["kind"]])
    topics = " و ".join(chance.sample(NAMES, 6))
    sentence = f"به گزارش خبرنگار ما، {name['label']} در نشست امروز دربارهٔ {topics} سخن گفت."
    return {
        "relation": relation,
        "label_fa": chance.choice(ROLES) if relation == "holdsRole" else relation,
        "label_en": relation,
        "article": str(i // 9),
        "title": f"خبر {i // 9}",
        "date": f"{2015 + i % 9}-0{1 + i % 9}-1{i % 10}",
        "agency": f"خبرگزاری {NAMES[i // 9 % len(NAMES)]}",
        "sentence": sentence,
        "marked": 21,
        "evidence": name["label"],
        "rule": "benchmark",
        "confidence": round(chance.random(), 2),
        "status": "Stated",
    }


def _row(browser: Browser, folder: Path, size: int, *, is_plain_measured: bool) -> str:
    network = made_up_network(size)
    begin = time.perf_counter()
    page = folder / f"network-{size}.html"
    page.write_text(to_html(network), encoding="utf-8")
    made = time.perf_counter() - begin
    ready = _ready(browser, page, "document.documentElement.dataset.ready === 'true'")
    plain = _plain(browser, folder / f"plain-{size}.html", network) if is_plain_measured else "not run"
    megabytes = page.stat().st_size / 1e6
    return (
        f"{size:>7} {network.number_of_edges():>7}  {made:>7.2f} {megabytes:>6.1f} {ready:>8}   {plain:>14}"
    )


def _plain(browser: Browser, path: Path, network: nx.MultiDiGraph[str]) -> str:
    """Draw with pyvis as it comes, which is ready once its physics have come to rest."""
    picture = Network(directed=True, cdn_resources="in_line")
    for node, data in network.nodes(data=True):
        picture.add_node(node, label=data["label"])
    for a, b, data in network.edges(data=True):
        picture.add_edge(a, b, label=data["label_fa"])
    listen = "network.once('stabilizationIterationsDone', () => { window.isReady = true; });</body>"
    html = picture.generate_html().replace("</body>", f"<script>{listen[:-7]}</script></body>")
    path.write_text(html, encoding="utf-8")
    return _ready(browser, path, "window.isReady === true")


def _ready(browser: Browser, path: Path, condition: str) -> str:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.route("http*://**", lambda route: route.abort())
    try:
        begin = time.perf_counter()
        page.goto(path.resolve().as_uri(), timeout=PATIENCE * 1000, wait_until="domcontentloaded")
        page.wait_for_function(condition, timeout=PATIENCE * 1000)
        return f"{time.perf_counter() - begin:.2f}"
    except TooSlow:
        return f"> {PATIENCE}"
    finally:
        page.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="+", type=int, default=[100, 1000, 5000, 20000])
    parser.add_argument(
        "--plain-up-to", type=int, default=1000, help="nodes up to which pyvis as it comes is tried"
    )
    parser.add_argument("--keep", type=Path, help="an existing folder to leave the pages in")
    return parser.parse_args()


if __name__ == "__main__":
    main()
