"""Visits laid over a shift: time counts once, however many areas somebody is in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.domains.positioning.rules.attendance import State, Window, presence, state_of

EIGHT = datetime(2026, 11, 22, 8, tzinfo=UTC)
SHIFT = Window("甲班", EIGHT, EIGHT + timedelta(hours=8))
LATER = EIGHT + timedelta(hours=10)


def at(hours):
    return EIGHT + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("visits", "hours", "last"),
    [
        ([(0, 4), (1, 3)], 4, 4),  # a room in a building
        ([(0, 4), (3, 6)], 6, 6),
        ([(0, 2), (3, 4)], 3, 4),
        ([(-2, 12)], 8, 8),
        ([(0, 8), (0, 8), (1, 8)], 8, 8),
    ],
)
def test_time_in_places_within_places_counts_once(visits, hours, last):
    found = presence([(at(a), at(b)) for a, b in visits], SHIFT, LATER)
    assert (found.inside, found.last_out) == (timedelta(hours=hours), at(last))


def test_who_is_still_inside_has_not_left():
    found = presence([(at(0), at(1)), (at(2), None)], SHIFT, at(3))
    assert (found.last_out, found.inside) == (None, timedelta(hours=2))


@pytest.mark.parametrize(
    ("minutes", "state"), [(0, State.PRESENT), (10, State.PRESENT), (11, State.LATE)]
)
def test_late_begins_after_ten_minutes(minutes, state):
    found = presence([(EIGHT + timedelta(minutes=minutes), at(8))], SHIFT, LATER)
    assert state_of(found, SHIFT, LATER) is state


spans = st.tuples(st.integers(-3, 10), st.integers(1, 6)).map(lambda p: (p[0], p[0] + p[1]))


@given(st.lists(spans, min_size=1, max_size=8).map(sorted))
def test_time_inside_is_the_union_of_the_visits(visits):
    hours = {h for a, b in visits for h in range(a, b) if 0 <= h < 8}
    found = presence([(at(a), at(b)) for a, b in visits], SHIFT, LATER)
    assert (found.inside if found else timedelta()) == timedelta(hours=len(hours))
