"""A valid one of each, unless a test says otherwise."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import numpy as np
from django.db import connection

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import Account, Company, Department, Person, Post, RoleGrant
from anhuan.domains.org.rules import Role
from anhuan.domains.plant.models import Area, Site
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import (
    Anchor,
    Assignment,
    Fence,
    JobArea,
    LatestPosition,
    Sounder,
    Tag,
    Vehicle,
    ZoneVisit,
)
from anhuan.kernel import clock
from anhuan.kernel.chunks import Track, encode

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_number = count(1)


def make_company(**changes: Any) -> Company:
    """A plant."""
    n = next(_number)
    return Company.objects.create(**{"code": f"plant{n}", "name": f"厂 {n}", **changes})


def make_site(company: Company, **changes: Any) -> Site:
    """400 × 300 m in Shandong."""
    values = {
        "name": "一厂区",
        "origin_lon": 118.7,
        "origin_lat": 37.9,
        "width_m": 400,
        "depth_m": 300,
        **changes,
    }
    return Site.objects.create(company=company, **values)


def make_department(company: Company, name: str = "合成车间", **changes: Any) -> Department:
    """A workshop."""
    return Department.objects.create(
        **{"company": company, "name": name, "level": "workshop", **changes}
    )


def make_post(company: Company, name: str = "外操") -> Post:
    """A post."""
    return Post.objects.create(company=company, name=name)


def make_person(company: Company, name: str = "王海涛", **changes: Any) -> Person:
    """An employee."""
    values = {"number": f"P{next(_number):05}", "kind": "employee", "sex": "male", **changes}
    return Person.objects.create(company=company, name=name, **values)


def make_account(
    company: Company, role: Role = Role.SAFETY_MANAGER, department: Department | None = None
) -> Account:
    """A login holding one role."""
    account = Account.objects.create_user(f"user{next(_number)}", password=None, company=company)
    RoleGrant.objects.create(account=account, role=role, department=department)
    return account


def box(x: float, y: float, side: float = 10.0) -> dict[str, Any]:
    """A square polygon with its south-west corner at (x, y), metres."""
    corners = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [corners]}


def make_area(company: Company, **changes: Any) -> Area:
    """A blue production area of 10 × 10 m."""
    n = next(_number)
    values = {"code": f"AR{n}", "name": f"区域 {n}", "kind": "production", "geometry": box(0, 0)}
    return Area.objects.create(company=company, **{**values, **changes})


def make_tag(company: Company, **changes: Any) -> Tag:
    """A badge."""
    values = {"number": f"T-{next(_number):05}", "ex_mark": "Ex ib IIC T4 Gb", **changes}
    return actions.register_tag(SYSTEM, company, **values)


def make_anchor(company: Company, **changes: Any) -> Anchor:
    """A UWB anchor fit for zone 1."""
    values = {
        "number": f"A-{next(_number):05}",
        "technology": "uwb-twr",
        "x_m": 1.0,
        "y_m": 2.0,
        "z_m": 5.0,
        "ex_mark": "Ex ib IIC T4 Gb",
        "max_temperature_c": 75,
        **changes,
    }
    return actions.register_anchor(SYSTEM, company, **values)


def make_vehicle(company: Company, **changes: Any) -> Vehicle:
    """A forklift."""
    values = {"plate": f"鲁E{next(_number):05}", "name": "叉车", **changes}
    return actions.register_vehicle(SYSTEM, company, **values)


def bind(tag: Tag, holder: Person | Vehicle, since: datetime = LONG_AGO) -> Assignment:
    """Give the tag out long ago."""
    return actions.bind_tag(SYSTEM, tag, holder, since=since)


def make_fence(company: Company, **changes: Any) -> Fence:
    """A square nobody may enter."""
    values = {"name": f"围栏 {next(_number)}", "purpose": "restricted", "geometry": box(0, 0)}
    return actions.save_fence(SYSTEM, company, **{**values, **changes})


def make_job_area(company: Company, **changes: Any) -> JobArea:
    """Hot work for eight hours, from now."""
    now = clock.now()
    values = {
        "name": f"动火 {next(_number)}", "geometry": box(0, 0), "workers": [],
        "valid_from": now, "valid_until": now + timedelta(hours=8), **changes,
    }  # fmt: skip
    if "guardians" not in values:
        values["guardians"] = [make_person(company, "监护人")]
    return actions.open_job_area(SYSTEM, company, **values)


def make_sounder(company: Company, area: Area, **changes: Any) -> Sounder:
    """A siren."""
    values = {"number": f"S-{next(_number):03}", "area": area, **changes}
    return actions.register_sounder(SYSTEM, company, **values)


def make_points(
    start: datetime, seconds: Iterable[float], x_m: float = 10.0, y_m: float = 20.0, floor: int = 1
) -> Track:
    """Points at these seconds after `start`; x grows by one metre a point."""
    t_ms = np.array([clock.to_ms(start) + round(1000 * s) for s in seconds], np.int64)
    n = len(t_ms)
    x_cm = np.round(100 * x_m).astype(np.int64) + 100 * np.arange(n)
    ones = np.ones(n, np.int64)
    return Track(t_ms, x_cm, round(100 * y_m) * ones, floor * ones, 50 * ones)


def seal(tag: Tag, points: Track) -> None:
    """Store points as the engine's recorder does: a chunk for each ten minutes."""
    buckets = points.t_ms - points.t_ms % 600_000
    with connection.cursor() as cursor:
        for bucket in np.unique(buckets):
            chunk = Track(*(column[buckets == bucket] for column in tuple(points)))
            at = clock.from_ms(int(bucket))
            cursor.execute("SELECT ensure_track_partition(%s)", [at])
            cursor.execute(
                "INSERT INTO positioning_trackchunk VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s)",
                [
                    tag.company_id,
                    tag.pk,
                    at,
                    len(chunk.t_ms),
                    int(chunk.x_cm.min()),
                    int(chunk.y_cm.min()),
                    int(chunk.x_cm.max()),
                    int(chunk.y_cm.max()),
                    encode(chunk),
                ],
            )


def make_visit(tag: Tag, area: Area, entered: datetime, minutes: float | None = 10) -> ZoneVisit:
    """The tag was in the area for so long, or still is."""
    left = None if minutes is None else entered + timedelta(minutes=minutes)
    return ZoneVisit.objects.create(
        company=tag.company, tag=tag, area=area, entered_at=entered, left_at=left
    )


def place(tag: Tag, at: datetime, x_m: float = 5, y_m: float = 5, **changes: Any) -> LatestPosition:
    """The tag's last known position."""
    values = {"floor": 1, "r68_m": 0.5, "area": None, "state": "live", **changes}
    return LatestPosition.objects.create(tag=tag, t=at, x_m=x_m, y_m=y_m, **values)
