"""Codes and slots of the province's tables, over every kind there is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from anhuan.domains.alarms.rules import KINDS as ALARMS
from anhuan.domains.permits.rules.kinds import KINDS as WORKS
from anhuan.domains.permits.rules.kinds import province_code
from anhuan.domains.reporting.rules import schedule
from anhuan.domains.reporting.seeds.loader import tables

ZONE = ZoneInfo("Asia/Shanghai")
WORK_CODES = {
    "11", "12", "13", "21", "31", "41", "42", "43", "44", "51", "52", "53", "61", "71", "81",
    "A1", "B1", "C1",
}  # fmt: skip


@pytest.mark.clause("EXC-028")
def test_every_kind_of_work_has_its_own_of_the_eighteen_codes():
    found = [province_code(kind, level.code) for kind in WORKS for level in WORKS[kind].levels]
    told = [code for code in found if code]
    assert set(told) == WORK_CODES
    assert set(tables()["PTW_T1"].field("TASK_TYPE").codes) == WORK_CODES


@pytest.mark.clause("EXC-030")
def test_every_alarm_of_people_has_its_code():
    codes = {kind.province_code: code for code, kind in ALARMS.items() if kind.province_code}
    assert codes == {
        "01": "sos", "02": "overstay", "03": "boundary", "04": "over_count", "05": "under_count",
        "06": "still", "07": "overspeed", "08": "worker_left", "09": "intruder",
    }  # fmt: skip
    assert set(tables()["POS_T1"].field("alarmType").codes) == set(codes)


@pytest.mark.clause("EXC-010", "EXC-011")
def test_checks_go_daily_and_their_records_hourly():
    assert [len(tables()[name].columns) for name in ("DUAL_T4", "DUAL_T5")] == [8, 5]
    begin = datetime(2026, 11, 21, 16, tzinfo=UTC)  # midnight in the plant
    for name, count in (("DUAL_T4", 1), ("DUAL_T5", 24)):
        moments = (begin + timedelta(minutes=n) for n in range(60, 24 * 60 + 60))
        slots = {schedule.slot_of(tables()[name], moment, ZONE) for moment in moments}
        assert len(slots) == count, name
