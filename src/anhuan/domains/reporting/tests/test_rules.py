"""Faults, dates, slots, backoff, score and commitment: pure decisions on both sides of a limit."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from anhuan.domains.reporting.rules import retry, schedule
from anhuan.domains.reporting.rules.addresses import address_blockers
from anhuan.domains.reporting.rules.commitment import Given, answers, blockers
from anhuan.domains.reporting.rules.options import Options, option_blockers, options_of
from anhuan.domains.reporting.rules.rendering import filled, is_asked_for, rendered
from anhuan.domains.reporting.rules.score import WEIGHTS, Count, Part, score_of
from anhuan.domains.reporting.rules.states import blocks_later
from anhuan.domains.reporting.rules.validation import faults_of
from anhuan.domains.reporting.rules.values import normal
from anhuan.domains.reporting.seeds.loader import tables
from anhuan.domains.reporting.tests.make import alarm, event, handled, hazard, unit

ZONE = ZoneInfo("Asia/Shanghai")


def at(hour, minute=0, second=0, day=22):
    return datetime(2026, 11, day, hour, minute, second, tzinfo=ZONE)


def faults(table, row, **options):
    found = tables()[table]
    wanted = options_of(options)
    whole = filled(found, normal(found, row, ZONE), wanted)
    return {(one.key, one.code) for one in faults_of(found, whole, wanted)}


def test_sound_rows_have_no_faults():
    above = unit()
    assert faults("DUAL_T1", above) == set()
    assert faults("DUAL_T2", event(above)) == set()
    assert faults("DUAL_T6", hazard()) == set()
    assert faults("POS_T1", alarm()) == set()
    assert faults("POS_T1", handled(alarm())) == set()


@pytest.mark.clause("EXC-005", "EXC-014")
@pytest.mark.parametrize("table, row", [("DUAL_T1", unit()), ("DUAL_T6", hazard())])
def test_nothing_goes_without_the_registered_code_of_its_object(table, row):
    assert faults(table, row | {"HAZARD_CODE": ""}) == {("HAZARD_CODE", "missing")}
    assert faults(table, row | {"HAZARD_CODE": "3" * 36}) == set()
    assert faults(table, row | {"HAZARD_CODE": "3" * 37}) == {("HAZARD_CODE", "long")}


@pytest.mark.clause("EXC-016")
def test_an_accepted_hazard_names_who_accepted_it_and_when():
    assert faults("DUAL_T6", hazard(DANGER_STATE=1)) == set()
    assert faults("DUAL_T6", hazard(DANGER_STATE=9)) == {
        ("CHECK_ACCEPT_PERSON", "missing"), ("CHECK_ACCEPT_TIME", "missing"),
    }  # fmt: skip
    whole = hazard(
        DANGER_STATE=9, CHECK_ACCEPT_PERSON="王安全", CHECK_ACCEPT_TIME="2026-11-21 09:00:00"
    )
    assert faults("DUAL_T6", whole) == set()


def test_strictly_every_yes_of_the_column_counts():
    strict = faults("DUAL_T6", hazard(), is_strict=True)
    assert strict == {("CHECK_ACCEPT_PERSON", "missing"), ("CHECK_ACCEPT_TIME", "missing")}
    assert faults("POS_T1", alarm(), is_strict=True) == {
        ("handleTime", "missing"), ("handleInfo", "missing"),
    }  # fmt: skip


def test_every_fault_is_named_at_once():
    row = hazard(
        DANGER_NAME="长" * 101, DANGER_LEVEL=2, REGIST_TIME="昨天", DANGER_SRC="12",
        HAZARD_DANGER_TYPE="甲", REGISTRANT="",
    )  # fmt: skip
    assert faults("DUAL_T6", row) == {
        ("DANGER_NAME", "long"), ("DANGER_LEVEL", "code"), ("REGIST_TIME", "time"),
        ("DANGER_SRC", "code"), ("HAZARD_DANGER_TYPE", "number"), ("HAZARD_DANGER_TYPE", "code"),
        ("REGISTRANT", "missing"),
    }  # fmt: skip


def test_a_measure_s_second_class_lies_within_its_first():
    row = {
        "ID": "m", "RISK_EVENT_ID": "e", "DATA_SRC": "2", "RISK_MEASURE_DESC": "巡检",
        "CLASSIFY1": "2", "CLASSIFY2": "2-1", "TROUBLESHOOT_CONTENT": "看", "DELETED": "0",
    }  # fmt: skip
    assert faults("DUAL_T3", row) == set()
    assert faults("DUAL_T3", row | {"CLASSIFY2": "1-1"}) == {("CLASSIFY2", "within")}
    assert ("CLASSIFY2", "code") in faults("DUAL_T3", row | {"CLASSIFY2": "2-3"})


@pytest.mark.clause("EXC-018")
def test_a_check_cycle_has_one_of_four_units_and_no_week():
    row = {
        "ID": "t", "RISK_MEASURE_ID": "m", "TROUBLESHOOT_CONTENT": "看", "CHECK_CYCLE": 7,
        "CHECK_CYCLE_UNIT": "天", "INVESTIGATION_DATE": "2026-11-22 08:00:00", "CHECK_STATUS": "0",
        "DELETED": "0",
    }  # fmt: skip
    for word in ("小时", "天", "月", "年"):
        assert faults("DUAL_T4", row | {"CHECK_CYCLE_UNIT": word}) == set()
    assert faults("DUAL_T4", row | {"CHECK_CYCLE_UNIT": "周"}) == {("CHECK_CYCLE_UNIT", "code")}
    assert faults("DUAL_T4", row | {"CHECK_CYCLE": 9999}) == set()
    assert faults("DUAL_T4", row | {"CHECK_CYCLE": 10000}) == {("CHECK_CYCLE", "long")}


@pytest.mark.clause("EXC-037")
def test_a_video_alarm_has_its_channel_s_national_code_and_a_picture_of_four_megabytes():
    row = {
        "ALARM_ID": "a", "ALARM_TYPE": "1", "ALARM_STATUS": "1", "DEVICE_CODE": "d",
        "ALARM_TIME": "2026-11-22 08:00:00", "VIDEO_CODE": "37050000101320000001",
        "ALARM_IMAGE": {"sm3": "0", "name": "a.jpg", "bytes": 4_194_304},
    }  # fmt: skip
    assert faults("VID_T4", row) == set()
    for code in ("3705000010132000001", "37050000101310000001", "370500001013200000012"):
        assert faults("VID_T4", row | {"VIDEO_CODE": code}) == {("VIDEO_CODE", "format")}
    for form in ("png", "PNG", "jpg", "jpeg", "bmp"):
        found = row["ALARM_IMAGE"] | {"name": f"a.{form}"}
        assert faults("VID_T4", row | {"ALARM_IMAGE": found}) == set()
    for picture in ({"bytes": 4_194_305}, {"name": "a.gif"}, {"name": "a"}):
        found = row["ALARM_IMAGE"] | picture
        assert faults("VID_T4", row | {"ALARM_IMAGE": found}) == {("ALARM_IMAGE", "file")}


@pytest.mark.clause("AQP-120", "AQP-121")
def test_a_ticket_s_gas_and_times_are_asked_for_from_the_state_that_brings_them():
    row = {
        "ID": "p", "COMPANY_NAME": "海晟", "COMPANY_CODE": "c", "TICKET_TYPE": "02",
        "START_TIME": at(8), "END_TIME": at(16), "TICKET_POSITION": "罐区",
        "TICKET_CONTENT": "焊接",
        "LONGITUDE": 117.5, "LATITUDE": 38.3, "TICKET_STATUS": "0", "WORK_DEPARTMENT": "检修",
        "IS_CONTRACTOR_WORK": 0, "MAJOR_PERSON_MOBILE": "138", "IS_CHANGED": 0, "IS_CANCELLED": 0,
        "DELETED": 0, "CREATE_DATE": at(7), "CREATE_BY": "张", "UPDATE_DATE": at(7),
        "UPDATE_BY": "张",
    }  # fmt: skip
    assert faults("PTW_A1", row) == set()
    issued = row | {
        "TICKET_STATUS": "1", "ISSUE_TIME": at(8), "SUPERVISOR_NAME": "监", "WORKER_NAME": "甲,乙",
        "TICKET_RESPONS_NAME": "丙",
    }  # fmt: skip
    gas = {("GAS_NAME", "missing"), ("GAS_TIME", "missing"), ("GAS_VALUE", "missing")}
    assert faults("PTW_A1", issued) == gas
    assert faults("PTW_A1", issued | {"TICKET_TYPE": "30"}) == set()
    analysed = issued | {"GAS_NAME": "苯", "GAS_TIME": at(7), "GAS_VALUE": 0.1}
    assert faults("PTW_A1", analysed) == set()
    assert faults("PTW_A1", analysed | {"ISSUE_TIME": None}) == {("ISSUE_TIME", "missing")}
    accepted = analysed | {"TICKET_STATUS": "3"}
    assert faults("PTW_A1", accepted) == {("CHECKED_TIME", "missing")}


@pytest.mark.clause("AQP-124")
def test_a_certificate_has_its_number_and_a_number_its_certificate():
    row = {"WORKER_CERTI_NAME": "焊接与热切割作业"}
    assert ("WORKER_CERTI_NUM", "missing") in faults("PTW_A1", row)
    assert ("WORKER_CERTI_NAME", "missing") in faults("PTW_A1", {"WORKER_CERTI_NUM": "T37"})
    assert not {one for one in faults("PTW_A1", {}) if "CERTI" in one[0]}


@pytest.mark.clause("AQP-130")
def test_work_without_a_ticket_is_reported_without_its_id():
    row = {
        "ID": "a", "ALARM_START_TIME": at(8), "ALARM_TYPE": "60", "DELETED": 0,
        "CREATE_DATE": at(8), "CREATE_BY": "系统", "UPDATE_DATE": at(8), "UPDATE_BY": "系统",
    }  # fmt: skip
    assert faults("PTW_A3", row) == set()
    assert faults("PTW_A3", row | {"ALARM_TYPE": "31"}) == {("TICKET_ID", "missing")}


@pytest.mark.parametrize(
    "form, expected",
    [("%Y-%m-%d %H:%M:%S", "2026-11-22 08:00:00"), ("%Y%m%d%H%M%S", "20261122080000"),
     ("iso", "2026-11-22T08:00:00+08:00"), ("ms", 1795305600000)],
)  # fmt: skip
def test_dates_as_the_receiver_reads_them(form, expected):
    table = tables()["POS_T1"]
    row = normal(table, alarm(time="2026-11-22 08:00:00"), ZONE)
    assert rendered(table, row, Options(date_format=form))["time"] == expected


@pytest.mark.parametrize("empty, expected", [("empty", ""), ("null", None), ("omit", "gone")])
def test_nothing_is_what_the_receiver_calls_nothing(empty, expected):
    table = tables()["POS_T1"]
    wire = rendered(table, normal(table, alarm(), ZONE), Options(empty_as=empty))
    assert wire.get("handleTime", "gone") == expected


def test_keys_go_as_printed_or_as_the_receiver_calls_them_with_what_it_wants_beside():
    table = tables()["POS_T1"]
    row = normal(table, alarm(), ZONE)
    plain = rendered(table, row, Options())
    assert list(plain) == [one.key for one in table.columns] and "_kind" not in plain
    options = Options(extra={"COMPANY_CODE": "9137"}, rename={"POS_T1.CARD_NO": "cardNo"},
                      numbers_as_text=True)  # fmt: skip
    wire = rendered(table, row, options)
    assert wire["COMPANY_CODE"] == "9137" and wire["cardNo"] == "T0001"
    assert wire["LONGITUDE"] == "117.5" and plain["LONGITUDE"] == 117.5


def test_a_gathering_has_no_code_of_the_province_until_the_receiver_gives_one():
    table = tables()["POS_T1"]
    row = normal(table, alarm(alarmType="") | {"_kind": "crowd_red"}, ZONE)
    assert not is_asked_for(table, filled(table, row, Options()))
    whole = filled(table, row, Options(alarm_codes={"crowd_red": "04"}))
    assert is_asked_for(table, whole) and whole["alarmType"] == "04"


def test_a_filling_stands_for_what_is_empty():
    row = alarm(CARD_NO="")
    assert faults("POS_T1", row) == {("CARD_NO", "missing")}
    assert faults("POS_T1", row, fills={"POS_T1.CARD_NO": "0"}) == set()


def test_wrong_options_are_named_all_at_once():
    codes = {one.code for one in option_blockers(
        {"date_format": "早上", "most_rows": 0, "colour": 1, "extra": 3, "file_as": "url"}
    )}  # fmt: skip
    assert codes == {
        "option_date_format", "option_most_rows", "option_unknown", "option_extra",
        "option_file_url",
    }  # fmt: skip
    assert list(option_blockers({"most_rows": 500, "timeout_s": 120})) == []


@pytest.mark.parametrize(
    "form, address, code",
    [("datas", "https://province.example/api", None), ("frames", "tcp://10.0.0.1:9000", None),
     ("mqtt", "mqtts://broker.example", None), ("frames", "tcp://10.0.0.1", "no_port"),
     ("mqtt", "https://broker.example", "bad_address"), ("datas", "province", "bad_address"),
     ("datas", "https://u:p@province.example", "secret_in_address"),
     ("fax", "https://x.example", "unknown_form"), ("datas", "https://x:y", "bad_address")],
)  # fmt: skip
def test_an_address_fits_its_form(form, address, code):
    assert [one.code for one in address_blockers(form, address)] == ([code] if code else [])


@pytest.mark.clause("EXC-011", "EXC-012")
def test_every_hour_has_one_slot():
    table = tables()["DUAL_T6"]
    assert schedule.slot_of(table, at(9, 0, 0), ZONE) == at(9)
    assert schedule.slot_of(table, at(9, 59, 59), ZONE) == at(9)
    assert schedule.slot_of(table, at(10, 0, 0), ZONE) == at(10)
    assert schedule.next_slot(table, at(9, 30), ZONE) == at(10)


def test_states_of_devices_have_a_slot_every_ten_minutes():
    table = tables()["VID_T3"]
    assert schedule.slot_of(table, at(9, 9, 59), ZONE) == at(9)
    assert schedule.slot_of(table, at(9, 10), ZONE) == at(9, 10)


@pytest.mark.clause("EXC-006", "EXC-007", "EXC-008", "EXC-010")
def test_every_day_has_one_slot_at_its_hour():
    table = tables()["DUAL_T1"]
    assert schedule.slot_of(table, at(0, 59, 59), ZONE) == at(1, day=21)
    assert schedule.slot_of(table, at(1), ZONE) == at(1)
    assert schedule.slot_of(table, at(23, 59), ZONE, time(6)) == at(6)


@pytest.mark.clause("AQL-101")
def test_positions_have_a_slot_at_least_every_thirty_seconds():
    every = tables()["AQL_POS"].every
    assert every is not None and every <= timedelta(seconds=30)


@pytest.mark.clause("EXC-025")
def test_ten_sharp_is_late():
    day = date(2026, 11, 22)
    assert not schedule.is_late(at(9, 59, 59), day, ZONE)
    assert schedule.is_late(at(10), day, ZONE)


@pytest.mark.clause("EXC-025")
@pytest.mark.parametrize(
    "now, expected",
    [(at(9, 29, 59), []), (at(9, 30), ["warn_commitment", "warn_plan"]),
     (at(9, 59, 59), ["warn_commitment", "warn_plan"]),
     (at(10), ["late_commitment", "late_plan"])],
)  # fmt: skip
def test_the_morning_warns_at_half_past_nine_and_is_late_at_ten(now, expected):
    found = schedule.reminders(now, ZONE, committed=False, planned=False)
    assert [one.key for one in found] == expected
    assert schedule.reminders(now, ZONE, committed=True, planned=True) == []


def test_tries_come_less_and_less_often_but_never_end():
    assert [retry.wait_s(n) for n in (1, 2, 3, 9, 10, 1000)] == [2, 4, 8, 512, 600, 600]
    assert not retry.must_split(3, 20) and retry.must_split(4, 20) and not retry.must_split(9, 1)
    assert not retry.must_give_up(7, 1) and retry.must_give_up(8, 1)


@pytest.mark.parametrize("state", ["held", "refused"])
def test_only_a_chain_waits_behind_what_was_not_taken(state):
    assert blocks_later(state, is_chain=True) and not blocks_later(state, is_chain=False)
    assert blocks_later("waiting", is_chain=False) and not blocks_later("sent", is_chain=True)


def test_the_score_is_the_weighted_mean_of_what_there_was_to_do():
    counts = [Count(Part.COMMITMENT, 1, 1), Count(Part.COMPLETE, 3, 4), Count(Part.PLAN, 0, 0)]
    equal = score_of(counts, {"commitment": 1, "complete": 1})
    assert equal.value == 87.5
    assert score_of(counts, {"commitment": 0, "complete": 5}).value == 75.0
    assert score_of([Count(Part.PLAN, 0, 0)], {}).value is None
    assert sum(WEIGHTS.values()) == 100


def given(**changes):
    units = {"unitsNumber": 3, "runNumber": 2, "parkNumber": 1}
    plain = {"units": units, "grade": "4", "content": "承诺", "duty_leader": "赵总",
             "duty_phone": "138", "duties_done": True}  # fmt: skip
    return Given(**(plain | changes))


def refused(found, **facts):
    plain = {"has_major_hazard": False, "is_head": True, "is_deputy": False}
    return {one.code for one in blockers(found, **(plain | facts))}


def test_a_commitment_adds_up_and_is_the_head_s_or_the_deputy_s():
    assert refused(given()) == set()
    assert refused(given(), is_head=False) == {"not_the_head"}
    assert refused(given(), is_head=False, is_deputy=True) == set()
    odd = {"unitsNumber": 3, "runNumber": 3, "parkNumber": 1}
    assert refused(given(units=odd, content=" ", grade="", duty_phone="")) == {
        "units_do_not_add_up", "no_content", "no_grade", "no_duty_leader",
    }  # fmt: skip
    assert refused(given(), has_major_hazard=True) == {"grade_too_low"}
    assert refused(given(grade="3"), has_major_hazard=True) == set()


def test_yes_and_no_follow_from_the_numbers():
    found = answers({"workNumber": 1, "testNumber": 0}, {"contractorNumber": 2})
    assert found == {"contractor": "1", "trialProduction": "0", "openParking": "1", "test": "0"}
