"""Plants under an authority, and messages of theirs."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import Account, Company, Department
from anhuan.domains.org.tests.factories import make_company, make_department
from anhuan.domains.province import actions
from anhuan.domains.province.actions.ordering import Draft
from anhuan.domains.province.models import Enterprise, EvaluationReport, LowerNode, Order, Point
from anhuan.domains.reporting.rules.commitment import UNITS, WORDS, WORKS
from anhuan.kernel import clock
from anhuan.kernel.ids import uuid7

_next = count(1)
TABLES = ["PROMISE", "POS_T1", "PTW_A1", "DUAL_T6"]


def make_authority(**changes: Any) -> Company:
    """A province's authority."""
    return make_company(**({"name": f"示范省应急管理厅{next(_next)}"} | changes))


def make_bureau(company: Company, **changes: Any) -> Department:
    """A county's bureau."""
    return make_department(company, **({"name": f"示范县应急局{next(_next)}"} | changes))


def make_enterprise(company: Company | None = None, **changes: Any) -> Enterprise:
    """A registered plant with everything one asks of it."""
    company = company or make_authority()
    number = next(_next)
    facts = {
        "code": f"3799{number:05d}", "name": f"示范化工{number}厂", "longitude": 118.5,
        "latitude": 37.5, "principal": "赵安", "principal_phone": "19900000001",
        "safety_officer": "钱宁", "safety_phone": "19900000002", "duty_phone": "19900000003",
        "licence_no": f"示范安许证{number}", "tables": TABLES,
    } | changes  # fmt: skip
    facts.setdefault("bureau", make_bureau(company))
    return actions.save_enterprise(SYSTEM, Enterprise(company=company), facts)


def make_node(company: Company | None = None, **changes: Any) -> LowerNode:
    """A county's platform below an authority."""
    company = company or make_authority()
    facts = {"name": f"示范县平台{next(_next)}"} | changes
    facts.setdefault("bureau", make_bureau(company))
    return actions.save_node(SYSTEM, LowerNode(company=company), facts)


def alarm(**changes: Any) -> dict[str, Any]:
    """A row of the province's table of alarms as it comes over the wire."""
    return {
        "id": str(uuid7()), "CARD_NO": "T0001", "realName": "王海涛", "type": "alarm",
        "time": "2026-11-22 08:00:00", "alarmInfo": "一键求救", "alarmType": "01",
        "alarmLocation": "一号罐区", "LONGITUDE": 117.5, "LATITUDE": 38.3, "floorNo": "1",
    } | changes  # fmt: skip


def settled(row: dict[str, Any]) -> dict[str, Any]:
    """The same alarm, handled."""
    return row | {
        "type": "alarm:handle", "handleTime": "2026-11-22 08:10:00", "handleInfo": "误按，已复位",
    }  # fmt: skip


def promise(enterprise: Enterprise, day: str, **changes: Any) -> dict[str, Any]:
    """A commitment."""
    numbers = dict.fromkeys([*UNITS, *WORKS], 0)
    answers = dict.fromkeys(("contractor", "trialProduction", "openParking", "test"), "0")
    return numbers | answers | {
        "ID": str(uuid7()), "COMPANY_CODE": enterprise.code, "commitDate": day, "mHazards": "0",
        "riskGrade": "4", "commitment": "赵安", "commitContent": WORDS,
        "DANGER_GUARANTEE_RESPONSIBILITY": "1", "DUTY_LEAD": "钱宁",
        "DUTY_LEAD_PHONE": "19900000002", "DELETED": "0",
    } | changes  # fmt: skip


