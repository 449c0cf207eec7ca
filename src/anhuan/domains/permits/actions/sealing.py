"""Sealing closed permits into the audit chain, night by night, and checking what was sealed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from anhuan.domains.alarms.actions import raise_alarm
from anhuan.domains.alarms.rules import AlarmRaise
from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.models import Account, Company
from anhuan.domains.permits.models import DaySeal, GasMinute, GasWatch, Permit, Signature
from anhuan.domains.permits.queries.permits import settings_of, zone_of
from anhuan.domains.permits.queries.verifying import seal_of, verify
from anhuan.domains.permits.rules.archive import Wrong, day_faults, seal_digest
from anhuan.domains.permits.rules.states import CLOSED
from anhuan.kernel import clock

SEALED = "permit_seal"
FREE_MINUTES = timedelta(days=31)  # of detectors while they watched no permit
_MOST_DAYS = 400


def seal_days(now: datetime) -> int:
    """Every plant's days that are over and not sealed yet; how many days were sealed."""
    plants = Company.objects.filter(permits__state__in=CLOSED).distinct()
    return sum(_seal(plant, day) for plant in plants for day in _open_days(plant, now))


def _open_days(plant: Company, now: datetime) -> Iterator[date]:
    """From the first closed permit, or the last seal, to yesterday."""
    zone = zone_of(plant)
    today = now.astimezone(zone).date()
    last = DaySeal.objects.filter(company=plant).order_by("-day").first()
    closings = Signature.objects.filter(permit__company=plant, state__in=CLOSED)
    first = closings.order_by("at").values_list("at", flat=True).first()
    start = first.astimezone(zone).date() if first else today
    day = last.day + timedelta(days=1) if last else start
    for _ in range(_MOST_DAYS):
        if day >= today:
            return
        yield day
        day += timedelta(days=1)


def _seal(plant: Company, day: date) -> bool:
    rows = [[str(one.pk), one.number, seal_of(one)] for one in closed_on(plant, day)]
    with transaction.atomic():
        seal, is_new = DaySeal.objects.get_or_create(
            company=plant, day=day,
            defaults={"rows": rows, "sm3": seal_digest(rows), "at": clock.now()},
        )  # fmt: skip
        if is_new:
            after = {"day": day.isoformat(), "count": len(rows), "sm3": seal.sm3}
            record(SYSTEM, SEALED, seal, after=after)
    return is_new


def closed_on(plant: Company, day: date) -> list[Permit]:
    """Permits whose last signature, that of filing or cancelling, is of that plant day."""
    begin = datetime.combine(day, time.min, zone_of(plant))
    rows = Permit.objects.filter(
        company=plant, state__in=CLOSED, signatures__state__in=CLOSED,
        signatures__at__gte=begin, signatures__at__lt=begin + timedelta(days=1),
    )  # fmt: skip
    return list(rows.distinct().order_by("number"))


@dataclass(slots=True)
class Checked:
    """What a check of sealed days found."""

    days: int = 0
    permits: int = 0
    wrong: list[Wrong] = field(default_factory=list)


def check_archive(by: Account | None, plant: Company, first: date, last: date) -> Checked:
    """Compare every sealed permit with its seal, and each seal with the audit chain."""
    found = Checked()
    for seal in DaySeal.objects.filter(company=plant, day__range=(first, last)).order_by("day"):
        found.days += 1
        found.permits += len(seal.rows)
        whole = {pk: digest for pk, digest in _whole([UUID(row[0]) for row in seal.rows])}
        found.wrong += day_faults(seal.day, seal.rows, seal.sm3, _audited(seal), whole)
    after = {
        "first": first.isoformat(), "last": last.isoformat(), "permits": found.permits,
        "wrong": len(found.wrong), "findings": [one.text for one in found.wrong[:50]],
    }  # fmt: skip
    with transaction.atomic():
        record(by or SYSTEM, "permit_check", plant, after=after)
        if found.wrong:
            raise_alarm(plant, _alarm(found.wrong, first))
    return found


def _alarm(wrong: list[Wrong], first: date) -> AlarmRaise:
    """Somebody has been at the archive: an alarm of the platform, as for tracks."""
    return AlarmRaise(
        kind="system", condition=f"system:permits_altered:{first:%Y%m%d}", raised_at=clock.now(),
        title="作业票档案与封存记录不符", source="worker",
        text=f"{len(wrong)} 处，首处：{wrong[0].text}。请查看作业票档案页并从备份核对",
        rule="permit_check", rule_version="1", inputs={"day": wrong[0].day.isoformat()},
    )  # fmt: skip


def _whole(pks: list[UUID]) -> Iterator[tuple[str, str]]:
    """Permits that are there, with what they are sealed by; altered ones are not themselves."""
    for permit in Permit.objects.filter(pk__in=pks):
        yield str(permit.pk), "" if verify(permit) else seal_of(permit)


def _audited(seal: DaySeal) -> str | None:
    row = AuditRow.objects.filter(verb=SEALED, target_id=str(seal.pk)).last()
    return (row.after or {}).get("sm3") if row else None


def note_archive_export(by: Account, plant: Company, first: date, last: date, permits: int) -> None:
    """That somebody took the archive of a period out of the house."""
    record(by, "permit_export", plant, note=f"{first} 至 {last}，{permits} 张作业票")


def prune_minutes(now: datetime) -> int:
    """Forget detectors' minutes: a month after, those of a permit's watch with the archive."""
    done = 0
    for plant in Company.objects.filter(permit_instruments__isnull=False).distinct():
        kept = now - timedelta(days=settings_of(plant).kept_days)
        rows = GasMinute.objects.filter(instrument__company=plant)
        done += rows.filter(minute__lt=kept).delete()[0]
        free = rows.filter(minute__lt=now - FREE_MINUTES)
        for watch in GasWatch.objects.filter(instrument__company=plant):
            until = watch.until_at or now
            free = free.exclude(
                instrument=watch.instrument_id, minute__range=(_floor(watch.from_at), until)
            )
        done += free.delete()[0]
    return done


def _floor(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
