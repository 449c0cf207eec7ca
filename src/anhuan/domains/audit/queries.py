"""Reading the audit chain."""

from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet

from anhuan.domains.audit import rules
from anhuan.domains.audit.models import AuditRow

SEALED_FIELDS = (
    "id",
    "at",
    "company_id",
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


def rows_of(company_id: UUID | None, *, with_installation: bool = False) -> QuerySet[AuditRow]:
    """The rows of one company; for administrators also those of the installation itself, such
    as attempts to sign in under names that nobody has."""
    mine = Q(company_id=company_id, company_id__isnull=False)
    return AuditRow.objects.filter(mine | Q(company_id__isnull=True) if with_installation else mine)


def chain_state() -> dict[str, Any]:
    """What a page may say at once: rows sealed, rows waiting, the newest seal."""
    newest = AuditRow.objects.filter(seq__isnull=False).order_by("-seq").first()
    waiting = AuditRow.objects.filter(seq__isnull=True).count()
    return {"rows": newest.seq if newest else 0, "waiting": waiting,
            "seal": newest.seal if newest else "", "at": newest.at if newest else None}  # fmt: skip


@cache
def kind_words() -> dict[str, str]:
    """`org.person` → 人员, for every table of ours."""
    models = [m for c in apps.get_app_configs() if c.name.startswith("anhuan.") for m in
              c.get_models()]  # fmt: skip
    return {model._meta.label_lower: str(model._meta.verbose_name) for model in models}


def field_word(target_type: str, name: str) -> str:
    """A field's Chinese name; its own name when it is not known any more."""
    try:
        field = apps.get_model(target_type)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return name
    return str(getattr(field, "verbose_name", name))