def ticket(enterprise: Enterprise, **changes: Any) -> dict[str, Any]:
    """A work that is going on: first class hot work."""
    at = "2026-11-22 08:30:00"
    return {
        "ID": str(uuid7()), "COMPANY_NAME": enterprise.name, "COMPANY_CODE": enterprise.code,
        "TICKET_TYPE": "02", "GAS_NAME": "苯", "GAS_TIME": at, "GAS_VALUE": 0.1, "ISSUE_TIME": at,
        "START_TIME": at, "END_TIME": "2026-11-22 16:30:00", "TICKET_POSITION": "合成装置",
        "TICKET_CONTENT": "管线焊接", "LONGITUDE": 118.5, "LATITUDE": 37.5, "TICKET_STATUS": "2",
        "SUPERVISOR_NAME": "孙护", "WORKER_NAME": "李焊", "WORK_DEPARTMENT": "检修车间",
        "IS_CONTRACTOR_WORK": "0", "TICKET_RESPONS_NAME": "周工",
        "MAJOR_PERSON_MOBILE": "19900000004", "IS_CHANGED": "0", "IS_CANCELLED": "0",
        "DELETED": "0", "CREATE_DATE": at, "CREATE_BY": "周工", "UPDATE_DATE": at,
        "UPDATE_BY": "周工",
    } | changes  # fmt: skip


def hazard(enterprise: Enterprise, **changes: Any) -> dict[str, Any]:
    """A hazard being put right."""
    return {
        "ID": str(uuid7()), "HAZARD_CODE": f"{enterprise.code}01", "DANGER_NAME": "机封渗漏",
        "DANGER_LEVEL": 0, "REGIST_TIME": "2026-11-20 08:00:00", "REGISTRANT": "张操作",
        "DANGER_SRC": "1", "DANGER_MANAGE_TYPE": 1, "HAZARD_DANGER_TYPE": 7,
        "DANGER_DESC": "滴漏", "LIABLE_PERSON": "孙检修",
        "DANGER_MANAGE_DEADLINE": "2026-11-21 18:00:00", "DANGER_STATE": 0, "DELETED": "0",
    } | changes  # fmt: skip


def send(
    enterprise: Enterprise, table: str, *rows: dict[str, Any], now: datetime | None = None,
    **changes: Any,
) -> dict[str, Any]:  # fmt: skip
    """As if its message had come in; the answer."""
    given = {"table": table, "rows": rows, "form": "generic", "id": str(uuid7())} | changes
    return actions.take(enterprise, actions.Arrival(**given), now or clock.now())


def make_order(enterprise: Enterprise, by: Account | None = None, **changes: Any) -> Order:
    """A supervision order."""
    given = {"kind": "order", "level": "yellow", "title": "督办", "text": "请整改"} | changes
    return actions.issue(by, enterprise, Draft(**given), clock.now())


def make_point(enterprise: Enterprise, **changes: Any) -> Point:
    """A thermometer of a warehouse of ammonium nitrate."""
    facts = {
        "code": f"Q{next(_next)}", "name": "一号库温度", "object_kind": "warehouse",
        "object_name": "一号库", "substance": "ammonium_nitrate", "parameter": "temperature",
        "high": 32.0, "high_high": 38.0,
    } | changes  # fmt: skip
    return actions.save_point(SYSTEM, Point(enterprise=enterprise), facts)


def make_report(enterprise: Enterprise, **changes: Any) -> EvaluationReport:
    """An evaluation of last year that holds for three."""
    today = clock.now().date()
    facts = {
        "kind": "status", "title": f"安全现状评价报告{next(_next)}", "agency": "示范评价公司",
        "made_on": today - timedelta(days=365), "due_on": today + timedelta(days=730),
    } | changes  # fmt: skip
    return actions.save_report(SYSTEM, EvaluationReport(enterprise=enterprise), facts, today)


def province_rows(company: Company, admin: Account) -> dict[str, Any]:
    """One of each, for every address to be asked for."""
    plant = make_enterprise(company)
    now = clock.now()
    send(plant, "POS_T1", alarm())
    send(plant, "PTW_A1", ticket(plant))
    point = make_point(plant)
    change = actions.ask_limits(
        admin, point, {"low_low": None, "low": None, "high": 30.0, "high_high": 36.0}, "工艺卡片",
        now + timedelta(0),
    )  # fmt: skip
    return {
        "enterprise": plant, "lower_node": make_node(company),
        "evaluation_report": make_report(plant),
        "province_order": make_order(plant, admin),
        "province_row": plant.rows.get(table="POS_T1"),
        "province_work": plant.rows.get(kind="work"),
        "province_point": point, "limit_change": change,
    }  # fmt: skip
