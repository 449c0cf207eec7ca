"""The report of an alarm test: what was acted out beside what was raised."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.calibration.models import AlarmTest, StagedEvent
from anhuan.domains.calibration.queries.rows import events_of
from anhuan.domains.calibration.rules import alarm_tests as rules
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.kernel import clock

PAST = timedelta(seconds=rules.AFTER_S)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the page shows."""

    events: list[StagedEvent]
    result: rules.Result
    alarms: list[dict[str, Any]]
    passed: bool | None
    shortcomings: list[str]


def report_of(test: AlarmTest, now: datetime) -> Report:
    """While it goes on from the alarms as they are; once over from those it keeps."""
    events = list(events_of(test))
    alarms = test.alarms if test.is_over else alarms_during(test, now)
    staged = [staged_of(one, now) for one in events]
    result = rules.result_of(staged, [raised_of(a) for a in alarms], test.within_s, test.sample_s)
    passed = rules.verdict(result.whole, test.miss_limit_pct / 100, test.false_limit_pct / 100)
    return Report(events, result, alarms, passed, rules.shortcomings(staged, test.sample_s))


def alarms_during(test: AlarmTest, now: datetime) -> list[dict[str, Any]]:
    """Alarms that held during the session in its area, as the record of the test keeps them."""
    end = test.finished_at or now
    rows = Alarm.objects.filter(company=test.company, raised_at__lt=end + PAST)
    rows = rows.exclude(returned_at__lt=test.started_at).exclude(closed_at__lt=test.started_at)
    if test.area_id:
        rows = rows.filter(area=test.area_id)
    return [_kept(one) for one in rows.select_related("kind", "area").order_by("raised_at")]


def parameters_of(test: AlarmTest) -> dict[str, Any]:
    """What positioning judged by, for the record."""
    tuned = settings_of(test.company)
    return {
        "聚集半径（m）": tuned.crowd_radius_m,
        "聚集时长超过（s）": tuned.crowd_longer_than_s,
        "达到限员即报警": tuned.over_at_limit,
    }


def _kept(alarm: Alarm) -> dict[str, Any]:
    """`since`: when it was told, which for a gathering is a minute after it began."""
    ends = [one for one in (alarm.returned_at, alarm.closed_at) if one]
    decided_ms = alarm.inputs.get("first_decided_ms", alarm.inputs.get("decided_ms"))
    told_at = clock.from_ms(decided_ms) if decided_ms else alarm.raised_at
    return {
        "id": str(alarm.pk), "kind": alarm.kind.code, "kind_name": alarm.kind.name,
        "title": alarm.title, "area": str(alarm.area_id) if alarm.area_id else None,
        "area_name": alarm.area.name if alarm.area else "",
        "since": told_at.isoformat(),
        "until": min(ends).isoformat() if ends else None,
    }  # fmt: skip


def raised_of(kept: dict[str, Any]) -> rules.Raised:
    """An alarm as a record keeps it, for the rules."""
    until = datetime.fromisoformat(kept["until"]).timestamp() if kept["until"] else None
    since = datetime.fromisoformat(kept["since"]).timestamp()
    return rules.Raised(kept["id"], kept["kind"], since, until, kept["area"])


def staged_of(event: StagedEvent, now: datetime) -> rules.Staged:
    """What was acted out, for the rules; still going on: up to now."""
    until = (event.until or now).timestamp()
    area = str(event.area_id) if event.area_id else None
    return rules.Staged(
        str(event.pk), event.kind, event.should_alarm, event.since.timestamp(), until, area
    )
