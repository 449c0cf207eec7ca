"""Hazards like this one: the same thing told twice, or the same thing come back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.rules.likeness import Sketch, likest
from anhuan.domains.hazards.rules.settings import Settings
from anhuan.domains.hazards.rules.states import OPEN, State

MOST = 2000  # compared in memory: 30 days of a large plant


def sketch_of(hazard: Hazard) -> Sketch:
    """What is compared."""
    return Sketch(f"{hazard.name}{hazard.description}", hazard.place, hazard.area_id,
                  hazard.structure_id)  # fmt: skip


def duplicates_of(hazard: Hazard, settings: Settings) -> list[tuple[Hazard, float]]:
    """Open ones of the last days that are told much alike, the likest first, five at most."""
    since = hazard.reported_at - timedelta(days=settings.duplicate_days)
    rows = _others(hazard).filter(state__in=OPEN, reported_at__gte=since)
    return _alike(hazard, rows, settings)[:5]


def recurrence_of(hazard: Hazard, settings: Settings) -> Hazard | None:
    """The newest accepted one that this one repeats, within the plant's memory."""
    since = hazard.reported_at - timedelta(days=settings.recurrence_days)
    rows = _others(hazard).filter(state=State.ACCEPTED, accepted_at__gte=since)
    alike = [one for one, _ in _alike(hazard, rows, settings)]
    return max(alike, key=_accepted, default=None)


def _accepted(hazard: Hazard) -> tuple[datetime, UUID]:
    assert hazard.accepted_at is not None
    return hazard.accepted_at, hazard.pk


def _others(hazard: Hazard) -> QuerySet[Hazard]:
    """Of the same area, or of none when nobody said where it is."""
    rows = Hazard.objects.filter(company=hazard.company_id, deleted_at__isnull=True)
    return rows.exclude(pk=hazard.pk).filter(area=hazard.area_id)


def _alike(
    hazard: Hazard, rows: QuerySet[Hazard], settings: Settings
) -> list[tuple[Hazard, float]]:
    found = [(one, sketch_of(one)) for one in rows.order_by("-id")[:MOST]]
    return likest(sketch_of(hazard), found, settings.likeness_pct / 100)
