"""The standard's other numbers by REST: heights, masses, gases, distances, wind, both sides."""

from typing import Any

import pytest

from tests.permits_day import bodies
from tests.permits_day.walk import Day, Picture

OUTDOORS = {"hot_part": "法兰", "hot_method": ["gas_cutting"], "conditions": ["outdoor"]}
PERMITS = {
    "analysed": ("analysed", "hot_work", {}),
    "space": ("analysed", "confined_space", {}),
    "cutting": ("tested", "hot_work", {"values": OUTDOORS}),
}


def graded(day: Day, kind: str, **values: Any) -> str:
    return str(day.reserved(kind, values={"conditions": []} | values)["grade"])


@pytest.mark.clause("GBW-138", "GBW-003")
@pytest.mark.parametrize(
    ("height_m", "grade"),
    [(2.0, "I"), (5.0, "I"), (5.01, "II"), (15.0, "II"), (15.01, "III"), (30.0, "III"),
     (30.01, "IV")],
)  # fmt: skip
def test_heights_of_class_a(day: Day, height_m: float, grade: str) -> None:
    assert graded(day, "work_at_height", height_m=height_m) == grade


@pytest.mark.clause("GBW-139")
@pytest.mark.parametrize(
    ("height_m", "grade"), [(5.0, "II"), (5.01, "III"), (15.0, "III"), (15.01, "IV"), (31.0, "IV")]
)
def test_heights_of_class_b(day: Day, height_m: float, grade: str) -> None:
    values = {"height_m": height_m, "conditions": ["slippery"]}
    assert graded(day, "work_at_height", **values) == grade


@pytest.mark.clause("GBW-152")
@pytest.mark.parametrize(
    ("mass_t", "grade"),
    [(39.99, "third"), (40.0, "second"), (100.0, "second"), (100.01, "first")],
)
def test_masses(day: Day, mass_t: float, grade: str) -> None:
    assert graded(day, "lifting", mass_t=mass_t) == grade


@pytest.mark.clause("GBW-088", "PTW-040", "PTW-042")
@pytest.mark.parametrize(
    ("gas", "vol_pct", "state"),
    [
        ("methane", 0.5, "tested"), ("methane", 0.501, "analysed"),  # LEL 5 %, at least 4 %
        ("toluene", 0.2, "tested"), ("toluene", 0.201, "analysed"),  # LEL 1.1 %
    ],
)  # fmt: skip
def test_what_burns(day: Day, gas: str, vol_pct: float, state: str) -> None:
    reading = {"gas": gas, "value": vol_pct, "unit": "vol_pct", "zone": "surroundings"}
    air = {"sampled_at": day.now.isoformat(), "readings": [reading]}
    assert day.do("analyst", day.take("analysed"), "test-gas", **air)["state"] == state


@pytest.mark.clause("GBW-106", "GBW-107")
@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"oxygen": 19.5}, "tested"), ({"oxygen": 19.49}, "analysed"),
        ({"oxygen": 21.0}, "tested"), ({"oxygen": 21.01}, "analysed"),
        ({"hydrogen_sulfide": 10.0}, "tested"), ({"hydrogen_sulfide": 10.01}, "analysed"),
    ],
)  # fmt: skip
def test_what_is_breathed(day: Day, values: dict[str, float], state: str) -> None:
    air = bodies.sample(day.now, "confined_space", **values)
    assert day.do("analyst", day.take("space"), "test-gas", **air)["state"] == state


@pytest.mark.clause("GBW-081", "GBW-082")
@pytest.mark.parametrize(("away_m", "state"), [(10.0, "tested"), (10.1, "analysed")])
def test_the_sample_is_taken_within_10_m(day: Day, away_m: float, state: str) -> None:
    air = bodies.sample(day.now)
    air["readings"][0]["distance_m"] = away_m
    assert day.do("analyst", day.take("analysed"), "test-gas", **air)["state"] == state


@pytest.mark.clause("GBW-074", "GBW-073", "GBW-058")
@pytest.mark.parametrize(
    ("to_fire", "gap", "why"),
    [
        (10, 5, set()),
        (9.9, 5, {"第 7 条措施气瓶与火源间距不应小于 10 m，现为 9.9"}),
        (10, 4.9, {"第 7 条措施两气瓶间距不应小于 5 m，现为 4.9"}),
    ],
)
def test_gas_cylinders_keep_their_distance(
    day: Day, to_fire: float, gap: float, why: set[str]
) -> None:
    body = {"no": 7, "is_involved": True, "inputs": {"to_fire": to_fire, "gap": gap}}
    answer = day.ask("guardian", day.take("cutting"), "confirm-measure", **body)
    assert {one["text"] for one in answer.body.get("blockers", [])} == why


@pytest.mark.clause("AQP-034", "PTW-033", "PTW-053", "GBW-076", "PTW-074")
def test_five_metres_for_who_signs_and_a_wind_of_five_for_fire_in_the_open(day: Day) -> None:
    permit = day.on(day.take("cutting"), "approving")
    day.plant.put(day.plant.guardian, (109.01, 102.0))  # the work ends at 104
    assert day.codes("guardian", permit, "approve") == {"not_on_site"}
    day.plant.put(day.plant.guardian, (109.0, 102.0))
    permit = day.on(day.do("guardian", permit, "approve"), "working")
    assert blown(day, permit, 7.99) == "working"
    assert blown(day, permit, 8.0) == "suspended"
    assert "weather_wind" in day.codes("guardian", permit, "resume")


def blown(day: Day, permit: Picture, wind_mps: float) -> str:
    note = {"wind_mps": wind_mps, "sky": [], "temperature_c": 20.0}
    answer = day.by("applicant").send("POST", "permit-weather", note)
    assert answer.status == 201, answer.body
    return str(day.get(permit)["state"])
