"""Many hazards out of a few real ones: `_copying.py` says how, and how copies differ.

Each copy has its own number, name, place, unit and area; sixty people report and put right.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks._copying import Copier
from django.db import models

from anhuan.domains.hazards.models import Hazard, Photo, Step
from anhuan.domains.hazards.tests.make import Plant, accepted, handed_in, judged, major, told
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_department, make_person
from anhuan.domains.plant.tests.factories import box, make_area

LISTED: tuple[type[models.Model], ...] = (Hazard,)  # what lists read of closed ones
COPIED: tuple[type[models.Model], ...] = (Hazard, Step, Photo)
NAMES = ["机封滴漏", "压力表超期未检", "消防通道堵塞", "静电跨接断开", "安全阀铅封缺失", "护栏松动",
         "可燃气体探测器失效", "作业票未公示", "呼吸阀堵塞", "配电柜门未闭"]  # fmt: skip
PLACES = ["一号泵房", "反应框架三层", "罐区北侧", "换热器平台", "装车台", "循环水场", "压缩机厂房"]
_COPIER = Copier(
    Hazard, COPIED,
    known="""(%(units)s::uuid[])[1 + k %% 12] AS unit, (%(areas)s::uuid[])[1 + k %% 20] AS area,
  (%(names)s::text[])[1 + k %% 10] || ' P-' || 100 + k %% 900 AS name,
  (%(places)s::text[])[1 + k %% 7] AS place,
  (%(reporters)s::uuid[])[1 + k %% 60] AS reporter,
  (%(rectifiers)s::uuid[])[1 + k %% 60] AS rectifier""",
    own={
        "number": "'YH' || to_char(c.moment, 'YYYYMMDD-') || lpad(c.k::text, 7, '0')",
        "name": "c.name", "place": "c.place", "unit_id": "c.unit", "area_id": "c.area",
        "reporter_id": "c.reporter", "rectifier_id": "c.rectifier",
        "origin": "''",
    },
)  # fmt: skip


def fill(plant: Plant, closed: int, opened: int, *, bare: bool = False) -> dict[str, int]:
    """A ledger of two years with `closed` accepted ones, and `opened` that wait for somebody.
    `bare`: of the closed ones only what lists read."""
    ground = {
        "units": [plant.unit.pk, *(make_department(plant.company).pk for _ in range(11))],
        "reporters": [plant.worker.pk, plant.other.pk,
                      *(make_account(plant.company, Role.WORKER).pk for _ in range(58))],
        "rectifiers": [plant.worker.person_id, plant.other.person_id,
                       *(make_person(plant.company).pk for _ in range(58))],
        "areas": [make_area(plant.company, geometry=box(18 * n, 200, 15)).pk for n in range(20)],
    }  # fmt: skip
    waiting = [told(plant), judged(plant, assignment=None), judged(plant), major(plant),
               handed_in(plant)]  # fmt: skip
    step = timedelta(days=730) / closed
    tables = LISTED if bare else COPIED
    made = copy([accepted(plant)], ground, first=1, last=closed, step=step, tables=tables)
    copy(waiting, ground, first=closed + 1, last=closed + opened, step=timedelta(seconds=1))
    return made


def copy(
    given: Sequence[Hazard],
    ground: dict[str, Any],
    *,
    first: int,
    last: int,
    step: timedelta,
    tables: Sequence[type[models.Model]] = COPIED,
) -> dict[str, int]:
    """Copies numbered `first` to `last`, each a `step` earlier; how many rows of each table."""
    now = datetime.now(UTC)
    values = ground | {
        "models": [one.pk for one in given], "first": first, "last": last,
        "made": now, "now": now, "step": step, "names": NAMES, "places": PLACES,
    }  # fmt: skip
    return _COPIER.copy(values, tables)
