"""Limits on single numbers people write into measures and forms, each with its clause."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """`least` and `most` are allowed themselves, unless `is_open` says: more than `least`."""

    label: str
    unit: str
    least: float | None = None
    most: float | None = None
    is_open: bool = False
    clause: str = ""

    def fault(self, value: float) -> str:
        """What is wrong with a value, or ""."""
        least, most, unit = self.least, self.most, f" {self.unit}".rstrip()
        if least is not None and self.is_open and value <= least:
            return f"应大于 {least:g}{unit}，现为 {value:g}"
        if least is not None and value < least:
            return f"不应小于 {least:g}{unit}，现为 {value:g}"
        if most is not None and value > most:
            return f"不应大于 {most:g}{unit}，现为 {value:g}"
        return ""


LIMITS: dict[str, Limit] = {
    "count": Limit("数量", "", least=1, clause="GB 30871-2022 5.2.1"),
    "cylinder_gap": Limit("氧气瓶与乙炔瓶间距", "m", least=5, clause="GB 30871-2022 5.2.13"),
    "cylinder_to_fire": Limit("气瓶与动火点间距", "m", least=10, clause="GB 30871-2022 5.2.13"),
    "welder_to_fire": Limit("电焊机与动火点间距", "m", most=10, clause="GB 30871-2022 5.2.12"),
    "sample_radius": Limit("取样点与动火点距离", "m", most=10, clause="GB 30871-2022 5.3.1 b)"),
    "wash_water": Limit("应急冲洗水源距离", "m", most=30, clause="GB 30871-2022 4.5 h)"),
    "cable_on_site": Limit("现场架空高度", "m", least=2.5, clause="GB 30871-2022 10.6 d)"),
    "cable_over_road": Limit("跨路架空高度", "m", least=5, clause="GB 30871-2022 10.6 d)"),
    # 10.6 f) says no less than 0.7, form A.6 more than 0.7: the form is what people sign
    "cable_depth": Limit("埋深", "m", least=0.7, is_open=True, clause="GB 30871-2022 附录A.6"),
    "insulation": Limit("导线耐压等级", "V", least=500, clause="GB 30871-2022 10.6 b)"),
    "light_in_space": Limit("照明电压", "V", most=36, clause="GB 30871-2022 4.13 b)"),
    "light_wet": Limit("照明电压", "V", most=12, clause="GB 30871-2022 4.13 b)"),
    "crane_share": Limit("单机载荷率", "%", most=80, clause="GB 30871-2022 9.2.10 c)"),
    "spoil_edge": Limit("堆土距坑边", "m", least=1, clause="GB 30871-2022 11.5 a)"),
    "spoil_height": Limit("堆土高度", "m", most=1.5, clause="GB 30871-2022 11.5 a)"),
    "lamp_height": Limit("警示灯离地高度", "m", least=1, clause="GB 30871-2022 12.4 a)"),
    "lamp_seen": Limit("警示灯可见距离", "m", least=150, clause="GB 30871-2022 12.4 c)"),
}
