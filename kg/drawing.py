"""Pictures that stand still: graphs, bars, time lines and maps as SVG, and PNG made of it.

A drawing takes its colours and its font from a style sheet: that of the page that it stands in, or,
for a file of its own, what ``to_svg_file`` puts inside. Names are isolated, so that neither Latin words
nor brackets in them turn around. Right to left, a picture is mirrored.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape
from resvg_py import svg_to_bytes

from kg.layout import arrange
from kg.theme import ASSETS, SIGNS, font_faces, style, with_colours

Direction = str
"""How the reader's language runs: "rtl" or "ltr"."""

LINE_LENGTH = 22  # characters of a name beside its sign before a new line
MOST_LABELLED_LINKS = 80  # more names of links cover one another


@dataclass(frozen=True, slots=True)
class Node:
    """A thing with its name and kind; ``href`` where it leads to, ``is_self`` what the picture is about."""

    label: str
    kind: str
    href: str = ""
    size: float = 8
    is_self: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A fact between the nodes numbered ``start`` and ``end``."""

    start: int
    end: int
    label: str = ""
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Period:
    """Something that lasts from ``begin`` to ``end`` (years, None where not stated), seen on ``days``."""

    label: str
    begin: float | None = None
    end: float | None = None
    days: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth, in degrees."""

    label: str
    latitude: float
    longitude: float
    href: str = ""
    is_self: bool = False


# ── graphs ────────────────────────────────────────────────────────────────────


def draw_graph(
    nodes: Sequence[Node],
    links: Sequence[Link],
    title: str,
    legend: Sequence[tuple[str, str]] = (),
    spread: float = 1,
) -> Markup:
    """Draw ``nodes`` where their ``links`` put them, the nearer together the smaller ``spread`` is.

    ``legend`` lists kinds and what they are called.
    """
    layout = arrange(len(nodes), [(link.start, link.end) for link in links])
    positions = [(x * spread, y * spread) for x, y in layout.positions]
    xs, ys = [x for x, _ in positions] or [0], [y for _, y in positions] or [0]
    left, top = min(xs) - 100, min(ys) - 40
    width, height = max(xs) + 100 - left, max(ys) + 60 - top
    width = max(width, 110 * len(legend))
    places = [(x - left, y - top) for x, y in positions]
    parts = [_ARROW, *_links(links, nodes, places)]
    parts += [_node(node, x, y) for node, (x, y) in zip(nodes, places, strict=True)]
    if legend:
        parts += _legend(legend, height)
        height += 30
    return _drawing(width, height, title, parts)


_ARROW = Markup(
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
    'orient="auto"><path class="arrow" d="M0 0L8 4L0 8Z"/></marker></defs>'
)


def _links(
    links: Sequence[Link], nodes: Sequence[Node], places: Sequence[tuple[float, float]]
) -> list[Markup]:
    """Draw each link as a line; further links of the same two nodes as bows beside it."""
    is_labelled = len(links) <= MOST_LABELLED_LINKS
    drawn: Counter[tuple[int, int]] = Counter()
    lines, names = [], []
    for link in links:
        pair = (min(link.start, link.end), max(link.start, link.end))
        nth = drawn[pair]
        drawn[pair] += 1
        bow = (nth + 1) // 2 * (44 if nth % 2 else -44) * (1 if link.start < link.end else -1)
        lines.append(_line(link, nodes, places, bow))
        (x1, y1), (x2, y2) = places[link.start], places[link.end]
        if is_labelled and link.label:
            under = 4 + 14 * nth  # names of links of the same two stand under one another
            place = {"x": _round((x1 + x2) / 2), "y": _round((y1 + y2) / 2 + under), "text-anchor": "middle"}
            names.append(_element("text", {"class": "small halo", **place}, isolated(link.label[:40])))
    return lines + names


