"""Ranges fit positions; walls make them long and weak; the protocol's shape is kept."""

import json

import numpy as np
import pytest

from anhuan.devices.messages import iso
from anhuan.devices.plant.anchors import ANCHORS
from anhuan.devices.plant.areas import innermost
from anhuan.devices.plant.graph import plant_graph
from anhuan.devices.radio.air import TAG_HEIGHT_M, Air
from anhuan.devices.radio.obstacles import slabs_between, walls_between
from anhuan.devices.radio.reports import Blink, reports

AT = {anchor.number: np.array([anchor.x_m, anchor.y_m, anchor.z_m]) for anchor in ANCHORS}


def blink(x, y, z=0.0, tech="uwb-twr"):
    return Blink("T-1", iso(1_800_000_000.123), tech, (x, y, z), 80)


def true_range(anchor, x, y, z=0.0):
    return float(np.linalg.norm(AT[anchor] - [x, y, z + TAG_HEIGHT_M]))


def in_the_open(x, y):
    """Numbers of the anchors with nothing between them and the tag."""
    numbers, ends = list(AT), np.array(list(AT.values()))
    starts = np.tile([x, y, TAG_HEIGHT_M], (len(ends), 1))
    blocked = walls_between(starts, ends) + slabs_between(starts, ends)
    return {number for number, walls in zip(numbers, blocked, strict=False) if walls == 0}


def test_ranges_in_the_open_are_good_to_a_decimetre():
    air, free = Air("uwb", np.random.default_rng(1)), in_the_open(68, 30)
    errors = [
        o["range_m"] - true_range(o["anchor"], 68, 30)
        for _ in range(200)
        for _, report in reports(air, [blink(68, 30)])
        for o in report["obs"]
        if o["anchor"] in free
    ]
    assert len(errors) > 500
    assert np.std(errors) == pytest.approx(0.1, abs=0.02)
    assert np.mean(errors) == pytest.approx(0.0, abs=0.02)


def test_a_wall_makes_paths_late_and_first_paths_weak():
    air, free = Air("uwb", np.random.default_rng(2)), in_the_open(160, 36)  # in the warehouse
    late, gap = [], []
    for _ in range(200):
        for _, report in reports(air, [blink(160, 36)]):
            for o in report["obs"]:
                if o["anchor"] not in free:
                    late.append(o["range_m"] - true_range(o["anchor"], 160, 36))
                    gap.append(o["rssi_dbm"] - o["fp_dbm"])
    assert np.mean(late) > 0.2
    assert np.mean(gap) > 5


def test_tdoa_is_the_difference_to_the_reference():
    air = Air("uwb", np.random.default_rng(3))
    errors = []
    for _ in range(100):
        for _, report in reports(air, [blink(203, 190, tech="uwb-tdoa")]):
            near = true_range(report["ref"], 203, 190)
            assert all(o["anchor"] != report["ref"] for o in report["obs"])
            errors += [
                o["tdoa_m"] - (true_range(o["anchor"], 203, 190) - near) for o in report["obs"]
            ]
    assert abs(np.median(errors)) < 0.15


def test_ble_is_whole_dbm_and_weaker_with_distance():
    air = Air("ble", np.random.default_rng(4))
    levels = {}
    for _ in range(100):
        for _, report in reports(air, [blink(306, 34, tech="ble-rssi")]):
            for o in report["obs"]:
                assert set(o) == {"anchor", "rssi_dbm"}
                assert isinstance(o["rssi_dbm"], int)
                levels.setdefault(o["anchor"], []).append(o["rssi_dbm"])
    near = np.mean(levels["A-017"])
    assert near > np.mean(levels["A-021"]) + 8


def test_report_is_json_with_millimetres_and_milliseconds():
    [(gateway, report)] = reports(Air("uwb", np.random.default_rng(5)), [blink(58, 198)])
    assert gateway.startswith("GW-")
    report = json.loads(json.dumps(report))
    assert set(report) == {"tag", "t", "tech", "obs", "battery_pct"}
    assert report["t"] == "2027-01-15T08:00:00.123Z"
    for o in report["obs"]:
        assert set(o) == {"anchor", "range_m", "rssi_dbm", "fp_dbm"}
        assert o["range_m"] == round(o["range_m"], 3)
        assert o["fp_dbm"] < o["rssi_dbm"]


def test_everywhere_people_walk_at_least_three_anchors_hear():
    uwb, ble = Air("uwb", np.random.default_rng(6)), Air("ble", np.random.default_rng(6))
    nodes = list(plant_graph().links)
    at = np.array([node[:3] for node in nodes])
    names = [str(node) for node in nodes]
    heard = {
        tech: np.max(
            [np.bincount(air.listen(names, at).tag, minlength=len(nodes)) for _ in range(5)], axis=0
        )
        for tech, air in (("uwb", uwb), ("ble", ble))
    }
    for k, node in enumerate(nodes):
        tech = innermost(node[0], node[1], node[3]).radio[:3]
        assert heard[tech][k] >= 3, node


def test_a_broken_anchor_is_not_heard():
    air = Air("uwb", np.random.default_rng(7))
    air.down.add("A-001")
    seen = {o["anchor"] for _, r in reports(air, [blink(42, 190)]) for o in r["obs"]}
    assert seen
    assert "A-001" not in seen


def test_counting_walls_and_gratings():
    a = np.array([[10.0, 60.0, 1.0], [50.0, 200.0, 1.0], [310.0, 240.0, 1.0]])
    b = np.array([[80.0, 60.0, 1.0], [50.0, 200.0, 14.0], [350.0, 240.0, 1.0]])
    assert walls_between(a, b).tolist() == [2, 0, 1]  # in and out of a tank; none; one wall
    assert slabs_between(a, b).tolist() == [0, 2, 0]
