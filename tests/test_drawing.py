import re
import xml.etree.ElementTree as ET

import networkx as nx
import pytest
from stories import ferry, library

from kg.drawing import (
    Link,
    Node,
    Period,
    Point,
    draw_bars,
    draw_columns,
    draw_graph,
    draw_map,
    draw_timeline,
    stack,
    to_png,
    to_svg_file,
)
from kg.graph import to_dataset
from kg.identity import resolve
from kg.network import to_network
from kg.stats import plots, to_stats
from kg.view import to_drawing
from kg.wording import Wording

EVIL = "</text><script>alert(1)</script><!-- '\"& \u202e\u2066\x00\x1b"


def texts(drawing):
    """The words of a drawing, without the marks that isolate them."""
    return [
        re.sub("[\u2066-\u2069]", "", t.text or "") for t in root(drawing).iter() if t.tag.endswith("text")
    ]


def root(drawing):
    return ET.fromstring(to_svg_file(drawing))


def size_of(png):
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


@pytest.fixture(scope="module")
def network():
    findings = [library(), ferry()]
    return to_network(to_dataset(findings, resolve(findings)))


def test_a_picture_of_a_graph_names_its_things_and_facts(network):
    found = " ".join(texts(to_drawing(network)))
    for name in ("مریم دریانورد", "نشست کتاب", "شرکت‌کننده در", "سازمان"):
        assert name in found


def test_a_picture_leaves_out_what_has_no_facts_unless_nothing_has():
    network = nx.MultiDiGraph()
    for name in "abc":
        network.add_node(name, label=name * 3, kind="Person")
    assert set(texts(to_drawing(network))) >= {"aaa", "bbb", "ccc"}
    network.add_edge("a", "b", "k", relation="attends", label_fa="x", label_en="x")
    assert "ccc" not in texts(to_drawing(network))


def test_what_is_planned_is_drawn_as_such(network):
    dashed = [e for e in root(to_drawing(network)).iter() if e.get("class") == "edge unsure"]
    assert len(dashed) == 1  # a service that is planned; what is denied is no fact


def test_two_facts_of_the_same_two_things_do_not_lie_on_one_another():
    drawing = draw_graph([Node("a", "Person"), Node("b", "Person")], [Link(0, 1, "x"), Link(0, 1, "y")], "t")
    paths = [e.get("d") for e in root(drawing).iter() if e.get("class") == "edge"]
    assert len(set(paths)) == 2


@pytest.mark.parametrize("draw", [
    lambda evil: draw_graph([Node(evil, "Person", evil)], [Link(0, 0, evil)], evil, [("Person", evil)]),
    lambda evil: draw_bars([(evil, 1, evil)], evil, "rtl"),
    lambda evil: draw_columns([(evil, 1, evil)], evil, "rtl"),
    lambda evil: draw_timeline([Period(evil, 1.0, 2.0)], [(0.0, evil), (3.0, evil)], evil, "rtl"),
    lambda evil: draw_map([Point(evil, 38.0, 46.0, evil)], evil, str),
])  # fmt: skip
def test_names_cannot_become_markup(draw):
    svg = to_svg_file(draw(EVIL))
    assert "<script" not in svg
    assert "\u202e" not in "".join(texts(draw(EVIL)))
    assert size_of(to_png(draw(EVIL)))


def test_a_name_of_a_megabyte_is_cut():
    assert len(draw_graph([Node("نام " * 250_000, "Place")], [], "t")) < 10_000


def test_names_are_set_right_to_left_whatever_they_begin_with():
    drawing = draw_graph([Node("IT (سازمان)", "Organization")], [], "t")
    assert "\u2067IT (سازمان)\u2069" in drawing


def test_plots_are_mirrored_for_persian():
    def first_bar(direction):
        drawing = draw_bars([("a", 1, "1"), ("b", 2, "2")], "t", direction, width=400)
        bar = next(e for e in root(drawing).iter() if e.get("class") == "bar")
        return float(bar.get("x")), float(bar.get("width"))

    (left, length), (mirrored, same) = first_bar("ltr"), first_bar("rtl")
    assert length == same
    assert mirrored == pytest.approx(400 - left - length)


def test_a_map_puts_north_up_and_east_right_in_every_language():
    points = [Point("tabriz", 38.0, 46.3), Point("ahvaz", 31.3, 48.7)]
    for number in (Wording("fa").number, Wording("en").number):
        written = [e for e in root(draw_map(points, "t", number)).iter() if e.tag.endswith("text")]
        tabriz, ahvaz = (next(e for e in written if name in e.text) for name in ("tabriz", "ahvaz"))
        assert float(tabriz.get("y")) < float(ahvaz.get("y"))
        assert float(tabriz.get("x")) < float(ahvaz.get("x"))
    assert "۳۸°" in texts(draw_map(points, "t", Wording("fa").number))


def test_a_picture_of_its_own_holds_its_colours_and_its_font():
    svg = to_svg_file(draw_bars([("a", 1, "1")], "t", "ltr"), "dark")
    assert "var(" not in svg
    assert "url(data:font/woff2" in svg
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", svg)


def test_png_has_two_pixels_a_unit():
    drawing = draw_bars([("سازمان", 1, "۱")], "t", "rtl", width=300)
    assert size_of(to_png(drawing)) == (600, 84)


def test_the_same_network_gives_the_same_picture(network):
    assert to_drawing(network) == to_drawing(network.copy())


def test_plots_tell_the_numbers_of_the_graph(network):
    stats = to_stats(network)
    assert stats.kinds["Person"] == 2
    assert stats.relations["holdsRole"] == 3
    assert stats.days == {"2020-12-21": 1}
    assert stats.connected[0][0] == "سازمان کتابخانه‌های شهرداری بندر نیلگون"
    drawn = plots(stats, Wording("fa"))
    assert texts(drawn["byMonth"]) == ["۱۳۹۹/۱۰", "۱"]
    assert texts(plots(stats, Wording("en"))["byMonth"]) == ["2020/12", "1"]
    assert "سمت" in texts(drawn["byRelation"])


def test_a_long_time_is_told_by_years():
    network = nx.MultiDiGraph()
    network.add_nodes_from([("a", {"kind": "Person", "label": "a"}), ("b", {"kind": "Person", "label": "b"})])
    for i, date in enumerate(("2011-05-01", "2019-06-01", "2019-07-01")):
        network.add_edge("a", "b", str(i), relation="attends", article=date, date=date)
    columns = texts(plots(to_stats(network), Wording("en"))["byYear"])
    assert columns[0] == "2011"
    assert "2" in columns


def test_drawings_under_one_another_do_not_overlap():
    one = draw_bars([("a", 1, "1")], "t", "ltr")
    both = stack({"first": one, "second": one}, "ltr")
    moves = re.findall(r"translate\(0 (\d+)\)", both)
    assert int(moves[1]) - int(moves[0]) >= 42
    assert {"first", "second"} <= set(texts(both))
