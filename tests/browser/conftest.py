"""A real browser for the tests of this folder; they are skipped where there is none."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # for stories.py and serving.py


@pytest.fixture(scope="session")
def chromium():
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed (pip install playwright)"
    )
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    with sync_api.sync_playwright() as play:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        browser = play.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, tmp_path):
    """Open the text of a page from a file; what it asks of the network and complains of is kept."""
    contexts = []

    def opened(html, width=1280, height=800, **choices):
        path = tmp_path / "graph.html"
        path.write_text(html, encoding="utf-8")
        context = chromium.new_context(viewport={"width": width, "height": height}, **choices)
        contexts.append(context)
        page = _listening(context.new_page())
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready='true']", state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def visit(chromium):
    """Go to an address; what the page asks of the network and complains of is kept."""
    contexts = []

    def visited(address, width=1280, height=800, **choices):
        context = chromium.new_context(viewport={"width": width, "height": height}, **choices)
        contexts.append(context)
        page = _listening(context.new_page())
        page.goto(address)
        return page

    yield visited
    for context in contexts:
        context.close()


def _listening(page):
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page
