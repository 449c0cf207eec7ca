"""Messages come in once, into their own plant's rows, with every fault named."""

from datetime import timedelta

import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account
from anhuan.domains.province import actions
from anhuan.domains.province.models import DayCount, Inflow, Receipt, ReceivedRow, Refusal, Stranger
from anhuan.domains.province.queries.enterprises import known_by_code, known_by_token
from anhuan.domains.province.queries.secrets import key_of, keys_file
from anhuan.domains.province.tests.make import (
    alarm,
    make_authority,
    make_enterprise,
    make_point,
    promise,
    send,
    settled,
)
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def plant():
    return make_enterprise()


def test_a_message_sent_twice_counts_once_and_gets_the_same_answer(plant):
    row = alarm()
    first = send(plant, "POS_T1", row, id="one", number=1, epoch="e")
    again = send(plant, "POS_T1", row, id="one", number=1, epoch="e")
    assert first == again
    assert first["code"] == "0" and "SM3" in first["receipt"]
    assert ReceivedRow.objects.count() == Receipt.objects.count() == 1
    assert DayCount.objects.get().taken == 1


def test_a_message_without_an_id_is_known_by_what_it_says(plant):
    row = alarm()
    assert send(plant, "POS_T1", row, id="") == send(plant, "POS_T1", row, id="")
    send(plant, "POS_T1", alarm(), id="")
    assert Receipt.objects.count() == 2


def test_gaps_are_told_and_an_older_message_sent_again_undoes_nothing(plant):
    now, row = clock.now(), alarm()
    later = {"sent_at": now, "epoch": "e"}
    sooner = {"sent_at": now - timedelta(minutes=1), "epoch": "e"}
    assert send(plant, "POS_T1", alarm(), number=1, **sooner)["missing"] == []
    assert send(plant, "POS_T1", settled(row), number=3, **later)["missing"] == [[2, 2]]
    assert send(plant, "POS_T1", row, number=2, **sooner)["missing"] == []
    assert plant.rows.get(key=row["id"]).state == "ended"
    assert Inflow.objects.get().contiguous == 3


def test_faults_are_named_row_by_row_and_cleared_by_the_right_row(plant):
    bad, good = alarm(alarmType="77", realName=""), alarm()
    answer = send(plant, "POS_T1", good, bad)
    assert [one["index"] for one in answer["errors"]] == [1]
    assert "编码表" in answer["errors"][0]["msg"] and "realName" in answer["errors"][0]["msg"]
    assert plant.rows.count() == 1
    assert {one["code"] for one in Refusal.objects.get().faults} == {"code", "missing"}
    send(plant, "POS_T1", bad | {"alarmType": "01", "realName": "王"})
    assert not Refusal.objects.exists()
    count = DayCount.objects.get()
    assert (count.taken, count.refused) == (2, 1)


def test_a_plant_writes_nobody_elses_rows(plant):
    other = make_enterprise(plant.company)
    answer = send(plant, "PROMISE", promise(other, "2026-11-22"))
    assert "不是本企业的编码" in answer["errors"][0]["msg"]
    row = alarm()
    send(plant, "POS_T1", row)
    send(other, "POS_T1", settled(row))  # the same key, another plant
    assert plant.rows.get().state == "open"


def test_the_clock_of_a_sender_never_runs_ahead_of_ours(plant):
    row, now = alarm(), clock.now()
    send(plant, "POS_T1", row, sent_at=now + timedelta(days=1), now=now)
    send(plant, "POS_T1", settled(row), sent_at=now + timedelta(seconds=5),
         now=now + timedelta(seconds=5))  # fmt: skip
    assert plant.rows.get().state == "ended"


def test_a_new_key_ends_the_old_one_and_only_digests_are_kept(plant):
    now = clock.now()
    first = actions.issue_key(SYSTEM, plant, now)
    second = actions.issue_key(SYSTEM, plant, now)
    assert known_by_token(first.token) is None
    assert known_by_token(second.token) == known_by_code(plant.code) == plant
    assert known_by_token("") is None
    assert key_of(plant.pk)["key"] == second.key
    assert keys_file().stat().st_mode & 0o777 == 0o600
    actions.save_enterprise(SYSTEM, plant, {"is_retired": True})
    assert known_by_token(second.token) is None


