import base64
import hashlib
import html.parser
import json
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
import typer
from stories import ferry, library

from kg.commands import program
from kg.errors import QueryError
from kg.export import export
from kg.graph import to_dataset
from kg.identity import resolve
from kg.network import to_network
from kg.view import focus, relation, save_html, since, to_html, top

EVIL = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>'\"&\u202e\u2066\x00"
BODY = "سازمان کتابخانه‌های شهرداری بندر نیلگون"


@pytest.fixture(scope="module")
def network():
    findings = [library(), ferry()]
    return to_network(to_dataset(findings, resolve(findings)))


@pytest.fixture(scope="module")
def page(network):
    return Page(to_html(network))


class Page(html.parser.HTMLParser):
    """The elements of a page, and the text in each."""

    def __init__(self, text):
        super().__init__()
        self.text = text
        self.elements = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), []))

    def handle_endtag(self, tag):
        self.elements.append(("", {}, []))

    def handle_data(self, data):
        if self.elements:
            self.elements[-1][2].append(data)

    def all(self, tag):
        return [(attributes, "".join(texts)) for name, attributes, texts in self.elements if name == tag]

    @property
    def data(self):
        return json.loads(
            next(text for attributes, text in self.all("script") if attributes.get("id") == "data")
        )


def labels(network):
    return {data["label"] for _, data in network.nodes(data=True)}


def test_nothing_is_loaded_from_elsewhere(page):
    assert not [attributes for _, attributes, _ in page.elements if {"src", "href"} & set(attributes)]
    assert not page.all("link")
    [(_, style)] = page.all("style")
    assert all(part.startswith("data:") for part in style.split("url(")[1:])
    assert "@import" not in style
    assert not [host for host in ("jsdelivr", "cdnjs", "unpkg") if host in page.text]


def test_the_policy_allows_just_the_scripts_and_styles_of_the_page(page):
    [policy] = [a["content"] for a, _ in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    running = [text for attributes, text in page.all("script") if "type" not in attributes]
    for text in [*running, page.all("style")[0][1]]:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_names_cannot_become_markup():
    network = nx.MultiDiGraph()
    network.add_node("a", label=EVIL, kind="Person", aliases=EVIL, links="", facts="[]")
    page = Page(to_html(network))
    assert len(page.all("script")) == 3
    assert not page.all("img")
    assert page.data["nodes"][0]["names"] == [EVIL, EVIL]
    assert "\u202e" not in page.data["nodes"][0]["label"]


def test_a_name_of_a_megabyte_is_shortened_in_the_picture_alone():
    network = nx.MultiDiGraph()
    network.add_node("a", label="نام " * 250_000, kind="Place", aliases="", links="", facts="[]")
    [node] = Page(to_html(network)).data["nodes"]
    assert len(node["label"]) <= 50
    assert len(node["names"][0]) == 1_000_000


def test_half_a_character_does_not_stop_the_page():
    network = nx.MultiDiGraph()
    network.add_node("a", label="نام \ud800", kind="Place", aliases="", links="", facts="[]")
    assert to_html(network).encode("utf-8")


def test_an_article_that_agrees_is_one_line_with_two_sentences(page):
    [line] = [e for e in page.data["edges"] if e["relation"] == "holdsRole" and e["tenure"] == "Current"]
    articles = {page.data["more"]["supports"][i][0] for i in line["said"]}
    assert len(articles) == 2


def test_positions_are_given_and_physics_is_off(page):
    assert page.data["options"]["physics"]["enabled"] is False
    assert len({(node["x"], node["y"]) for node in page.data["nodes"]}) == len(page.data["nodes"])


def test_a_large_picture_is_folded_into_groups(network):
    data = Page(to_html(network, fold_above=5)).data
    assert data["more"]["groups"]
    assert all(node["disc"] < len(data["more"]["groups"]) for node in data["nodes"])


def test_an_empty_network_is_an_empty_picture():
    assert Page(to_html(nx.MultiDiGraph())).data["nodes"] == []


@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("en", "ltr")])
def test_the_page_has_the_direction_of_its_language(network, language, direction):
    [(attributes, _)] = Page(to_html(network, language=language, theme="dark")).all("html")
    assert (attributes["lang"], attributes["dir"], attributes["data-theme"]) == (language, direction, "dark")


