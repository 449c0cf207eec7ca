"""The past that is made up: chunks that move in time, visits, one stay a person at a time."""

import itertools
from collections import defaultdict
from datetime import date

import numpy as np

from anhuan.devices.history.days import past_stays
from anhuan.devices.history.packing import BUCKET_MS, packed, sampled
from anhuan.devices.history.visiting import visits_of
from anhuan.devices.itinerary import plan_stay
from anhuan.devices.plant.people import people
from anhuan.devices.plant.routines import ROUTINES
from anhuan.devices.plant.shifts import Presence, midnight_s
from anhuan.kernel.chunks import decode

START_S = midnight_s(date(2026, 11, 23)) + 8 * 3600 - 1234
LINE = plan_stay(
    ROUTINES["tank-field"], Presence(START_S, START_S + 9 * 3600), np.random.default_rng(3),
    speed_mps=1.2,
)  # fmt: skip


def test_a_moved_chunk_is_the_same_walk_later():
    by_ms = 5 * 86_400_000 + 3 * BUCKET_MS
    for chunk in packed(LINE):
        here, later = decode(chunk.moved(0)), decode(chunk.moved(by_ms))
        assert later.t_ms.tolist() == (here.t_ms + by_ms).tolist()
        for column in ("x_cm", "y_cm", "floor", "r68_cm"):
            assert getattr(later, column).tolist() == getattr(here, column).tolist()


def test_chunks_hold_every_point_once_in_its_bucket():
    track, chunks = sampled(LINE), list(packed(LINE))
    assert sum(chunk.count for chunk in chunks) == track.points
    for chunk in chunks:
        inside = decode(chunk.moved(0))
        assert (inside.t_ms // BUCKET_MS * BUCKET_MS == chunk.bucket_ms).all()
        assert chunk.box_cm == (
            inside.x_cm.min(), inside.y_cm.min(), inside.x_cm.max(), inside.y_cm.max()
        )  # fmt: skip


def test_nothing_at_or_after_the_end():
    end = int(START_S * 1000) // BUCKET_MS * BUCKET_MS + 12 * BUCKET_MS
    assert max(c.bucket_ms for c in packed(LINE, until_ms=end)) == end - BUCKET_MS


def test_visits_are_where_the_walk_was():
    visits = list(visits_of(LINE))
    assert {"TKF", "STO"} <= {visit.area for visit in visits}
    for visit in visits:
        assert LINE.from_s <= visit.enter_s < visit.leave_s <= LINE.to_s
        if visit.area == "TKF":
            place = LINE.at((visit.enter_s + visit.leave_s) / 2)
            assert 20 <= place.x_m <= 116


def test_nobody_is_in_two_places_and_no_two_share_a_walk():
    stays = list(past_stays(midnight_s(date(2026, 11, 23)) + 12 * 3600, 6))
    by_tag, by_walk = defaultdict(list), defaultdict(set)
    for stay in stays:
        first, last = stay.template.chunks[0].bucket_ms, stay.template.chunks[-1].bucket_ms
        by_tag[stay.tag].append((first + stay.by_s * 1000, last + stay.by_s * 1000))
        by_walk[id(stay.template), stay.by_s].add(stay.tag)
    for spans in by_tag.values():
        spans.sort()
        assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))
    assert all(len(tags) == 1 for tags in by_walk.values())
    assert len(by_tag) > 0.9 * len(people())
