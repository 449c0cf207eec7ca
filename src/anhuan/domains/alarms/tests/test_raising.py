"""Raising, folding, worsening and returning; and replaying all of it."""

from datetime import timedelta

import pytest

from anhuan.domains.alarms.actions import raise_alarm, return_alarm, update_alarm
from anhuan.domains.alarms.models import Alarm, AlarmKind, AlarmStep
from anhuan.domains.alarms.queries import card_of
from anhuan.domains.alarms.rules import AlarmUpdate
from anhuan.domains.alarms.tests.make import (
    PEOPLE,
    T0,
    a_raise,
    make_alarm,
    make_area,
    make_company,
)
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.kernel.ids import uuid_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def company():
    return make_company()


def test_a_raise_writes_alarm_step_audit_and_event_together(company):
    alarm = make_alarm(company)
    event = OutboxEvent.objects.get()
    assert event.type == "alarm.raised"
    assert event.data["alarm"] == card_of(alarm)
    assert alarm.steps.get().verb == "raise"
    assert AuditRow.objects.get().target_id == str(alarm.pk)


def test_the_card_is_the_contract(company):
    area = make_area(company)
    alarm = make_alarm(company)
    alarm.area = area
    card = card_of(alarm)
    assert list(card) == [
        "id", "kind", "kind_label", "priority", "state", "active", "needs_clearing", "handled",
        "closed", "shelved_until", "suppressed", "title", "text", "raised_at", "returned_at",
        "acknowledged_at", "acknowledged_by", "place", "people", "url", "escalation",
    ]  # fmt: skip
    assert list(card["place"]) == ["area", "area_name", "x_m", "y_m", "floor", "radius_m"]
    assert card["people"] == [{"id": "p1", "name": "张三", "kind": "staff"}]
    assert (card["priority"], card["state"], card["active"]) == (2, "unacknowledged", True)


@pytest.mark.clause("AQL-028", "AQL-031", "POS-037", "POS-039")
def test_time_people_and_place_of_the_moment_are_kept(company):
    snapshot = {"people": [{"id": "p2", "x_m": 9.0, "y_m": 9.0, "floor": 1}]}
    alarm = Alarm.objects.get(pk=make_alarm(company, snapshot=snapshot).pk)
    assert (alarm.raised_at, alarm.x_m, alarm.y_m, alarm.floor) == (T0, 5.0, 5.0, 1)
    assert alarm.people[0] == PEOPLE[0]
    assert alarm.snapshot == snapshot


def test_the_same_raise_again_changes_nothing(company):
    raised = a_raise(alarm_id=uuid_of("alarm", 1))
    first = raise_alarm(company, raised)
    before = (Alarm.objects.count(), AlarmStep.objects.count(), OutboxEvent.objects.count())
    assert raise_alarm(company, raised) == first
    assert before == (Alarm.objects.count(), AlarmStep.objects.count(), OutboxEvent.objects.count())


def test_a_standing_condition_folds(company):
    first = make_alarm(company)
    again = make_alarm(company, raised_at=T0 + MINUTE)
    again.refresh_from_db()
    assert again == first
    assert again.repeats == 1


def test_a_folded_raise_replayed_is_counted_once(company):
    make_alarm(company)
    folded = a_raise(raised_at=T0 + MINUTE, alarm_id=uuid_of("alarm", 2))
    raise_alarm(company, folded)
    raise_alarm(company, folded)
    assert Alarm.objects.get().repeats == 1
    return_alarm(company, folded.condition, T0 + 2 * MINUTE)
    raise_alarm(company, folded)  # the engine replays after its alarm ended
    assert Alarm.objects.get().returned_at == T0 + 2 * MINUTE


def test_a_replayed_history_ends_where_it_was(company):
    history = [
        lambda: raise_alarm(company, a_raise(alarm_id=uuid_of("alarm", 1))),
        lambda: return_alarm(company, "over_count:a1", T0 + MINUTE),
        lambda: raise_alarm(
            company, a_raise(alarm_id=uuid_of("alarm", 2), raised_at=T0 + 2 * MINUTE)
        ),
    ]
    for step in history:
        step()
    before = list(Alarm.objects.order_by("raised_at").values("id", "returned_at", "repeats"))
    for step in history:
        step()
    assert before == list(
        Alarm.objects.order_by("raised_at").values("id", "returned_at", "repeats")
    )
    assert [row["returned_at"] for row in before] == [T0 + MINUTE, None]


