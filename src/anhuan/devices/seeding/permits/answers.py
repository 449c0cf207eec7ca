"""What the people of the demo plant answer: boxes, measures, readings of their instruments."""

from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any

from anhuan.devices.plant.people import SEED
from anhuan.devices.seeding.permits.works import Work
from anhuan.domains.permits.actions import Sample, Settled
from anhuan.domains.permits.models import MeasureCheck
from anhuan.domains.permits.rules.forms import FormTemplate, Input
from anhuan.domains.permits.rules.gas import Reading
from anhuan.domains.permits.rules.gases import OXYGEN, Unit
from anhuan.domains.permits.rules.kinds import Kind

# A good value for a box of a measure, by the limit it is checked against, else by its name.
_VALUES: dict[str, Any] = {
    "count": 4, "cylinder_gap": 6, "cylinder_to_fire": 12, "welder_to_fire": 8, "wash_water": 12,
    "cable_on_site": 2.8, "cable_over_road": 5.2, "cable_depth": 0.8, "insulation": 750,
    "light_in_space": 24, "light_wet": 12, "crane_share": 60, "spoil_edge": 1.2,
    "spoil_height": 1, "lamp_height": 1.5, "lamp_seen": 160,
    "blankets": 2, "blinds": 2, "hoses": "消防水带 1 条", "fire_gear": "灭火器 2 具",
    "ropes": "2 根", "air_gear": "空气呼吸器 2 套", "mass": 12.5, "pressure": 0.03, "rest": 0.4,
}  # fmt: skip
_OXYGEN_SPREAD, _SPREAD = 0.01, 0.4


def settled(row: MeasureCheck, form: FormTemplate) -> Settled:
    """Involved where it has to be; else declined with a reason."""
    if not row.is_forced:
        return Settled(row.no, False, {}, "作业点无此情形")
    inputs = next(one.inputs for one in (*form.measures, *form.extras) if one.no == row.no)
    return Settled(row.no, True, {one.key: _answer(one) for one in inputs})


def _answer(one: Input) -> Any:
    if one.options:
        return one.options[0].key
    return _VALUES.get(one.check) or _VALUES[one.key]


def sample(work: Work, at: datetime, count: int, source: str = "hand") -> Sample:
    """The instrument's reading at that moment: never twice quite the same."""
    instrument = "便携式四合一 GX-3R" if source == "portable" else "复合式气体检测仪 MX6"
    return Sample(at, list(_readings(work, count)), instrument, None, source)


def _readings(work: Work, count: int) -> Iterator[Reading]:
    rng = Random(f"{SEED} {work.content} {count}")
    point = "人孔下方" if work.kind is Kind.CONFINED_SPACE else "作业点下风侧"
    for gas, usual, unit in work.air:
        spread = _OXYGEN_SPREAD if gas == OXYGEN else _SPREAD
        value = round(usual * rng.uniform(1 - spread, 1 + spread), 3 if usual < 1 else 1)
        away_m = 3.0 if work.zone == "surroundings" else None
        yield Reading(gas, value, Unit(unit), work.zone, point, away_m)
