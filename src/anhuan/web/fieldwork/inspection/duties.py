"""包保 duties on the holder's phone: what is owed, and that it was performed (DUAL-050)."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from rest_framework import serializers as s

from anhuan.domains.field.queries import Done, Todo
from anhuan.domains.inspection.queries.duties import duties_owed
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import MajorHazardSource
from anhuan.domains.risk.actions import Performed, perform_duty
from anhuan.domains.risk.queries import duties_of
from anhuan.kernel.errors import refuse
from anhuan.web.fieldwork.inspection import payload as p


class DutyBody(s.Serializer):  # type: ignore[type-arg]
    """Which duty of which source, any day of its period, and what was done."""

    hazard_source = s.UUIDField()
    duty = s.CharField(max_length=32)
    first = s.DateField()
    note = s.CharField(max_length=500, required=False, allow_blank=True, default="")


def my_duties(account: Account, now: datetime) -> Iterator[Todo]:
    """What I owe as a responsible person, near its end or past it."""
    if account.person is None:
        return
    today = timezone.localtime(now).date()
    mine = [
        one for one in duties_owed(company_of(account), today) if one.person == account.person.pk
    ]
    names = MajorHazardSource.objects.in_bulk([one.source for one in mine])
    for one in mine:
        due = timezone.make_aware(datetime.combine(one.last, time.max))
        known = {"hazard_source": str(one.source), "duty": one.duty.key, "first": f"{one.first}"}
        key = "-".join((str(one.source), one.duty.key, f"{one.first}"))
        yield Todo(
            f"duty:{key}", "inspection", f"包保责任：{one.duty.text}"[:100],
            f"{names[one.source].name} · {one.duty.role.label} · {one.last:%m-%d} 前完成",
            2 if today > one.last else 3, f"/duties/{key}", None, due, known,
        )  # fmt: skip


def perform(account: Account, done: Done) -> dict[str, Any]:
    """By the holder of the role and nobody else, on the day it happened."""
    given = p.read(DutyBody, done.payload)
    company = company_of(account)
    source = MajorHazardSource.objects.filter(company=company, pk=given["hazard_source"]).first()
    duty = next((one for one in duties_of(company) if one.key == given["duty"]), None)
    if source is None or duty is None:
        raise refuse("no_duty", "没有这项包保职责")
    if account.person_id is None or getattr(source, f"{duty.role}_id") != account.person_id:
        raise refuse("not_yours", f"这项职责由{duty.role.label}本人履行")
    day = timezone.localtime(done.happened_at).date()
    row = perform_duty(account, source, Performed(duty.key, given["first"], day, given["note"]))
    return {"late": row.is_late}
