"""Walking a round: begin, arrive, enter, leave, finish. Each judged by when it really happened."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.inspection.actions.duties import perform_by
from anhuan.domains.inspection.actions.telling import tell_changed
from anhuan.domains.inspection.events import PointSkipped
from anhuan.domains.inspection.models import InspectionSettings, Point, Task, Visit
from anhuan.domains.inspection.queries.progress import Progress, progress_of, seen_at
from anhuan.domains.inspection.queries.tasks import settings_of
from anhuan.domains.inspection.rules import arrival as arrivals
from anhuan.domains.inspection.rules.identity import Identity, Shown, identity_blockers
from anhuan.domains.inspection.rules.rounds import (
    finish_blockers,
    is_first_late,
    next_stop,
    sign_in_blockers,
    skipped,
)
from anhuan.domains.inspection.rules.states import State, state
from anhuan.domains.inspection.rules.windows import Phase
from anhuan.domains.org.models import Account, Person
from anhuan.domains.outbox.actions import emit
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse_if_any

UNSHOWN = Shown()
FIRST_LATE = "first_late"  # the first point was reached later than the route asks


@dataclass(frozen=True, slots=True)
class When:
    """The true moment of a deed, and why it may be doubted (`field.rules.times`)."""

    at: datetime
    doubts: tuple[str, ...] = ()
    received_at: datetime = field(default_factory=clock.now)


@dataclass(frozen=True, slots=True)
class Came:
    """How somebody showed that he is there."""

    method: arrivals.Method
    code: str = ""


@transaction.atomic
def start(by: Account, task: Task | UUID, when: When, shown: Shown = UNSHOWN) -> Task:
    """Begin; harmless to repeat. Not before its time (INS-021), and as oneself (INS-037)."""
    held = locked(task)
    own = settings_of(held.company)
    refuse_if_any([*walk_blockers(held, by, when.at), *_unknown(held, by, shown, own)])
    _begin(held, by, when, own, shown)
    return held


@transaction.atomic
def sign_in(by: Account, task: Task | UUID, point: Point, came: Came, when: When) -> Visit:
    """Arrive at a point: where it is, in its turn, and really there (INS-039 to INS-042)."""
    held = locked(task)
    known = Visit.objects.filter(task=held, point=point).first()
    if known is not None:
        return known
    own = settings_of(held.company)
    refuse_if_any([*walk_blockers(held, by, when.at), *_unknown(held, by, UNSHOWN, own)])
    assert by.person is not None  # among the reasons
    progress = progress_of(held)
    seen = seen_at(by.person, point, when.at, own)
    said = arrivals.Arrival(came.method, when.at, came.code)
    spot = point.spot if came.method is not arrivals.Method.BEACON else _by_beacon(point)
    refuse_if_any([
        *_order_blockers(held, progress, str(point.pk)),
        *arrivals.arrival_blockers(said, spot, seen, own.limits),
    ])  # fmt: skip
    weighed = arrivals.weigh(said, spot, seen, own.limits)
    passed = [stop.name for stop in skipped(progress.stops, progress.visits, str(point.pk))]
    _begin(held, by, when, own)
    visit = Visit.objects.create(
        task=held, point=point, person=by.person, method=came.method, arrived_at=when.at,
        received_at=when.received_at, weight=weighed.weight, away_m=weighed.away_m,
        skipped=passed, doubts=[*when.doubts, *_first_doubts(held, progress, when)],
    )  # fmt: skip
    if passed:
        emit(held.company.code, PointSkipped(held.pk, point.pk, passed))
    return visit


@transaction.atomic
def leave(by: Account, task: Task | UUID, point: UUID, when: When) -> Visit:
    """Finish a point: everything entered, and long enough there (INS-035, INS-044)."""
    held = locked(task)
    refuse_if_any(walk_blockers(held, by, when.at))
    refuse_if_any(point_blockers(progress_of(held), str(point), when.at))
    visit = Visit.objects.select_for_update().get(task=held, point=point)
    if visit.finished_at is None:
        visit.finished_at = when.at
        visit.save(update_fields=["finished_at"])
    return visit


@transaction.atomic
def finish(by: Account, task: Task | UUID, when: When) -> Task:
    """End the round: nothing of its route and lists may be missing (INS-032)."""
    held = locked(task)
    refuse_if_any([*walk_blockers(held, by, when.at), *_end_blockers(progress_of(held))])
    held.finished_at, held.by = when.at, by.person
    ended = state(held.window, held.course, when.at)
    held.outcome = Task.Outcome.DONE if ended is State.DONE else Task.Outcome.MADE_UP
    held.save(update_fields=["finished_at", "by", "outcome"])
    record(by, "inspection_finish", held, after={"outcome": held.outcome})
    tell_changed(held, when.received_at)
    perform_by(held, by, when.at)
    return held


def locked(task: Task | UUID) -> Task:
    """The task for the length of the transaction; a second deed waits here."""
    pk = task.pk if isinstance(task, Task) else task
    rows = Task.objects.select_related("company", "plan", "department")
    found: Task = rows.select_for_update(of=("self",)).get(pk=pk)
    return found


def walk_blockers(task: Task, by: Account, at: datetime) -> Iterator[Blocker]:
    """Why this account may do nothing of the task at that moment.

    A task already counted as missed may still be walked: what was captured without a network in
    its time and comes late was done in its time.
    """
    if not isinstance(by.person, Person) or not task.people.filter(pk=by.person.pk).exists():
        yield Blocker("not_yours", "这项任务没有分配给您", "INS-038")
    if task.outcome in (Task.Outcome.PAUSED, Task.Outcome.CANCELLED):
        yield Blocker("not_open", f"任务已{task.get_outcome_display()}：{task.reason}")
    if task.finished_at:
        yield Blocker("finished", "任务已完成")
    phase = task.window.phase(at)
    if phase is Phase.EARLY:
        yield Blocker("too_early", "还没有到检查时间", "INS-021")
    if phase is Phase.OVER:
        yield Blocker("too_late", "已超过补检时间，任务记为漏检", "INS-021")


def point_blockers(progress: Progress, point: str, at: datetime) -> Iterator[Blocker]:
    """Why a point is not finished yet, everything at once."""
    stop = next((one for one in progress.stops if one.id == point), None)
    if stop is None:
        yield Blocker("not_on_route", "此点位不在本次巡检路线上", "INS-032")
        return
    yield from finish_blockers(stop, progress.visits.get(point), at)
    yield from _item_blockers(progress, point)


def _item_blockers(progress: Progress, point: str) -> Iterator[Blocker]:
    for item in progress.unanswered(point):
        yield Blocker("item_missing", f"“{item.name}”还没有检查", "INS-032")


def _end_blockers(progress: Progress) -> Iterable[Blocker]:
    ahead = next_stop(progress.stops, progress.visits)
    if ahead is not None:
        yield Blocker("stop_missing", f"点位“{ahead.name}”还没有检查完", "INS-032")
    if not progress.stops:
        yield from _item_blockers(progress, "")


def _first_doubts(task: Task, progress: Progress, when: When) -> list[str]:
    minutes = task.route.first_within_min if task.route else None
    within = timedelta(minutes=minutes) if minutes else None
    is_first = not progress.visits
    return [FIRST_LATE] if is_first and is_first_late(task.begins_at, within, when.at) else []


def _order_blockers(task: Task, progress: Progress, point: str) -> Iterator[Blocker]:
    found = sign_in_blockers(progress.stops, progress.visits, point)
    is_free = task.route is not None and not task.route.is_ordered
    yield from (one for one in found if one.code != "order" or not is_free)


def _by_beacon(point: Point) -> arrivals.Point:
    return arrivals.Point(point.beacon, point.x_m, point.y_m, point.floor)


def _unknown(task: Task, by: Account, shown: Shown, own: InspectionSettings) -> Iterable[Blocker]:
    """Who begins shows who he is, once for the round."""
    if task.identity or by.person is None:
        return ()
    return identity_blockers(Identity(own.identity), shown, by.person.number)


def _begin(
    task: Task, by: Account, when: When, own: InspectionSettings, shown: Shown = UNSHOWN
) -> None:
    if not task.identity:
        task.identity, task.signature = own.identity, shown.signature
        task.save(update_fields=["identity", "signature"])
    if task.started_at is None or when.at < task.started_at:
        task.started_at, task.by = when.at, by.person
        if task.outcome == Task.Outcome.MISSED:  # it came late, it was not done late
            task.outcome = Task.Outcome.NONE
        task.save(update_fields=["started_at", "by", "outcome"])
        record(by, "inspection_start", task, after={"at": when.at.isoformat()})
        tell_changed(task, when.received_at)
