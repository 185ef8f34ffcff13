"""Where the nodes of a picture stand: groups as discs, and a force-directed place in each.

Only additions, products and square roots feed the iterations, in a fixed order, so that every
machine comes to the same picture. Coordinates come out in whole pixels.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx

Link = tuple[int, int]
Point = tuple[float, float]

SPACING = 140  # pixels between two neighbours: room for a name of two lines
STRETCH = 1.5  # screens, and names, are wider than high
LARGEST_GROUP = 500  # what opens at one click and is still readable
NUMBER_OF_GROUPS = 60  # discs with names that fit on one screen
SMALLEST_GROUP = 8
REACH = 1.5  # units beyond which two nodes do not push each other
PULL = 0.04  # share of the way to the middle at each step: keeps together what no link does
_TURN = (-0.7373688780783197, 0.6754902942615238)  # cosine and sine of the golden angle


@dataclass(frozen=True)
class Layout:
    """Positions in pixels by node; the group of each node; centre and radius of each group."""

    positions: list[tuple[int, int]]
    group_of: list[int]
    discs: list[tuple[int, int, int]]


def arrange(number_of_nodes: int, links: Sequence[Link], *, in_groups: bool = False) -> Layout:
    """Place nodes 0 … ``number_of_nodes`` - 1, so that what is linked stands together.

    Groups are the connected components, or, ``in_groups``, communities of a size that can be read.
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(number_of_nodes))
    graph.add_edges_from(sorted({(min(link), max(link)) for link in links if link[0] != link[1]}))
    groups = _communities(graph) if in_groups else _components(graph)
    insides = [_settle(graph, group) for group in groups]
    radii = [_radius(points) for points in insides]
    joined = len(groups) if in_groups else NUMBER_OF_GROUPS
    centres = _rings(_join(graph, groups[:joined], radii[:joined]), radii)
    return _layout(number_of_nodes, groups, insides, centres, radii)


def _layout(
    number_of_nodes: int,
    groups: Sequence[Sequence[int]],
    insides: Sequence[Sequence[Point]],
    centres: Sequence[Point],
    radii: Sequence[float],
) -> Layout:
    positions = [(0, 0)] * number_of_nodes
    group_of = [0] * number_of_nodes
    for g, (group, points) in enumerate(zip(groups, insides, strict=True)):
        for node, (x, y) in zip(group, points, strict=True):
            positions[node] = _pixels((centres[g][0] + x, centres[g][1] + y))
            group_of[node] = g
    discs = [(*_pixels(c), round(r * SPACING)) for c, r in zip(centres, radii, strict=True)]
    return Layout(positions, group_of, discs)


def _pixels(point: Point) -> tuple[int, int]:
    return round(point[0] * SPACING * STRETCH), round(point[1] * SPACING)


# ── groups ────────────────────────────────────────────────────────────────────


def _components(graph: nx.Graph[int]) -> list[list[int]]:
    return _by_size(sorted(part) for part in nx.connected_components(graph))


def _communities(graph: nx.Graph[int]) -> list[list[int]]:
    """Divide into communities: large ones again, small ones put together."""
    parts = [piece for part in _louvain(graph) for piece in _pieces(graph, part)]
    parts = _by_size(parts)
    large = [part for part in parts[:NUMBER_OF_GROUPS] if len(part) >= SMALLEST_GROUP]
    rest = [node for part in parts[len(large) :] for node in part]
    step = LARGEST_GROUP // 2
    return _by_size([*large, *(sorted(rest[i : i + step]) for i in range(0, len(rest), step))])


def _pieces(graph: nx.Graph[int], part: list[int]) -> Iterable[list[int]]:
    if len(part) <= LARGEST_GROUP:
        return [part]
    finer = _louvain(graph.subgraph(part))
    if len(finer) > 1:
        return [piece for one in finer for piece in _pieces(graph, one)]
    ordered = _outwards(graph, part)
    return [sorted(ordered[i : i + LARGEST_GROUP]) for i in range(0, len(ordered), LARGEST_GROUP)]


def _louvain(graph: nx.Graph[int]) -> list[list[int]]:
    ordered: nx.Graph[int] = nx.Graph()  # a subgraph view would iterate in the order of a set
    ordered.add_nodes_from(sorted(graph))
    ordered.add_edges_from(sorted((min(e), max(e)) for e in graph.edges()))
    return [sorted(part) for part in nx.community.louvain_communities(ordered, seed=1)]


def _by_size(parts: Iterable[list[int]]) -> list[list[int]]:
    return sorted(parts, key=lambda part: (-len(part), part))


# ── inside a group ────────────────────────────────────────────────────────────


def _settle(graph: nx.Graph[int], group: Sequence[int]) -> list[Point]:
    """Place a group around (0, 0) by Fruchterman and Reingold's forces; neighbours come about 1 apart."""
    place = {node: i for i, node in enumerate(group)}
    links = [(place[a], place[b]) for a in group for b in sorted(graph[a]) if b in place and a < b]
    xs, ys = _spiral([place[node] for node in _outwards(graph, group)])
    iterations = 80 if len(group) < 100 else 32
    step = 0.2 + 0.12 * math.sqrt(len(group))
    for i in range(iterations):
        mx, my = _repulsions(xs, ys)
        _attract(mx, my, xs, ys, links)
        _move(xs, ys, mx, my, step * (1 - i / iterations) + 0.02)
    middle_x, middle_y = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    return [(x - middle_x, y - middle_y) for x, y in zip(xs, ys, strict=True)]


