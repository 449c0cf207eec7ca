"""Zones of other positioning systems. The site's own zone is changed on its page only."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, save_audited, save_checked
from anhuan.domains.omlox.models import Zone
from anhuan.domains.omlox.queries.zones import places_of
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.plant.events import MapChanged
from anhuan.kernel.errors import Blocker


def save_zone(actor: Actor, company: Company, zone: Zone | None, values: dict[str, Any]) -> Zone:
    """Make a zone, or put other values in place of all it has. `values` as `read_zone` gives."""
    row = zone or Zone(company=company)
    with transaction.atomic():
        saved = save_checked(actor, row, values, _blockers(company, row, values))
        emit(company.code, MapChanged(what="zones"))
    return saved


def retire_zone(actor: Actor, zone: Zone) -> None:
    """Take a zone out of use; what was located in it stays."""
    with transaction.atomic():
        save_audited(actor, zone, {"is_retired": True})
        emit(zone.company.code, MapChanged(what="zones"))


def _blockers(company: Company, zone: Zone, values: dict[str, Any]) -> Iterator[Blocker]:
    found = places_of(company)
    same = found.zone(values["foreign_id"]) if values["foreign_id"] else None
    if same is not None and same.pk != zone.pk:
        yield Blocker("foreign_id_taken", f"foreign_id 已由区域“{same}”使用，请换一个")
    draft = Zone(company=company, control_points=values["control_points"])
    if values["control_points"] and found.frame_of(draft) is None:
        yield Blocker("zone_control_points", "控制点重合或都在一条直线上，定不出坐标系")
