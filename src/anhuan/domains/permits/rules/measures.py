"""Safety measures of a form: which are forced, what their numbers may be, whether all are settled.

GB 30871-2022 annex A (each measure: involved or not, confirmed by whom) and the clauses named in
`CHECKS`; AQ 3064.2-2025 5.4.5.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from anhuan.domains.permits.rules.facts import Facts
from anhuan.domains.permits.rules.forms.parts import FormTemplate
from anhuan.kernel.errors import Blocker


@dataclass(frozen=True, slots=True)
class Check:
    """A limit on a number inside a measure. `least` and `most` are allowed values themselves
    unless `above` says that the number must be greater than `least`."""

    label: str
    unit: str
    least: float | None = None
    most: float | None = None
    above: bool = False
    clause: str = ""


CHECKS: dict[str, Check] = {
    "count": Check("数量", "", least=1, clause="GB 30871-2022 5.2.1"),
    "blind_count": Check("盲板数量", "块", least=0, clause="GB 30871-2022 5.2.2"),
    "cylinder_gap": Check("氧气瓶与乙炔瓶间距", "m", least=5, clause="GB 30871-2022 5.2.13"),
    "cylinder_to_fire": Check("气瓶与动火点间距", "m", least=10, clause="GB 30871-2022 5.2.13"),
    "welder_to_fire": Check("电焊机与动火点间距", "m", most=10, clause="GB 30871-2022 5.2.12"),
    "wash_water": Check("应急冲洗水源距离", "m", most=30, clause="GB 30871-2022 4.5 h)"),
    "cable_on_site": Check("现场架空高度", "m", least=2.5, clause="GB 30871-2022 10.6 d)"),
    "cable_over_road": Check("跨路架空高度", "m", least=5, clause="GB 30871-2022 10.6 d)"),
    "cable_depth": Check("电缆埋深", "m", least=0.7, above=True, clause="GB 30871-2022 附录A.6"),
    "insulation": Check("导线耐压", "V", least=500, clause="GB 30871-2022 10.6 b)"),
    "light_in_space": Check("照明电压", "V", most=36, clause="GB 30871-2022 4.13 b)"),
    "light_wet": Check("照明电压", "V", most=12, clause="GB 30871-2022 4.13 b)"),
    "crane_share": Check("单机载荷率", "%", most=80, clause="GB 30871-2022 9.2.10 c)"),
    "spoil_edge": Check("堆土距边沿", "m", least=1, clause="GB 30871-2022 11.5 a)"),
    "spoil_height": Check("堆土高度", "m", most=1.5, clause="GB 30871-2022 11.5 a)"),
    "lamp_height": Check("警示灯离地高度", "m", least=1, clause="GB 30871-2022 12.4 a)"),
    "lamp_seen": Check("警示灯可见距离", "m", least=150, clause="GB 30871-2022 12.4 c)"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was settled about one measure."""

    no: int
    is_involved: bool | None = None  # None: nobody has said
    reason: str = ""  # why not involved
    inputs: Mapping[str, Any] = field(default_factory=dict)
    confirmer: str = ""  # who confirmed it on site
    confirmed_at: datetime | None = None


def check_answers(
    template: FormTemplate, level: str, facts: Facts, answers: Mapping[int, Answer]
) -> list[Blocker]:
    """Every reason why the measures are not settled: unsaid, unconfirmed, a forced one declined
    or declined without a reason, a number missing or outside its limit (alarm 90 in the end)."""
    raise NotImplementedError


def forced_measures(template: FormTemplate, level: str, facts: Facts) -> frozenset[int]:
    """Numbers of the measures that are involved whatever anybody ticks."""
    raise NotImplementedError


CONDITIONS: dict[str, str] = {}
