"""What a fence was: its content as one value that can be kept, compared and shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account
from anhuan.domains.positioning.models import Fence, FenceVersion
from anhuan.domains.positioning.queries import fences as queries
from anhuan.domains.positioning.rules import fences as rules

PLAIN = (
    "name", "purpose", "radius_m", "floors", "z_min_m", "z_max_m", "buffer_m", "schedule", "teams",
    "valid_from", "valid_until", "max_people", "min_people", "kind_limits", "limit_s",
    "speed_limit_kmh", "approach_m", "priority", "allowed_kinds", "allowed_qualifications",
    "is_enabled", "is_retired",
)  # fmt: skip
NAMED = ("allowed_departments", "allowed_posts", "allowed_people")


def content_of(fence: Fence) -> dict[str, Any]:
    """All of a fence, rows by id and name; `outline`: where it really was, the area's included."""
    content = {name: _plain(getattr(fence, name)) for name in PLAIN}
    for name in NAMED:
        rows = getattr(fence, name).all() if not fence._state.adding else ()
        content[name] = sorted(({"id": str(r.pk), "name": str(r)} for r in rows), key=_name)
    content["area"] = {"id": str(fence.area.pk), "name": fence.area.name} if fence.area else None
    content["outline"] = queries.shape_of(fence)[0]
    return content


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _name(row: dict[str, str]) -> str:
    return row["name"]


def versions_of(fence: Fence) -> QuerySet[FenceVersion]:
    """Newest first."""
    return FenceVersion.objects.filter(fence=fence)


def get_version_for(account: Account, pk: UUID | str) -> FenceVersion:
    """One version of a fence of the account's company, else 404; withdrawn fences included."""
    rows = FenceVersion.objects.filter(fence__in=queries.all_fences(account))
    return get_object_or_404(rows.select_related("fence__company"), pk=pk)


def before(version: FenceVersion) -> FenceVersion | None:
    """The version that was in force until then; None for the first."""
    older = versions_of(version.fence).filter(number__lt=version.number)
    return older.order_by("-number").first()


def changes_of(version: FenceVersion) -> list[rules.Change]:
    """What this version changed; everything that is set, for the first."""
    earlier = before(version)
    return list(rules.changed(earlier.content if earlier else {}, version.content))
