"""Who held which role of a major hazard source; a change is registered outside in five days."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from anhuan.domains.audit.actions import record
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.rules import Role as Post
from anhuan.domains.outbox.actions import emit
from anhuan.domains.plant.models import MajorHazardSource
from anhuan.domains.risk.events import HolderChanged
from anhuan.domains.risk.models import Holding
from anhuan.domains.risk.queries.duties import sources_of, unregistered
from anhuan.domains.risk.queries.settings import settings_of
from anhuan.domains.risk.rules.duties import CLAUSE, Role, update_due_on
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse


@transaction.atomic
def watch_holders(company: Company) -> int:
    """Compare who holds the roles with who held them: each difference is a change to be
    registered outside in time (12号). Run again it finds nothing; how many were new."""
    Company.objects.select_for_update().get(pk=company.pk)
    now, within = clock.now(), settings_of(company).update_within_days
    return sum(
        _note_holder(source, role, now, within) for source in sources_of(company) for role in Role
    )


def _note_holder(source: MajorHazardSource, role: Role, now: datetime, within: int) -> bool:
    person = getattr(source, f"{role}_id")
    held = Holding.objects.filter(source=source, role=role, until__isnull=True).first()
    if person == (held.person_id if held else None):
        return False
    if held is not None:
        held.until = now
        held.save(update_fields=["until"])
    due = update_due_on(timezone.localtime(now).date(), within)
    Holding.objects.create(source=source, role=role, person_id=person, since=now, due_on=due)
    emit(source.company.code, HolderChanged(source.pk, role.value, person, due.isoformat()))
    return True


@transaction.atomic
def confirm_registered(by: Account, holding: Holding) -> Holding:
    """The registration system knows of the change."""
    if holding.registered_at is not None:
        raise refuse("registered", "已确认过登记系统更新")
    holding.registered_at, holding.registered_by = clock.now(), by
    holding.save(update_fields=["registered_at", "registered_by"])
    what = f"{holding.get_role_display()}：{holding.person or '空缺'}"
    record(by, "confirm_registered", holding.source, note=what)
    return holding


def remind_changes(now: datetime) -> int:
    """Tell the safety managers a day before the last day of a change, and once only."""
    plants = Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False)
    return sum(_remind(company, now) for company in plants)


@transaction.atomic
def _remind(company: Company, now: datetime) -> int:
    soon = timezone.localtime(now).date() + timedelta(days=1)
    rows = list(unregistered(company, now).filter(due_on__lte=soon, warned_at__isnull=True))
    told = Account.objects.filter(
        company=company, is_active=True, grants__role=Post.SAFETY_MANAGER
    ).distinct()
    for one in rows:
        post(company, told, _message(one))
    Holding.objects.filter(pk__in=[one.pk for one in rows]).update(warned_at=now)
    return len(rows)


def _message(one: Holding) -> Message:
    who = one.person or "空缺"
    return Message(
        topic=f"risk.holder:{one.pk}", title=f"{one.source} {one.get_role_display()}变更为{who}",
        text=f"请在 {one.due_on:%m-%d} 前更新登记系统并确认（{CLAUSE}）",
        url=reverse("risk:source", args=[one.source_id]), priority=3,
    )  # fmt: skip
