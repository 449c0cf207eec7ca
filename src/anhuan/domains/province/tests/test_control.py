"""What a park sees of major risks and of those who answer for them, by the plants' own rows."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, sign_in
from anhuan.domains.province.queries.control import units_of
from anhuan.domains.province.rules.control import duties_of, state_of
from anhuan.domains.province.tests.make import hazard, make_authority, make_enterprise, send
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


def report(plant, name, person, *, checked, status="0", found=()):
    """One unit with an event, a measure and a daily task; `found`: hazards at the measure."""
    at = {"DELETED": "0"}
    unit = {"ID": f"u{name}", "HAZARD_CODE": plant.code, "HAZARD_DEP": "储运部",
            "HAZARD_LIABLE_PERSON": person, "RISK_UNIT_NAME": name} | at  # fmt: skip
    event = {"ID": f"e{name}", "RISK_UNIT_ID": f"u{name}", "RISK_EVENT_NAME": "泄漏"} | at
    measure = {"ID": f"m{name}", "RISK_EVENT_ID": f"e{name}", "DATA_SRC": "2", "CLASSIFY1": "1",
               "CLASSIFY2": "1-1", "RISK_MEASURE_DESC": "液位联锁",
               "TROUBLESHOOT_CONTENT": "查联锁"} | at  # fmt: skip
    task = {"ID": f"t{name}", "RISK_MEASURE_ID": f"m{name}", "TROUBLESHOOT_CONTENT": "查联锁",
            "CHECK_CYCLE": 1, "CHECK_CYCLE_UNIT": "天", "CHECK_STATUS": status,
            "INVESTIGATION_DATE": checked.isoformat()} | at  # fmt: skip
    hazards = [hazard(plant, RISK_MEASURE_ID=f"m{name}", **one) for one in found]
    for table, rows in (("DUAL_T1", [unit]), ("DUAL_T2", [event]), ("DUAL_T3", [measure]),
                        ("DUAL_T4", [task]), ("DUAL_T6", hazards)):  # fmt: skip
        assert not rows or send(plant, table, *rows)["errors"] == []


@pytest.mark.clause("AQG-036")
def test_major_risks_stand_with_their_state_of_control(company):
    plant, now = make_enterprise(company), clock.now()
    soon = (now + timedelta(days=2)).isoformat()
    report(plant, "苯罐", "甲", checked=now)
    report(plant, "氯库", "甲", checked=now - timedelta(days=2))
    report(plant, "合成", "乙", checked=now, found=[{"DANGER_MANAGE_DEADLINE": soon}])
    report(plant, "压缩", "乙", checked=now, found=[{}])  # its time was days ago
    report(plant, "裂解", "丙", checked=now, found=[{"DANGER_LEVEL": 1}])
    report(
        plant,
        "空分",
        "丙",
        checked=now,
        status="2",
        found=[
            {"DANGER_STATE": 9, "CHECK_ACCEPT_PERSON": "周工", "CHECK_ACCEPT_TIME": now.isoformat()}
        ],
    )
    report(make_enterprise(make_authority()), "别处", "丁", checked=now)
    found = {one.name: state_of(one) for one in units_of([plant.pk], now)}
    assert found == {"裂解": "major", "压缩": "overdue", "氯库": "late", "空分": "late",
                     "合成": "mending", "苯罐": "held"}  # fmt: skip
    assert next(iter(found)) == "裂解", "the gravest first"
    client, url = sign_in(make_account(company, Role.REGULATOR)), reverse("province:risks")
    text = client.get(url).content.decode()
    assert all(word in text for word in ("重大隐患未闭环", "任务超期", "受控", "苯罐"))
    assert "别处" not in text
    held = client.get(url, {"state": "held"}).content.decode()
    assert "苯罐" in held and "裂解" not in held


def test_a_task_is_late_only_after_its_cycle(company):
    plant, now = make_enterprise(company), clock.now()
    report(plant, "苯罐", "甲", checked=now - timedelta(days=1))
    (on_time,) = units_of([plant.pk], now)
    (late,) = units_of([plant.pk], now + timedelta(seconds=1))
    assert (on_time.late, late.late) == (0, 1)


@pytest.mark.clause("AQG-041")
def test_duties_are_counted_by_the_person_who_answers(company):
    plant, now = make_enterprise(company), clock.now()
    report(plant, "苯罐", "甲", checked=now)
    report(plant, "氯库", "甲", checked=now - timedelta(days=2), found=[{}])
    report(plant, "合成", "乙", checked=now)
    worst, best = duties_of(units_of([plant.pk], now))
    assert (worst.person, worst.units, worst.tasks, worst.late) == ("甲", 2, 2, 1)
    assert (worst.done_pct, worst.overdue, best.person, best.done_pct) == (50.0, 1, "乙", 100.0)
    client = sign_in(make_account(company, Role.REGULATOR))
    with time_machine.travel(now, tick=False):
        answer = client.get(reverse("province:duties"), {"format": "csv"})
    lines = (b"".join(answer) if answer.streaming else answer.content).decode("utf-8-sig")
    assert f"甲,{plant.name},2,2,1,50.0,1,1" in lines.splitlines()
