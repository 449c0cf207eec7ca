"""A second of the whole plant: topics, batches, rates, omlox locations."""

import json
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from anhuan.devices.plant.anchors import GATEWAYS
from anhuan.devices.plant.shifts import midnight_s
from anhuan.devices.plant.site import SITE
from anhuan.devices.plant.vehicles import VEHICLES
from anhuan.devices.simulator import Simulator

START_S = midnight_s(date(2026, 11, 23)) + 10 * 3600


@pytest.fixture(scope="module")
def said():
    sent = []
    simulator = Simulator(START_S, lambda *message: sent.append(message))
    for slot in range(60 * 5):
        simulator.tick(START_S + slot / 5)
    return simulator, sent


def of(said, kind):
    return [(g, t, p) for g, t, p in said[1] if t.split("/")[2] == kind]


def test_topics_are_those_of_the_contract(said):
    assert {topic.split("/")[2] for _, topic, _ in said[1]} == {
        "gas", "gate", "location", "lock", "ranging", "status", "weather",
    }  # fmt: skip
    for gateway, topic, _ in of(said, "ranging"):
        assert topic == f"anhuan/v1/ranging/{gateway}"
        assert gateway in GATEWAYS


def test_every_tag_on_site_ranges_about_once_a_second(said):
    simulator, _ = said
    counts = Counter(report["tag"] for _, _, batch in of(said, "ranging") for report in batch)
    anchored = [m for m in simulator.world.on_site() if not m.is_gnss]
    assert len(anchored) > 80
    assert sum(counts[m.tag] >= 55 for m in anchored) > 0.9 * len(anchored)
    assert max(counts.values()) <= 61


def test_batches_are_few(said):
    assert len(of(said, "ranging")) / 60 < 100  # at most 20 gateways x 5 frames a second


def test_everything_is_json_with_times_in_the_same_second(said):
    for _, _, payload in said[1]:
        json.dumps(payload, allow_nan=False)
    for _, _, batch in of(said, "ranging"):
        for report in batch:
            moment = datetime.fromisoformat(report["t"])
            assert moment.tzinfo == UTC
            assert START_S <= moment.timestamp() < START_S + 60


def test_vehicles_say_where_they_are_the_omlox_way(said):
    for _, topic, payload in of(said, "location"):
        assert topic == "anhuan/v1/location/gnss"
        assert payload["provider_type"] == "gps"
        assert payload["crs"] == "EPSG:4326"
        x, y = SITE.georeference.to_plant(*payload["position"]["coordinates"])
        assert -5 <= x <= 405
        assert -5 <= y <= 305


def test_anchors_and_tags_give_signs_of_life(said):
    devices = Counter(topic.split("/")[3] for _, topic, _ in of(said, "status"))
    assert sum(name.startswith("A-") for name in devices) == 60
    assert sum(name.startswith("T-") for name in devices) > 80


def test_vehicles_with_terminals_speak_to_them_alone():
    """What goes to a JT/T 808 terminal is not also said over MQTT."""
    sent, told = [], []
    tag = next(one.tag for one in VEHICLES if one.phone)
    simulator = Simulator(
        START_S, lambda gateway, topic, body: sent.append((topic, body)), {tag: told.append}
    )
    for slot in range(5 * 65):
        simulator.tick(START_S + slot / 5)
    assert len(told) >= 60 and all(one.lat > 30 for one in told)
    assert not [topic for topic, body in sent if tag in topic or tag in str(body)]
