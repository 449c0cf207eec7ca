"""Rows in, order, slots, what is held back, what becomes of messages; on a real database."""

from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company
from anhuan.domains.plant.tests.factories import make_site
from anhuan.domains.reporting import actions
from anhuan.domains.reporting.actions.intake import About
from anhuan.domains.reporting.actions.sending import rows_of
from anhuan.domains.reporting.actions.slots import Found
from anhuan.domains.reporting.models import Batch, Delivery, ReportRow, Slot
from anhuan.domains.reporting.queries.queue import waits_for
from anhuan.domains.reporting.rules import states
from anhuan.domains.reporting.rules.outcomes import ACCEPTED, BROKEN, REFUSED, UNSURE, Outcome
from anhuan.domains.reporting.tests.make import (
    alarm,
    event,
    handled,
    hazard,
    make_target,
    measure,
    take,
    unit,
)
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused
from anhuan.kernel.sm2 import make_key, verify

pytestmark = pytest.mark.django_db
OK = Outcome(ACCEPTED, "已接收", "HZ-1")
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def company():
    found = make_company()
    make_site(found)
    return found


def send(target, now=None, outcome=OK):
    """One message carried; its rows' keys in order, None when nothing may go."""
    moment = now or clock.now()
    batch = actions.claim(target.pk, moment)
    if batch is None:
        return None
    keys = [one.row.key for one in rows_of(batch)]
    actions.note_outcome(batch.pk, outcome, moment)
    return keys


def state(target, row):
    return [
        one.state for one in Delivery.objects.filter(target=target, row=row).order_by("version")
    ]


def test_the_same_row_twice_is_one_version(company):
    target = make_target(company)
    row = alarm()
    first, again = take(company, "POS_T1", row), take(company, "POS_T1", row)
    assert (first.pk, first.version) == (again.pk, again.version) == (first.pk, 1)
    assert Delivery.objects.filter(target=target).count() == 1


def test_a_file_is_made_once_for_the_same_row(company):
    made = []

    def paper():
        made.append(1)
        return {"sm3": f"{len(made):064d}", "name": "a.pdf"}

    row = {"ID": "1", "COMPANY_CODE": "c"}
    for _ in range(2):
        actions.take_row(company, "PTW_T1", row, clock.now(), files={"FILE": paper})
    assert made == [1]
    actions.take_row(
        company, "PTW_T1", row | {"IS_CHANGED": "1"}, clock.now(), files={"FILE": paper}
    )
    assert made == [1, 1] and ReportRow.objects.get().version == 2


@pytest.mark.clause("EXC-029", "AQP-117")
def test_an_alarm_and_its_handling_are_two_messages_with_one_id_in_order(company):
    target = make_target(company, options={"most_rows": 20})
    row = alarm()
    take(company, "POS_T1", row)
    take(company, "POS_T1", handled(row))
    one, other = (actions.claim(target.pk, clock.now()), None)
    sent = rows_of(one)
    assert [(x.content["id"], x.content["type"]) for x in sent] == [(row["id"], "alarm")]
    actions.note_outcome(one.pk, OK, clock.now())
    other = rows_of(actions.claim(target.pk, clock.now()))
    assert [(x.content["id"], x.content["type"]) for x in other] == [(row["id"], "alarm:handle")]


def test_handling_never_goes_before_an_alarm_that_was_refused_until_somebody_decides(company):
    target = make_target(company)
    row = alarm()
    take(company, "POS_T1", row)
    assert send(target, outcome=Outcome(REFUSED, "卡号未登记")) == [row["id"]]
    found = take(company, "POS_T1", handled(row))
    assert send(target) is None
    later = Delivery.objects.get(row=found, version=2)
    assert waits_for(later) == ["等待同一数据的第 1 版（被退回）"]
    first = Delivery.objects.get(row=found, version=1)
    actions.drop(make_account(company), first, "重复登记", clock.now())
    assert send(target) == [row["id"]]


@pytest.mark.clause("EXC-013", "AQP-127")
def test_what_is_deleted_goes_as_deleted_and_stays(company):
    target = make_target(company, daily_at="00:00")
    row = unit()
    kept = take(company, "DUAL_T1", row)
    gone = take(company, "DUAL_T1", row | {"DELETED": "1"})
    assert gone.is_deleted and gone.pk == kept.pk
    actions.open_slots(clock.now(), {})
    assert send(target) == [row["ID"]]
    sent = Delivery.objects.get(target=target, state=states.SENT)
    assert sent.content["DELETED"] == "1"
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        ReportRow.objects.filter(pk=gone.pk)._raw_delete("default")


