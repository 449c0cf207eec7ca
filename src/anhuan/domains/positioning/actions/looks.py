"""Every look at where people were leaves a trace."""

from datetime import datetime, timedelta

from django.utils import timezone

from anhuan.domains.audit.actions import record
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.models import Account, Company
from anhuan.domains.positioning.queries.subjects import Subject
from anhuan.kernel import clock

SCRUBBING = timedelta(minutes=1)


def record_look(
    account: Account, subject: Subject, start: datetime, end: datetime, purpose: str = ""
) -> None:
    """That the account looked at the subject's track of a period, and what for."""
    note = f"{_said(start)} 至 {_said(end)}"
    record(account, "view_track", subject, note=f"{note} {purpose}".strip())


def record_look_at_all(account: Account, company: Company, at: datetime) -> None:
    """That the account looked where everybody was; dragging the time bar counts once a minute."""
    recent = AuditRow.objects.filter(
        actor_id=account.pk, verb="view_positions", at__gt=clock.now() - SCRUBBING
    )
    if not recent.exists():
        record(account, "view_positions", company, note=f"{_said(at)} 全厂人员分布")


def _said(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
