"""Rows for tests: a small tank farm with one event, scored and controlled."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.org.tests.factories import make_company, make_department, make_person
from anhuan.domains.plant.models import Area, MajorHazardSource
from anhuan.domains.plant.tests.factories import make_area, make_site
from anhuan.domains.risk import actions
from anhuan.domains.risk.models import (
    DutyRow,
    Holding,
    RiskEvent,
    RiskMeasure,
    RiskObject,
    RiskPicture,
    RiskUnit,
)
from anhuan.domains.risk.rules.major_hazards import Stock
from anhuan.domains.risk.rules.methods import Method
from anhuan.domains.risk.rules.scoring import Scale
from anhuan.kernel import clock


@dataclass(frozen=True, slots=True)
class Farm:
    """A branch of the register with its people."""

    company: Company
    area: Area
    person: Person
    object: RiskObject
    unit: RiskUnit
    event: RiskEvent
    measure: RiskMeasure


def make_object(company: Company | None = None, **changes: Any) -> RiskObject:
    """An object with a department and a person."""
    company = company or make_company()
    person = changes.pop("person", None) or make_person(company)
    number = RiskObject.objects.filter(company=company).count() + 1
    values = {
        "name": f"{number}号罐区", "kind": "tank_farm", "code": f"BA-{number:03}",
        "department": person.department, "person": person,
    } | changes  # fmt: skip
    return actions.save_object(SYSTEM, RiskObject(company=company), values)


def make_unit(above: RiskObject | None = None, **changes: Any) -> RiskUnit:
    """A unit of an object."""
    above = above or make_object()
    values = {"name": f"储罐 {above.units.count() + 1}", "kind": "equipment"} | changes
    return actions.save_unit(SYSTEM, RiskUnit(object=above), values)


def make_event(unit: RiskUnit | None = None, **changes: Any) -> RiskEvent:
    """An event of a unit, not scored yet."""
    unit = unit or make_unit()
    values = {
        "name": f"泄漏 {unit.events.count() + 1}", "hazard": "腐蚀穿孔", "consequence": "火灾",
        "accidents": ["火灾"], "raised_to": "",
    } | changes  # fmt: skip
    return actions.save_event(SYSTEM, RiskEvent(unit=unit), values)


def make_measure(event: RiskEvent | None = None, **changes: Any) -> RiskMeasure:
    """A measure people check every day."""
    values = {
        "class_2": "1-3", "data_source": "2", "text": "呼吸阀完好",
        "check_content": "呼吸阀有无堵塞", "cycle_count": 1, "cycle_unit": "day",
    } | changes  # fmt: skip
    return actions.save_measure(SYSTEM, RiskMeasure(event=event or make_event()), values)


def score(event: RiskEvent, likelihood: str = "3", severity: str = "4", **more: Any) -> RiskEvent:
    """Assess by LS: 3 × 4 = 12 is an ordinary risk."""
    scores = {"l": Decimal(likelihood), "s": Decimal(severity)}
    given = actions.Assessed(Method.LS, Scale.LS, scores, **more)
    actions.assess(SYSTEM, event, given)
    event.refresh_from_db()
    return event


def make_farm(company: Company | None = None) -> Farm:
    """One of each, on the map, ordinary."""
    company = company or make_company()
    if not hasattr(company, "site"):
        make_site(company)
    area = make_area(company, risk="blue")
    person = make_person(company, department=make_department(company))
    above = make_object(company, area=area, person=person)
    unit = make_unit(above)
    event = score(make_event(unit))
    return Farm(company, area, person, above, unit, event, make_measure(event))


def risk_rows(company: Company, source: MajorHazardSource, account: Account) -> dict[str, Any]:
    """One of everything, for `tests/world.py`."""
    farm = make_farm(company)
    actions.seed_duties(company)
    actions.watch_holders(company)
    stocks = (Stock("氯", Fraction(1)),)
    return {
        "risk_object": farm.object, "risk_unit": farm.unit, "risk_event": farm.event,
        "risk_measure": farm.measure, "risk_duty": DutyRow.objects.filter(company=company).first(),
        "risk_holding": Holding.objects.create(
            source=source, role="technical", since=clock.now(), due_on=clock.now().date()
        ),
        "risk_picture": RiskPicture.objects.create(
            company=company, department=farm.object.department, title="分布图",
            file_name="map.png", file_sm3="0" * 64, file_size=0, media_type="image/png",
            added_by=account,
        ),
        "identification": actions.identify_unit(
            SYSTEM, company, actions.Unit("氯库", "storage", stocks, 0)
        ),
    }  # fmt: skip
