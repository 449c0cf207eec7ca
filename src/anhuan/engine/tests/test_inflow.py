"""Whatever comes in: good is used, bad is counted with its reason, and nobody else is harmed."""

from collections import Counter
from dataclasses import replace
from math import dist, log10

import pytest

from anhuan.engine.adapters.limits import Limits
from anhuan.engine.adapters.others import Others
from anhuan.engine.adapters.refusals import Refusals
from anhuan.engine.tests.plants import START_MS, Wire, iso, make_engine, make_plant, report

HERE = {"T0": (30.0, 30.0), "T1": (70.0, 30.0)}


@pytest.fixture
def wire():
    return Wire(make_engine())


def reasons(wire):
    """How many were refused, by reason."""
    found = Counter()
    for (_, _, reason), count in wire.engine.refusals.counts.items():
        found[reason] += count
    return dict(found)


T = START_MS + 1000


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{nonsense", "bad_json"),
        (b"x" * 600_000, "too_large"),
        ({"tag": "T0"}, "bad_shape"),
        (report("T0", T, 30, 30, tech="sonar"), "bad_shape"),
        (report("T0", T, 30, 30, tech="uwb-tdoa"), "bad_shape"),
        (report("nobody", T, 30, 30), "unknown_tag"),
        (report("T0", T, 30, 30, obs=[{"anchor": "A99", "range_m": 3}]), "unknown_anchor"),
        (report("T0", T, 30, 30, obs=[{"anchor": "A00", "range_m": "NaN"}]), "bad_shape"),
        (b'[{"tag":"T0","tech":"uwb-twr","obs":[{"anchor":"A00","range_m":NaN}]}]', "not_finite"),
        (report("T0", T, 30, 30, obs=[{"anchor": "A00", "range_m": -4.0}]), "out_of_range"),
        (report("T0", T, 30, 30, obs=[{"anchor": "A00", "range_m": 9e9}]), "out_of_range"),
        (report("T0", T + 3_600_000, 30, 30), "clock_ahead"),
        (report("T0", T - 3_600_000, 30, 30), "clock_behind"),
    ],
)
def test_each_fault_has_its_reason_and_harms_nobody(wire, body, code):
    wire.send("ranging.bad", body, T)
    wire.send("ranging.good", report("T1", T, 70, 30), T)
    wire.run(T + 1000)
    assert reasons(wire) == {code: 1}
    assert set(wire.engine.board.rows) == {wire.engine.devices.holder("T1").tag}


def test_one_bad_report_of_a_batch_does_not_spoil_the_others(wire):
    batch = [report("T0", T, 30, 30), {"tag": 7}, report("ghost", T, 1, 1), report("T1", T, 70, 30)]
    wire.send("ranging.gw", batch, T)
    wire.run(T + 1000)
    assert len(wire.engine.board.rows) == 2
    assert reasons(wire) == {"bad_shape": 1, "unknown_tag": 1}


def test_a_message_delivered_twice_is_counted_once_as_duplicate(wire):
    for _ in range(2):
        wire.send("ranging.gw", report("T0", T, 30, 30), T)
    wire.run(T + 1000)
    assert reasons(wire) == {"duplicate": 1}
    assert wire.engine.tail.points == 1


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("ranging.gw", report("B-1", T, 30, 30)),
        ("location.rtls", {"provider_id": "B-1", "crs": "local", "position": {}}),
        ("button.B-1", {"key": "sos", "pressed": True}),
        ("button.B-1", {"key": "ack", "id": "nonsense"}),
        ("status.B-1", {"battery_pct": 3}),
        ("status.B-1", b"{nonsense"),
        ("gate.east", {"person": "P-9", "way": "in"}),
    ],
)
def test_what_devices_of_another_plant_say_is_neither_used_nor_counted(subject, body):
    others = Others(frozenset({"B-1"}), frozenset({"P-9"}))
    wire = Wire(make_engine(replace(make_plant(), others=others)))
    wire.send(subject, body, T)
    wire.send("ranging.gw", [report("B-1", T, 1, 1), report("T1", T, 70, 30)], T)
    wire.run(T + 1000)
    assert reasons(wire) == {}
    assert not wire.engine.alarms.waiting
    assert set(wire.engine.board.rows) == {wire.engine.devices.holder("T1").tag}


