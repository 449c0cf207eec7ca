"""Radio maps of the company, and the levels they are made of."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.calibration.models import HeardLevels, Passing, RadioMap, WalkTest
from anhuan.domains.calibration.queries.anchors import LOOKS_BACK
from anhuan.domains.calibration.rules.routes import along
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.kernel import clock

Place = tuple[float, float, float]


def visible_maps(account: Account) -> QuerySet[RadioMap]:
    """All versions of all floors; their cells are not read."""
    return RadioMap.objects.filter(company=company_of(account)).defer("payload")


def get_map_for(account: Account, pk: UUID | str) -> RadioMap:
    """One of them, else 404."""
    return get_object_or_404(visible_maps(account).select_related("company"), pk=pk)


def sources_of(company: Company, floor: int, now: datetime) -> list[WalkTest]:
    """Finished walk tests of the last year in which beacons were heard on that floor."""
    at = Q(stands__floor=floor, stands__levels__isnull=False)
    at |= Q(passings__floor=floor, passings__levels__isnull=False)
    rows = WalkTest.objects.filter(at, company=company, state=WalkTest.State.FINISHED)
    rows = rows.filter(started_at__gte=now - LOOKS_BACK)
    return list(rows.distinct().order_by("started_at"))


def floors_heard(company: Company, now: datetime) -> list[int]:
    """Floors on which a map could be made."""
    rows = HeardLevels.objects.filter(anchor__company=company)
    since = now - LOOKS_BACK
    stood = rows.filter(stand__since__gte=since).values_list("stand__floor", flat=True)
    walked = rows.filter(passing__at__gte=since).values_list("passing__floor", flat=True)
    return sorted({*stood.distinct(), *walked.distinct()})


def levels_for(row: RadioMap) -> list[HeardLevels]:
    """What was heard on the map's floor in its walks."""
    heard = HeardLevels.objects.filter(
        Q(stand__walk__in=row.walks, stand__floor=row.floor)
        | Q(passing__walk__in=row.walks, passing__floor=row.floor)
    )
    return list(heard.select_related("anchor", "stand", "passing__walk__route").order_by("pk"))


class Ways:
    """Where a tag was at a moment, by the stand or way a level was heard at."""

    def __init__(self) -> None:
        self._next: dict[UUID, Passing | None] = {}

    def place(self, heard: HeardLevels, t_ms: int) -> Place | None:
        """Plant metres; None before it stood still or after it had left."""
        if heard.stand is not None:
            stand = heard.stand
            return stand.x_m, stand.y_m, stand.z_m
        return self._on_way(heard.passing, t_ms) if heard.passing else None

    def _on_way(self, start: Passing, t_ms: int) -> Place | None:
        if start.pk not in self._next:
            self._next[start.pk] = next_of(start)
        end = self._next[start.pk]
        if end is None:
            return start.x_m, start.y_m, start.z_m
        if end.floor != start.floor:
            return None
        route: Any = start.walk.route
        left_ms = clock.to_ms(start.at + timedelta(seconds=route.pause_s))
        x, y = along(np.array([t_ms]), left_ms, clock.to_ms(end.at), (start.x_m, start.y_m),
                     (end.x_m, end.y_m))  # fmt: skip
        return float(x[0]), float(y[0]), start.z_m


def next_of(passing: Passing) -> Passing | None:
    """The point passed after it."""
    return Passing.objects.filter(walk=passing.walk_id, order=passing.order + 1).first()
