"""Walk tests: the tag at a point, away from it, and what came of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.domains.audit.actions import Actor, record, save_checked
from anhuan.domains.calibration.actions.instruments import taken_with
from anhuan.domains.calibration.actions.measuring import (
    heard_at,
    keep_levels,
    keep_ranges,
    measure_fixes,
    measure_way,
)
from anhuan.domains.calibration.events import TestFinished
from anhuan.domains.calibration.models import (
    Instrument,
    Passing,
    Stand,
    SurveyPoint,
    SurveyRoute,
    WalkTest,
)
from anhuan.domains.calibration.queries.accuracy import report_of
from anhuan.domains.calibration.queries.moving import report_of as way_report_of
from anhuan.domains.calibration.queries.ranges import Heard
from anhuan.domains.calibration.queries.rows import passings_of, stands_of, stops_of
from anhuan.domains.calibration.rules import routes as route_rules
from anhuan.domains.calibration.rules import walks as rules
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.models import Tag
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse_if_any


def begin_walk(
    actor: Actor, company: Company, *, name: str, tag: Tag, note: str = "",
    route: SurveyRoute | None = None, timer: Instrument | None = None,
    range_finder: Instrument | None = None,
) -> WalkTest:  # fmt: skip
    """A new test with this tag: standing at points, or walking along a route.

    The record keeps what the instruments were that day (AQ 3064.3-2025 A.1).
    """
    walk = WalkTest(company=company, started_at=clock.now(), started_by=actor.display_name[:64])
    against, kept = taken_with(company, timer, range_finder)
    given = {"name": name, "tag": tag, "note": note, "route": route, "timer": timer,
             "range_finder": range_finder, "instruments": kept}  # fmt: skip
    blockers = [*_tag_blockers(company, tag), *_route_blockers(company, route), *against]
    return save_checked(actor, walk, given, blockers)


def _route_blockers(company: Company, route: SurveyRoute | None) -> Iterator[Blocker]:
    if route is not None and (route.company_id != company.pk or route.is_retired):
        yield Blocker("route_unusable", "测试路线不属于本企业或已停用")


def _tag_blockers(company: Company, tag: Tag) -> Iterator[Blocker]:
    if tag.company_id != company.pk or tag.is_retired:
        yield Blocker("tag_unusable", "标签不属于本企业或已停用")
    if WalkTest.objects.filter(tag=tag, state=WalkTest.State.OPEN).exists():
        yield Blocker("tag_in_test", f"标签 {tag.number} 正在另一次测试中，请先完成或作废那一次")


@transaction.atomic
def stand_at(actor: Actor, walk: WalkTest, point: SurveyPoint) -> Stand:
    """The tag stands at the point from now on."""
    locked, now = _locked(walk), clock.now()
    return _add(actor, locked, point, now, None, now, "stand")


@transaction.atomic
def add_stand(
    actor: Actor, walk: WalkTest, point: SurveyPoint, since: datetime, until: datetime
) -> Stand:
    """A stand written down on paper and entered afterwards."""
    return _add(actor, _locked(walk), point, since, until, clock.now(), "add_stand")


def _add(
    actor: Actor, walk: WalkTest, point: SurveyPoint, since: datetime, until: datetime | None,
    now: datetime, verb: str,
) -> Stand:  # fmt: skip
    others = list(stands_of(walk).values_list("since", "until"))
    refuse_if_any([
        *rules.ended_blockers(walk.is_over),
        *rules.standing_blockers(walk.is_moving),
        *_point_blockers(walk, point),
        *rules.span_blockers(since, until, now, rules.LEAST if until else timedelta(0)),
        *rules.overlap_blockers((since, until), others),
    ])  # fmt: skip
    made = Stand.objects.create(
        walk=walk, point=point, since=since, until=until, x_m=point.x_m, y_m=point.y_m,
        z_m=point.z_m, floor=point.floor, is_key=point.is_key,
        has_satellite=point.has_satellite,
        area_name=point.area.name if point.area else "", risk=point.area.risk if point.area else "",
    )  # fmt: skip
    span = {"point": str(point), "since": since.isoformat()}
    record(actor, verb, walk, after=span | ({"until": until.isoformat()} if until else {}))
    return made


def _point_blockers(walk: WalkTest, point: SurveyPoint) -> Iterator[Blocker]:
    if point.company_id != walk.company_id or point.is_retired:
        yield Blocker("point_unusable", "测量点不属于本企业或已停用")


@transaction.atomic
def leave_point(actor: Actor, walk: WalkTest) -> Stand:
    """The tag leaves the point it stands at."""
    locked, now = _locked(walk), clock.now()
    refuse_if_any(rules.ended_blockers(locked.is_over))
    stand = stands_of(locked).filter(until__isnull=True).first()
    if stand is None:
        refuse_if_any([Blocker("not_standing", "现在没有停留在测量点")])
    assert stand is not None
    refuse_if_any(rules.span_blockers(stand.since, now, now, rules.LEAST))
    stand.until = now
    stand.save(update_fields=["until"])
    record(actor, "leave_point", locked, after={"point": str(stand.point)})
    return stand


@transaction.atomic
def pass_point(actor: Actor, walk: WalkTest, at: datetime | None = None) -> Passing:
    """The tag is at the next point of its route, now or at a time noted on the way."""
    locked, now = _locked(walk), clock.now()
    refuse_if_any([*rules.ended_blockers(locked.is_over),
                   *rules.passing_blockers(locked.is_moving)])  # fmt: skip
    assert locked.route is not None
    done, stops = list(passings_of(locked)), [one.point for one in stops_of(locked.route)]
    point = stops[min(len(done), len(stops) - 1)]
    steps = [route_rules.Step(one.at, one.x_m, one.y_m) for one in done]
    new = route_rules.Step(at or now, point.x_m, point.y_m)
    refuse_if_any(route_rules.pass_blockers(steps, new, len(stops), locked.route.pause_s, now))
    made = Passing.objects.create(
        walk=locked, order=len(done), point=point, at=new.at, x_m=point.x_m, y_m=point.y_m,
        z_m=point.z_m, floor=point.floor, is_key=point.is_key,
        area_name=point.area.name if point.area else "", risk=point.area.risk if point.area else "",
    )  # fmt: skip
    record(actor, "pass_point", locked, after={"point": str(point), "at": new.at.isoformat()})
    return made


def finish_walk(actor: Actor, walk: WalkTest) -> WalkTest:
    """Compute every error from the stored track, keep the figures and the verdict."""
    refuse_if_any(rules.ended_blockers(walk.is_over))
    heard = heard_at(walk)  # the engine takes its time: no lock meanwhile
    return _finish(actor, walk, heard)


@transaction.atomic
def _finish(actor: Actor, walk: WalkTest, heard: dict[UUID, Heard]) -> WalkTest:
    locked = _locked(walk)
    measured = _measured_way(locked) if locked.is_moving else _measured_stands(locked, heard)
    if not measured:
        text = f"标签 {locked.tag.number} 在测试期间没有任何定位，无法计算误差；请检查标签后重测"
        refuse_if_any([Blocker("no_fixes", text)])
    keep_levels(locked, heard)
    report = way_report_of(locked) if locked.is_moving else report_of(locked)
    locked.passed = report.passed
    return _close(actor, locked, WalkTest.State.FINISHED, "finish_test")


def _measured_stands(walk: WalkTest, heard: dict[UUID, Heard]) -> int:
    stands = list(stands_of(walk))
    still = sum(one.until is None for one in stands)
    refuse_if_any([
        *rules.ended_blockers(walk.is_over), *rules.finish_blockers(len(stands), still)
    ])  # fmt: skip
    walk.has_ranges = keep_ranges(walk, stands, heard)
    return measure_fixes(walk, stands)


def _measured_way(walk: WalkTest) -> int:
    assert walk.route is not None
    passings, stops = list(passings_of(walk)), stops_of(walk.route).count()
    refuse_if_any([
        *rules.ended_blockers(walk.is_over), *route_rules.finish_blockers(len(passings), stops)
    ])  # fmt: skip
    return measure_way(walk, passings)


@transaction.atomic
def cancel_walk(actor: Actor, walk: WalkTest, reason: str) -> WalkTest:
    """Called off; it counts for nothing and stays on record."""
    locked = _locked(walk)
    refuse_if_any([*rules.ended_blockers(locked.is_over), *rules.reason_blockers(reason)])
    now = clock.now()
    Stand.objects.filter(walk=locked, until__isnull=True, since__lt=now).update(until=now)
    return _close(actor, locked, WalkTest.State.CANCELLED, "call_off", reason)


def _close(actor: Actor, walk: WalkTest, state: str, verb: str, note: str = "") -> WalkTest:
    walk.state, walk.finished_at = state, clock.now()
    walk.save()
    after: dict[str, Any] = {"state": state, "passed": walk.passed}
    record(actor, verb, walk, before={"state": WalkTest.State.OPEN}, after=after, note=note)
    if state == WalkTest.State.FINISHED:
        emit(walk.company.code, TestFinished(walk.pk, "accuracy", walk.passed))
    return walk


def _locked(walk: WalkTest) -> WalkTest:
    rows = WalkTest.objects.select_for_update(of=("self",)).select_related(
        "tag__company", "company", "route"
    )
    return rows.get(pk=walk.pk)