@pytest.mark.clause("EXC-006", "EXC-007")
def test_units_go_before_their_events_whatever_came_first(company):
    target = make_target(company, daily_at="00:00")
    above = unit()
    below = event(above)
    take(company, "DUAL_T2", below)
    actions.open_slots(clock.now(), {})
    assert send(target) is None
    waiting = Delivery.objects.get(table="DUAL_T2")
    assert waits_for(waiting) == [f"等待风险分析单元信息“{above['ID']}”先送达"]
    take(company, "DUAL_T1", above)
    Delivery.objects.filter(table="DUAL_T1").update(due_at=clock.now())
    assert send(target) == [above["ID"]]
    assert send(target) == [below["ID"]]
    assert waits_for(waiting) == []


@pytest.mark.clause("EXC-006", "EXC-012")
def test_what_goes_daily_goes_along_with_the_hourly_row_that_names_it(company):
    start = clock.now().replace(minute=5, second=0, microsecond=0)
    far = (start.astimezone(ZONE) + timedelta(hours=12)).replace(minute=0)
    target = make_target(company, daily_at=far.time())
    actions.open_slots(start, {})  # the day's has been; the next is in half a day
    above, other = unit(), unit()
    below = event(above)
    control = measure(below)
    found = hazard(RISK_MEASURE_ID=control["ID"])
    rows = [("DUAL_T6", found), ("DUAL_T3", control), ("DUAL_T2", below), ("DUAL_T1", above)]
    for table, row in [*rows, ("DUAL_T1", other)]:
        take(company, table, row, start)
    actions.open_slots(start + timedelta(minutes=50), {})
    assert send(target, start + timedelta(minutes=50)) is None
    hour = start + timedelta(hours=1)
    actions.open_slots(hour, {})
    sent = [send(target, hour) for _ in range(5)]
    assert sent == [[above["ID"]], [below["ID"]], [control["ID"]], [found["ID"]], None]
    assert state(target, ReportRow.objects.get(key=other["ID"])) == ["waiting"]


def test_a_receiver_without_the_parents_table_gets_the_children_alone(company):
    target = make_target(company, tables=["DUAL_T2"], daily_at="00:00")
    below = event(unit())
    take(company, "DUAL_T2", below)
    actions.open_slots(clock.now(), {})
    assert send(target) == [below["ID"]]


@pytest.mark.clause("EXC-012")
def test_what_is_collected_goes_once_an_hour_in_its_last_state(company):
    target = make_target(company)
    start = clock.now().replace(minute=5, second=0, microsecond=0)
    assert actions.open_slots(start, {}) == 6
    row = hazard()
    take(company, "DUAL_T6", row, start)
    take(company, "DUAL_T6", row | {"DANGER_STATE": 1}, start)
    assert actions.open_slots(start + timedelta(minutes=50), {}) == 0
    assert send(target, start + timedelta(minutes=50)) is None
    hour = start + timedelta(hours=1)
    assert actions.open_slots(hour, {}) >= 2
    assert send(target, hour) == [row["ID"]] and send(target, hour) is None
    assert Delivery.objects.get(state=states.SENT).content["DANGER_STATE"] == 1
    slots = Slot.objects.filter(target=target, table="DUAL_T6").values_list("rows", flat=True)
    assert sorted(slots) == [0, 1]
    with pytest.raises(IntegrityError), transaction.atomic():
        last = Slot.objects.filter(table="DUAL_T6").first()
        Slot.objects.create(target=target, table="DUAL_T6", at=last.at, opened_at=hour)


def test_after_a_standstill_one_slot_takes_everything(company):
    make_target(company)
    start = clock.now()
    actions.open_slots(start, {})
    take(company, "DUAL_T6", hazard(), start)
    actions.open_slots(start + timedelta(hours=9), {})
    assert Slot.objects.filter(table="DUAL_T6").count() == 2


