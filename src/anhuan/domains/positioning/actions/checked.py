"""Saving a row and telling the engine, all together or not at all."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from anhuan.domains.audit.actions import Actor, save_checked
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.events import ConfigChanged
from anhuan.kernel.errors import Blocker

M = TypeVar("M", bound=Model)


def save_and_tell(
    actor: Actor,
    instance: M,
    changes: dict[str, Any],
    company: Company,
    what: str,
    blockers: Iterable[Blocker] = (),
) -> M:
    """Refuse with every reason at once, else save, audit and emit `ConfigChanged(what)`."""
    with transaction.atomic():
        saved = save_checked(actor, instance, changes, blockers)
        emit(company.code, ConfigChanged(what=what))
    return saved
