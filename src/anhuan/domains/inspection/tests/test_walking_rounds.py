"""Rounds walked: in order, really there, offline with a wrong clock, from home, by two."""

from datetime import timedelta
from uuid import uuid4

import pytest

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.inspection.actions import (
    Came,
    Found,
    When,
    enter,
    finish,
    generate,
    leave,
    sign_in,
    start,
    tick,
)
from anhuan.domains.inspection.models import Entry, Task, Visit
from anhuan.domains.inspection.queries import process
from anhuan.domains.inspection.rules.arrival import Method
from anhuan.domains.inspection.rules.readings import Answer
from anhuan.domains.inspection.tests.calendars import at
from anhuan.domains.inspection.tests.make import make_plan, make_walker, points_of
from anhuan.domains.org.tests.factories import make_company
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning.models import LatestPosition
from anhuan.domains.positioning.tests.factories import bind, make_tag
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
NINE = at(10, 9, 9)


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def walker(company):
    return make_walker(company)


@pytest.fixture
def task(company, walker):
    plan = make_plan(company, walker)
    generate(plan, at(10, 9))
    return plan.tasks.get(begins_at=at(10, 9, 8))


def when(minutes=0.0, received=None):
    moment = NINE + timedelta(minutes=minutes)
    return When(moment, received_at=received or moment)


def scan(point):
    return Came(Method.QR, point.code)


def refused(*args, **kwargs):
    with pytest.raises(Refused) as caught:
        args[0](*args[1:], **kwargs)
    return [blocker.code for blocker in caught.value.blockers]


def answers(task, point, pressure=0.45):
    stop = next(one for one in task.stops if one["point"] == str(point.pk))
    leak, gauge = (item["id"] for item in stop["items"])
    return [Found(leak, Answer(True), point.pk), Found(gauge, Answer(pressure), point.pk)]


def walk(task, walker, minutes=0.0, received=None, points=None):
    """The whole round, five minutes a point; the moment after its end."""
    for point in points or points_of(task):
        sign_in(walker, task, point, scan(point), when(minutes, received))
        for found in answers(task, point):
            enter(walker, task, found, when(minutes + 1, received))
        leave(walker, task, point.pk, when(minutes + 2, received))
        minutes += 5
    return minutes


def seen(person, x_m, y_m, moment):
    tag = make_tag(person.company)
    bind(tag, person)
    LatestPosition.objects.create(tag=tag, t=moment, x_m=x_m, y_m=y_m, floor=1, r68_m=0.5)


@pytest.mark.clause("INS-032", "INS-041", "INS-044", "INS-007")
def test_a_round_in_its_order_is_done(task, walker):
    end = walk(task, walker)
    done = finish(walker, task, when(end))
    assert (done.outcome, done.abnormal) == ("done", 0)
    assert Visit.objects.filter(task=task, finished_at__isnull=False).count() == 3
    assert Entry.objects.filter(task=task, result="normal").count() == 6


@pytest.mark.clause("INS-032", "INS-042")
def test_nothing_can_be_left_out(task, walker):
    first, second, third = points_of(task)
    assert refused(finish, walker, task, when()) == ["stop_missing"]
    sign_in(walker, task, first, scan(first), when())
    assert refused(leave, walker, task, first.pk, when(1)) == ["item_missing", "item_missing"]
    assert refused(sign_in, walker, task, third, scan(third), when(2)) == ["order"]
    found = answers(task, second)[0]
    assert refused(enter, walker, task, found, when(2)) == ["not_arrived"]


@pytest.mark.clause("INS-021")
@pytest.mark.parametrize(
    ("moment", "codes"),
    [
        (at(10, 9, 7, 44, 59), ["too_early"]),
        (at(10, 9, 7, 45), []),
        (at(10, 9, 11, 15), []),
        (at(10, 9, 11, 15, 1), ["too_late"]),
    ],
)
def test_the_seconds_of_the_window(task, walker, moment, codes):
    if codes:
        assert refused(start, walker, task, When(moment, received_at=moment)) == codes
    else:
        assert start(walker, task, When(moment, received_at=moment)).started_at == moment


@pytest.mark.clause("INS-038")
def test_only_who_it_was_given_to(task, company):
    assert refused(start, make_walker(company), task, when()) == ["not_yours"]


@pytest.mark.clause("INS-040", "POS-062")
def test_a_code_scanned_at_home_does_not_count(task, walker):
    first = points_of(task)[0]
    seen(walker.person, 9_000.0, 0.0, NINE)
    assert refused(sign_in, walker, task, first, scan(first), when()) == ["seen_elsewhere"]
    assert not Visit.objects.exists()


@pytest.mark.clause("INS-039", "INS-040")
def test_being_seen_there_makes_a_scan_worth_more(task, walker):
    first = points_of(task)[0]
    seen(walker.person, first.x_m + 2, first.y_m, NINE)
    visit = sign_in(walker, task, first, scan(first), when())
    assert (visit.weight, visit.method, visit.away_m) == (3, "qr", 1.0)


