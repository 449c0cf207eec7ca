"""On a permit's page: what else is in its area, each a link away (AQ 3064.1-2025 4.3)."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from anhuan.desk.details import Panel, Table
from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.in_area import devices_in, hazards_in

_MOST = 5  # of each


def panel(permit: Permit, account: Account) -> Panel | None:
    """Hazards not closed, cameras, fixed detectors; nothing where there is none."""
    rows = [*_hazards(permit, account), *_devices(permit)]
    if not rows:
        return None
    return Panel("所在区域", table=Table(["类别", "名称"], rows), side=True, key="in_area",
                 note=str(permit.area))  # fmt: skip


def _hazards(permit: Permit, account: Account) -> Iterator[list[Any]]:
    for one in hazards_in(permit, account)[:_MOST]:
        yield ["未闭环隐患", (one.name, reverse("hazards:hazard", args=[one.pk]))]


def _devices(permit: Permit) -> Iterator[list[Any]]:
    for one in devices_in(permit)[: 2 * _MOST]:
        name = (f"{one.number} {one.name}", reverse("permits:detector", args=[one.pk]))
        yield [one.get_form_display(), name]
