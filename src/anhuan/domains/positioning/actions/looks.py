"""Every look at where people were leaves a trace, and says what for where the plant asks."""

from datetime import datetime, timedelta

from django.db.models import Model
from django.utils import timezone

from anhuan.domains.audit.actions import record
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.queries.subjects import Subject
from anhuan.domains.positioning.rules import looks as rules
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any

SCRUBBING = timedelta(minutes=1)


def demand_purpose(account: Account, purpose: str) -> str:
    """The purpose, trimmed; refused where one of the account's roles must give one and has not."""
    wanted = settings_of(company_of(account)).purpose_roles
    refuse_if_any(rules.purpose_blockers(account.roles, wanted, purpose))
    return purpose.strip()[:200]


def record_look(
    account: Account, subject: Subject, start: datetime, end: datetime, purpose: str = ""
) -> None:
    """That the account looked at the subject's track of a period, and what for.

    Zooming into it within ten minutes, or playing it again, is the same look and no new row.
    """
    _record(account, "view_track", subject, rules.Look(start, end, purpose))


def record_look_at_place(
    account: Account, company: Company, start: datetime, end: datetime, place: str, purpose: str
) -> None:
    """That the account asked who had been at a place."""
    _record(account, "view_place", company, rules.Look(start, end, f"{place} {purpose}".strip()))


def record_look_at_all(account: Account, company: Company, at: datetime, purpose: str = "") -> None:
    """That the account looked where everybody was; dragging the time bar counts once a minute."""
    recent = AuditRow.objects.filter(
        actor_id=account.pk, verb="view_positions", at__gt=clock.now() - SCRUBBING
    )
    if not recent.exists():
        note = f"{_said(at)} 全厂人员分布 {purpose}".strip()
        record(account, "view_positions", company, note=note)


def _record(account: Account, verb: str, target: Model, look: rules.Look) -> None:
    if any(known.covers(look) for known in _recent(account, verb, target)):
        return
    after = {"自": look.start.isoformat(), "至": look.end.isoformat(), "目的": look.purpose}
    note = f"{_said(look.start)} 至 {_said(look.end)} {look.purpose}".strip()
    record(account, verb, target, after=after, note=note)


def _recent(account: Account, verb: str, target: Model) -> list[rules.Look]:
    rows = AuditRow.objects.filter(
        actor_id=account.pk, verb=verb, target_type=target._meta.label_lower,
        target_id=str(target.pk), at__gt=clock.now() - rules.SAME_LOOK,
    )  # fmt: skip
    known = [row for row in rows.values_list("after", flat=True) if row and "自" in row]
    return [
        rules.Look(datetime.fromisoformat(r["自"]), datetime.fromisoformat(r["至"]), r["目的"])
        for r in known
    ]


def _said(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