@pytest.mark.clause("INS-020")
def test_late_but_in_the_make_up_time_is_marked(task, walker):
    end = walk(task, walker, minutes=80)  # 10:20, five minutes after the tolerance
    assert finish(walker, task, when(end)).outcome == "made_up"


@pytest.mark.clause("INS-007")
def test_a_round_walked_offline_and_sent_after_it_was_missed_was_done_in_its_time(task, walker):
    tick(at(10, 9, 12))
    assert Task.objects.get(pk=task.pk).outcome == "missed"
    sent = at(10, 9, 15)
    end = walk(task, walker, received=sent)
    assert finish(walker, task, when(end, received=sent)).outcome == "done"


@pytest.mark.clause("INS-028", "INS-054", "DUAL-052")
def test_what_is_out_of_limits_becomes_a_hazard_bound_to_the_check(task, walker):
    first = points_of(task)[0]
    sign_in(walker, task, first, scan(first), when())
    gauge = answers(task, first, pressure=0.61)[1]
    assert refused(enter, walker, task, gauge, when(1)) == ["handling"]
    entry = enter(
        walker, task, Found(gauge.item, gauge.answer, first.pk, handling="hazard"), when(1)
    )
    hazard = Hazard.objects.get(pk=entry.hazard_id)
    assert (entry.result, hazard.source, hazard.area_id) == ("abnormal", "daily", first.area_id)
    assert (hazard.check_task_id, hazard.check_record_id) == (task.pk, entry.pk)
    task.refresh_from_db()
    assert task.abnormal == 1
    # Entered again, it is the same hazard; put right, it counts no more.
    enter(walker, task, Found(gauge.item, gauge.answer, first.pk, handling="hazard"), when(2))
    assert Hazard.objects.count() == 1
    enter(walker, task, Found(gauge.item, Answer(0.5), first.pk), when(3))
    task.refresh_from_db()
    assert task.abnormal == 0


@pytest.mark.clause("INS-054")
def test_a_fault_of_equipment_goes_to_whoever_repairs_it(task, walker):
    first = points_of(task)[0]
    sign_in(walker, task, first, scan(first), when())
    leak = answers(task, first)[0]
    bad = Answer(False, is_abnormal=True)
    enter(walker, task, Found(leak.item, bad, first.pk, note="密封渗漏", handling="fault"), when(1))
    event = OutboxEvent.objects.get(type="inspection.fault_found")
    assert (event.data["equipment"], event.data["text"]) == ("P-101", "密封渗漏")


@pytest.mark.clause("INS-046")
def test_the_control_room_s_value_is_kept_beside_the_gauge(company, walker, monkeypatch):
    plan = make_plan(company, walker)
    items = plan.route.stops.first().point.standards.get().items
    items.filter(kind="number").update(process_point="PI-101", may_differ=0.05)
    generate(plan, at(10, 9))
    task = plan.tasks.get(begins_at=at(10, 9, 8))
    source = lambda company, point, moment: 0.52 if point == "PI-101" else None  # noqa: E731
    monkeypatch.setattr(process, "SOURCES", [source])
    first = points_of(task)[0]
    sign_in(walker, task, first, scan(first), when())
    entry = enter(walker, task, answers(task, first)[1], when(1))
    assert (entry.process_value, entry.differs) == (0.52, True)


@pytest.mark.clause("INS-033")
def test_two_inspectors_on_one_route_do_one_round(task, walker, company):
    other = make_walker(company)
    task.people.add(other.person)
    first, second, _ = points_of(task)
    walk(task, walker, points=[first])
    sign_in(other, task, first, scan(first), when(1))  # is told that it is done
    assert Visit.objects.filter(task=task).count() == 1
    walk(task, other, minutes=10, points=[second])
    walk(task, walker, minutes=20, points=points_of(task)[2:])
    assert finish(other, task, when(30)).outcome == "done"
    assert refused(start, walker, task, when(31)) == ["finished"]


def test_an_item_of_another_list_is_refused(task, walker):
    assert refused(enter, walker, task, Found(uuid4(), Answer(True)), when()) == ["item_unknown"]


@pytest.mark.clause("INS-035")
@pytest.mark.parametrize(("minutes", "doubts"), [(0, []), (0.02, ["first_late"])])
def test_a_late_first_sign_in_is_said(company, walker, minutes, doubts):
    plan = make_plan(company, walker)
    plan.route.first_within_min = 60  # the task begins at eight, nine is the limit
    plan.route.save()
    generate(plan, at(10, 9))
    task = plan.tasks.get(begins_at=at(10, 9, 8))
    first, second, _ = points_of(task)
    visit = sign_in(walker, task, first, scan(first), when(minutes))
    assert visit.doubts == doubts
    walk(task, walker, minutes=1, points=[first])
    assert sign_in(walker, task, second, scan(second), when(9)).doubts == []