def test_a_plant_is_registered_with_every_reason_why_not(plant):
    changes = {
        "code": plant.code, "name": "另一家", "longitude": 200.0, "latitude": 37.0,
        "tables": ["NO"], "bureau": plant.bureau,
    }  # fmt: skip
    fresh = type(plant)(company=plant.company)
    with pytest.raises(Refused) as refused:
        actions.save_enterprise(SYSTEM, fresh, changes)
    assert {"code_taken", "no_place", "unknown_table"} <= {
        one.code for one in refused.value.blockers
    }
    with pytest.raises(Refused) as refused:
        actions.save_enterprise(SYSTEM, fresh, changes | {"code": "坏 编码", "longitude": 117.0})
    assert {one.code for one in refused.value.blockers} == {"code_invalid", "unknown_table"}


def test_strangers_are_counted_and_never_fill_the_disk():
    now = clock.now()
    actions.note_strangers({("1.2.3.4", "令牌无效"): 3}, now)
    actions.note_strangers({("1.2.3.4", "令牌无效"): 4}, now)
    assert Stranger.objects.get().times == 7
    flood = {(f"10.0.{n // 250}.{n % 250}", "令牌无效"): 1 for n in range(1000)}
    actions.note_strangers(flood, now + timedelta(seconds=1))
    assert Stranger.objects.count() == 1000


def line(point, value, at=None):
    return {"QUOTAID": point.code, "VALUE": value,
            "COLLECT_TIME": (at or clock.now()).isoformat()}  # fmt: skip


@pytest.mark.clause("GOV-003", "GOV-008")
def test_a_warehouse_point_is_kept_judged_and_ends_its_alarm(plant):
    point, now = make_point(plant), clock.now()
    answer = send(plant, "SENSING", line(point, 38.0), {"QUOTAID": "nobody", "VALUE": 1},
                  {"QUOTAID": point.code, "VALUE": "warm"})  # fmt: skip
    assert [one["index"] for one in answer["errors"]] == [1, 2]
    found = plant.rows.get(table="SENSING")
    assert (found.state, found.grade, found.place) == ("open", "grave", "一号库")
    send(plant, "SENSING", line(point, 39.0))
    assert plant.rows.filter(table="SENSING").count() == 1
    send(plant, "SENSING", line(point, 20.0))
    assert plant.rows.get(table="SENSING").state == "ended"
    send(plant, "SENSING", line(point, 40.0, now - timedelta(hours=1)))  # too old to say anything
    point.refresh_from_db()
    assert (point.value, point.alarm) == (20.0, "")


@pytest.mark.clause("GOV-005", "GOV-006", "GOV-007", "GOV-009")
@pytest.mark.parametrize(
    ("parameter", "value", "kind"),
    [("grounding", 1, "rack"), ("overfill", 1, "rack"), ("combustible", 50, "rack"),
     ("toxic", 12, "plant")],
)  # fmt: skip
def test_a_loading_rack_and_gas_detectors_raise_their_alarms(plant, parameter, value, kind):
    limit = None if parameter in ("grounding", "overfill") else float(value)
    point = make_point(plant, object_kind=kind, object_name="一号栈台", parameter=parameter,
                       substance="other", high=None, high_high=limit)  # fmt: skip
    send(plant, "SENSING", line(point, value))
    assert plant.rows.get(kind="alarm", table="SENSING").state == "open"


@pytest.mark.clause("GOV-010")
def test_a_threshold_changes_when_another_one_approves(plant):
    point, now = make_point(plant), clock.now()
    asker, other = (make_account(plant.company, Role.ADMINISTRATOR) for _ in range(2))
    limits = {"low_low": None, "low": None, "high": 30.0, "high_high": 36.0}
    change = actions.ask_limits(asker, point, limits, "工艺卡片 2026 版", now)
    with pytest.raises(Refused):
        actions.decide_limits(asker, change, now, is_approved=True)
    point.refresh_from_db()
    assert point.high == 32.0
    actions.decide_limits(other, change, now, is_approved=True)
    point.refresh_from_db()
    assert (point.high, point.high_high) == (30.0, 36.0)
    with pytest.raises(Refused):
        actions.decide_limits(other, change, now, is_approved=False)


def test_an_authority_keeps_its_plants_apart():
    ours, theirs = make_enterprise(make_authority()), make_enterprise(make_authority())
    row = alarm()
    assert send(ours, "POS_T1", row, id="same")["code"] == "0"
    assert send(theirs, "POS_T1", row, id="same")["code"] == "0"
    assert ReceivedRow.objects.count() == 2
