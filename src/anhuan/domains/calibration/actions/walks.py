"""Walk tests: the tag at a point, away from it, and what came of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.domains.audit.actions import Actor, record, save_checked
from anhuan.domains.calibration.actions.measuring import keep_ranges, measure_fixes, ranges_at
from anhuan.domains.calibration.events import TestFinished
from anhuan.domains.calibration.models import Stand, SurveyPoint, WalkTest
from anhuan.domains.calibration.queries.accuracy import report_of
from anhuan.domains.calibration.queries.ranges import Ranges
from anhuan.domains.calibration.queries.rows import stands_of
from anhuan.domains.calibration.rules import walks as rules
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.models import Tag
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse_if_any


def begin_walk(actor: Actor, company: Company, *, name: str, tag: Tag, note: str = "") -> WalkTest:
    """A new test with this tag."""
    walk = WalkTest(company=company, started_at=clock.now(), started_by=actor.display_name[:64])
    return save_checked(
        actor, walk, {"name": name, "tag": tag, "note": note}, _tag_blockers(company, tag)
    )


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
        *_point_blockers(walk, point),
        *rules.span_blockers(since, until, now, rules.LEAST if until else timedelta(0)),
        *rules.overlap_blockers((since, until), others),
    ])  # fmt: skip
    made = Stand.objects.create(
        walk=walk, point=point, since=since, until=until, x_m=point.x_m, y_m=point.y_m,
        z_m=point.z_m, floor=point.floor, is_key=point.is_key,
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


def finish_walk(actor: Actor, walk: WalkTest) -> WalkTest:
    """Compute every error from the stored track, keep the figures and the verdict."""
    refuse_if_any(rules.ended_blockers(walk.is_over))
    ranges = ranges_at(walk, stands_of(walk))  # the engine takes its time: no lock meanwhile
    return _finish(actor, walk, ranges)


@transaction.atomic
def _finish(actor: Actor, walk: WalkTest, ranges: dict[UUID, Ranges]) -> WalkTest:
    locked = _locked(walk)
    stands = list(stands_of(locked))
    still = sum(one.until is None for one in stands)
    refuse_if_any([
        *rules.ended_blockers(locked.is_over), *rules.finish_blockers(len(stands), still)
    ])  # fmt: skip
    if not measure_fixes(locked, stands):
        text = f"标签 {locked.tag.number} 在停留期间没有任何定位，无法计算误差；请检查标签后重测"
        refuse_if_any([Blocker("no_fixes", text)])
    locked.has_ranges = keep_ranges(locked, stands, ranges)
    locked.passed = report_of(locked).passed
    return _close(actor, locked, WalkTest.State.FINISHED, "finish_test")


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
        "tag__company", "company"
    )
    return rows.get(pk=walk.pk)
