"""Many permits out of a few real ones: `_copying.py` says how, and how copies differ.

Copied are signatures, measures, samples, approvals, people, hazards, briefings, alarms; each copy
has its own number, content, place, unit, area and contractor; in the archive sixty people take the
parts of who leads, guards and works. Its alarms lead to its model's.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks._copying import Copier
from django.db import models

from anhuan.domains.org.tests.factories import make_contractor, make_department, make_person
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import (
    Approval,
    Briefing,
    BriefingMark,
    GasTest,
    MeasureCheck,
    Permit,
    PermitAlarm,
    PermitPerson,
    RiskRow,
    Signature,
)
from anhuan.domains.permits.tests.make import AWAY, Plant, approving, conditions_of
from anhuan.domains.plant.tests.factories import box, make_area
from anhuan.kernel.errors import Refused

LISTED: tuple[type[models.Model], ...] = (Permit, PermitPerson, PermitAlarm)  # what lists read
COPIED: tuple[type[models.Model], ...] = (
    Permit, PermitPerson, RiskRow, GasTest, MeasureCheck, Briefing, BriefingMark, Approval,
    Signature, PermitAlarm,
)  # fmt: skip
CONTENTS = ["更换泵房管线，焊接法兰", "反应釜出口阀组检修", "换热器管束抽芯清洗", "循环水管线补焊",
            "罐区消防管线改造", "装车鹤管更换密封", "仪表风管线加装阀门", "塔顶平台护栏加固",
            "压缩机厂房行车检修", "废水池液位计更换"]  # fmt: skip
PLACES = ["一号泵房", "二号反应框架", "罐区北侧", "换热器平台", "装车台", "循环水场", "压缩机厂房"]

_COPIER = Copier(
    Permit, COPIED,
    known="""(%(units)s::uuid[])[1 + k %% 12] AS unit, (%(areas)s::uuid[])[1 + k %% 20] AS area,
  CASE WHEN k %% 3 = 0 THEN (%(firms)s::uuid[])[1 + k %% 6] END AS contractor,
  (%(contents)s::text[])[1 + k %% 10] || ' P-' || 100 + k %% 900 AS content,
  (%(places)s::text[])[1 + k %% 7] AS place,
  %(leader)s::uuid AS leader, %(guardian)s::uuid AS guardian, %(worker)s::uuid AS worker,
  (%(crew)s::uuid[])[1 + 3 * k %% cardinality(%(crew)s::uuid[])] AS first,
  (%(crew)s::uuid[])[1 + (3 * k + 1) %% cardinality(%(crew)s::uuid[])] AS second,
  (%(crew)s::uuid[])[1 + (3 * k + 2) %% cardinality(%(crew)s::uuid[])] AS third""",
    own={
        "number": "left(m.number, 3) || to_char(c.moment, 'YYYYMMDD-') || lpad(c.k::text, 7, '0')",
        "content": "c.content", "place": "c.place", "unit_id": "c.unit", "area_id": "c.area",
        "contractor_id": "c.contractor",
        "geometry": "(SELECT geometry FROM plant_area WHERE id = c.area)",
    },
    others={
        PermitPerson: {
            "person_id": """CASE m.person_id WHEN c.leader THEN c.first
  WHEN c.guardian THEN c.second WHEN c.worker THEN c.third ELSE m.person_id END""",
        },
    },
    owners={
        BriefingMark: ("b.permit_id", "JOIN permits_briefing b ON b.id = m.briefing_id"),
    },
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """Where copies lie and whose they are."""

    crew: list[Any]
    units: list[Any]
    areas: list[Any]
    firms: list[Any]


def ground_of(plant: Plant) -> Ground:
    """Sixty people, twelve departments, twenty areas, six contractors."""
    return Ground(
        crew=[*parts_of(plant), *(make_person(plant.company).pk for _ in range(57))],
        units=[make_department(plant.company).pk for _ in range(12)],
        areas=[make_area(plant.company, geometry=box(18 * n, 200, 15)).pk for n in range(20)],
        firms=[make_contractor().pk for _ in range(6)],
    )


def parts_of(plant: Plant) -> list[Any]:
    """Who leads, guards and works on the models."""
    return [one.person_id for one in (plant.leader, plant.guardian, plant.worker)]


def archived_models(plant: Plant) -> list[Permit]:
    """Three that went all the way: one refused once from afar, one stopped, one as another kind."""
    found = [_whole(plant, "approve"), _whole(plant, "suspend"), _whole(plant)]
    Permit.objects.filter(pk=found[2].pk).update(kind="work_at_height", grade="II", grade_why={})
    return found


def _whole(plant: Plant, trouble: str = "") -> Permit:
    permit = approving(plant)
    if trouble == "approve":
        plant.put(plant.guardian, AWAY)
        with suppress(Refused):
            actions.approve(plant.guardian, permit)
        plant.put(plant.guardian)
    for by in (plant.guardian, plant.leader, plant.head, plant.head):
        permit = actions.approve(by, permit, "同意")
    permit = actions.start(plant.guardian, actions.verify_issue(plant.shift, permit))
    if trouble == "suspend":
        actions.suspend(plant.worker, permit, "下雨")
        permit = actions.resume(plant.guardian, permit)
    permit = actions.finish(plant.guardian, permit)
    return actions.archive(plant.head, actions.accept(plant.head, permit, conditions_of(permit)))


def copy(
    plant: Plant, models_: Sequence[Permit], ground: Ground, *, first: int, last: int,
    step: timedelta, tables: Sequence[type[models.Model]] = COPIED, crew: Sequence[Any] = (),
) -> dict[str, int]:  # fmt: skip
    """Copies numbered `first` to `last`: a model made at the plant's `now` becomes one of this very
    moment, each copy a `step` earlier. How many rows of each table. `crew`: who takes part, if not
    the models' own."""
    parts = parts_of(plant)
    given = dict(zip(("leader", "guardian", "worker"), parts, strict=True)) | {
        "crew": list(crew or parts),
        "models": [one.pk for one in models_], "first": first, "last": last, "step": step,
        "made": plant.hand.now(), "now": datetime.now(UTC), "contents": CONTENTS, "places": PLACES,
        "units": ground.units, "areas": ground.areas, "firms": ground.firms,
    }  # fmt: skip
    return _COPIER.copy(given, tables)
