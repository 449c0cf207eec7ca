"""Saving a row with every reason against it, an audit row and the event for the engine."""

import copy
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from anhuan.domains.audit.actions import Actor, save_audited
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.events import ConfigChanged
from anhuan.kernel.errors import Blocker, refuse_if_any

M = TypeVar("M", bound=Model)


def draft_of(instance: M, changes: dict[str, Any]) -> M:
    """A copy of the row with the changes set, for rules to judge before anything is written."""
    draft = copy.copy(instance)
    draft._state = copy.copy(instance._state)
    for name, value in changes.items():
        if not instance._meta.get_field(name).many_to_many:
            setattr(draft, name, value)
    return draft


def save_checked(
    actor: Actor,
    instance: M,
    changes: dict[str, Any],
    company: Company,
    what: str,
    blockers: Iterable[Blocker] = (),
) -> M:
    """Refuse with every reason at once, else save, audit and tell the engine, all together."""
    with transaction.atomic():
        draft = draft_of(instance, changes)
        refuse_if_any([*_model_blockers(draft), *blockers])
        saved = save_audited(actor, instance, changes)
        emit(company.code, ConfigChanged(what=what))
    return saved


def _model_blockers(draft: Model) -> Iterator[Blocker]:
    try:
        draft.full_clean()
    except ValidationError as error:
        for field, problems in error.message_dict.items():
            label = "" if field == "__all__" else str(_label(draft, field))
            for text in problems:
                yield Blocker(f"invalid_{field.strip('_')}", f"{label}：{text}" if label else text)


def _label(draft: Model, field: str) -> Any:
    return getattr(draft._meta.get_field(field), "verbose_name", field)
