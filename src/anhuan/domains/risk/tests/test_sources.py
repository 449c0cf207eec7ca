"""Judging by GB 18218, and the three responsible persons of a major hazard source."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from anhuan.domains.notify.models import Notice
from anhuan.domains.org.models import Holiday
from anhuan.domains.org.tests.factories import make_account, make_company, make_person
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.plant.actions import save_hazard_source
from anhuan.domains.plant.tests.factories import make_hazard_source
from anhuan.domains.risk import actions, queries
from anhuan.domains.risk.models import Holding, Identification
from anhuan.domains.risk.rules.major_hazards import Stock
from anhuan.domains.risk.tests.make import make_farm
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def codes(act):
    try:
        act()
    except Refused as refused:
        return {one.code for one in refused.blockers}
    return set()


def unit(tonnes, **more):
    stocks = (Stock("甲醇", Fraction(tonnes), ("W5.3",)),)
    return actions.Unit("罐组", "storage", stocks, more.pop("people", 0), **more)


def test_no_is_kept_as_an_answer():
    company = make_company()
    row = actions.identify_unit(make_account(company), company, unit("499"))
    assert (row.level, row.verdict, row.s) == (0, "不构成重大危险源", "0.998")
    assert codes(lambda: actions.register_source(make_account(company), row, "BA-1", None)) == {
        "not_major", "area"
    }  # fmt: skip
    event = OutboxEvent.objects.get(company=company.code, type="risk.source.judged")
    assert event.data["level"] == 0


def test_a_snapshot_that_was_altered_is_found_out():
    company = make_company()
    row = actions.identify_unit(make_account(company), company, unit("10000", people=100))
    assert (row.s, row.r, row.alpha, row.level) == ("20", "40", "2", 3)
    assert queries.is_intact(row)
    Identification.objects.filter(pk=row.pk).update(level=0)
    row.refresh_from_db()
    assert not queries.is_intact(row)


def test_what_is_judged_a_source_is_registered_and_makes_its_object_red():
    farm = make_farm()
    by = make_account(farm.company)
    row = actions.identify_unit(by, farm.company, unit("10000", object=farm.object))
    source = actions.register_source(by, row, farm.object.code, farm.area)
    farm.object.refresh_from_db()
    assert (source.level, source.r_value) == (3, 10.0)
    assert (farm.object.source, farm.object.level) == (source, "red")
    again = actions.identify_unit(by, farm.company, unit("9999", object=farm.object))
    assert actions.register_source(by, again, farm.object.code, None) == source
    source.refresh_from_db()
    assert source.level == 4


def held(source):
    return {one.role: one.person for one in source.holdings.filter(until__isnull=True)}


def test_a_change_of_persons_is_to_be_registered_within_five_days():
    company = make_company()
    first, second = make_person(company), make_person(company)
    source = make_hazard_source(company, primary=first)
    assert actions.watch_holders(company) == 1
    assert actions.watch_holders(company) == 0
    save_hazard_source(make_account(company), source, {"primary": second, "technical": first})
    assert actions.watch_holders(company) == 2
    assert held(source) == {"primary": second, "technical": first}
    change = Holding.objects.get(source=source, role="primary", until__isnull=True)
    assert change.due_on == (clock.now() + timedelta(hours=8)).date() + timedelta(days=5)
    safety = make_account(company)
    assert actions.remind_changes(clock.now() + timedelta(days=3)) == 0
    assert actions.remind_changes(clock.now() + timedelta(days=4)) == 2
    assert actions.remind_changes(clock.now() + timedelta(days=5)) == 0
    assert Notice.objects.filter(account=safety).count() == 2
    actions.confirm_registered(safety, change)
    assert codes(lambda: actions.confirm_registered(safety, change)) == {"registered"}
    assert [one.role for one in queries.unregistered(company, clock.now())] == ["technical"]


@pytest.mark.clause("AQG-024")
def test_duties_fall_due_are_done_once_a_period_and_late_is_said(monkeypatch):
    company = make_company()
    person = make_person(company)
    source = make_hazard_source(company, operational=person)
    assert actions.seed_duties(company) == 17
    assert actions.seed_duties(company) == 0
    now = datetime(2026, 11, 22, 2, tzinfo=UTC)  # a Sunday, 10 o'clock in the plant
    monkeypatch.setattr(clock, "now", lambda: now)
    today = now.date()
    due = [one for one in queries.duties_due(company, today, today)
           if one.duty.key == "o-check"]  # fmt: skip
    assert [(one.first.day, one.last.day, one.person) for one in due] == [(16, 22, person.pk)]
    assert due[0].key == f"{source.pk}:o-check:2026-11-16"
    by = make_account(company)
    done = actions.Performed("o-check", today, today, "检查液位计，无异常")
    record = actions.perform_duty(by, source, done)
    assert not record.is_late
    assert codes(lambda: actions.perform_duty(by, source, done)) == {"duty_done"}
    late = actions.Performed("o-check", today - timedelta(days=7), today, "补查")
    assert actions.perform_duty(by, source, late).is_late
    empty = actions.Performed("o-check", today - timedelta(days=14), today + timedelta(days=1), " ")
    assert codes(lambda: actions.perform_duty(by, source, empty)) == {
        "duty_note", "done_in_future"
    }  # fmt: skip
    weeks = queries.performances(company, today - timedelta(days=21), today, today)
    states = [one.state for one in weeks if one.due.duty.key == "o-check"]
    assert states == ["overdue", "overdue", "late", "done"]


def test_the_check_before_a_holiday_comes_from_the_calendar():
    company = make_company()
    source = make_hazard_source(company)
    actions.seed_duties(company)
    day = clock.now().date() + timedelta(days=3)
    assert not [one for one in queries.duties_due(company, day, day)
                if one.duty.key == "t-before"]  # fmt: skip
    Holiday.objects.create(company=company, on=day, kind="holiday", name="元旦")
    (due,) = [one for one in queries.duties_due(company, clock.now().date(), day)
              if one.duty.key == "t-before"]  # fmt: skip
    assert (due.source, due.last) == (source.pk, day - timedelta(days=1))


def test_the_board_names_persons_phones_and_duties():
    company = make_company()
    source = make_hazard_source(company, primary=make_person(company, phone="13800000001"))
    actions.seed_duties(company)
    primary, technical, _ = queries.notice_board(source)
    assert (primary.phone, len(primary.duties)) == ("13800000001", 7)
    assert technical.person is None
