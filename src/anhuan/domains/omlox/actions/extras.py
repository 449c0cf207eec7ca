"""Keeping what a client says beyond our own columns."""

from typing import Any
from uuid import UUID

from anhuan.domains.audit.actions import Actor, save_checked
from anhuan.domains.omlox.events import ExtraChanged
from anhuan.domains.omlox.models import Extra
from anhuan.domains.omlox.queries.directory import OURS
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.kernel.errors import refuse

MOST_BYTES = 64 * 1024


def keep_extra(
    actor: Actor, company: Company, kind: Extra.Kind, target: UUID, changes: dict[str, Any]
) -> Extra:
    """Set `attributes`, `properties`, `foreign_id` of one of our rows; audited."""
    known = Extra.objects.select_for_update().filter(kind=kind, target=target).first()
    row = known or Extra(company=company, kind=kind, target=target)
    own = {name: value for name, value in changes.get("properties", {}).items() if name != OURS}
    changes = changes | ({"properties": own} if "properties" in changes else {})
    if sum(len(str(value)) for value in changes.values()) > MOST_BYTES:
        raise refuse("too_large", f"附加属性超过 {MOST_BYTES // 1024} KB，请精简")
    saved = save_checked(actor, row, changes)
    emit(company.code, ExtraChanged(kind=kind, target=target))
    return saved
