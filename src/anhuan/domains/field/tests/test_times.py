"""The true time of a deed: every way of turning a clock, and what no clock can hide."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from anhuan.domains.field.rules.times import Moment, Reference, judge
from anhuan.kernel.clock import to_ms

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
T0 = to_ms(NOON)
HOUR = 3_600_000


def at(true_ms: int, *, off: int = 0, session: str = "s", slept: int = 0) -> Moment:
    """A phone whose clock is `off` at that true moment."""
    return Moment(true_ms + off, true_ms - T0 - slept, session)


def reference(**more) -> Reference:
    return Reference(T0, at(T0, **more))


def received(ms: int) -> datetime:
    return NOON + timedelta(milliseconds=ms)


def test_a_right_clock_is_believed():
    judged = judge(at(T0 + HOUR), at(T0 + 2 * HOUR), reference(), received(2 * HOUR))
    assert (judged.happened_at, judged.doubt_s, judged.doubts) == (received(HOUR), 0, ())


def test_a_clock_that_is_wrong_all_the_time_is_put_right():
    off = -26 * HOUR
    judged = judge(
        at(T0 + HOUR, off=off), at(T0 + 2 * HOUR, off=off), reference(off=off), received(2 * HOUR)
    )
    assert judged.happened_at == received(HOUR)
    assert judged.doubts == ("clock_wrong",)


def test_a_clock_put_back_for_the_deed_and_right_again_for_the_sending_is_caught():
    """A round that was missed at 13:00 is walked at 15:00 and dated 13:00."""
    done = at(T0 + 3 * HOUR, off=-2 * HOUR)
    judged = judge(done, at(T0 + 4 * HOUR), reference(), received(4 * HOUR))
    assert judged.happened_at == received(3 * HOUR)
    assert "out_of_bounds" in judged.doubts and "clock_wrong" in judged.doubts


def test_a_page_begun_anew_cannot_go_back_before_what_the_server_said():
    done = Moment(T0 - HOUR, 5, "other")
    judged = judge(done, Moment(T0 - HOUR + 60_000, 60_005, "other"), reference(), received(HOUR))
    assert received(0) <= judged.happened_at <= received(HOUR - 60_000)


def test_a_clock_put_forward_dates_nothing_into_the_future():
    done = at(T0 + HOUR, off=5 * HOUR)
    judged = judge(done, at(T0 + HOUR + 1_000, off=5 * HOUR), reference(), received(HOUR + 1_000))
    assert judged.happened_at <= received(HOUR)
    assert judged.doubt_s >= 4 * 3600


def test_without_any_server_time_the_span_to_the_sending_counts():
    judged = judge(at(T0), at(T0 + HOUR), None, received(HOUR))
    assert judged.happened_at == received(0)
    assert judged.doubts == ("no_reference",)


def test_a_phone_that_slept_is_not_suspected():
    done, sent = at(T0 + HOUR, slept=HOUR // 2), at(T0 + 2 * HOUR, slept=HOUR)
    judged = judge(done, sent, reference(), received(2 * HOUR))
    assert (judged.happened_at, judged.doubts) == (received(HOUR), ())


SPANS = st.integers(0, 20).map(lambda k: k * HOUR // 2)
OFFS = st.integers(-60, 60).map(lambda k: k * HOUR // 2)


@given(SPANS, SPANS, OFFS, OFFS, OFFS)
def test_however_the_clock_is_turned_the_bounds_hold(until_done, until_sent, ref, done, sent):
    """Within one page: never before the counted time, never after it."""
    t1, t2 = T0 + until_done, T0 + until_done + until_sent
    judged = judge(
        at(t1, off=done), at(t2, off=sent), reference(off=ref), received(until_done + until_sent)
    )
    assert judged.happened_at == received(until_done)


@given(SPANS, SPANS, OFFS, OFFS)
def test_of_a_page_begun_anew_it_lies_between_what_was_known_and_the_receipt(a, b, done, sent):
    judged = judge(
        at(T0 + a, off=done, session="2"), at(T0 + a + b, off=sent, session="3"), reference(),
        received(a + b),
    )  # fmt: skip
    assert received(0) <= judged.happened_at <= received(a + b)
