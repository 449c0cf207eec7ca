"""The simulated detectors, station and locks say what the contract says, and obey."""

import json
from datetime import UTC, datetime

import pytest

from anhuan.devices.instruments import LATCHES_AFTER_S, Instruments
from anhuan.devices.plant.instruments import INSTRUMENTS, OF_FORM
from anhuan.devices.seeding.instruments import sow_instruments
from anhuan.devices.seeding.sown import Sown
from anhuan.domains.permits.models import FixedHotArea, Instrument
from anhuan.domains.permits.rules import wire
from anhuan.domains.permits.rules.facts import Facts
from anhuan.domains.permits.rules.gas import judge
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.seeds import shipped_gases
from anhuan.domains.permits.tests.make import make_plant
from anhuan.kernel import clock

START = 1_800_000_000.0


class Ear:
    def __init__(self):
        self.said: list[tuple[str, dict]] = []
        self.instruments = Instruments(lambda gateway, topic, body: self.said.append((topic, body)))

    def minute(self, from_s=START):
        self.said.clear()
        for second in range(60):
            self.instruments.tick(from_s + second)

    def of(self, family):
        return [(topic.split("/")[-1], body) for topic, body in self.said
                if topic.startswith(f"anhuan/v1/{family}/")]  # fmt: skip


def heard_at(second=60):
    return datetime.fromtimestamp(START + second, UTC)


def test_everything_said_in_a_minute_is_of_the_contract_and_harmless():
    ear = Ear()
    ear.minute()
    detectors = {number for number, _ in ear.of("gas")}
    assert detectors == {*OF_FORM["fixed"], *OF_FORM["portable"]}
    for _, body in ear.of("gas"):
        report = wire.gas_report(json.loads(json.dumps(body)), heard_at())
        assert not judge(Kind.CONFINED_SPACE, Facts(), report.readings, shipped_gases()).faults
    assert [wire.weather_report(body, heard_at()).wind_mps for _, body in ear.of("weather")]
    assert {wire.lock_report(body, heard_at()).state for _, body in ear.of("lock")} == {"locked"}


def test_a_forced_value_is_read_and_a_mute_detector_says_nothing():
    ear = Ear()
    ear.instruments.forced["PG-001"] = {"oxygen": 18.0}
    ear.instruments.mute.add("PG-002")
    ear.minute()
    last = [body for number, body in ear.of("gas") if number == "PG-001"][-1]
    assert {"gas": "oxygen", "value": 18.0, "unit": "vol_pct"} in last["values"]
    assert "PG-002" not in {number for number, _ in ear.of("gas")}


def test_a_lock_sends_what_is_typed_opens_when_told_and_latches_again():
    ear, (lock, *_) = Ear(), OF_FORM["lock"]
    assert ear.instruments.type_code(lock, "12345678", START)
    assert ear.of("lock")[-1][1]["code"] == "12345678"
    ear.instruments.hear(f"anhuan/v1/down/{lock}", b'{"cmd": "refuse"}')
    ear.instruments.tick(START + 1)
    assert "open" not in {body.get("state") for _, body in ear.of("lock")}
    ear.instruments.hear(f"anhuan/v1/down/{lock}", b'{"cmd": "unlock"}')
    ear.instruments.tick(START + 2)
    assert ear.of("lock")[-1][1]["state"] == "open"
    ear.instruments.tick(START + 2 + LATCHES_AFTER_S)
    assert "locked" in [body.get("state") for number, body in ear.of("lock") if number == lock]
    assert not ear.instruments.type_code("X", "1", START)


@pytest.mark.django_db
def test_the_demo_plant_registers_what_the_simulator_speaks_for():
    plant = make_plant()
    sow_instruments(Sown(plant.company, clock.now()), clock.now())
    known = dict(Instrument.objects.values_list("number", "form"))
    assert known == {one.number: one.form for one in INSTRUMENTS}
    assert FixedHotArea.objects.get().approved_on is not None
