"""The open tail: packed for the checkpoint, sealed by ten minutes, late data placed right."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from anhuan.engine.adapters.tail import (
    BUCKET_MS,
    GRACE_MS,
    Points,
    Tail,
    chunks_of,
    packed_points,
    unpacked,
)
from anhuan.engine.core.pipeline import FixTable
from anhuan.engine.tests.plants import START_MS, make_plant
from anhuan.kernel.chunks import decode

TAGS = make_plant().config.tags
BUCKET = START_MS - START_MS % BUCKET_MS


def fixes(t_ms, tags=(0, 1, 2, 3), x=1.234):
    """One fix of each of these tags."""
    n = len(tags)
    ones = np.ones(n)
    return FixTable(
        np.array(tags), np.full(n, t_ms), x * ones, 2 * ones, np.ones(n, int), 0.42 * ones,
        ones, np.zeros(n, int), np.full(n, -1), np.zeros(n),
    )  # fmt: skip


def test_chunks_hold_every_point_with_floor_and_quality():
    tail = Tail()
    for second in range(30):
        tail.take(fixes(BUCKET + 1000 * second), TAGS)
    chunks = list(chunks_of(BUCKET, tail.blocks[BUCKET], tail.tags))
    assert [chunk.points for chunk in chunks] == [30] * 4
    track = decode(chunks[0].payload)
    assert track.t_ms.tolist() == [BUCKET + 1000 * s for s in range(30)]
    assert set(track.x_cm.tolist()) == {123}
    assert set(track.floor.tolist()) == {1}
    assert set(track.r68_cm.tolist()) == {50}  # 42 cm, rounded up to a step


def test_dump_and_load_give_the_same_chunks_whenever_they_happen():
    tail, other = Tail(), Tail()
    for second in range(20):
        tail.take(fixes(BUCKET + 1000 * second, x=second), TAGS)
        if second % 7 == 0:
            tail.dump()
    names, parts = tail.dump()
    other.load(names, parts)
    assert other.points == tail.points == 80
    again = list(chunks_of(BUCKET, other.blocks[BUCKET], other.tags))
    assert again == list(chunks_of(BUCKET, tail.blocks[BUCKET], tail.tags))
    other.take(fixes(BUCKET + 60_000), TAGS)
    assert len(other.dump()[1]) == len(parts) + 1


def test_a_bucket_is_sealed_after_its_grace_and_late_points_open_it_again():
    tail = Tail()
    tail.take(fixes(BUCKET + 1000), TAGS)
    assert tail.due(BUCKET + BUCKET_MS + GRACE_MS - 1) == []
    assert tail.due(BUCKET + BUCKET_MS + GRACE_MS) == [BUCKET]
    sealed = tail.frozen([BUCKET])
    tail.take(fixes(BUCKET + 2000, tags=(2,)), TAGS)  # while it was being written
    tail.drop(sealed)
    assert tail.points == 1
    assert tail.due(BUCKET + BUCKET_MS + GRACE_MS) == [BUCKET]


def test_a_tail_without_end_is_bounded(monkeypatch):
    monkeypatch.setattr("anhuan.engine.adapters.tail.POINTS_MAX", 100)
    tail = Tail()
    for second in range(1000):
        tail.take(fixes(BUCKET + 1000 * second), TAGS)
    assert tail.points <= 100
    assert tail.dropped == 4000 - tail.points
    oldest = min(b.t_ms.min() for blocks in tail.blocks.values() for b in blocks)
    assert oldest > BUCKET + 900_000


columns = st.integers(-(10**6), 10**6)


rows_of_points = st.tuples(st.integers(0, 9), st.integers(0, BUCKET_MS - 1), columns, columns)


@given(st.lists(rows_of_points, min_size=1))
def test_packing_loses_nothing(rows):
    slot, t, x, y = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    points = Points(slot, BUCKET + t, x, y, slot % 3, slot * 100)
    back = unpacked(packed_points(points))
    assert sorted(zip(*back, strict=True)) == sorted(zip(*points, strict=True))
