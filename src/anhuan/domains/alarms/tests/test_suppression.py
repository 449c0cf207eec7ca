"""Silencing: recorded, silent, ended by itself; never for SOS or gatherings."""

from datetime import timedelta

import pytest

from anhuan.domains.alarms import actions
from anhuan.domains.alarms.models import Alarm, AlarmKind
from anhuan.domains.alarms.queries import card_of
from anhuan.domains.alarms.rules import Place
from anhuan.domains.alarms.tests.make import make_account, make_alarm, make_area, make_company
from anhuan.domains.audit.models import AuditRow
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def area(company):
    return make_area(company)


@pytest.fixture
def manager(company):
    return make_account(company, "safety_manager", "王五")


def silence(company, by, area, kind="over_count", **changes):
    now = clock.now()
    given = {"starts_at": now - HOUR, "ends_at": now + HOUR, "reason": "停车检修"} | changes
    row = AlarmKind.objects.get(company=company, code=kind)
    return actions.suppress(company, by, kind=row, area=area, **given)


def raised(company, area, **changes):
    return make_alarm(company, place=Place(area=area.pk), raised_at=clock.now(), **changes)


@pytest.mark.clause("AQL-052", "POS-112")
def test_a_silenced_alarm_is_recorded_and_does_not_ring(company, area, manager):
    silence(company, manager, area)
    alarm = raised(company, area)
    assert card_of(alarm)["suppressed"] is True
    assert alarm.next_escalation_at is None
    assert actions.escalate_due(clock.now() + HOUR) == 0
    assert AuditRow.objects.get(verb="suppress").note == "停车检修"


@pytest.mark.clause("AQL-052")
def test_kind_area_and_time_must_all_fit(company, area, manager):
    silence(company, manager, area)
    other = make_area(company, "A2", geometry={"type": "Polygon", "coordinates": [
        [[50, 50], [60, 50], [60, 60], [50, 60], [50, 50]]]})  # fmt: skip
    assert not raised(company, other).is_suppressed
    assert not raised(company, area, kind="still", condition="s").is_suppressed
    late = make_alarm(
        company, place=Place(area=area.pk), raised_at=clock.now() + 2 * HOUR, condition="late"
    )
    assert not late.is_suppressed


def test_a_point_inside_the_silenced_area_counts_whatever_smaller_area_holds_it(
    company, area, manager
):
    silence(company, manager, area)
    inner = make_area(company, "A9")
    inside = make_alarm(
        company, place=Place(area=inner.pk, x_m=5, y_m=5), raised_at=clock.now(), condition="i"
    )
    outside = make_alarm(company, place=Place(x_m=25, y_m=5), raised_at=clock.now(), condition="o")
    assert (inside.is_suppressed, outside.is_suppressed) == (True, False)


@pytest.mark.clause("AQL-043")
@pytest.mark.parametrize("kind", ["sos", "fall", "crowd_yellow", "crowd_orange", "crowd_red"])
def test_some_kinds_are_never_silenced(company, area, manager, kind):
    with pytest.raises(Refused) as refused:
        silence(company, manager, area, kind)
    assert [blocker.code for blocker in refused.value.blockers] == ["never_silent"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"reason": " "}, ["reason_missing"]),
        ({"starts_at": clock.now() + 3 * HOUR}, ["ends_before_start"]),
        ({"starts_at": clock.now() - 3 * HOUR, "ends_at": clock.now() - HOUR}, ["ends_in_past"]),
    ],
)
def test_what_is_wrong_with_a_silence(company, area, manager, changes, codes):
    with pytest.raises(Refused) as refused:
        silence(company, manager, area, **changes)
    assert [blocker.code for blocker in refused.value.blockers] == codes


@pytest.mark.clause("AQL-052")
def test_it_ends_by_itself_and_what_still_stands_rings(company, area, manager):
    silence(company, manager, area)
    alarm = raised(company, area)
    assert actions.ring_unsilenced(clock.now()) == 0
    assert actions.ring_unsilenced(clock.now() + 2 * HOUR) == 1
    alarm = Alarm.objects.get(pk=alarm.pk)
    assert (alarm.is_suppressed, alarm.next_escalation_at is not None) == (False, True)
    assert alarm.steps.filter(verb="unsuppress").exists()


def test_it_can_be_ended_early_once(company, area, manager):
    item = silence(company, manager, area)
    raised(company, area)
    actions.end_suppression(item.pk, manager)
    assert actions.ring_unsilenced(clock.now()) == 1
    with pytest.raises(Refused):
        actions.end_suppression(item.pk, manager)
