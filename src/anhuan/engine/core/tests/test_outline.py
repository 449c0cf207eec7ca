"""Walls from outlines: the doors are open, everything else is closed."""

import math

from hypothesis import given
from hypothesis import strategies as st

from anhuan.engine.core.walls.keep import first_wall
from anhuan.engine.core.walls.outline import walls_of
from anhuan.engine.core.walls.tables import wall_table

HALL = ((0.0, 0.0), (20.0, 0.0), (20.0, 10.0), (0.0, 10.0))


def test_a_door_is_a_gap_and_its_edges_are_open_ends():
    table = wall_table(walls_of(HALL, [(10.0, 0.2, 2.0)], None), {1: 0})
    assert first_wall(table, 0, 10.0, -1.0, 10.0, 1.0)[0] == -1
    assert first_wall(table, 0, 8.5, -1.0, 8.5, 1.0)[0] >= 0
    assert table.is_open.sum() == 2


def test_an_outline_without_doors_locks_nobody_out():
    assert walls_of(HALL, [], None) == []


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 4)), min_size=1, max_size=4))
def test_walls_and_doors_make_up_the_outline(doors):
    walls = walls_of(HALL, [(float(x), 0.0, float(width)) for x, width in doors], None)
    south = sum(math.dist((w.x1, w.y1), (w.x2, w.y2)) for w in walls if w.y1 == w.y2 == 0)
    steps = [k / 100 + 0.005 for k in range(2000)]
    closed = sum(all(abs(s - x) > width / 2 for x, width in doors) for s in steps) / 100
    assert abs(south - closed) < 0.05
