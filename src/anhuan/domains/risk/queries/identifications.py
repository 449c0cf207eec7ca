"""Judgements by GB 18218."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.risk.models import Identification
from anhuan.kernel.digest import canonical_json, sm3_hex

_SEALED = (
    "name", "kind", "people_in_500m", "stocks", "lines", "s", "r", "alpha", "level", "standard",
    "note", "by_name",
)  # fmt: skip


def visible_identifications(account: Account) -> QuerySet[Identification]:
    """Of the account's company, newest first."""
    rows = Identification.objects.filter(company=company_of(account))
    return rows.select_related("company", "object", "source")


def get_identification_for(account: Account, pk: UUID | str) -> Identification:
    """One of them, else 404."""
    return get_object_or_404(visible_identifications(account), pk=pk)


def digest_of(row: Identification) -> str:
    """The SM3 of what was given and what came out; whoever alters either is found out."""
    content: dict[str, Any] = {name: getattr(row, name) for name in _SEALED}
    return sm3_hex(canonical_json(content | {"at": row.at.isoformat()}))


def is_intact(row: Identification) -> bool:
    """Whether the snapshot is as it was made."""
    return row.digest == digest_of(row)
