"""Too early, on time, made up for, missed: to the second."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.domains.inspection.rules.pauses import Pause, after_pauses
from anhuan.domains.inspection.rules.recurrence import Slot
from anhuan.domains.inspection.rules.states import Course, State, state
from anhuan.domains.inspection.rules.windows import Phase, Window
from anhuan.domains.inspection.tests.calendars import at

WINDOW = Window(at(10, 9, 8), at(10, 9, 10), timedelta(minutes=15), timedelta(minutes=60))
S = timedelta(seconds=1)


@pytest.mark.clause("INS-020", "INS-021")
@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        (at(10, 9, 7, 44, 59), Phase.EARLY),
        (at(10, 9, 7, 45), Phase.OPEN),
        (at(10, 9, 10), Phase.OPEN),
        (at(10, 9, 10, 0, 1), Phase.TOLERATED),
        (at(10, 9, 10, 15), Phase.TOLERATED),
        (at(10, 9, 10, 15, 1), Phase.MAKE_UP),
        (at(10, 9, 11, 15), Phase.MAKE_UP),
        (at(10, 9, 11, 15, 1), Phase.OVER),
    ],
)
def test_the_seconds_of_a_window(moment, phase):
    assert WINDOW.phase(moment) is phase


@pytest.mark.clause("INS-020", "INS-021", "INS-058")
@pytest.mark.parametrize(
    ("course", "now", "expected"),
    [
        (Course(), at(10, 9, 7), State.PENDING),
        (Course(), at(10, 9, 8), State.DUE),
        (Course(started_at=at(10, 9, 8)), at(10, 9, 9), State.RUNNING),
        (Course(started_at=at(10, 9, 8)), at(10, 9, 10, 20), State.LATE),
        (Course(), at(10, 9, 12), State.MISSED),
        (Course(started_at=at(10, 9, 8)), at(10, 9, 12), State.MISSED),
        (Course(finished_at=at(10, 9, 10, 15)), at(10, 9, 12), State.DONE),
        (Course(finished_at=at(10, 9, 10, 15, 1)), at(10, 9, 12), State.MADE_UP),
        (Course(paused_by="检修"), at(10, 9, 12), State.PAUSED),
        (Course(cancelled_by="计划撤销"), at(10, 9, 12), State.CANCELLED),
    ],
)
def test_what_a_task_is(course, now, expected):
    assert state(WINDOW, course, now) is expected


SLOT = Slot(at(10, 9, 8), at(10, 9, 10))


@pytest.mark.clause("INS-033", "INS-034")
@pytest.mark.parametrize(
    ("pause", "kept"),
    [
        ((at(10, 9, 8), at(10, 9, 10)), None),  # all of it
        ((at(10, 9, 9), at(10, 9, 12)), None),  # its end
        ((at(10, 9, 9), None), None),
        ((at(10, 9, 7), at(10, 9, 9)), at(10, 9, 9)),  # its begin: what is left is asked for
        ((at(10, 9, 7), at(10, 9, 8)), at(10, 9, 8)),
        ((at(10, 9, 10) + S, at(10, 9, 12)), at(10, 9, 8)),
    ],
)
def test_pauses_spare_what_they_must(pause, kept):
    found = after_pauses(SLOT, [Pause(*pause, "检修")])
    assert (found.reason == "检修") == (kept is None)
    assert kept is None or found.slot == Slot(kept, SLOT.end)


@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.integers(1, 300)), max_size=4
    )
)  # fmt: skip
def test_whatever_stands_still_nothing_is_overdue_while_it_does(spans):
    """A task that is asked for is free at its end and at the begin that is left."""
    start = at(10, 9, 6)
    pauses = [
        Pause(start + timedelta(minutes=a), start + timedelta(minutes=a + b), "检修")
        for a, b in spans
    ]
    kept = after_pauses(SLOT, pauses)
    if not kept.reason:
        assert SLOT.begin <= kept.slot.begin < kept.slot.end == SLOT.end
        assert not any(pause.covers(kept.slot.end) for pause in pauses)
        assert not any(pause.covers(kept.slot.begin) for pause in pauses)
