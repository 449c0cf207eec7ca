"""Many messages at once are kept as if they had come one by one; an id stands for one content."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.province import actions
from anhuan.domains.province.models import Clash, Receipt, ReceivedRow
from anhuan.domains.province.queries.governance import faults_at
from anhuan.domains.province.rules.identity import digest_of
from anhuan.domains.province.tests.make import (
    alarm,
    make_authority,
    make_enterprise,
    make_point,
    send,
    settled,
)
from anhuan.kernel.digest import canonical_json, sm3_hex

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
ALARMS = {key: alarm(id=f"alarm-{key}") for key in "abc"}
BUILT = {
    "open": lambda row: row,
    "ended": settled,
    "bad": lambda row: row | {"alarmType": "77"},
    "keyless": lambda row: row | {"id": ""},
}


def values(*names):
    return st.sampled_from(names)


ROW = st.tuples(values("a", "b", "c"), values(*BUILT)).map(
    lambda one: BUILT[one[1]](ALARMS[one[0]])
)
LINE = st.tuples(values("T1", "T2"), st.integers(18, 21).map(lambda n: n * 2.0), st.integers(0, 2))
TIMES = st.integers(0, 2).map(lambda n: NOON - timedelta(minutes=n))
ALARMED = st.builds(
    lambda rows, form: {"table": "POS_T1", "rows": rows, "form": form},
    st.lists(ROW, min_size=1, max_size=3), values("generic"),
)  # fmt: skip
SENSED = st.lists(LINE, min_size=1, max_size=3).map(lambda lines: {
    "table": "SENSING", "form": "aq_sensing",
    "rows": [{"QUOTAID": code, "VALUE": value,
              "COLLECT_TIME": (NOON - timedelta(minutes=ago)).isoformat()}
             for code, value, ago in lines],
})  # fmt: skip
MESSAGE = st.builds(
    lambda said, **more: said | more, ALARMED | SENSED, id=values("", "1", "2", "3"),
    epoch=values("", "e"), number=st.none() | st.integers(1, 6), sent_at=st.none() | TIMES,
)  # fmt: skip
SENT = st.lists(st.tuples(st.integers(0, 1), MESSAGE), min_size=2, max_size=12)
PLAIN = st.dictionaries(
    st.text(max_size=3), st.none() | st.integers() | st.text(max_size=5), max_size=3
)


def two_plants():
    authority = make_authority()
    plants = [make_enterprise(authority) for _ in range(2)]
    for plant in plants:
        for code in ("T1", "T2"):
            make_point(plant, code=code)
    return plants


def left_behind(plant):
    """Everything that is kept of a plant, without ids and names of its own."""
    rows = plant.rows.order_by("table", "key")
    told = "table", "key", "content", "state", "grade", "sent_at", "ended_at"
    return (
        list(rows.values_list(*told)),
        sorted(plant.refusals.values_list("table", "key")),
        sorted(plant.day_counts.values_list("table", "taken", "refused")),
        [(one.epoch, one.contiguous, one.islands, one.messages)
         for one in plant.inflows.order_by("epoch") if one.messages],
        sorted(plant.clashes.values_list("message", "times")),
        sorted(plant.receipts.values_list("message", "content_sm3", "number", "refused")),
        list(plant.points.order_by("code").values_list("code", "value", "at", "alarm")),
    )  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(sent=SENT, size=st.integers(2, 12))
def test_batches_leave_behind_what_single_messages_do(sent, size):
    with transaction.atomic():
        together, alone = two_plants(), two_plants()
        arrivals = [(which, actions.Arrival(**said)) for which, said in sent]
        said = [actions.take(alone[which], one, NOON) for which, one in arrivals]
        told = [
            answer
            for some in (arrivals[k : k + size] for k in range(0, len(arrivals), size))
            for answer in actions.take_many([(together[w], one) for w, one in some], NOON)
        ]
        assert told == said
        for one, other in zip(together, alone, strict=True):
            assert left_behind(one) == left_behind(other)
        transaction.set_rollback(True)


@given(st.lists(PLAIN, max_size=4), st.lists(PLAIN, max_size=4), st.randoms())
def test_the_digest_knows_the_rows_and_not_their_order(rows, others, random):
    mixed = list(rows)
    random.shuffle(mixed)
    assert digest_of(mixed) == digest_of(rows)
    same = sorted(map(repr_of, rows)) == sorted(map(repr_of, others))
    assert (digest_of(rows) == digest_of(others)) == same


def repr_of(row):
    return repr(sorted(row.items()))


@pytest.fixture
def plant():
    return make_enterprise()


@pytest.mark.django_db
def test_an_id_used_for_other_content_is_refused_and_counted(plant):
    first, second, other = alarm(), alarm(), alarm()
    good = send(plant, "POS_T1", first, second, id="one", number=1, epoch="e")
    assert send(plant, "POS_T1", second, first, id="one", number=1, epoch="e") == good
    for _ in range(2):
        answer = send(plant, "POS_T1", other, id="one", number=2, epoch="e")
        assert (answer["code"], answer["error"]) == ("409", "id_reused")
        assert "one" in answer["msg"] and "换一个新的报文编号" in answer["msg"]
    assert send(plant, "PTW_A1", first, second, id="one")["code"] == "409"  # another table
    assert not plant.rows.filter(key=other["id"]).exists()
    assert plant.inflows.get(epoch="e").contiguous == 1
    assert (plant.day_counts.get().taken, Receipt.objects.count()) == (2, 1)
    known = Clash.objects.get()
    assert (known.message, known.times, known.table) == ("one", 3, "PTW_A1")
    faults = faults_at(plant, known.last_at)
    assert [one.text for one in faults if one.code == "reused_id"] == [
        "近 7 日 1 个报文编号被用于不同数据，后到的数据没有入库"
    ]
    later = known.last_at + timedelta(days=7, seconds=1)
    assert not [one for one in faults_at(plant, later) if one.code == "reused_id"]


@pytest.mark.django_db
def test_a_receipt_of_before_still_knows_its_message(plant):
    rows = [alarm(), alarm()]
    said = send(plant, "POS_T1", *rows, id="old")
    Receipt.objects.update(content_sm3=sm3_hex(canonical_json(rows)))  # in the order they came
    assert send(plant, "POS_T1", *rows, id="old") == said


@pytest.mark.django_db
def test_an_id_of_any_length_is_known_again(plant):
    long = "x" * 200
    first = send(plant, "POS_T1", alarm(id="1"), id=long)
    assert first["code"] == "0" and len(first["id"]) == 64
    assert send(plant, "POS_T1", alarm(id="1"), id=long) == first
    assert send(plant, "POS_T1", alarm(id="2"), id=f"{long}y")["code"] == "0"


@pytest.mark.django_db
def test_forty_messages_cost_no_more_statements_than_one(django_assert_max_num_queries):
    authority = make_authority()
    plants = [make_enterprise(authority) for _ in range(40)]
    sent = [(one, actions.Arrival("POS_T1", [alarm()], "generic", "one")) for one in plants]
    with django_assert_max_num_queries(10):
        answers = actions.take_many(sent, NOON)
    assert {one["code"] for one in answers} == {"0"}
    assert ReceivedRow.objects.filter(enterprise__in=plants).count() == 40


@pytest.mark.django_db
def test_a_key_replaced_since_the_door_looked_lets_nobody_in(plant, settings, tmp_path):
    settings.DATA = tmp_path
    old = sm3_hex(actions.issue_key(SYSTEM, plant, NOON).token.encode())
    new = sm3_hex(actions.issue_key(SYSTEM, plant, NOON).token.encode())
    assert send(plant, "POS_T1", alarm(), token_sm3=old)["code"] == "401"
    assert send(plant, "POS_T1", alarm(), token_sm3=new)["code"] == "0"
    actions.save_enterprise(SYSTEM, plant, {"is_retired": True})
    assert send(plant, "POS_T1", alarm(), token_sm3=new)["code"] == "401"
    assert plant.rows.count() == 1