def _outwards(graph: nx.Graph[int], group: Sequence[int]) -> list[int]:
    """Order a group breadth first from its best connected nodes."""
    inside = set(group)
    ordered: dict[int, None] = {}
    for start in sorted(group, key=lambda node: (-len(graph[node]), node)):
        queue = [start] if start not in ordered else []
        ordered[start] = None
        for node in queue:
            fresh = [n for n in sorted(graph[node]) if n in inside and n not in ordered]
            ordered.update(dict.fromkeys(fresh))
            queue += fresh
    return list(ordered)


def _spiral(order: Sequence[int]) -> tuple[list[float], list[float]]:
    xs, ys = [0.0] * len(order), [0.0] * len(order)
    c, s = 1.0, 0.0
    for i, node in enumerate(order):
        r = 0.8 * math.sqrt(i)
        xs[node], ys[node] = r * c, r * s
        c, s = c * _TURN[0] - s * _TURN[1], c * _TURN[1] + s * _TURN[0]
    return xs, ys


def _repulsions(xs: list[float], ys: list[float]) -> tuple[list[float], list[float]]:
    """Push apart what is nearer than ``REACH``, found by cells, and pull all weakly to the middle.

    Written out in one loop: it is nine tenths of the time of a picture.
    """
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    mx, my = [-PULL * x for x in xs], [-PULL * y for y in ys]
    for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
        cx, cy = math.floor(x / REACH), math.floor(y / REACH)
        pushed_x = pushed_y = 0.0
        for cell in _block(cx, cy):
            for j in cells.get(cell, ()):
                dx, dy = x - xs[j], y - ys[j]
                square = dx * dx + dy * dy
                if square < REACH * REACH:
                    strength = 1.0 / (square + 0.01)
                    dx, dy = dx * strength, dy * strength
                    pushed_x, pushed_y = pushed_x + dx, pushed_y + dy
                    mx[j] -= dx
                    my[j] -= dy
        mx[i] += pushed_x
        my[i] += pushed_y
        cells[cx, cy].append(i)
    return mx, my


def _block(cx: int, cy: int) -> tuple[tuple[int, int], ...]:
    left, right, above, below = cx - 1, cx + 1, cy - 1, cy + 1
    return (
        (left, above), (cx, above), (right, above),
        (left, cy), (cx, cy), (right, cy),
        (left, below), (cx, below), (right, below),
    )  # fmt: skip


def _attract(
    mx: list[float], my: list[float], xs: list[float], ys: list[float], links: Sequence[Link]
) -> None:
    for a, b in links:
        dx, dy = xs[a] - xs[b], ys[a] - ys[b]
        pull = 0.5 * math.sqrt(dx * dx + dy * dy)
        dx, dy = dx * pull, dy * pull
        mx[a] -= dx
        my[a] -= dy
        mx[b] += dx
        my[b] += dy


def _move(xs: list[float], ys: list[float], mx: list[float], my: list[float], limit: float) -> None:
    for i, (dx, dy) in enumerate(zip(mx, my, strict=True)):
        length = math.sqrt(dx * dx + dy * dy)
        share = limit / length if length > limit else 1.0
        xs[i] += dx * share
        ys[i] += dy * share


def _radius(points: Sequence[Point]) -> float:
    return max(math.sqrt(x * x + y * y) for x, y in points) + 0.7


# ── groups among each other ───────────────────────────────────────────────────


def _join(graph: nx.Graph[int], groups: Sequence[Sequence[int]], radii: Sequence[float]) -> list[Point]:
    """Place discs one by one, each where it touches another and its links are short."""
    group_of = {node: g for g, group in enumerate(groups) for node in group}
    weights: dict[Link, int] = defaultdict(int)
    for a, b in graph.subgraph(group_of).edges():
        weights[group_of[a], group_of[b]] += 1
        weights[group_of[b], group_of[a]] += 1
    centres: list[Point] = []
    for g, radius in enumerate(radii):
        pulls = [(weights.get((g, h), 0) / len(groups[g]) + 0.05, h) for h in range(g)]
        centres.append(_best_place(centres, radii, radius, pulls))
    return centres


def _best_place(
    centres: Sequence[Point], radii: Sequence[float], radius: float, pulls: Sequence[tuple[float, int]]
) -> Point:
    free = (
        place
        for h, (x, y) in enumerate(centres)
        for place in _around(x, y, radii[h] + radius)
        if all(_is_apart(place, centres[k], radii[k] + radius) for k in range(len(centres)))
    )

    def cost(place: Point) -> float:
        x, y = place
        return math.fsum(
            pull * ((x - centres[h][0]) * (x - centres[h][0]) + (y - centres[h][1]) * (y - centres[h][1]))
            for pull, h in pulls
        )

    return min(free, key=cost, default=(0.0, 0.0))


def _around(x: float, y: float, distance: float) -> Iterable[Point]:
    c, s = 1.0, 0.0
    for _ in range(21):
        yield x + distance * c, y + distance * s
        c, s = c * _TURN[0] - s * _TURN[1], c * _TURN[1] + s * _TURN[0]


def _is_apart(one: Point, other: Point, distance: float) -> bool:
    dx, dy = one[0] - other[0], one[1] - other[1]
    return dx * dx + dy * dy >= distance * distance * 0.999


def _rings(inside: Sequence[Point], radii: Sequence[float]) -> list[Point]:
    """Place the discs that are not yet inside in rings around those that are."""
    centres = list(inside)
    i = len(centres)
    inner = max((math.sqrt(x * x + y * y) + r for (x, y), r in zip(centres, radii, strict=False)), default=0)
    while i < len(radii):
        middle, angle, widest = inner + radii[i], 0.0, radii[i]
        while i < len(radii):
            share = 2 * math.asin(min(1.0, radii[i] / middle))
            if angle + share > 2 * math.pi and angle > 0:
                break
            turn = angle + share / 2
            centres.append((middle * math.cos(turn), middle * math.sin(turn)))
            angle += share
            i += 1
        inner = middle + widest
    return centres
