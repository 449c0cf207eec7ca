"""The four-colour map: areas with what the register says of them, and the pictures uploaded."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from anhuan.domains.documents.queries import path_of
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area
from anhuan.domains.plant.queries import get_area_for, visible_areas
from anhuan.domains.risk.models import AreaCard, RiskObject, RiskPicture
from anhuan.domains.risk.queries.register import tree_of
from anhuan.domains.risk.rules.levels import Level, gravest


@dataclass(slots=True)
class Coloured:
    """An area of the map with the objects in it."""

    area: Area
    objects: list[RiskObject] = field(default_factory=list)

    @property
    def level(self) -> Level:
        """The area's colour."""
        return Level(self.area.risk)

    @property
    def events(self) -> int:
        """How many events the register has there."""
        return sum(one.event_count for one in self.objects)  # type: ignore[attr-defined]


class Counts(NamedTuple):
    """Of one level."""

    objects: int
    events: int


def coloured_areas(account: Account) -> list[Coloured]:
    """Areas the register knows, the gravest first; then by name."""
    found: dict[UUID, Coloured] = {}
    for one in tree_of(account):
        if one.area and not one.area.is_retired:
            found.setdefault(one.area.pk, Coloured(one.area)).objects.append(one)
    ranks = list(Level)
    return sorted(found.values(), key=lambda one: (ranks.index(one.level), one.area.name))


def area_for(account: Account, pk: UUID) -> Coloured:
    """One area of the plant with its objects, whether the register knows it or not; else 404."""
    area = get_area_for(account, pk)
    return Coloured(area, list(tree_of(account).filter(area=area)))


def level_of_area(area: Area) -> Level | None:
    """What the register gives an area: the gravest of its objects; None where it has none."""
    rows = RiskObject.objects.filter(area=area, is_retired=False).exclude(level="")
    return gravest(rows.values_list("level", flat=True))


def card_of(area: Area) -> AreaCard:
    """The area's card, empty where nobody has written one."""
    return AreaCard.objects.filter(area=area).first() or AreaCard(area=area)


def drawn_areas(account: Account) -> list[Area]:
    """Every area of the map, large ones first, as the map draws them."""
    return sorted(visible_areas(account), key=lambda one: -_size(one.geometry))


def _size(geometry: dict[str, Any]) -> float:
    xs, ys = zip(*[corner[:2] for corner in geometry["coordinates"][0]], strict=True)
    return float((max(xs) - min(xs)) * (max(ys) - min(ys)))


def by_level(coloured: list[Coloured]) -> dict[Level, Counts]:
    """How many objects and events of each level, all four named. An object may be graver than its
    events: a major hazard source is red by itself."""
    objects = [one for area in coloured for one in area.objects]
    events = [event for one in objects for unit in one.units.all() for event in unit.events.all()]
    ours, theirs = Counter(one.level for one in objects), Counter(one.level for one in events)
    return {level: Counts(ours[level], theirs[level]) for level in Level}


def visible_pictures(account: Account) -> QuerySet[RiskPicture]:
    """Pictures of the company's departments."""
    rows = RiskPicture.objects.filter(company=company_of(account), is_retired=False)
    return rows.select_related("department", "added_by__person")


def get_picture_for(account: Account, pk: UUID) -> RiskPicture:
    """One of them, else 404."""
    return get_object_or_404(visible_pictures(account), pk=pk)


def content_of_picture(picture: RiskPicture) -> Path:
    """The stored file, else 404 in words."""
    path = path_of(picture.file_sm3)
    if not path.exists():
        raise Http404("没有文件")
    return path
