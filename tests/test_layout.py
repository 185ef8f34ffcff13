import math

import pytest

from kg.layout import LARGEST_GROUP, SPACING, STRETCH, arrange

RING = [(i, (i + 1) % 40) for i in range(40)]
CLIQUES = [(a, b) for start in range(0, 960, 12) for a in range(start, start + 12) for b in range(start, a)]


def distance(layout, a, b):
    (ax, ay), (bx, by) = layout.positions[a], layout.positions[b]
    return math.hypot((ax - bx) / STRETCH, ay - by)


def test_nobody_stands_on_another():
    layout = arrange(40, RING)
    assert min(distance(layout, a, b) for a in range(40) for b in range(a)) > SPACING / 4


def test_what_is_linked_stands_nearer_than_what_is_not():
    layout = arrange(40, RING)
    linked = sum(distance(layout, a, b) for a, b in RING) / len(RING)
    others = sum(distance(layout, a, b) for a in range(40) for b in range(a)) / (40 * 39 / 2)
    assert linked < others / 2


def test_what_is_not_connected_is_another_disc():
    layout = arrange(50, RING)
    assert len(layout.discs) == 11
    assert len({layout.group_of[i] for i in range(40)}) == 1


@pytest.mark.parametrize("in_groups", [True, False])
def test_discs_do_not_lie_on_each_other(in_groups):
    discs = arrange(960, CLIQUES, in_groups=in_groups).discs
    for i, (x, y, r) in enumerate(discs):
        for ox, oy, other in discs[:i]:
            assert math.hypot((x - ox) / STRETCH, y - oy) >= (r + other) * 0.98


def test_groups_can_be_read():
    layout = arrange(960, CLIQUES, in_groups=True)
    sizes = [layout.group_of.count(g) for g in range(len(layout.discs))]
    assert sum(sizes) == 960
    assert max(sizes) <= LARGEST_GROUP
    assert len(sizes) < 100


def test_a_community_without_seams_is_cut_all_the_same():
    star = [(0, i) for i in range(1, 3 * LARGEST_GROUP)]
    layout = arrange(3 * LARGEST_GROUP, star, in_groups=True)
    assert max(layout.group_of.count(g) for g in range(len(layout.discs))) <= LARGEST_GROUP


@pytest.mark.parametrize("in_groups", [True, False])
@pytest.mark.parametrize("number_of_nodes", [0, 1, 2])
def test_the_smallest_pictures(number_of_nodes, in_groups):
    assert (
        len(arrange(number_of_nodes, [(0, 0)][:number_of_nodes], in_groups=in_groups).positions)
        == number_of_nodes
    )


def test_the_order_of_links_does_not_matter():
    turned = [(b, a) for a, b in reversed(CLIQUES)]
    assert arrange(960, CLIQUES, in_groups=True) == arrange(960, turned, in_groups=True)
