"""Which observations enter: both sides of every limit, with the contract's codes."""

import numpy as np
import pytest

from anhuan.engine.core.clean import Code, clean, clean_places, new_clean
from anhuan.engine.core.config import Settings
from anhuan.engine.core.reports import Places, ReportBuilder, reports_of

NOW = 1_795_000_000_000
TWR, TDOA, RSSI = 0, 1, 2


def row(tag=0, t=NOW, tech=TWR, anchor=0, value=5.0, rssi=-80.0, fp=-82.0):
    return tag, t, tech, anchor, value, rssi, fp


def codes(*rows, state=None, now=NOW, **settings):
    state = new_clean(3) if state is None else state
    return [Code(c).text for c in clean(state, reports_of(list(rows)), now, Settings(**settings))]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"value": 0.0}, "ok"),
        ({"value": 250.0}, "ok"),
        ({"value": -0.01}, "out_of_range"),
        ({"value": 250.01}, "out_of_range"),
        ({"value": float("nan")}, "not_finite"),
        ({"value": float("inf")}, "not_finite"),
        ({"rssi": float("inf")}, "not_finite"),
        ({"rssi": float("nan"), "fp": float("nan")}, "ok"),
        ({"tech": TDOA, "value": -250.0}, "ok"),
        ({"tech": TDOA, "value": -250.01}, "out_of_range"),
        ({"tech": RSSI, "value": -130.0}, "ok"),
        ({"tech": RSSI, "value": -130.1}, "out_of_range"),
        ({"tech": RSSI, "value": 20.1}, "out_of_range"),
        ({"t": NOW + 5_000}, "ok"),
        ({"t": NOW + 5_001}, "clock_ahead"),
        ({"t": NOW - 7_200_000}, "ok"),
        ({"t": NOW - 7_200_001}, "clock_behind"),
    ],
)
def test_one_observation(change, code):
    assert codes(row(**change)) == [code]


def test_how_far_a_clock_may_be_behind_is_a_setting():
    assert codes(row(t=NOW - 1001), clock_behind_ms=1000) == ["clock_behind"]


def test_a_repeated_delivery_is_a_duplicate_in_one_message_or_two():
    state = new_clean(3)
    assert codes(row(), row(), row(anchor=1), row(tag=1), state=state) == [
        "ok", "duplicate", "ok", "ok",
    ]  # fmt: skip
    assert codes(row(), row(t=NOW + 1), state=state) == ["duplicate", "ok"]


def test_the_same_anchor_by_another_radio_is_no_duplicate():
    assert codes(row(), row(tech=RSSI, value=-70.0)) == ["ok", "ok"]


def test_older_than_the_tag_by_more_than_half_a_second_is_late_not_refused():
    state = new_clean(3)
    assert codes(row(t=NOW - 100), state=state) == ["ok"]
    assert codes(row(t=NOW - 600, anchor=1), row(t=NOW - 601, anchor=2), state=state) == [
        "ok", "late",
    ]  # fmt: skip


def test_a_clock_ahead_within_the_limit_does_not_make_the_next_ones_late():
    state = new_clean(3)
    assert codes(row(t=NOW + 5_000), state=state) == ["ok"]
    assert codes(row(t=NOW + 100, anchor=1), state=state, now=NOW + 100) == ["ok"]


def test_a_flood_of_one_tag_is_cut_and_others_are_not():
    state = new_clean(3)
    many = [row(t=NOW + k, anchor=k % 6) for k in range(12)]
    assert codes(*many, state=state, rows_per_tag_second=10) == ["ok"] * 10 + ["flood"] * 2
    assert codes(row(tag=1), state=state, rows_per_tag_second=10) == ["ok"]
    assert codes(row(t=NOW + 1000), state=state, now=NOW + 1000, rows_per_tag_second=10) == ["ok"]


def test_a_buffer_sent_at_once_is_no_flood():
    buffered = [row(t=NOW - 60_000 + 500 * k) for k in range(100)]
    assert codes(*buffered, rows_per_tag_second=10) == ["ok"] * 100


def test_what_was_refused_leaves_no_trace():
    state = new_clean(3)
    assert codes(row(t=NOW + 9_000), row(value=-1.0), state=state) == [
        "clock_ahead", "out_of_range",
    ]  # fmt: skip
    assert codes(row(), state=state) == ["ok"]


def build(*messages):
    builder = ReportBuilder({"T1": 0, "T2": 1}, {"A1": 0, "A2": 1})
    reasons = [builder.add(*m) for m in messages]
    return reasons, builder.take()


def test_messages_become_rows():
    reasons, reports = build(
        ("T1", NOW, "uwb-twr", [{"anchor": "A1", "range_m": 3.5, "rssi_dbm": -80, "fp_dbm": -84}]),
        ("T2", NOW, "uwb-tdoa", [{"anchor": "A2", "tdoa_m": -1.25}], "A1"),
        ("T1", NOW, "ble-rssi", [{"anchor": "A2", "rssi_dbm": -70}]),
    )
    assert reasons == [None] * 3
    assert reports.tag.tolist() == [0, 1, 1, 0]
    assert reports.anchor.tolist() == [0, 0, 1, 1]
    assert reports.value.tolist() == [3.5, 0.0, -1.25, -70.0]
    assert reports.tech.tolist() == [TWR, TDOA, TDOA, RSSI]
    assert np.isnan(reports.fp_dbm[1:]).all()


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (("T9", NOW, "uwb-twr", [{"anchor": "A1", "range_m": 1}]), "unknown_tag"),
        (("T1", NOW, "uwb-twr", [{"anchor": "A9", "range_m": 1}]), "unknown_anchor"),
        (("T1", NOW, "sonar", [{"anchor": "A1", "range_m": 1}]), "bad_shape"),
        (("T1", NOW, "uwb-twr", [{"anchor": "A1"}]), "bad_shape"),
        (("T1", NOW, "uwb-twr", [{"anchor": "A1", "range_m": "far"}]), "bad_shape"),
        (("T1", NOW, "uwb-tdoa", [{"anchor": "A1", "tdoa_m": 1}]), "bad_shape"),
    ],
)
def test_messages_that_are_not_taken(message, reason):
    reasons, reports = build(message)
    assert reasons == [reason]
    assert reports.rows == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "ok"),
        ({"x": 20_000.0}, "ok"),
        ({"x": 20_001.0}, "out_of_range"),
        ({"y": float("nan")}, "not_finite"),
        ({"r68": float("inf")}, "not_finite"),
        ({"r68": -1.0}, "out_of_range"),
        ({"t": NOW + 5_000}, "ok"),
        ({"t": NOW + 5_001}, "clock_ahead"),
        ({"t": NOW - 7_200_001}, "clock_behind"),
        ({"newest": NOW}, "duplicate"),
        ({"newest": NOW + 500}, "ok"),
        ({"newest": NOW + 501}, "late"),
    ],
)
def test_one_outside_position(change, code):
    one = {"x": 5.0, "y": 5.0, "r68": 1.0, "t": NOW, "newest": NOW - 1000} | change
    places = Places(
        np.array([0]), np.array([one["t"]]), np.array([one["x"]]), np.array([one["y"]]),
        np.array([1]), np.array([one["r68"]]),
    )  # fmt: skip
    (found,) = clean_places(places, np.array([one["newest"]]), NOW, Settings())
    assert Code(found).text == code
