"""Trajectory chunks give back exactly what was put in, or refuse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from anhuan.kernel.chunks import (
    Track,
    coarse_r68,
    decode,
    decode_many,
    encode,
    merge,
    merge_chunks,
)

INT64 = st.integers(-(2**63), 2**63 - 1)


def columns(elements):
    return st.integers(0, 40).flatmap(
        lambda n: st.tuples(*[arrays(np.int64, n, elements=elements) for _ in range(5)])
    )


def same(a, b):
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


@given(columns(INT64))
def test_any_integers_round_trip(table):
    assert same(decode(encode(Track(*table))), table)


@given(columns(st.integers(-300, 300)))
def test_small_steps_round_trip(table):
    assert same(decode(encode(Track(*table))), table)


def walk(n=600, start_ms=1_795_000_000_000):
    rng = np.random.default_rng(7)
    t = start_ms + np.cumsum(rng.normal(1000, 15, n).round()).astype(np.int64)
    heading = np.cumsum(rng.normal(0, 0.15, n))
    x, y = (np.cumsum(120 * f(heading)).astype(np.int64) for f in (np.cos, np.sin))
    r68 = coarse_r68(30 + 25 * np.abs(np.sin(np.arange(n) / 90)))
    return Track(t, x, y, np.ones(n, np.int64), r68)


def test_a_walk_takes_at_most_three_bytes_a_point_with_time_floor_and_quality():
    assert len(encode(walk())) <= 3 * 600


def test_version_is_first_and_an_unknown_one_is_refused():
    blob = encode(walk(10))
    assert blob[0] == 1
    with pytest.raises(ValueError, match="version"):
        decode(b"\x02" + blob[1:])


@pytest.mark.parametrize("cut", [0, 3, 30, 60, 80])
def test_a_cut_chunk_is_refused(cut):
    with pytest.raises(ValueError, match="chunk"):
        decode(encode(walk(200))[:cut])


def test_a_changed_byte_is_refused():
    blob = bytearray(encode(walk(200)))
    blob[-20] ^= 1
    with pytest.raises(ValueError, match="damaged"):
        decode(bytes(blob))


def test_unequal_columns_are_refused():
    with pytest.raises(ValueError, match="equally long"):
        encode(walk(5)._replace(x_cm=np.zeros(4, np.int64)))


def test_merging_keeps_time_order_and_the_later_of_equal_times():
    whole = walk(100)
    first, second = (Track(*(c[part] for c in whole)) for part in (slice(60, 100), slice(0, 70)))
    corrected = second._replace(x_cm=second.x_cm + 5)
    joined = decode(merge_chunks([encode(first), encode(corrected)]))
    assert np.array_equal(joined.t_ms, whole.t_ms)
    assert np.array_equal(joined.x_cm[:70], whole.x_cm[:70] + 5)
    assert np.array_equal(joined.x_cm[70:], whole.x_cm[70:])
    assert merge([walk(0)]).points == 0


def test_stored_radius_is_never_better_than_measured():
    measured = np.array([0, 1, 10, 11, 99, 101, 2_000_000])
    assert coarse_r68(measured).tolist() == [0, 10, 10, 20, 100, 150, 100_000]


@settings(deadline=None)
@given(st.lists(columns(st.one_of(INT64, st.integers(-300, 300))), max_size=6))
def test_many_chunks_at_once_are_the_same_chunks_one_by_one(tables):
    blobs = [encode(Track(*table)) for table in tables]
    points, edges = decode_many(blobs)
    assert len(edges) == len(blobs) + 1
    for k, blob in enumerate(blobs):
        part = [column[edges[k] : edges[k + 1]] for column in points]
        assert same(part, decode(blob))


def test_one_damaged_chunk_among_many_is_refused():
    blobs = [encode(walk(200)) for _ in range(3)]
    for broken, word in (
        (blobs[1][:-9], "damaged"),
        (blobs[1][:-20] + b"\xff" + blobs[1][-19:], "damaged"),
        (b"\x02" + blobs[1][1:], "version"),
        (b"", "version"),
    ):
        with pytest.raises(ValueError, match=word):
            decode_many([blobs[0], broken, blobs[2]])
