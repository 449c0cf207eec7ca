"""Rules alone: likeness, deadlines, ranks, the province's row, sheets, rates, signatures."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.domains.hazards.rules.case import Case, missing_ranks, needed_ranks, rank_for
from anhuan.domains.hazards.rules.codes import Kind, Level, Source, Way
from anhuan.domains.hazards.rules.criteria import CRITERIA
from anhuan.domains.hazards.rules.deadlines import Times, dues_of, is_overdue, next_at, past
from anhuan.domains.hazards.rules.importing import row_blockers as sheet_blockers
from anhuan.domains.hazards.rules.importing import state_of_row
from anhuan.domains.hazards.rules.likeness import Sketch, likeness
from anhuan.domains.hazards.rules.rates import Counts
from anhuan.domains.hazards.rules.settings import Settings, settings_blockers
from anhuan.domains.hazards.rules.signing import Line, chain_faults, message_of
from anhuan.domains.hazards.rules.states import State
from anhuan.domains.hazards.rules.upload import FIELDS, Facts, row_blockers, row_of
from anhuan.kernel.digest import sm3_hex
from anhuan.kernel.sm2 import fingerprint, load_or_make, make_key, verify

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
FACTS = Facts(
    id=str(uuid4()), state=State.RECTIFYING, is_deleted=False, is_from_task=False,
    object_code="370500001", measure="", name="泵密封渗漏", level=Level.GENERAL,
    reported_at=NOON, reporter="张操作", source=Source.REGULATOR, way=Way.BY_DEADLINE,
    kind=Kind.EQUIPMENT, description="滴漏", cause="", rectifier="孙检修",
    due_at=NOON + timedelta(days=3), acceptor="", accepted_at=None, comment="",
)  # fmt: skip


def test_the_same_words_are_alike_and_others_are_not():
    here = Sketch("苯泵机械密封渗漏P-101滴漏", "一号泵房")
    assert likeness(here, here) == 1
    assert likeness(here, Sketch("灯具破损，灯罩开裂", "罐区东侧")) < 0.1
    assert likeness(here, Sketch("苯泵密封渗漏，P-101 机封滴漏", "一号泵房")) > 0.45


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_the_same_both_ways_and_a_share(one, other):
    a, b = Sketch(one, "甲"), Sketch(other, "乙")
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= likeness(a, b) <= 1


def test_a_deadline_counts_from_its_very_moment():
    due = NOON
    assert not is_overdue(State.RECTIFYING, due, NOON - timedelta(seconds=1))
    assert is_overdue(State.RECTIFYING, due, NOON)
    assert is_overdue(State.SUBMITTED, due, NOON), "handed in is not closed"
    assert not is_overdue(State.ACCEPTED, due, NOON + timedelta(days=9))


def test_what_falls_due_is_said_once_and_in_order():
    times = Times(State.RECTIFYING, 1, NOON, NOON, None, NOON + timedelta(days=2))
    dues = dues_of(times, Settings())
    hours = [(due.at - NOON).total_seconds() / 3600 for due in dues]
    assert hours == [24, 48, 48, 72, 120, 216]  # warn, overdue + rectifier, then 24, 72, 168 h on
    assert next_at(dues, {}) == NOON + timedelta(hours=24)
    told = {due.key: "" for due in past(dues, {}, NOON + timedelta(hours=48))}
    assert len(told) == 3 and past(dues, told, NOON + timedelta(hours=48)) == []


def test_who_accepts_what():
    settings = Settings()
    assert needed_ranks(Level.GENERAL, settings) == ("department_head",)
    assert needed_ranks(Level.MAJOR, settings) == ("safety_manager", "plant_head")
    major = Case(level=Level.MAJOR)
    assert rank_for(("department_head",), major, settings) is None
    assert rank_for(("safety_manager",), major, settings) == "safety_manager"
    assert rank_for(("plant_head",), major, settings) == "plant_head"
    half = replace(major, accepted_ranks=("plant_head",))
    assert missing_ranks(half, settings) == ("safety_manager",)
    assert rank_for(("plant_head",), half, settings) == "safety_manager"


def test_the_head_of_the_plant_cannot_be_taken_out_of_a_major_acceptance():
    found = settings_blockers(Settings(major_acceptance=("safety_manager",)))
    assert [one.code for one in found] == ["major_acceptance"]
    assert list(settings_blockers(Settings())) == []


@pytest.mark.clause("EXC-012", "DUAL-064")
def test_the_row_of_table_6_has_19_fields_with_the_provinces_codes():
    row = row_of(FACTS, SHANGHAI)
    assert len(row) == len(FIELDS) == 19
    assert row["DANGER_SRC"] == "11" and row["HAZARD_DANGER_TYPE"] == 7
    assert (row["DANGER_LEVEL"], row["DANGER_MANAGE_TYPE"], row["DANGER_STATE"]) == (0, 1, 0)
    assert row["REGIST_TIME"] == "2026-11-22 12:00:00" and row["DELETED"] == "0"
    assert list(row_blockers(FACTS, row)) == []


@pytest.mark.clause("EXC-016")
def test_an_accepted_row_needs_who_and_when_others_leave_them_empty():
    done = replace(FACTS, state=State.ACCEPTED)
    codes = [one.code for one in row_blockers(done, row_of(done, SHANGHAI))]
    assert codes == ["CHECK_ACCEPT_PERSON_missing", "CHECK_ACCEPT_TIME_missing"]
    whole = replace(done, acceptor="李部长", accepted_at=NOON)
    row = row_of(whole, SHANGHAI)
    assert list(row_blockers(whole, row)) == [] and row["DANGER_STATE"] == 9


def test_what_keeps_a_row_at_home():
    task = replace(FACTS, is_from_task=True, object_code="", due_at=None)
    codes = {one.code for one in row_blockers(task, row_of(task, SHANGHAI))}
    wanted = {"HAZARD_CODE_missing", "RISK_MEASURE_ID_missing", "DANGER_MANAGE_DEADLINE_missing"}
    assert codes == wanted
    early = replace(FACTS, state=State.REPORTED)
    assert [one.code for one in row_blockers(early, row_of(early, SHANGHAI))] == ["not_assessed"]


@pytest.mark.parametrize(
    ("source", "code"),
    [(Source.DAILY, "1"), (Source.COMPREHENSIVE, "2"), (Source.PROFESSIONAL, "3"),
     (Source.SEASONAL, "4"), (Source.KEY_PERIOD, "5"), (Source.ANALOGY, "6"),
     (Source.RESTART, "7"), (Source.EXPERT, "8"), (Source.MEASURE_FAILED, "9"),
     (Source.OTHER, "10"), (Source.AI_VIDEO, "10"), (Source.REGULATOR, "11")],
)  # fmt: skip
def test_every_source_has_its_code(source, code):
    assert source.code == code


def test_a_row_of_a_sheet_goes_as_far_as_it_says_and_lacks_what_it_lacks():
    assert state_of_row({"name": "x"}) is State.REPORTED
    assert state_of_row({"due_at": NOON}) is State.RECTIFYING
    row = {"accepted_at": NOON, "found_at": NOON + timedelta(days=2), "level": Level.MAJOR}
    labels = {name: name for name in (
        "level", "kind", "unit", "rectifier", "due_at", "cause", "treatment", "result",
        "submitted_at", "acceptor_name", "accepted_at", "found_at")}  # fmt: skip
    codes = {one.code for one in sheet_blockers(row, labels, NOON + timedelta(days=1))}
    assert {"found_at_future", "accepted_at_early", "basis_missing", "unit_missing"} <= codes


def test_rates_of_nothing_are_no_rates():
    assert Counts(0, 0, 0, 0, 0, 0, 0).cured_pct is None
    counts = Counts(total=8, accepted=6, timed=5, in_time=4, overdue=1, recurrent=2, major=1)
    assert (counts.cured_pct, counts.in_time_pct, counts.recurrent_pct) == (75.0, 80.0, 25.0)


def test_there_are_twenty_criteria_of_a_major_hazard():
    assert sorted(CRITERIA) == list(range(1, 21))


def line(key, seq=1, previous="", **content):
    bare = Line("h", seq, 1, "note", "reader", "", "reported", NOON, "a", "张", "session", "",
                content, previous)  # fmt: skip
    message = message_of(bare)
    return replace(bare, sm3=sm3_hex(message), sm2=key.sign(message), public_key=key.public)


@pytest.mark.clause("DUAL-049")
def test_a_signed_chain_names_what_was_altered():
    key = make_key()
    one = line(key, name="泵漏")
    two = line(key, 2, one.sm3, place="泵房")
    now = {"name": "泵漏", "place": "泵房"}

    def codes(lines, content=now, keys=(key.public,)):
        return [fault.code for fault in chain_faults(lines, content, keys)]

    assert codes([one, two]) == []
    assert codes([one, two], now | {"name": "改了"}) == ["content_changed"]
    assert codes([replace(one, name="李"), two]) == ["line_changed"]
    assert codes([two]) == ["chain_broken"]
    forged = replace(one, name="李")
    forged = replace(forged, sm3=sm3_hex(message_of(forged)))
    assert codes([forged]) == ["signature_wrong"], "a right digest is not yet a signature"
    other = make_key()
    assert codes([line(other, name="泵漏")], {"name": "泵漏"}) == ["key_unknown"]


def test_sm2_agrees_with_the_standards_example():
    """GB/T 32918.5-2017 appendix A.2: its key, its message, its r and s."""
    public = (
        "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
        "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
    )
    signature = (
        "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
        "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
    )
    assert verify(b"message digest", signature, public)
    assert not verify(b"message digesT", signature, public)
    assert not verify(b"message digest", signature[:-2], public)
    assert not verify(b"message digest", "nonsense", public)


def test_the_plants_key_is_made_once_and_readable_by_us_only(tmp_path):
    path = tmp_path / "secrets" / "plant-sm2"
    key = load_or_make(path)
    assert path.stat().st_mode & 0o777 == 0o600
    load_or_make.cache_clear()
    assert load_or_make(path) == key
    assert len(fingerprint(key.public)) == 16 and len(key.sign(b"x")) == 128