def _line(link: Link, nodes: Sequence[Node], places: Sequence[tuple[float, float]], bow: float) -> Markup:
    """Draw one link, ``bow`` pixels beside the straight line."""
    (x1, y1), (x2, y2) = places[link.start], places[link.end]
    length = math.hypot(x2 - x1, y2 - y1) or 1
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    x1, y1 = x1 + ux * nodes[link.start].size, y1 + uy * nodes[link.start].size
    x2, y2 = x2 - ux * (nodes[link.end].size + 3), y2 - uy * (nodes[link.end].size + 3)
    cx, cy = (x1 + x2) / 2 - uy * bow, (y1 + y2) / 2 + ux * bow
    path = f"M{_round(x1)} {_round(y1)}Q{_round(cx)} {_round(cy)} {_round(x2)} {_round(y2)}"
    kind = "edge" if link.is_sure else "edge unsure"
    return _element("path", {"class": kind, "marker-end": "url(#arrow)", "d": path})


def _node(node: Node, x: float, y: float) -> Markup:
    turn = f"translate({_round(x - node.size)} {_round(y - node.size)}) scale({_round(node.size / 7)})"
    kind = f"{node.kind} self" if node.is_self else node.kind
    sign = _element("path", {"class": kind, "transform": turn, "d": SIGNS.get(node.kind, SIGNS["Person"])})
    whole = _element("title", {}, isolated(node.label[:500]))
    lines = _lines(node.label)
    names = [
        _element("text", {"class": "halo", "x": _round(x), "y": _round(y + node.size + 13 + 15 * i),
                          "text-anchor": "middle"}, isolated(line))
        for i, line in enumerate(lines)
    ]  # fmt: skip
    return _linked(node.href, whole, sign, *names)


def _lines(name: str) -> list[str]:
    lines = [""]
    for word in name[: LINE_LENGTH * 4].split():
        longer = f"{lines[-1]} {word[:LINE_LENGTH]}".strip()
        if len(longer) <= LINE_LENGTH or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word[:LINE_LENGTH])
    return lines if len(lines) <= 3 else [*lines[:2], lines[2] + "…"]


def _legend(kinds: Sequence[tuple[str, str]], y: float) -> list[Markup]:
    parts = []
    for i, (kind, name) in enumerate(kinds):
        x = 20 + 110 * i
        sign = {"class": kind, "transform": f"translate({x} {_round(y)})", "d": SIGNS[kind]}
        text = {
            "class": "small",
            "x": x + 20,
            "y": _round(y + 11),
            "text-anchor": "start",
            "direction": "ltr",
        }
        parts += [_element("path", sign), _element("text", text, isolated(name))]
    return parts


# ── plots ─────────────────────────────────────────────────────────────────────


def draw_bars(
    rows: Sequence[tuple[str, int, str]], title: str, direction: Direction, width: int = 460
) -> Markup:
    """Draw a bar for each row of name, amount and the amount as it is written."""
    most = max((amount for _, amount, _ in rows), default=1) or 1
    room, names = width - 220, 150
    parts = []
    for i, (name, amount, written) in enumerate(rows):
        y, length = 8 + 26 * i, max(1.0, room * amount / most)
        x = _mirrored(names + 8, length, width, direction)
        parts.append(_text(name[:30], names, y + 13, width, direction, anchor="end"))
        parts.append(_element("rect", {"class": "bar", "x": _round(x), "y": y, "rx": 3, "height": 17,
                                       "width": _round(length)}))  # fmt: skip
        parts.append(_text(written, names + length + 14, y + 13, width, direction, kind="quiet"))
    return _drawing(width, 16 + 26 * len(rows), title, parts)


def draw_columns(
    columns: Sequence[tuple[str, int, str]], title: str, direction: Direction, width: int = 460
) -> Markup:
    """Draw a column for each name, amount and amount as written, in the order of time."""
    most = max((amount for _, amount, _ in columns), default=1) or 1
    step = min(60.0, (width - 20) / max(1, len(columns)))
    every = max(1, math.ceil(44 / step))  # names that stand beside one another without touching
    parts = []
    for i, (name, amount, written) in enumerate(columns):
        x, height = 10 + step * i, max(1.0, 120 * amount / most)
        place = {"x": _round(_mirrored(x + 1, step - 2, width, direction)), "y": _round(140 - height)}
        whole = _element("title", {}, f"{name}: {written}")
        shape = {"class": "bar", **place, "width": _round(max(1.0, step - 2)), "height": _round(height)}
        parts.append(_element("rect", shape, whole))
        if i % every == 0:
            parts.append(_text(name, x + step / 2, 156, width, direction, kind="quiet", anchor="middle"))
        if step >= 24:
            above = 136 - height
            parts.append(_text(written, x + step / 2, above, width, direction, kind="quiet", anchor="middle"))
    return _drawing(width, 164, title, parts)


