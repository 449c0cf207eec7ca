"""A plant with two areas and people, and alarms that are right unless a test says otherwise."""

from datetime import UTC, datetime, timedelta
from typing import Any

from anhuan.domains.alarms.actions import open_study, raise_alarm, seed_kinds
from anhuan.domains.alarms.models import Alarm, GatheringStudy
from anhuan.domains.alarms.rules import AlarmRaise, Place
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import Account, Company, Department, Person, RoleGrant
from anhuan.domains.plant.models import Area
from anhuan.kernel import clock

T0 = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [20, 0], [20, 20], [0, 20], [0, 0]]]}
PEOPLE = ({"id": "p1", "name": "张三", "kind": "staff", "x_m": 5.0, "y_m": 5.0, "floor": 1},)


def make_company(code: str = "demo") -> Company:
    """A company with all kinds of alarm."""
    company = Company.objects.create(code=code, name="安环示范化工")
    seed_kinds(company)
    return company


def make_area(company: Company, code: str = "A1", **changes: Any) -> Area:
    """A 20 m square production area at the origin."""
    values = {"name": "一号装置", "kind": Area.Kind.PRODUCTION, "geometry": SQUARE} | changes
    return Area.objects.create(company=company, code=code, **values)


def make_account(
    company: Company, role: str = "operator", name: str = "", department: Department | None = None
) -> Account:
    """An account with one role."""
    account = Account.objects.create(company=company, username=name or role, first_name=name)
    RoleGrant.objects.create(account=account, role=role, department=department)
    return account


def a_raise(**changes: Any) -> AlarmRaise:
    """Over-count in no particular place."""
    values: dict[str, Any] = {
        "kind": "over_count", "condition": "over_count:a1", "raised_at": T0, "title": "超员",
        "text": "5 人，限 4 人", "place": Place(x_m=5.0, y_m=5.0, floor=1), "people": PEOPLE,
        "rule": "over_count", "rule_version": "1", "inputs": {"count": 5, "limit": 4},
    } | changes  # fmt: skip
    return AlarmRaise(**values)


def make_alarm(company: Company, **changes: Any) -> Alarm:
    """A raised alarm."""
    alarm = raise_alarm(company, a_raise(**changes))
    assert alarm is not None
    return alarm


def make_study(company: Company, area: Area, **changes: Any) -> GatheringStudy:
    """An open analysis of a place, due in a week."""
    values = {
        "cause": "交接班", "measure": "错峰交接", "due": clock.now().date() + timedelta(days=7),
    } | changes  # fmt: skip
    if "owner" not in values:
        values["owner"] = Person.objects.create(
            company=company, number="P-owner", name="赵六", kind="employee"
        )
    return open_study(SYSTEM, company, area=area, **values)