def test_data_a_few_minutes_late_is_placed_right(wire):
    wire.send("ranging.gw", [report("T0", T - 240_000 + 1000 * s, 30, 30) for s in range(5)], T)
    wire.run(T + 1000)
    block = wire.engine.tail.frozen()
    times = sorted(t for blocks in block.values() for b in blocks for t in b.t_ms.tolist())
    assert times == [T - 240_000 + 1000 * s for s in range(5)]
    assert reasons(wire) == {}


def test_a_flooding_gateway_is_cut_off_and_the_others_are_not():
    wire = Wire(make_engine())
    wire.engine.limits = Limits(per_s=10, burst=20)
    for k in range(500):
        wire.send("ranging.mad", report("T0", T + k, 30, 30), T + k)
    wire.send("ranging.good", report("T1", T + 499, 70, 30), T + 500)
    wire.run(T + 2000)
    assert len(wire.engine.board.rows) == 2
    assert reasons(wire)["flood"] == 500 - 20 - 4  # the burst, and half a second's allowance


def test_a_gateway_that_was_cut_off_may_deliver_its_minutes():
    limits = Limits()
    assert all(limits.allows("ranging.gw", T) for _ in range(300))


def test_a_flood_by_ever_new_names_costs_no_memory():
    limits, refusals = Limits(), Refusals()
    for k in range(20_000):
        limits.allows(f"ranging.{k}", T)
        refusals.note(T, f"anhuan.v1.ranging.{k}", "unknown_tag", f"tag {k}", b"x" * 10_000)
    assert len(limits.buckets) <= 2_001
    assert sum(refusals.counts.values()) == 20_000
    assert len(refusals.counts) <= 501
    assert sum(len(sample.payload) for sample in refusals.samples) < 1_000_000


def test_counts_are_exact_over_a_failed_write():
    refusals = Refusals()
    refusals.note(T, "anhuan.v1.ranging.a", "bad_json", "x", b"1")
    counts, samples = refusals.take()
    refusals.note(T, "anhuan.v1.ranging.a", "bad_json", "x", b"1")
    refusals.give_back(counts, samples)
    again, samples = refusals.take()
    assert list(again.values()) == [2]
    assert len(samples) == 1


def test_unknown_devices_are_named_for_the_page(wire):
    wire.send("ranging.gw", report("NEW-1", T, 30, 30), T)
    wire.send("ranging.gw", report("T0", T, 30, 30, obs=[{"anchor": "B7", "range_m": 3}]), T)
    wire.run(T + 1000)
    named = {(s.reason, s.detail) for s in wire.engine.refusals.samples}
    assert named == {("unknown_tag", "NEW-1"), ("unknown_anchor", "B7")}


def test_a_ready_made_location_moves_a_tag(wire):
    lon, lat = wire.engine.plant.georeference.to_lonlat(55.0, 25.0)
    body = {
        "position": {"type": "Point", "coordinates": [lon, lat]},
        "provider_id": "T2",
        "timestamp_generated": report("T2", T, 0, 0)["t"],
        "accuracy": 2.0,
        "floor": 0,
    }
    wire.send("location.gnss", body, T)
    wire.send("location.gnss", body, T)
    wire.run(T + 1000)
    (seen,) = wire.engine.board.rows.values()
    assert (round(seen.x, 1), round(seen.y, 1), seen.floor) == (55.0, 25.0, 1)
    assert reasons(wire) == {"duplicate": 1}


def test_states_of_tags_and_anchors_are_gathered(wire):
    devices, plant = wire.engine.devices, make_plant()
    wire.send("status.T0", {"online": True, "battery_pct": 55, "faults": []}, T)
    wire.send("status.A00", {"online": False, "faults": ["power"]}, T)
    wire.send("status.X", {"online": True}, T)
    wire.run(T + 1000)
    tags, anchors = devices.take_news()
    assert tags[plant.config.tags[0].id].battery_pct == 55
    health = anchors[plant.anchors["A00"]]
    assert (health.faults, health.seen_ms) == (["power"], None)
    assert reasons(wire) == {"unknown_tag": 1}


