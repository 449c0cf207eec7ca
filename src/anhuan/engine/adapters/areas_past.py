"""Areas as they were: today's rows, with every later change the audit chain knows undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime, timedelta

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area

JUDGED_BY = frozenset({
    "name", "kind", "risk", "geometry", "floors", "max_people", "min_people", "judges_gatherings",
    "is_retired",
})  # fmt: skip


def area_changes(company: Company, since: datetime) -> list[AuditRow]:
    """What was done to areas after `since`, newest first."""
    rows = AuditRow.objects.filter(company_id=company.pk, at__gt=since)
    return list(rows.filter(target_type=Area._meta.label_lower).order_by("-at", "-id"))


def areas_at(areas: Iterable[Area], changes: Sequence[AuditRow], moment: datetime) -> list[Area]:
    """`areas` (of today, retired ones too) as they were in use at `moment`.

    `changes`: newest first, at least back to `moment`. The rows are copies, never to be saved.
    """
    found = {str(area.pk): copy(area) for area in areas}
    for row in changes:
        if row.at <= moment:
            break
        if row.verb == "create":
            found.pop(row.target_id, None)
        elif row.target_id in found:
            _undo(found[row.target_id], row)
    return [area for area in found.values() if not area.is_retired]


def _undo(area: Area, row: AuditRow) -> None:
    for name, value in (row.before or {}).items():
        if name in JUDGED_BY:
            setattr(area, name, value)
    area.updated_at = row.at - timedelta(seconds=1)  # names the version: the one until then
