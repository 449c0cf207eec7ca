"""The duty roster and the days that are not ordinary."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.org.events import OrganisationChanged
from anhuan.domains.org.models import DutyShift, Holiday
from anhuan.domains.outbox.actions import emit
from anhuan.kernel.errors import Blocker, refuse


def save_shift(actor: Actor, shift: DutyShift, changes: dict[str, Any]) -> DutyShift:
    """Make or change one shift of the control room."""
    with transaction.atomic():
        saved = save_checked(actor, shift, changes, _shift_blockers(draft_of(shift, changes)))
        emit(saved.company.code, OrganisationChanged(what="shifts"))
    return saved


def delete_shift(actor: Actor, shift: DutyShift) -> None:
    """Take a shift off the roster; the audit row keeps what it was."""
    _delete(actor, shift, "shifts")


def save_holiday(actor: Actor, day: Holiday, changes: dict[str, Any]) -> Holiday:
    """Make or change a marked day."""
    with transaction.atomic():
        saved = save_checked(actor, day, changes, _holiday_blockers(draft_of(day, changes)))
        emit(saved.company.code, OrganisationChanged(what="holidays"))
    return saved


def delete_holiday(actor: Actor, day: Holiday) -> None:
    """The day is ordinary after all."""
    _delete(actor, day, "holidays")


def put_holiday(actor: Actor, company: Any, values: dict[str, Any]) -> str:
    """One row of an import, by date: "created", "updated" or "unchanged"."""
    day = Holiday.objects.filter(company=company, on=values["on"]).first()
    if day is not None and (day.kind, day.name) == (values["kind"], values["name"]):
        return "unchanged"
    save_holiday(actor, day or Holiday(company=company), values)
    return "updated" if day else "created"


def _delete(actor: Actor, row: DutyShift | Holiday, what: str) -> None:
    with transaction.atomic():
        record(actor, "delete", row, before={"was": str(row)})
        code = row.company.code
        try:
            row.delete()
        except ProtectedError:
            raise refuse("in_use", f"{row} 已有值班记录，不能删除") from None
        emit(code, OrganisationChanged(what=what))


def _shift_blockers(draft: DutyShift) -> Iterator[Blocker]:
    if draft.starts_at is None or draft.ends_at is None:
        return
    if draft.ends_at <= draft.starts_at:
        yield Blocker("shift_ends_before", "结束要晚于开始")
    others = DutyShift.objects.filter(company=draft.company).exclude(pk=draft.pk)
    clash = others.filter(starts_at__lt=draft.ends_at, ends_at__gt=draft.starts_at).first()
    if clash:
        yield Blocker("shift_overlaps", f"与 {clash} 的班次重叠")


def _holiday_blockers(draft: Holiday) -> Iterator[Blocker]:
    others = Holiday.objects.filter(company=draft.company, on=draft.on).exclude(pk=draft.pk)
    if known := others.first():
        yield Blocker("day_known", f"{draft.on} 已登记为“{known.name}”")
