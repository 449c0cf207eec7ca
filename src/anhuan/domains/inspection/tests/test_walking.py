"""Being there, in order, on the path, long enough."""

from datetime import timedelta

import pytest

from anhuan.domains.inspection.rules.arrival import (
    Arrival,
    Limits,
    Method,
    Point,
    Seen,
    arrival_blockers,
    weigh,
)
from anhuan.domains.inspection.rules.readings import (
    Answer,
    Item,
    Kind,
    Result,
    answer_blockers,
    differs,
    judge,
)
from anhuan.domains.inspection.rules.rounds import (
    Stop,
    Visit,
    finish_blockers,
    next_stop,
    off_path_m,
    overstays,
    sign_in_blockers,
    skipped,
)
from anhuan.domains.inspection.tests.calendars import at

NOON = at(10, 9, 12)
POINT = Point("P-01", 100.0, 50.0, floor=2)
LIMITS = Limits()


def seen(x=100.0, y=50.0, floor=2, r68_m=0.5, age_s=5):
    return Seen(NOON - timedelta(seconds=age_s), x, y, floor, r68_m)


def codes(arrival, where, limits=LIMITS):
    return [one.code for one in arrival_blockers(arrival, POINT, where, limits)]


QR = Arrival(Method.QR, NOON, "P-01")


@pytest.mark.clause("INS-039", "INS-040", "INS-041")
@pytest.mark.parametrize(
    ("arrival", "where", "expected"),
    [
        (QR, None, []),
        (QR, seen(), []),
        (QR, seen(x=111.0), []),  # 11 m away, 1 m of it may be the position's doubt
        (QR, seen(x=111.1), ["seen_elsewhere"]),
        (QR, seen(x=5000.0), ["seen_elsewhere"]),  # a photographed code at home
        (QR, seen(x=5000.0, age_s=61), []),  # that was a minute ago
        (QR, seen(floor=1), ["seen_elsewhere"]),
        (Arrival(Method.NFC, NOON, "P-02"), seen(), ["other_point"]),
        (Arrival(Method.POSITION, NOON), seen(), []),
        (Arrival(Method.POSITION, NOON), None, ["not_seen"]),
        (Arrival(Method.POSITION, NOON), seen(age_s=61), ["not_seen"]),
    ],
)
def test_nothing_is_entered_before_somebody_is_there(arrival, where, expected):
    assert codes(arrival, where) == expected


@pytest.mark.clause("INS-043")
def test_the_floor_counts():
    assert codes(Arrival(Method.POSITION, NOON), seen(floor=3)) == ["seen_elsewhere"]


def test_a_position_beside_the_scan_makes_it_worth_more():
    assert weigh(QR, POINT, None, LIMITS).weight == 1
    assert weigh(QR, POINT, seen(), LIMITS).weight == 3
    assert weigh(Arrival(Method.NFC, NOON, "P-01"), POINT, None, LIMITS).weight == 3


def test_where_a_plant_wants_more_than_a_printed_code():
    strict = Limits(least_weight=2)
    assert codes(QR, None, strict) == ["arrival_weak"]
    assert codes(QR, seen(), strict) == []


ROUTE = (
    Stop("a", "泵房", stay=timedelta(seconds=60), longest=timedelta(minutes=10)),
    Stop("b", "罐区", is_paused=True),
    Stop("c", "装卸台"),
    Stop("d", "配电室"),
)
DONE = Visit(NOON, NOON + timedelta(minutes=2))


@pytest.mark.clause("INS-032", "INS-034")
def test_the_next_point_is_the_first_that_is_neither_done_nor_resting():
    assert next_stop(ROUTE, {}).id == "a"
    assert next_stop(ROUTE, {"a": Visit(NOON)}).id == "a"
    assert next_stop(ROUTE, {"a": DONE}).id == "c"
    assert next_stop(ROUTE, {"a": DONE, "c": DONE, "d": DONE}) is None


@pytest.mark.clause("INS-032", "INS-042")
def test_who_skips_a_point_is_told_which():
    assert [stop.name for stop in skipped(ROUTE, {"a": DONE}, "d")] == ["装卸台"]
    [blocker] = sign_in_blockers(ROUTE, {"a": DONE}, "d")
    assert blocker.code == "order"
    assert "装卸台" in blocker.text
    assert list(sign_in_blockers(ROUTE, {"a": DONE}, "c")) == []
    assert [one.code for one in sign_in_blockers(ROUTE, {}, "b")] == ["point_paused", "order"]
    assert [one.code for one in sign_in_blockers(ROUTE, {}, "x")] == ["not_on_route"]


@pytest.mark.clause("INS-035")
def test_a_point_takes_its_time():
    visit = Visit(NOON)
    early, enough = NOON + timedelta(seconds=59), NOON + timedelta(seconds=60)
    assert [one.code for one in finish_blockers(ROUTE[0], visit, early)] == ["too_short"]
    assert list(finish_blockers(ROUTE[0], visit, enough)) == []
    assert [one.code for one in finish_blockers(ROUTE[0], None, enough)] == ["not_arrived"]


@pytest.mark.clause("POS-062")
def test_staying_too_long_and_straying_are_seen():
    assert not overstays(ROUTE[0], Visit(NOON), NOON + timedelta(minutes=10))
    assert overstays(ROUTE[0], Visit(NOON), NOON + timedelta(minutes=10, seconds=1))
    path = ((0.0, 0.0), (100.0, 0.0), (100.0, 50.0))
    assert off_path_m(path, (50.0, 7.0)) == 7.0
    assert off_path_m(path, (103.0, 54.0)) == 5.0
    assert off_path_m(path, (60.0, 20.0)) == 20.0
    assert off_path_m((), (0.0, 0.0)) == float("inf")


PRESSURE = Item(Kind.NUMBER, "出口压力", "MPa", low=0.3, high=0.6, may_differ=0.05)


@pytest.mark.clause("INS-028")
@pytest.mark.parametrize(
    ("value", "result"),
    [(0.29, "abnormal"), (0.3, "normal"), (0.6, "normal"), (0.61, "abnormal")],
)
def test_outside_its_limits_a_value_is_abnormal_by_itself(value, result):
    assert judge(PRESSURE, Answer(value)) == Result(result)


@pytest.mark.clause("INS-027")
def test_what_is_asked_for_must_be_there():
    photo = Item(Kind.CHECK, "法兰", needs_photo=True)
    assert [one.code for one in answer_blockers(photo, Answer(True))] == ["photo_missing"]
    assert answer_blockers(photo, Answer(reason="停用")) == []
    for nonsense in (None, "", True, float("nan"), "0.4"):
        assert [b.code for b in answer_blockers(PRESSURE, Answer(nonsense))] == ["value_missing"]
    colour = Item(Kind.CHOICE, "油色", choices=("清", "浊"), normal=frozenset({"清"}))
    assert [one.code for one in answer_blockers(colour, Answer("黑"))] == ["choice"]
    assert judge(colour, Answer("浊")) is Result.ABNORMAL
    assert judge(colour, Answer("清", is_abnormal=True)) is Result.ABNORMAL
    assert [b.code for b in answer_blockers(Item(Kind.TEXT, "备注"), Answer(" "))] == [
        "text_missing"
    ]


@pytest.mark.clause("INS-046")
def test_field_and_control_room_are_compared():
    assert not differs(PRESSURE, 0.45, 0.5)
    assert differs(PRESSURE, 0.44, 0.5)
    assert not differs(PRESSURE, 0.44, None)