def draw_timeline(
    periods: Sequence[Period],
    years: Sequence[tuple[float, str]],
    title: str,
    direction: Direction,
    width: int = 720,
) -> Markup:
    """Draw a line for each period under the ``years``, their beginnings and how they are written.

    A line that has no stated end runs on to the last day that is known of it.
    """
    first, last = years[0][0], years[-1][0]
    scale = (width - 40) / (last - first)

    def at(moment: float) -> float:
        return 20 + (min(max(moment, first), last) - first) * scale

    height = 30 + 40 * len(periods)
    parts = []
    for moment, name in years:
        x = _mirrored(at(moment), 0, width, direction)
        parts.append(
            _element("line", {"class": "grid", "x1": _round(x), "x2": _round(x), "y1": 20, "y2": height})
        )
        parts.append(_text(name, at(moment), 13, width, direction, kind="quiet", anchor="middle"))
    for i, period in enumerate(periods):
        parts += _period(period, 40 + 40 * i, at, width, direction)
    return _drawing(width, height, title, parts)


def _period(period: Period, y: float, at: _Scale, width: int, direction: Direction) -> Iterable[Markup]:
    known = sorted(x for x in (period.begin, period.end, *period.days) if x is not None)
    start, end = (period.begin or known[0], period.end or known[-1]) if known else (0.0, 0.0)
    length = max(3.0, at(end) - at(start))
    x = _mirrored(at(start), length, width, direction)
    if period.begin is not None or period.end is not None:
        line = {"class": "span", "x": _round(x), "y": y + 4, "width": _round(length), "height": 8, "rx": 4}
        yield _element("rect", line)
    for day in sorted(set(period.days)):
        yield _element("circle", {"class": "bar", "cx": _round(_mirrored(at(day), 0, width, direction)),
                                  "cy": y + 8, "r": 4})  # fmt: skip
    is_late = at(start) > width / 2  # a name that begins late ends at its line, so as to stay inside
    name_at = at(start) + length if is_late else at(start)
    anchor = "end" if is_late else "start"
    yield _text(period.label[:70], name_at, y, width, direction, anchor=anchor, kind="halo")


# ── maps ──────────────────────────────────────────────────────────────────────


def draw_map(
    points: Sequence[Point], title: str, written: Callable[[float], str], width: int = 460
) -> Markup:
    """Draw places on a grid of degrees as they are ``written``, north up and east right in every language."""
    middle = sum(p.latitude for p in points) / len(points)
    squeeze = math.cos(math.radians(middle)) or 1
    west, east = min(p.longitude for p in points), max(p.longitude for p in points)
    south, north = min(p.latitude for p in points), max(p.latitude for p in points)
    room = max((east - west) * squeeze, north - south, 0.5)
    step = next(s for s in (0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 180) if room / s <= 5)
    west, east = math.floor(west / step - 0.4) * step, math.ceil(east / step + 0.4) * step
    south, north = math.floor(south / step - 0.4) * step, math.ceil(north / step + 0.4) * step
    scale = (width - 60) / max((east - west) * squeeze, north - south)

    def at(longitude: float, latitude: float) -> tuple[float, float]:
        return 40 + (longitude - west) * squeeze * scale, 15 + (north - latitude) * scale

    right, bottom = at(east, south)
    parts = []
    for i in range(round((east - west) / step) + 1):
        x, _ = at(west + i * step, north)
        parts += _meridian(x, bottom, f"{written(round(west + i * step, 2))}°")
    for i in range(round((north - south) / step) + 1):
        _, y = at(west, south + i * step)
        parts += _parallel(y, right, f"{written(round(south + i * step, 2))}°")
    for p in sorted(points, key=lambda p: (p.is_self, -p.latitude, p.longitude, p.label)):
        x, y = at(p.longitude, p.latitude)
        parts.append(_node(Node(p.label, "Place", p.href, 7, p.is_self), x, y))
    return _drawing(right + 20, bottom + 45, title, parts)


def _meridian(x: float, bottom: float, name: str) -> list[Markup]:
    line = {"class": "grid", "x1": _round(x), "x2": _round(x), "y1": 15, "y2": _round(bottom)}
    text = {"class": "quiet", "x": _round(x), "y": _round(bottom + 15), "text-anchor": "middle"}
    return [_element("line", line), _element("text", text, name)]


