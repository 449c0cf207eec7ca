"""Reading the audit chain."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, Q, QuerySet

from anhuan.domains.audit import rules
from anhuan.domains.audit.models import AuditRow

SEALED_FIELDS = (
    "id",
    "at",
    "actor_id",
    "actor_name",
    "address",
    "verb",
    "target_type",
    "target_id",
    "target_name",
    "before",
    "after",
    "note",
)


def content_of(row: AuditRow) -> dict[str, Any]:
    """What a row's seal covers."""
    content = {name: getattr(row, name) for name in SEALED_FIELDS}
    content["at"] = row.at.isoformat()
    return content


def history_of(target: Model) -> QuerySet[AuditRow]:
    """Everything done to one object, newest first."""
    return AuditRow.objects.filter(
        target_type=target._meta.label_lower, target_id=str(target.pk)
    ).order_by("-at", "-id")


def visible_rows(company_id: Any) -> QuerySet[AuditRow]:
    """The rows of one company, and those of the installation itself."""
    mine = Q(company_id__isnull=True) if company_id is None else Q(company_id=company_id)
    return AuditRow.objects.filter(mine | Q(company_id__isnull=True))


def verify_chain() -> dict[str, Any]:
    """Walk the whole chain: {"ok": bool, "rows": int, "unsealed": int, "broken_at": seq | None}."""
    broken = rules.first_break(_sealed())
    return {
        "ok": broken is None,
        "rows": AuditRow.objects.filter(seq__isnull=False).count(),
        "unsealed": AuditRow.objects.filter(seq__isnull=True).count(),
        "broken_at": broken,
    }


def _sealed() -> Iterator[tuple[int, str, dict[str, Any]]]:
    rows = AuditRow.objects.filter(seq__isnull=False).order_by("seq")
    for row in rows.iterator(chunk_size=2000):
        yield row.seq or 0, row.seal or "", content_of(row)