@pytest.mark.clause("AQL-101")
def test_a_source_is_asked_once_a_slot_and_only_the_newest_picture_waits(company):
    target = make_target(company, tables=["AQL_POS"])
    asked = []

    def where(_, at):
        asked.append(at)
        line = {"PERSON_ID": "p", "CARD_NO": "T1", "TIME": at, "LONGITUDE": 117.5,
                "LATITUDE": 38.3, "FLOOR": "1"}  # fmt: skip
        row = {"COMPANY_CODE": "c", "COLLECT_TIME": at, "POSITIONS": [line]}
        yield Found(row, About(key="*"))

    start = clock.now()
    for seconds in range(0, 60, 5):
        actions.open_slots(start + timedelta(seconds=seconds), {"AQL_POS": where})
    gaps = {(b - a).total_seconds() for a, b in pairwise(asked)}
    assert gaps == {20.0}
    found = Delivery.objects.filter(target=target).values_list("state", flat=True)
    assert sorted(found) == ["superseded"] * (len(asked) - 1) + ["waiting"]


def test_two_receivers_of_the_same_picture_both_get_the_newest(company):
    both = [make_target(company, name=name, tables=["AQL_POS"]) for name in ("省", "园区")]
    asked = []

    def where(_, at):
        asked.append(at)
        line = {"PERSON_ID": "p", "CARD_NO": "T1", "TIME": clock.now(), "LONGITUDE": 117.5,
                "LATITUDE": 38.3, "FLOOR": "1"}  # fmt: skip
        row = {"COMPANY_CODE": "c", "COLLECT_TIME": at, "POSITIONS": [line]}
        yield Found(row, About(key="*"))

    start = clock.now()
    assert actions.open_slots(start, {"AQL_POS": where}) == 2 and len(asked) == 1
    assert [send(one, start) for one in both] == [["*"], ["*"]]


def test_what_changes_after_its_slot_opened_still_goes_in_it(company):
    target = make_target(company)
    start, row = clock.now(), hazard()
    take(company, "DUAL_T6", row, start)
    actions.open_slots(start, {})
    take(company, "DUAL_T6", row | {"DANGER_STATE": 1}, start)
    assert send(target, start) == [row["ID"]]
    assert Delivery.objects.get(state=states.SENT).content["DANGER_STATE"] == 1


@pytest.mark.clause("GOV-026", "EXC-050")
def test_every_receiver_has_its_own_queue_faults_and_words(company):
    province = make_target(company)
    park = make_target(company, name="园区", level="park", options={"fills": {"CARD_NO": "0"}})
    row = take(company, "POS_T1", alarm(CARD_NO=""))
    assert state(province, row) == ["held"] and state(park, row) == ["waiting"]
    assert send(province) is None and send(park) == [row.key]
    held = Delivery.objects.get(target=province)
    assert [one["code"] for one in held.faults] == ["missing"]
    assert "卡号" in held.faults[0]["text"]
    fills = {"options": {"fills": {"POS_T1.CARD_NO": "无卡"}}}
    actions.save_target(make_account(company), province, fills, clock.now())
    assert state(province, row) == ["waiting"]


def test_a_company_s_rows_never_reach_another_s_receiver(company):
    other = make_target(make_company())
    take(company, "POS_T1", alarm())
    assert not Delivery.objects.filter(target=other).exists()


def test_without_an_answer_the_same_message_goes_again_before_any_other(company):
    target = make_target(company)
    take(company, "POS_T1", alarm())
    now = clock.now()
    batch = actions.claim(target.pk, now)
    assert actions.claim(target.pk, now) is None
    actions.note_outcome(batch.pk, Outcome(UNSURE, "没有应答"), now)
    take(company, "POS_T1", alarm())
    assert actions.claim(target.pk, now + timedelta(seconds=1)) is None
    again = actions.claim(target.pk, now + timedelta(seconds=2))
    assert again.pk == batch.pk and again.attempts == 2
    assert [one.pk for one in rows_of(again)] == [one.pk for one in rows_of(batch)]


def test_a_message_whose_sender_died_goes_again_under_the_same_id(company):
    target = make_target(company, options={"timeout_s": 5})
    take(company, "POS_T1", alarm())
    now = clock.now()
    batch = actions.claim(target.pk, now)
    assert actions.claim(target.pk, now + timedelta(seconds=5.9)) is None
    assert actions.claim(target.pk, now + timedelta(seconds=6)).pk == batch.pk


