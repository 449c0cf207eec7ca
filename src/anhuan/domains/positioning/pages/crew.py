"""A job area's crew and where each of them is now."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse

from anhuan.desk.details import Panel, Table
from anhuan.desk.lists import Tag as Mark
from anhuan.domains.org.models import Account, Person
from anhuan.domains.positioning.models import JobArea, LatestPosition
from anhuan.domains.positioning.pages.common import where
from anhuan.domains.positioning.queries.job_areas import latest_of_crew
from anhuan.domains.positioning.rules.fences import is_inside

ROLES = (("guardians", "监护人"), ("workers", "作业人员"), ("admitted", "可进入人员"))
HEADS = ("角色", "姓名", "位置", "最近定位", "状态")


def crew_panel(account: Account, area: JobArea) -> Panel:
    """Role, post and name; with the right to positions also the place, inside or not."""
    may_see = account.may("positions.view")
    latest = latest_of_crew(account, area) if may_see else {}
    rows = [row if may_see else row[:2] for row in _rows(area, latest)]
    table = Table(HEADS if may_see else HEADS[:2], rows, "没有登记人员。")
    return Panel("人员", table=table, key="crew")


def _rows(area: JobArea, latest: dict[UUID, LatestPosition]) -> Iterator[tuple[Any, ...]]:
    for name, role in ROLES:
        for person in getattr(area, name).all():
            link = (person.name, reverse("org:person", args=[person.pk]))
            yield (_as(role, person), link, *_place(area, latest.get(person.pk)))


def _as(role: str, person: Person) -> str:
    return f"{role} · {person.post.name}" if person.post else role


def _place(area: JobArea, latest: LatestPosition | None) -> tuple[Any, ...]:
    if latest is None:
        return "", None, Mark("没有定位", "off")
    spot = (latest.x_m, latest.y_m, latest.floor)
    inside = is_inside(area.geometry, area.radius_m, area.floors, *spot)
    return where(latest), latest.t, Mark("在现场", "good") if inside else Mark("不在现场", "p3")
