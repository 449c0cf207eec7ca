"""Alarm tests. Nothing here touches an alarm: the session only reads what was raised."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from anhuan.domains.alarms.models import AlarmKind
from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.calibration.events import TestFinished
from anhuan.domains.calibration.models import AlarmTest, StagedEvent
from anhuan.domains.calibration.queries.alarm_tests import (
    alarms_during,
    parameters_of,
    report_of,
)
from anhuan.domains.calibration.queries.rows import events_of, settings_of
from anhuan.domains.calibration.rules import walks as rules
from anhuan.domains.calibration.rules.thresholds import threshold_blockers, thresholds
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.plant.models import Area
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse_if_any


def begin_alarm_test(actor: Actor, company: Company, **changes: Any) -> AlarmTest:
    """A session with its own thresholds; what is not stated comes from the plant's settings."""
    tuned = settings_of(company)
    test = AlarmTest(
        company=company, started_at=clock.now(), started_by=actor.display_name[:64],
        miss_limit_pct=tuned.miss_limit_pct, false_limit_pct=tuned.false_limit_pct,
    )  # fmt: skip
    given = changes | {"within_s": thresholds(changes.get("within_s", {}))}
    given["in_force"] = parameters_of(test)
    return save_checked(actor, test, given, _test_blockers(draft_of(test, given)))


def _test_blockers(draft: AlarmTest) -> Iterator[Blocker]:
    yield from threshold_blockers(
        draft.within_s, draft.sample_s, draft.miss_limit_pct, draft.false_limit_pct
    )
    yield from _area_blockers(draft.company, draft.area)


@transaction.atomic
def stage_event(
    actor: Actor, test: AlarmTest, *, kind: str, since: datetime | None = None,
    until: datetime | None = None, **facts: Any,
) -> StagedEvent:  # fmt: skip
    """Write down what is acted out, from now on or at a stated time.

    facts: should_alarm, area, people, what.
    """
    locked, now = _locked(test), clock.now()
    begun = since or now
    area = facts.get("area")
    refuse_if_any([
        *rules.ended_blockers(locked.is_over),
        *rules.span_blockers(begun, until, now),
        *_kind_blockers(locked.company, kind),
        *_area_blockers(locked.company, area),
        *_within_blockers(locked, area, begun),
    ])  # fmt: skip
    event = StagedEvent(
        test=locked, kind=kind, since=begun, until=until, recorded_by=actor.display_name[:64],
        **{"area": locked.area, **{k: v for k, v in facts.items() if v is not None}},
    )  # fmt: skip
    event.save()
    record(actor, "stage", locked, after={"kind": kind, "since": begun.isoformat()})
    return event


def _kind_blockers(company: Company, kind: str) -> Iterator[Blocker]:
    if not AlarmKind.objects.filter(company=company, code=kind).exists():
        yield Blocker("kind_unknown", f"没有报警类型 {kind}")


def _area_blockers(company: Company, area: Area | None) -> Iterator[Blocker]:
    if area is not None and area.company_id != company.pk:
        yield Blocker("area_foreign", "区域不属于本企业")


def _within_blockers(test: AlarmTest, area: Area | None, begun: datetime) -> Iterator[Blocker]:
    if test.area_id and area is not None and area.pk != test.area_id:
        yield Blocker("outside_test", f"本次测试只在 {test.area} 进行，请改选区域或新建测试")
    if begun < test.started_at:
        yield Blocker("before_test", "模拟事件不能早于测试开始时间")


@transaction.atomic
def end_event(actor: Actor, event: StagedEvent) -> StagedEvent:
    """It is over now."""
    locked, now = _locked(event.test), clock.now()
    found = list(rules.ended_blockers(locked.is_over))
    if event.until is not None:
        found.append(Blocker("already_ended", "此模拟事件已经结束"))
    refuse_if_any(found)
    event.until = now
    event.save(update_fields=["until"])
    record(actor, "end_event", locked, after={"kind": event.kind, "until": now.isoformat()})
    return event


@transaction.atomic
def finish_alarm_test(actor: Actor, test: AlarmTest) -> AlarmTest:
    """Keep the alarms of the session as they are now, and the verdict."""
    locked, now = _locked(test), clock.now()
    rows = events_of(locked)
    refuse_if_any([*rules.ended_blockers(locked.is_over), *_events_blockers(rows)])
    locked.passed = report_of(locked, now).passed
    locked.alarms = alarms_during(locked, now)
    return _close(actor, locked, AlarmTest.State.FINISHED, "finish_test", now)


def _events_blockers(rows: Any) -> Iterator[Blocker]:
    if not rows.exists():
        yield Blocker("no_events", "还没有模拟事件；先记录做了什么，再完成测试")
    if rows.filter(until__isnull=True).exists():
        yield Blocker("event_open", "还有模拟事件没有结束，请先结束")


@transaction.atomic
def cancel_alarm_test(actor: Actor, test: AlarmTest, reason: str) -> AlarmTest:
    """Called off; it counts for nothing and stays on record."""
    locked, now = _locked(test), clock.now()
    refuse_if_any([*rules.ended_blockers(locked.is_over), *rules.reason_blockers(reason)])
    return _close(actor, locked, AlarmTest.State.CANCELLED, "call_off", now, reason)


def _close(
    actor: Actor, test: AlarmTest, state: str, verb: str, now: datetime, note: str = ""
) -> AlarmTest:
    test.state, test.finished_at = state, now
    test.save()
    after: dict[str, Any] = {"state": state, "passed": test.passed}
    record(actor, verb, test, before={"state": AlarmTest.State.OPEN}, after=after, note=note)
    if state == AlarmTest.State.FINISHED:
        emit(test.company.code, TestFinished(test.pk, "alarms", test.passed))
    return test


def _locked(test: AlarmTest) -> AlarmTest:
    rows = AlarmTest.objects.select_for_update(of=("self",)).select_related("company", "area")
    return rows.get(pk=test.pk)
