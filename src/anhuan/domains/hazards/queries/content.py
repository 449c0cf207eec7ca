"""What of a hazard is under signature, as JSON-plain values."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model

from anhuan.domains.hazards.models import Extension, Hazard, Photo, Plan

# Bookkeeping that changes without anybody's deed, or is itself the seal's.
NOT_SIGNED = ("version", "updated_at", "look_at", "told", "is_sent", "state", "round")
SIGNED = tuple(one.attname for one in Hazard._meta.concrete_fields if one.attname not in NOT_SIGNED)


def plain(value: Any) -> Any:
    """One spelling for every value, whether it came from a form or from the database."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, UUID | date):
        return str(value)
    return value.value if hasattr(value, "value") else value


def fields_of(hazard: Hazard, names: Iterable[str] = SIGNED) -> dict[str, Any]:
    """Fields by their column names."""
    return {name: plain(getattr(hazard, name)) for name in names}


def stated(hazard: Hazard) -> dict[str, Any]:
    """State and round as they are, so that neither is turned back behind the product's back."""
    return {"state": str(hazard.state), "round": hazard.round}


def part_of_row(row: Model) -> tuple[str, Any]:
    """A picture by its digest; a plan or an extension by all it says."""
    key = f"{row._meta.model_name}:{row.pk}"
    if isinstance(row, Photo):
        return key, row.file_sm3
    names = [one.attname for one in row._meta.concrete_fields]
    return key, {name: plain(getattr(row, name)) for name in names}


def content_now(hazard: Hazard) -> Mapping[str, Any]:
    """Everything under signature as it is now."""
    rows: list[Model] = [
        *Photo.objects.filter(hazard=hazard), *Plan.objects.filter(hazard=hazard),
        *Extension.objects.filter(hazard=hazard),
    ]  # fmt: skip
    return fields_of(hazard) | stated(hazard) | dict(map(part_of_row, rows))
