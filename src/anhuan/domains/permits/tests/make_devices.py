"""Detectors, stations and locks that speak, and works that they watch."""

from datetime import timedelta
from typing import Any

from anhuan.domains.permits import actions
from anhuan.domains.permits.models import Instrument, Permit
from anhuan.domains.permits.rules.gas import Reading
from anhuan.domains.permits.rules.gases import OXYGEN, Unit
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.wire import GasReport, Health, LockReport, WeatherReport
from anhuan.domains.permits.tests.make import (
    Plant,
    application,
    reserved,
    settle_measures,
    space_sample,
)
from anhuan.domains.plant.tests.factories import box


def make_instrument(plant: Plant, number: str, form: str = "portable", **more: Any) -> Instrument:
    row = Instrument(company=plant.company)
    changes = {"number": number, "name": f"{number} 号", "form": form} | more
    return actions.save_instrument(plant.safety, row, changes)


def readings(methane: float = 0.0, sulfide: float = 0.0, oxygen: float = 20.9) -> list[Reading]:
    """What a four-gas detector shows: %LEL, mg/m³, %vol."""
    return [
        Reading("methane", methane, Unit.LEL_PCT),
        Reading("hydrogen_sulfide", sulfide, Unit.MG_M3),
        Reading(OXYGEN, oxygen, Unit.VOL_PCT),
    ]


def says(plant: Plant, number: str, *, is_alarm: bool = False, **values: float) -> int:
    """The detector has measured just now."""
    now = plant.hand.now()
    report = GasReport(now, tuple(readings(**values)), is_alarm, now)
    return actions.take_gas(number, [report], Health())


def blows(plant: Plant, number: str, **seen: Any) -> bool:
    """The station has measured just now."""
    values = {"wind_mps": None, "temperature_c": None, "sky": None} | seen
    return actions.take_weather(number, WeatherReport(plant.hand.now(), **values), Health())


def lock_says(plant: Plant, number: str, **said: str) -> bool:
    return actions.take_lock(number, LockReport(plant.hand.now(), **said), Health())


def later(plant: Plant) -> dict[str, Any]:
    """A span in which nothing else goes on."""
    now = plant.hand.now()
    return {"starts_at": now + timedelta(hours=5), "ends_at": now + timedelta(hours=9)}


def space_issued(plant: Plant, **place: Any) -> Permit:
    """A tank to be entered for cleaning, far from other work: signed by all, not begun."""
    for one in plant.everybody():
        plant.put(one, (302.0, 302.0))
    permit = _space_issued(plant, place)
    plant.everybody_on_site()
    return permit


def _space_issued(plant: Plant, place: dict[str, Any]) -> Permit:
    values: dict[str, Any] = {"space_name": "V-101", "conditions": []}
    place = {"geometry": box(300, 300, 4), "values": values} | place
    permit = reserved(plant, kind=Kind.CONFINED_SPACE, **place)
    actions.approve_reservation(plant.head, permit)
    values = {
        "orig_medium": "水", "max_people": 1, "ventilation": ["natural"],
        "risk_result": ["中毒和窒息"],
    }  # fmt: skip
    permit = actions.apply(plant.applicant, permit, application(plant, values=values))
    permit = actions.analyse(plant.applicant, permit)
    permit = actions.record_gas_test(plant.analyst, permit, space_sample(plant))
    permit = settle_measures(plant, permit)
    permit = actions.brief(plant.applicant, permit, "")
    permit = actions.sign_briefing(plant.worker, permit)
    permit = actions.submit(plant.applicant, permit)
    people = {"guardian": plant.guardian, "work_leader": plant.leader}
    while permit.state == "approving":
        role = permit.approvals.filter(asked_at__isnull=False, decided_at=None).first().role
        permit = actions.approve(people.get(role, plant.head), permit)
    return permit


def watched(plant: Plant, permit: Permit, number: str = "P-1") -> Permit:
    """The same at work, watched by one portable detector."""
    make_instrument(plant, number)
    actions.watch(plant.guardian, permit, number)
    says(plant, number)
    return actions.start(plant.guardian, permit)