def test_a_returned_condition_begins_a_new_alarm(company):
    first = make_alarm(company)
    return_alarm(company, first.condition, T0 + MINUTE)
    second = make_alarm(company, raised_at=T0 + 2 * MINUTE)
    assert second != first
    assert card_of(Alarm.objects.get(pk=first.pk))["active"] is False


def crowd(company, kind, count, at=T0, **changes):
    people = tuple({"id": f"p{i}", "name": f"人{i}", "kind": "staff"} for i in range(count))
    return make_alarm(
        company,
        kind=kind,
        condition="crowd:1",
        people=people,
        raised_at=at,
        title="聚集",
        **changes,
    )


def test_a_crowd_that_grows_rings_again_and_changes_its_colour(company):
    alarm = crowd(company, "crowd_yellow", 3)
    Alarm.objects.update(acknowledged_at=T0)
    update_alarm(company, AlarmUpdate("crowd:1", T0 + MINUTE, kind="crowd_red", text="7 人"))
    alarm.refresh_from_db()
    assert (alarm.kind.code, alarm.priority, alarm.text) == ("crowd_red", 1, "7 人")
    assert alarm.acknowledged_at is None
    assert OutboxEvent.objects.order_by("at").last().data["alarm"]["state"] == "unacknowledged"


def test_a_crowd_that_shrinks_keeps_its_colour(company):
    alarm = crowd(company, "crowd_orange", 5)
    update_alarm(
        company, AlarmUpdate("crowd:1", T0 + MINUTE, kind="crowd_yellow", people=PEOPLE[:1] * 3)
    )
    alarm.refresh_from_db()
    assert alarm.kind.code == "crowd_orange"
    assert len(alarm.people) == 3


@pytest.mark.clause("AQL-040")
@pytest.mark.parametrize("kind", ["crowd_orange", "crowd_red", "sos"])
def test_what_needs_clearing_stays_active_when_it_returns(company, kind):
    alarm = crowd(company, kind, 5)
    return_alarm(company, "crowd:1", T0 + MINUTE)
    alarm = Alarm.objects.select_related("kind").get(pk=alarm.pk)
    card = card_of(alarm)
    assert (card["active"], card["needs_clearing"]) == (True, True)
    assert card["returned_at"] is not None


def test_a_yellow_crowd_clears_itself(company):
    alarm = crowd(company, "crowd_yellow", 3)
    return_alarm(company, "crowd:1", T0 + MINUTE)
    assert card_of(Alarm.objects.get(pk=alarm.pk))["active"] is False


def test_a_red_crowd_that_gathers_again_is_the_same_alarm_and_rings_again(company):
    alarm = crowd(company, "crowd_red", 7)
    Alarm.objects.update(acknowledged_at=T0)
    return_alarm(company, "crowd:1", T0 + MINUTE)
    again = crowd(company, "crowd_red", 7, at=T0 + 2 * MINUTE)
    again.refresh_from_db()
    assert again == alarm
    assert (again.returned_at, again.acknowledged_at, again.repeats) == (None, None, 1)


def test_an_update_without_news_says_nothing(company):
    make_alarm(company)
    count = OutboxEvent.objects.count()
    update_alarm(company, AlarmUpdate("over_count:a1", T0 + MINUTE, text="5 人，限 4 人"))
    assert OutboxEvent.objects.count() == count


def test_updates_and_returns_from_before_the_alarm_are_ignored(company):
    alarm = make_alarm(company)
    assert update_alarm(company, AlarmUpdate("over_count:a1", T0 - MINUTE, text="x")) is None
    assert return_alarm(company, "over_count:a1", T0 - MINUTE) is None
    assert return_alarm(company, "nothing", T0) is None
    alarm.refresh_from_db()
    assert (alarm.text, alarm.returned_at) == ("5 人，限 4 人", None)


def test_a_kind_switched_off_raises_nothing(company):
    AlarmKind.objects.filter(code="over_count").update(is_enabled=False)
    assert raise_alarm(company, a_raise()) is None
    assert not Alarm.objects.exists()