def test_the_same_network_gives_the_same_bytes_under_any_locale_and_hash_seed(tmp_path):
    script = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from pathlib import Path; from stories import ferry, library\n"
        "from kg.graph import to_dataset; from kg.network import to_network\n"
        "from kg.identity import resolve; from kg.view import save_html\n"
        "f = [library(), ferry()]\n"
        "save_html(to_network(to_dataset(f, resolve(f))), Path(sys.argv[1]), fold_above=5)\n"
    )
    here = Path(__file__).resolve().parent
    for seed, locale in (("1", "C"), ("2", "C.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "0"}
        command = [sys.executable, "-c", script, str(tmp_path / seed), str(here), str(here.parent)]
        subprocess.run(command, env=environment, check=True)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert "مریم دریانورد" in (tmp_path / "1").read_text("utf-8")


def test_a_page_is_written_as_utf8(network, tmp_path):
    save_html(network, tmp_path / "graph.html", language="en")
    assert (tmp_path / "graph.html").read_bytes().decode("utf-8") == to_html(network, language="en")


def test_focus_keeps_what_is_near(network):
    assert labels(focus(network, "محله صدف", depth=1)) == {"محله صدف", "بندر نیلگون", "امانت کتاب"}
    assert labels(focus(network, "محله صدف", depth=0)) == {"محله صدف"}


@pytest.mark.parametrize("spelling", ["کاوه موج شکن", "كاوه موجشکن", "موج‌شکن"])
def test_focus_finds_a_name_in_any_spelling(network, spelling):
    assert labels(focus(network, spelling, depth=0)) == {"کاوه موج‌شکن"}


def test_focus_prefers_the_very_name_to_names_that_contain_it(network):
    assert labels(focus(network, "شهرداری بندر نیلگون", depth=0)) == {"شهرداری بندر نیلگون"}


@pytest.mark.parametrize("name", ["", "بندر نیلگونن", "xyz"])
def test_focus_on_nobody_says_so(network, name):
    with pytest.raises(QueryError, match="nothing is called"):
        focus(network, name)


def test_focus_on_nobody_names_the_nearest(network):
    with pytest.raises(QueryError, match=r"nearest: .*بندر نیلگون"):
        focus(network, "بندر نیلگونن")


def test_top_keeps_the_best_connected(network):
    assert BODY in labels(top(network, 1))
    assert len(top(network, 3)) == 3
    assert len(top(network, 99)) == len(network)


def test_relation_keeps_its_facts_and_their_ends(network):
    part = relation(network, ["attends"])
    assert labels(part) == {"مریم دریانورد", "نشست کتاب"}
    with pytest.raises(QueryError, match=r"no relation is called marries; choose from .*holdsRole"):
        relation(network, ["marries"])


def test_since_keeps_facts_of_dated_articles_from_a_day_on(network):
    assert since(network, "2020-12-21").number_of_edges() > 0
    assert since(network, "2020-12-22").number_of_edges() == 0


def test_a_cut_leaves_the_whole_as_it_was(network):
    before = network.number_of_edges()
    top(network, 2)
    assert network.number_of_edges() == before


def test_the_font_comes_with_its_licence():
    licence = Path(__file__).parent.parent / "kg" / "assets" / "vazirmatn-OFL.txt"
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence.read_text("utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("graph")
    findings = [library(), ferry()]
    (folder / "graph.trig").write_text(export(to_dataset(findings, resolve(findings)), "trig"), "utf-8")
    return folder


def test_the_command_draws_a_part_as_svg_and_png(folder, tmp_path):
    svg, png = tmp_path / "part.svg", tmp_path / "part.png"
    options = ["--graph", str(folder), "--svg", str(svg), "--png", str(png), "--theme", "dark"]
    program()(["view", *options, "--focus", "محله صدف"], standalone_mode=False)
    assert "محله صدف" in svg.read_text("utf-8")
    assert "مریم دریانورد" not in svg.read_text("utf-8")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert not list(folder.glob("*.html"))


def test_the_command_counts_and_plots(folder, tmp_path, capsys):
    plot = tmp_path / "stats.svg"
    program()(["stats", "--graph", str(folder), "--plot", str(plot), "-l", "en"], standalone_mode=False)
    assert "holdsRole" in capsys.readouterr().out
    assert "Facts by relation" in plot.read_text("utf-8")


def test_a_plot_of_another_kind_is_refused(folder, tmp_path):
    with pytest.raises(typer.BadParameter, match=r"\.svg or \.png"):
        program()(["stats", "--graph", str(folder), "--plot", str(tmp_path / "a.gif")], standalone_mode=False)