def test_an_outcome_noted_twice_changes_nothing(company):
    target = make_target(company)
    take(company, "POS_T1", alarm())
    batch = actions.claim(target.pk, clock.now())
    actions.note_outcome(batch.pk, OK, clock.now())
    assert actions.note_outcome(batch.pk, Outcome(REFUSED, "x"), clock.now()).state == "accepted"


@pytest.mark.clause("EXC-062")
def test_rows_refused_alone_do_not_hold_the_others_and_may_be_sent_again(company):
    target = make_target(company)
    rows = [take(company, "POS_T1", alarm()) for _ in range(3)]
    batch = actions.claim(target.pk, clock.now())
    keys = [one.row_id for one in rows_of(batch)]
    actions.note_outcome(batch.pk, Outcome(ACCEPTED, "部分", rows={1: "人员未登记"}), clock.now())
    assert Batch.objects.get().state == "partly"
    bad = Delivery.objects.get(state=states.REFUSED)
    assert bad.row_id == keys[1] and bad.said == "人员未登记" and len(rows) == 3
    actions.resend(make_account(company), bad, clock.now())
    assert send(target) == [bad.row.key] and send(target) is None


def test_what_breaks_the_receiver_is_found_and_the_rest_goes_on(company):
    target = make_target(company)
    rows = [take(company, "POS_T1", alarm()) for _ in range(3)]
    poison, now = rows[1].key, clock.now()
    for _ in range(60):
        now += timedelta(minutes=11)
        batch = actions.claim(target.pk, now)
        if batch is None:
            break
        keys = [one.row.key for one in rows_of(batch)]
        said = Outcome(BROKEN, "HTTP 500") if poison in keys else OK
        actions.note_outcome(batch.pk, said, now)
    found = dict(Delivery.objects.values_list("row__key", "state"))
    assert found == {one.key: "refused" if one.key == poison else "sent" for one in rows}


@pytest.mark.clause("AQG-005")
def test_every_message_has_a_digest_and_the_plant_s_signature_over_its_rows(company):
    target, key = make_target(company), make_key()
    take(company, "POS_T1", alarm())
    batch = actions.claim(target.pk, clock.now(), key)
    assert len(batch.content_sm3) == 64
    assert verify(batch.content_sm3.encode(), batch.signature, key.public)
    assert not verify(b"0" * 64, batch.signature, key.public)


def test_a_receiver_put_to_work_gets_everything_known_and_one_at_rest_nothing(company):
    row = take(company, "POS_T1", alarm())
    target = make_target(company, is_active=False)
    safety = make_account(company)
    assert state(target, row) == []
    actions.set_active(safety, target, is_active=True, now=clock.now())
    assert state(target, row) == ["waiting"]
    actions.set_active(safety, target, is_active=False, now=clock.now())
    assert actions.claim(target.pk, clock.now()) is None


def test_a_receiver_whose_secret_is_missing_is_not_put_to_work(company):
    target = make_target(company, is_active=False, secret="nowhere")
    with pytest.raises(Refused, match="密钥文件里没有“nowhere”"):
        actions.set_active(make_account(company), target, is_active=True, now=clock.now())


def test_a_test_repeats_the_newest_sound_row_and_counts_nowhere(company):
    target, safety = make_target(company), make_account(company)
    with pytest.raises(Refused, match="还没有校验通过的数据"):
        actions.send_test(safety, target, "POS_T1", clock.now())
    row = take(company, "POS_T1", alarm())
    send(target)
    batch = actions.send_test(safety, target, "POS_T1", clock.now())
    assert batch.test_rows == [row.row]
    assert actions.claim(target.pk, clock.now()).pk == batch.pk
    assert actions.note_outcome(batch.pk, OK, clock.now()).state == "accepted"
    assert Delivery.objects.filter(target=target).count() == 1


def test_old_pictures_and_receipts_are_forgotten_but_never_the_newest(company):
    target = make_target(company)
    row = alarm()
    old = clock.now() - timedelta(days=500)
    take(company, "POS_T1", row, old)
    send(target, old + timedelta(seconds=1))
    take(company, "POS_T1", handled(row), old)
    send(target, old + timedelta(seconds=2))
    assert actions.prune(clock.now()) > 0
    assert Delivery.objects.get(target=target).version == 2


def test_who_may_commit(company):
    assert make_account(company, Role.PLANT_HEAD).may("reporting.commit")
    assert not make_account(company, Role.OPERATOR).may("reporting.commit")
