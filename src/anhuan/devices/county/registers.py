"""What a plant reports once and then as it changes: its people and its dual prevention."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from anhuan.devices.county.plants import Paper

Row = dict[str, Any]
UNITS = (("苯储罐区", "孙虚构"), ("硝化装置", "孙虚构"), ("液氯仓库", "周虚构"))
_NAMES = "赵钱孙李周吴郑王冯陈"
_HERE = {"DELETED": "0"}


def head_count(plant: Paper) -> int:
    """People of the plant who are there."""
    return 12 + int(plant.code[-2:])


def person_id(plant: Paper, number: int) -> str:
    """As it stands in positions."""
    return f"{plant.code}P{number}"


def measure_id(plant: Paper, number: int) -> str:
    """Of the unit of that number."""
    return f"{plant.code}M{number}"


def staff(plant: Paper) -> Iterator[Row]:
    """Table B.1: every fifth is a contractor's."""
    for n in range(head_count(plant)):
        yield {
            "ID": person_id(plant, n), "COMPANY_CODE": plant.code, "COMPANY_NAME": plant.name,
            "PERSON_NAME": f"{_NAMES[n % 10]}虚构{n}", "IDENTIFY_NUM": "11010519491231002X",
            "PERSON_TYPE": "02" if n % 5 == 4 else "01", "BIRTHDAY": "1990-01-01", "GENDER": "1",
            "POSITION_NAME": "操作工", "MOBILE_NUMBER": "19900000009",
            "AFFILIATED_DEPARTMENT": "储运部", **_HERE,
        }  # fmt: skip


def prevention(plant: Paper, now: datetime) -> Iterator[tuple[str, Row]]:
    """Tables 1 to 4; a plant in trouble has not walked its last round."""
    walked = now.replace(hour=0, minute=0, second=0)
    for n, (name, person) in enumerate(UNITS):
        late = plant.manner in ("late", "major") and n == 1
        yield "DUAL_T1", {
            "ID": f"{plant.code}U{n}", "HAZARD_CODE": f"{plant.code}01", "HAZARD_DEP": "储运部",
            "HAZARD_LIABLE_PERSON": person, "RISK_UNIT_NAME": name, **_HERE,
        }  # fmt: skip
        yield "DUAL_T2", {"ID": f"{plant.code}E{n}", "RISK_UNIT_ID": f"{plant.code}U{n}",
                          "RISK_EVENT_NAME": f"{name}泄漏", **_HERE}  # fmt: skip
        yield "DUAL_T3", {
            "ID": measure_id(plant, n), "RISK_EVENT_ID": f"{plant.code}E{n}", "DATA_SRC": "2",
            "RISK_MEASURE_DESC": "液位、压力联锁投用", "CLASSIFY1": "1", "CLASSIFY2": "1-4",
            "TROUBLESHOOT_CONTENT": "检查联锁投用情况", **_HERE,
        }  # fmt: skip
        yield "DUAL_T4", {
            "ID": f"{plant.code}T{n}", "RISK_MEASURE_ID": measure_id(plant, n),
            "TROUBLESHOOT_CONTENT": "检查联锁投用情况", "CHECK_CYCLE": 1, "CHECK_CYCLE_UNIT": "天",
            "INVESTIGATION_DATE": f"{walked - timedelta(days=3 if late else 0):%Y-%m-%d %H:%M:%S}",
            "CHECK_STATUS": "0", **_HERE,
        }  # fmt: skip
