"""Bad input over real MQTT: each fault is counted with its reason, and nobody else is harmed."""

import time
from random import Random

import pytest

from tests.faults.gateways import Gateway, Load
from tests.faults.picture import wait_whole
from tests.faults.plant import report
from tests.faults.story import place

GOOD = 12  # tags that behave; the others are for the bad gateways
PATIENCE_S = 120  # counting a flood takes its time on a busy machine
FLOOD = 5_000  # a gateway may send 2,000 at once and 200 a second
HOUR_MS = 3_600_000


def bad(name):
    """What the gateway of that name sends, and the reasons that must be counted for it."""
    now, random = int(time.time() * 1000), Random(1)
    good = report(20, now, 50.0, 50.0, random)
    one = good["obs"][0]["anchor"]
    return {
        "malformed": ([b"{nonsense", b"", b"\xff\x00"], {"bad_json": 3}),
        "shapeless": ([b"[1]", {"tag": 1}, {**good, "t": "noon"}], {"bad_shape": 3}),
        "strange-tag": ([{**good, "tag": "GHOST-1"}] * 2, {"unknown_tag": 2}),
        "strange-anchor": (
            [{**good, "obs": [{"anchor": "B99", "range_m": 3.0}]}],
            {"unknown_anchor": 1},
        ),
        "nan": (
            [b'[{"tag":"T00020","obs":[{"range_m":NaN}]}]', b'{"range_m":-Infinity}',
             {**report(20, now + 1, 50, 50, random), "obs": [{"anchor": one, "range_m": "inf"}]}],
            {"not_finite": 2, "bad_shape": 1},
        ),
        "impossible": (
            [{**report(20, now + 2, 50, 50, random), "obs": [{"anchor": one, "range_m": -3.0},
                                                             {"anchor": one, "range_m": 1e7}]}],
            {"out_of_range": 1},
        ),
        "ahead": ([report(21, now + HOUR_MS, 50, 50, random)], {"clock_ahead": 1}),
        "behind": ([report(21, now - HOUR_MS, 50, 50, random)], {"clock_behind": 1}),
        "twice": ([report(22, now, 50, 50, random)] * 2, {"duplicate": 1}),
        "huge": ([b"[" + b" " * 1_000_000 + b"]"], {"too_large": 1}),
    }[name]  # fmt: skip


NAMES = (
    "malformed", "shapeless", "strange-tag", "strange-anchor", "nan", "impossible", "ahead",
    "behind", "twice", "huge",
)  # fmt: skip


@pytest.fixture(scope="module")
def sent(box):
    """Good gateways that go on while bad ones do everything they can."""
    load = Load(box.mqtt_port, box.device_password, GOOD, 2, place, name="good")
    time.sleep(3)
    expected = {}
    for name in NAMES:
        gateway = Gateway(box.mqtt_port, box.device_password, name)
        bodies, expected[f"ranging.{name}"] = bad(name)
        for body in bodies:
            gateway.send(f"anhuan/v1/ranging/{name}", body)
        gateway.close()
    flood = Gateway(box.mqtt_port, box.device_password, "flood", in_flight=200)
    began = time.time()
    for k in range(FLOOD):
        flood.send("anhuan/v1/ranging/flood", {"tag": f"F{k % 50}", "t": "now"}, k)
    flood.close(60)
    assert len(flood.acknowledged()) == FLOOD
    time.sleep(3)
    flooded = began, time.time()
    return load.stop(), expected, flooded


def counted(box):
    """Refusals by source and reason."""
    found = {}
    for source, reason, count in box.query(
        "SELECT source, reason, sum(count)::int FROM positioning_deadlettercount GROUP BY 1, 2"
    ):
        found.setdefault(source, {})[reason] = count
    return found


@pytest.mark.parametrize("name", NAMES)
def test_each_fault_is_counted_with_its_reason(box, sent, name):
    _, expected, _ = sent
    source = f"ranging.{name}"
    box.eventually(lambda: counted(box).get(source) == expected[source], PATIENCE_S)


def test_a_flood_is_cut_off_and_counted_to_the_last_message(box, sent):
    def all_counted():
        found = counted(box).get("ranging.flood", {})
        return found if sum(found.values()) == FLOOD else None

    found = box.eventually(all_counted, PATIENCE_S)
    assert set(found) == {"flood", "bad_shape"}
    assert found["flood"] > 1_000


def test_the_good_gateways_lost_nothing(box, sent):
    acknowledged, _, _ = sent
    assert len(acknowledged) == GOOD
    wait_whole(box, acknowledged, PATIENCE_S)


def test_samples_are_kept_for_people_to_look_at(box, sent):
    rows = box.query("SELECT reason, detail, length(payload) FROM positioning_deadletter")
    by_reason = {reason: (detail, size) for reason, detail, size in rows}
    assert by_reason["unknown_tag"][0] == "GHOST-1"
    assert by_reason["unknown_anchor"][0] == "B99"
    assert max(size for _, size in by_reason.values()) <= 4096
    assert len(rows) < 200


def test_the_plant_is_well_afterwards(box, sent):
    box.eventually(box.is_well, PATIENCE_S)
