"""Fences drawn by other systems.

A new one comes disabled: it tells omlox clients who enters and leaves, and rings no alarm until
somebody of the plant has given it a purpose and enabled it on its page.
"""

from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor
from anhuan.domains.omlox.actions.extras import keep_extra
from anhuan.domains.omlox.models import Extra
from anhuan.domains.omlox.queries.fences import Region, plant_region
from anhuan.domains.omlox.queries.zones import places_of
from anhuan.domains.omlox.rules.places import plant_floor
from anhuan.domains.org.models import Company
from anhuan.domains.positioning import actions as positioning
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.queries.fences import shape_of

FENCE = Extra.Kind.FENCE


@transaction.atomic
def create_fence(actor: Actor, company: Company, values: dict[str, Any]) -> Fence:
    """A fence of the client's region. `values` as `read_fence` gives."""
    fields = _fields(company, values) | {"name": values["name"] or "omlox 围栏"}
    fence = positioning.save_fence(
        actor, company, purpose=Fence.Purpose.RESTRICTED, is_enabled=False, **fields
    )
    _keep(actor, fence, values)
    return fence


@transaction.atomic
def change_fence(actor: Actor, region: Region, values: dict[str, Any]) -> None:
    """Another region, name or attributes; what our pages add (purpose, times, who) stays."""
    fence, fields = region.fence, _fields(region.fence.company, values)
    if (fields["geometry"], fields["radius_m"]) == shape_of(fence):
        fields = {"floors": fields["floors"]}
    else:
        fields["area"] = None
    named = {"name": values["name"]} if values["name"] else {}
    positioning.save_fence(actor, fence.company, fence, **fields, **named)
    _keep(actor, fence, values)


@transaction.atomic
def retire_fence(actor: Actor, region: Region) -> None:
    """Withdraw a fence; refused while it is in force: it guards people."""
    positioning.retire_fence(actor, region.fence, "omlox 接口删除")


def _fields(company: Company, values: dict[str, Any]) -> dict[str, Any]:
    shape = plant_region(values["region"], values["crs"], values["zone_id"], places_of(company))
    is_circle = shape["type"] == "Point"
    floor = values["floor"]
    return {
        "geometry": shape,
        "radius_m": values["radius_m"] if is_circle else None,
        "floors": None if floor is None else [plant_floor(floor)],
    }


def _keep(actor: Actor, fence: Fence, values: dict[str, Any]) -> None:
    names = ("attributes", "properties", "foreign_id")
    keep_extra(actor, fence.company, FENCE, fence.pk, {name: values[name] for name in names})