def test_a_stage_that_fails_does_not_stop_the_plant(wire, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(type(wire.engine.devices), "heard_anchor", broken)
    wire.send("ranging.gw", report("T0", T, 30, 30), T)
    wire.run(T + 1000)
    assert reasons(wire) == {"bad_shape": 1}
    assert wire.engine.seq == 1


@pytest.mark.clause("POS-028")
def test_devices_of_every_kind_give_positions(wire):
    near = report("T0", T, 30, 30)["obs"]
    first = near[0]["range_m"]
    differences = [{"anchor": one["anchor"], "tdoa_m": one["range_m"] - first} for one in near[1:]]
    levels = [
        {"anchor": one["anchor"], "rssi_dbm": -59 - 22 * log10(one["range_m"])} for one in near
    ]
    wire.send("ranging.uwb", report("T0", T, 30, 30), T)
    body = report("T1", T, 0, 0, tech="uwb-tdoa", ref=near[0]["anchor"], obs=differences)
    wire.send("ranging.tdoa", body, T)
    wire.send("ranging.ble", report("T2", T, 0, 0, tech="ble-rssi", obs=levels), T)
    place = {"type": "Point", "coordinates": [30.0, 30.0]}
    aoa = {"position": place, "crs": "local", "provider_id": "T3", "accuracy": 0.5}
    wire.send("location.aoa", {**aoa, "timestamp_generated": report("T3", T, 0, 0)["t"]}, T)
    wire.run(T + 1000)
    rows = wire.engine.board.rows
    found = {wire.engine.plant.holders[tag].number: (one.x, one.y) for tag, one in rows.items()}
    assert set(found) == {"T0", "T1", "T2", "T3"}
    assert all(dist(at, (30, 30)) < 3 for at in found.values()), found


def location(number, t_ms, x, y, **changes):
    return {
        "position": {"type": "Point", "coordinates": [x, y]}, "crs": "local", "source": number,
        "provider_id": number, "timestamp_generated": iso(t_ms), "accuracy": 5.0, **changes,
    }  # fmt: skip


def recorded(wire):
    blocks = wire.engine.tail.frozen().values()
    return sorted(t for some in blocks for block in some for t in block.t_ms.tolist())


def test_what_a_terminal_kept_for_us_is_recorded_hours_late_and_not_judged(wire):
    """A vehicle comes out of a dead spot: live first, then what it had kept (0x0704)."""
    hours, kept = 3 * 3_600_000, {"properties": {"backlog": True}}
    wire.send("location.v", location("T0", T, 30, 30), T)
    wire.run(T + 1000)
    old = [location("T0", T - hours + 1000 * s, 85, 85, **kept) for s in range(5)]
    wire.send("location.v", old, T + 2000)
    wire.run(T + 3000)
    assert recorded(wire) == [*(T - hours + 1000 * s for s in range(5)), T]
    row = wire.engine.board.rows[wire.engine.devices.holder("T0").tag]
    assert (row.x, row.y) == pytest.approx((30, 30), abs=0.5)  # the picture stays now
    assert not wire.engine.alarms.waiting and reasons(wire) == {}


def test_a_backlog_older_than_a_week_and_a_clock_that_is_wrong_are_refused(wire):
    week, kept = 7 * 86_400_000, {"properties": {"backlog": True}}
    wire.send("location.v", location("T0", T - week - 1000, 30, 30, **kept), T)
    wire.send("location.v", location("T1", T - 601_000, 30, 30), T)
    wire.run(T + 1000)
    assert reasons(wire) == {"clock_behind": 2}


def test_positions_out_of_order_are_all_recorded(wire):
    for late_ms in (0, 5000, 4000, 3000):
        wire.send("location.v", location("T0", T - late_ms, 30, 30), T)
    wire.run(T + 1000)
    assert recorded(wire) == [T - 5000, T - 4000, T - 3000, T]


def test_reports_out_of_order_are_all_recorded_and_the_picture_stays_now(wire):
    """A gateway comes back and sends what it hears now before what it had kept."""
    for late_ms, x in ((0, 30), (3000, 33), (2000, 32), (1000, 31)):
        wire.send("ranging.gw", report("T0", T - late_ms, x, 30), T)
    wire.run(T + 1000)
    assert recorded(wire) == [T - 3000, T - 2000, T - 1000, T]
    blocks = [b for some in wire.engine.tail.frozen().values() for b in some]
    placed = {t: x for b in blocks for t, x in zip(b.t_ms.tolist(), b.x_cm.tolist(), strict=True)}
    expected = {T - 3000: 3300, T - 2000: 3200, T - 1000: 3100, T: 3000}
    assert placed == pytest.approx(expected, abs=50)
    row = wire.engine.board.rows[wire.engine.devices.holder("T0").tag]
    assert row.x == pytest.approx(30, abs=0.5)
    assert reasons(wire) == {}