def _parallel(y: float, right: float, name: str) -> list[Markup]:
    line = {"class": "grid", "x1": 40, "x2": _round(right), "y1": _round(y), "y2": _round(y)}
    text = {"class": "quiet", "x": 20, "y": _round(y + 4), "text-anchor": "middle"}
    return [_element("line", line), _element("text", text, name)]


def stack(drawings: Mapping[str, Markup], direction: Direction) -> Markup:
    """Put drawings under one another, each under its title."""
    sizes = {title: list(map(float, _SIZE.findall(drawing)[:2])) for title, drawing in drawings.items()}
    width = max((size[0] for size in sizes.values()), default=0)
    parts, y = [], 0.0
    for title, drawing in drawings.items():
        parts.append(_text(title, 20, y + 28, round(width), direction, kind="title"))
        parts.append(_element("g", {"transform": f"translate(0 {_round(y + 40)})"}, drawing))
        y += sizes[title][1] + 60
    return _drawing(width, y, "", parts)


_SIZE = re.compile(r' (?:width|height)="([\d.]+)"')


# ── files ─────────────────────────────────────────────────────────────────────


def to_svg_file(drawing: str, theme: str = "light") -> str:
    """Make a file of ``drawing`` that needs nothing else: with its colours, its ground and its font."""
    css = font_faces() + with_colours(style("drawings.css"), theme)
    head, body = drawing.split(">", 1)
    ground = '<rect class="ground" width="100%" height="100%"/>'
    return f'{head} xmlns="http://www.w3.org/2000/svg"><style>{css}</style>{ground}{body}\n'


def to_png(drawing: str, theme: str = "light", scale: float = 2) -> bytes:
    """Paint ``drawing`` at ``scale`` pixels a unit."""
    font = str(ASSETS / "vazirmatn.ttf")
    svg = to_svg_file(drawing, theme)
    return bytes(svg_to_bytes(svg_string=svg, font_files=[font], skip_system_fonts=True, zoom=scale))


# ── parts ─────────────────────────────────────────────────────────────────────


def isolated(text: str) -> str:
    """Set a name right to left, and apart from what stands beside it."""
    return f"\u2067{_without_turns(text)}\u2069"


def _without_turns(text: str) -> str:
    return _TURNS.sub("", text)


_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
type _Scale = Callable[[float], float]


def _drawing(width: float, height: float, title: str, parts: Iterable[Markup]) -> Markup:
    size = {
        "viewBox": f"0 0 {_round(width)} {_round(height)}",
        "width": _round(width),
        "height": _round(height),
    }
    body = _element("g", {}, _element("title", {}, title), *parts)
    return _element("svg", {"class": "drawing", "role": "img", "aria-label": title, **size}, body)


def _text(
    text: str,
    x: float,
    y: float,
    width: int,
    direction: Direction,
    *,
    kind: str = "",
    anchor: str = "start",
) -> Markup:
    """Write ``text`` at ``x`` counted from where the reader begins."""
    is_mirrored = direction == "rtl"
    sides = {"start": "end", "end": "start"}
    place = {"x": _round(width - x if is_mirrored else x), "y": _round(y), "direction": "ltr"}
    place["text-anchor"] = sides.get(anchor, anchor) if is_mirrored else anchor
    mark = "\u2068"  # by its first letter: names of either language, and numbers
    return _element("text", {"class": kind, **place}, f"{mark}{_without_turns(text)}\u2069")


def _mirrored(x: float, length: float, width: float, direction: Direction) -> float:
    return width - x - length if direction == "rtl" else x


def _linked(href: str, *children: Markup) -> Markup:
    return _element("a", {"href": href}, *children) if href else Markup("").join(children)


def _element(tag: str, attributes: Mapping[str, object], *children: str) -> Markup:
    written = "".join(f' {name}="{_escaped(value)}"' for name, value in attributes.items() if value != "")
    return Markup(f"<{tag}{written}>{''.join(map(_escaped, children))}</{tag}>")


def _escaped(value: object) -> Markup:
    return value if isinstance(value, Markup) else escape(_NOT_IN_XML.sub("", str(value)))


def _round(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
