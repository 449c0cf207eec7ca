"""Rows for tests: a receiver, sound rows of the register, hazards and alarms."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account
from anhuan.domains.plant.tests.factories import make_site
from anhuan.domains.reporting import actions
from anhuan.domains.reporting.models import Commitment, Delivery, Target
from anhuan.domains.reporting.rules.commitment import UNITS
from anhuan.kernel import clock

DUAL = ["DUAL_T1", "DUAL_T2", "DUAL_T3", "DUAL_T4", "DUAL_T5", "DUAL_T6"]


def make_target(company: Company, **changes: Any) -> Target:
    """A receiver in use that takes dual prevention and alarms; nobody listens at its address."""
    values = {
        "name": "省风险监测预警系统", "level": "province", "system": "2021", "form": "generic",
        "address": "http://127.0.0.1:9/report", "tables": [*DUAL, "POS_T1"], "is_active": True,
    } | changes  # fmt: skip
    return Target.objects.create(company=company, **values)


def unit(**changes: Any) -> dict[str, Any]:
    """A row of table 1."""
    return {
        "ID": str(uuid4()), "HAZARD_CODE": "370500001", "HAZARD_DEP": "生产一部",
        "HAZARD_LIABLE_PERSON": "王海涛", "RISK_UNIT_NAME": "苯储罐", "DELETED": "0",
    } | changes  # fmt: skip


def event(above: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A row of table 2 under a row of table 1."""
    return {
        "ID": str(uuid4()), "RISK_UNIT_ID": above["ID"], "RISK_EVENT_NAME": "泄漏", "DELETED": "0",
    } | changes  # fmt: skip


def measure(above: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A row of table 3 under a row of table 2."""
    return {
        "ID": str(uuid4()), "RISK_EVENT_ID": above["ID"], "RISK_MEASURE_DESC": "机封完好",
        "CLASSIFY1": "2", "CLASSIFY2": "2-1", "TROUBLESHOOT_CONTENT": "有无渗漏", "DELETED": "0",
    } | changes  # fmt: skip


def hazard(**changes: Any) -> dict[str, Any]:
    """A row of table 6, still being put right."""
    return {
        "ID": str(uuid4()), "HAZARD_CODE": "370500001", "RISK_MEASURE_ID": "",
        "DANGER_NAME": "机封渗漏", "DANGER_LEVEL": 0, "REGIST_TIME": "2026-11-20 08:00:00",
        "REGISTRANT": "张操作", "DANGER_SRC": "1", "DANGER_MANAGE_TYPE": 1,
        "HAZARD_DANGER_TYPE": 7, "DANGER_DESC": "滴漏", "DANGER_REASON": "",
        "LIABLE_PERSON": "孙检修",
        "DANGER_MANAGE_DEADLINE": "2026-11-25 18:00:00", "CHECK_ACCEPT_PERSON": "",
        "CHECK_ACCEPT_TIME": "", "CHECK_ACCEPT_COMMENT": "", "DANGER_STATE": 0, "DELETED": "0",
    } | changes  # fmt: skip


def alarm(**changes: Any) -> dict[str, Any]:
    """A row of the province's table of alarms, not handled yet."""
    return {
        "id": str(uuid4()), "CARD_NO": "T0001", "realName": "王海涛", "type": "alarm",
        "time": "2026-11-22 08:00:00", "alarmInfo": "一键求救", "alarmType": "01",
        "alarmLocation": "一号罐区", "LONGITUDE": 117.5, "LATITUDE": 38.3, "floorNo": "1",
    } | changes  # fmt: skip


def handled(row: dict[str, Any]) -> dict[str, Any]:
    """The same alarm, handled."""
    return row | {
        "type": "alarm:handle", "handleTime": "2026-11-22 08:10:00", "handleInfo": "误按，已复位",
    }  # fmt: skip


def take(company: Company, table: str, row: dict[str, Any], at: datetime | None = None) -> Any:
    """Hand it in."""
    return actions.take_row(company, table, row, at or clock.now())


def sent_order(**changes: Any) -> dict[str, Any]:
    """A supervision order as it comes down."""
    return {
        "id": str(uuid4()), "version": 1, "kind": "order", "level": "yellow", "title": "督办",
        "text": "请整改", "reasons": ["超期隐患"], "state": "issued", "verdict": "",
        "issued_at": "2026-11-22T08:00:00+08:00", "due_at": "2026-11-22T12:00:00+08:00",
        "by": "示范县应急局",
    } | changes  # fmt: skip


def reporting_rows(company: Company, admin: Account) -> dict[str, Any]:
    """One of each, for every address to be asked for."""
    if not hasattr(company, "site"):
        make_site(company)
    target = make_target(company)
    take(company, "POS_T1", alarm())
    head = make_account(company, Role.PLANT_HEAD)
    now = clock.now()
    commitment = Commitment.objects.create(
        company=company, day=now.date(), units=dict.fromkeys(UNITS, 1), works={},
        has_major_hazard=False, grade="4", content="承诺", duties_done=True, duty_leader="赵总",
        duty_phone="13800000000", by=head, committed_at=now, changed_at=now, is_late=False,
    )  # fmt: skip
    taken = actions.take_orders(target, [sent_order()], now)
    assert taken == 1
    return {
        "report_order": target.orders.get(), "report_target": target,
        "report_delivery": Delivery.objects.get(target=target),
        "report_batch": actions.claim(target.pk, now), "commitment": commitment,
    }  # fmt: skip
