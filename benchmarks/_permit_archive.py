"""Many permits out of a few real ones, by SQL.

Models go their way through the product's own actions. Their rows — signatures, measures, samples,
approvals, people, hazards, briefings, alarms — are then copied, each copy with its own moment,
number, content, place, unit, area and contractor, and keys in the order of time.

Not as in a real archive: a copy's digests are its model's (its chain does not verify), its alarms
lead to the alarms of its model, and audit and outbox rows of copies are not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, models

from anhuan.domains.org.tests.factories import make_contractor, make_department
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

# The key of a copy begins with its moment, as the keys of real rows do.
COPY_ID = """
CREATE OR REPLACE FUNCTION pg_temp.copy_id(id uuid, k bigint, moment timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0')
    || '7' || substr(md5(id::text || k), 1, 3) || '8' || substr(md5(id::text || k), 4, 15))::uuid
$$"""
COPIES = """
CREATE TEMP TABLE copies AS
SELECT k, (%(models)s::uuid[])[1 + k %% %(kinds)s] AS model, %(now)s - k * %(step)s AS moment,
  %(made)s - %(now)s + k * %(step)s AS shift, (%(units)s::uuid[])[1 + k %% 12] AS unit,
  (%(areas)s::uuid[])[1 + k %% 20] AS area,
  CASE WHEN k %% 3 = 0 THEN (%(firms)s::uuid[])[1 + k %% 6] END AS contractor,
  (%(contents)s::text[])[1 + k %% 10] || ' P-' || 100 + k %% 900 AS content,
  (%(places)s::text[])[1 + k %% 7] AS place
FROM generate_series(%(first)s, %(last)s) AS k"""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where copies lie and whose they are."""

    units: list[Any]
    areas: list[Any]
    firms: list[Any]


def ground_of(plant: Plant) -> Ground:
    """Twelve departments, twenty areas, six contractors."""
    return Ground(
        units=[make_department(plant.company).pk for _ in range(12)],
        areas=[make_area(plant.company, geometry=box(18 * n, 200, 15)).pk for n in range(20)],
        firms=[make_contractor().pk for _ in range(6)],
    )


def archived_models(plant: Plant) -> list[Permit]:
    """Three that went all the way: one refused once from afar, one stopped, one as another kind."""
    found = [_whole(plant, "approve"), _whole(plant, "suspend"), _whole(plant)]
    Permit.objects.filter(pk=found[2].pk).update(kind="work_at_height", grade="II")
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
    step: timedelta, tables: Sequence[type[models.Model]] = COPIED,
) -> dict[str, int]:  # fmt: skip
    """Copies numbered `first` to `last`: a model made at the plant's `now` becomes one of this very
    moment, each copy a `step` earlier. How many rows of each table."""
    given = {
        "models": [one.pk for one in models_], "kinds": len(models_), "first": first, "last": last,
        "made": plant.hand.now(), "now": datetime.now(UTC), "step": step,
        "units": ground.units, "areas": ground.areas, "firms": ground.firms,
        "contents": CONTENTS, "places": PLACES,
    }  # fmt: skip
    made: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(COPY_ID)
        cursor.execute("DROP TABLE IF EXISTS copies")
        cursor.execute(COPIES, given)
        for model in tables:
            cursor.execute(_insert(model))
            made[str(model._meta.model_name)] = cursor.rowcount
            cursor.execute(f"ANALYZE {model._meta.db_table}")
    return made


# What a copied permit has of its own.
_OWN = {
    "number": "left(m.number, 3) || to_char(c.moment, 'YYYYMMDD-') || lpad(c.k::text, 7, '0')",
    "content": "c.content", "place": "c.place", "unit_id": "c.unit", "area_id": "c.area",
    "contractor_id": "c.contractor",
    "geometry": "(SELECT geometry FROM plant_area WHERE id = c.area)",
}  # fmt: skip


def _insert(model: type[models.Model]) -> str:
    fields = model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(one.column) for one in fields)
    values = ", ".join(_value(model, one) for one in fields)
    table = model._meta.db_table
    owner = {Permit: "m.id", BriefingMark: "b.permit_id"}.get(model, "m.permit_id")
    also = "JOIN permits_briefing b ON b.id = m.briefing_id" if model is BriefingMark else ""
    return (
        f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} m {also} "
        f"JOIN copies c ON c.model = {owner}"
    )


def _value(model: type[models.Model], field: Any) -> str:
    column = connection.ops.quote_name(field.column)
    if model is Permit and field.column in _OWN:
        return _OWN[field.column]
    if field.primary_key or field.related_model in COPIED:
        return f"pg_temp.copy_id(m.{column}, c.k, c.moment)"
    return f"m.{column} - c.shift" if isinstance(field, models.DateTimeField) else f"m.{column}"
