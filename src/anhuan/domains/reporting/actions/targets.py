"""Receivers: added, changed, put to work."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.reporting.actions.intake import deliver, recheck
from anhuan.domains.reporting.models import ReportRow, Target
from anhuan.domains.reporting.queries.secrets import has_secret, secrets_file
from anhuan.domains.reporting.rules.addresses import address_blockers
from anhuan.domains.reporting.rules.options import option_blockers
from anhuan.domains.reporting.seeds.loader import tables
from anhuan.kernel.errors import Blocker, refuse_if_any


def save_target(by: Actor, target: Target, changes: dict[str, Any], now: datetime) -> Target:
    """Add or change one; what was held back is looked at again with the new options."""
    draft = draft_of(target, changes)
    with transaction.atomic():
        saved = save_checked(by, target, changes, blockers_of(draft))
        recheck(None, saved, now)
    return saved


def blockers_of(draft: Target) -> Iterator[Blocker]:
    """Everything wrong with it."""
    yield from address_blockers(draft.form, draft.address)
    yield from option_blockers(draft.options)
    unknown = [one for one in draft.tables if one not in tables()]
    if unknown:
        yield Blocker("unknown_table", f"没有这些表：{'、'.join(unknown)}")
    if not draft.tables:
        yield Blocker("no_tables", "请至少选择一张要上报的表")


def set_active(by: Actor, target: Target, *, is_active: bool, now: datetime) -> Target:
    """Begin or stop. At the beginning everything known is queued."""
    if is_active:
        refuse_if_any(_not_ready(target))
    with transaction.atomic():
        save_checked(by, target, {"is_active": is_active})
        if is_active:
            send_everything(by, target, now)
    return target


def _not_ready(target: Target) -> Iterator[Blocker]:
    if not has_secret(target.secret):
        yield Blocker(
            "no_secret", f"密钥文件里没有“{target.secret}”，请先写入 {secrets_file().name}"
        )


def send_everything(by: Actor, target: Target, now: datetime) -> int:
    """Queue the newest version of every row the receiver wants and never was given; how many."""
    rows = ReportRow.objects.filter(company=target.company_id, table__in=target.tables)
    given = target.deliveries.values("row")
    queued = 0
    with transaction.atomic():
        for row in rows.exclude(pk__in=given).order_by("made_at").iterator(500):
            queued += deliver(row, target, now) is not None
        record(by, "report_resend", target, note=f"首次上报 {queued} 条")
    return queued
