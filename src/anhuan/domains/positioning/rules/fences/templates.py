"""Fences a plant usually needs, ready to be filled in. Numbers are starting points (D)."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Template:
    """A fence to begin with. `area_kind`: which kind of area it is usually drawn for."""

    key: str
    name: str
    note: str  # what it is for and where that is written
    fields: dict[str, Any] = field(default_factory=dict)
    area_kind: str = ""


TEMPLATES: tuple[Template, ...] = (
    Template(
        "control_room", "中控室最少在岗", "中控室 24 小时不少于 2 人在岗，缺员即报警",
        {"purpose": "minimum", "min_people": 2, "buffer_m": 1.0}, "control_room",
    ),
    Template(
        "duty_room", "值班室有人值守", "夜间和全天值守的值班室不少于 1 人",
        {"purpose": "minimum", "min_people": 1, "buffer_m": 1.0}, "duty_room",
    ),
    Template(
        "tank_farm", "罐区禁入", "重大危险源罐区，未授权人员进入即报警；外侧 10 m 先提醒",
        {"purpose": "restricted", "approach_m": 10.0, "buffer_m": 1.0,
         "allowed_kinds": ["vehicle"]}, "tank_farm",
    ),
    Template(
        "confined_space", "受限空间", "只许持作业许可的人员进入，最多 2 名承包商，逗留 30 分钟提醒",
        {"purpose": "stay", "limit_s": 1800, "kind_limits": {"contractor": 2}, "buffer_m": 0.5},
    ),
    Template(
        "loading", "装卸区限员", "装卸鹤位同时不超过 5 人，车辆限速 5 km/h",
        {"purpose": "capacity", "max_people": 5, "speed_limit_kmh": 5.0}, "loading",
    ),
    Template(
        "blast_area", "爆炸影响区限员", "爆炸影响范围内现场人员控制在 9 人以内：达到 10 人报警",
        {"purpose": "capacity", "max_people": 10}, "production",
    ),
    Template(
        "warehouse", "库房限员", "危险化学品库房同时不超过 3 人，承包商不超过 2 人",
        {"purpose": "capacity", "max_people": 4, "kind_limits": {"contractor": 3}}, "warehouse",
    ),
    Template(
        "lone_still", "单人静止监视", "人员倒地不动 2 分钟即报警",
        {"purpose": "stillness", "limit_s": 120}, "production",
    ),
    Template(
        "visitors", "访客禁入生产区", "访客不得进入；员工、承包商、车辆不受限",
        {"purpose": "restricted", "allowed_kinds": ["staff", "contractor", "vehicle"]},
    ),
    Template(
        "night", "夜间禁入", "22:00 至次日 06:00 禁止进入，白天不限",
        {"purpose": "restricted", "schedule": [{"days": [], "from": "22:00", "to": "06:00"}]},
    ),
    Template(
        "road", "道路限速", "厂内道路车辆限速 15 km/h",
        {"purpose": "speed", "speed_limit_kmh": 15.0}, "road",
    ),
    Template(
        "plant_edge", "厂区边界", "携卡离开厂区即报警，提醒归还定位卡",
        {"purpose": "plant", "buffer_m": 3.0},
    ),
)  # fmt: skip


def template_of(key: str) -> Template | None:
    """The template of that key."""
    return next((one for one in TEMPLATES if one.key == key), None)
