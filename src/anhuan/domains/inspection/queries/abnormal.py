"""The record of everything found wrong, gated by who asks (INS-050)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.rules.states import OPEN, STATE_LABELS
from anhuan.domains.inspection.models import Abnormality
from anhuan.domains.inspection.rules.abnormal import Handling
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.org.queries.scope import scope_of

MINE = timedelta(days=30)


def visible_abnormalities(account: Account) -> QuerySet[Abnormality]:
    """What the account's right reaches, and what it found itself."""
    rows = Abnormality.objects.filter(company=company_of(account))
    seen = scope_of(account, "inspection.all")
    if seen is None:
        return rows
    mine = Q(person=account.person_id) if account.person_id else Q(pk__in=[])
    return rows.filter(Q(department__in=seen) | mine)


def abnormality_for(account: Account, pk: UUID | str) -> Abnormality:
    """One of them, else 404."""
    rows = visible_abnormalities(account).select_related("point", "department", "person", "entry")
    return get_object_or_404(rows, pk=pk)


def open_abnormalities(rows: QuerySet[Abnormality]) -> QuerySet[Abnormality]:
    """Those nobody has dealt with: not closed, and a hazard of theirs still open."""
    ended = Hazard.objects.exclude(state__in=OPEN).values("pk")
    by_hazard = Q(handling=Handling.HAZARD, hazard_id__in=ended)
    return rows.filter(closed_at__isnull=True).exclude(by_hazard)


def states_of(rows: Iterable[Abnormality]) -> dict[UUID, str]:
    """How each stands, in a word; hazards are asked in one query."""
    given = list(rows)
    wanted = [one.hazard_id for one in given if one.hazard_id]
    hazards = dict(Hazard.objects.filter(pk__in=wanted).values_list("pk", "state"))
    return {one.pk: _state(one, hazards) for one in given}


def _state(row: Abnormality, hazards: dict[Any, Any]) -> str:
    if row.closed_at:
        return "已关闭"
    if row.hazard_id in hazards:
        return str(STATE_LABELS[hazards[row.hazard_id]])
    return "待维修" if row.handling == Handling.FAULT else "待处理"
