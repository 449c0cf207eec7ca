"""What is so about a job: the yes-or-no answers (`Flag`) and the measured numbers (`Facts`).

One vocabulary for every rule. A form asks the flags of its kind in the field `conditions`; the
place, the weather and the clock add theirs; `facts_from_values` reads the rest from the form.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from anhuan.domains.permits.rules.numbers import number_of


class Flag(StrEnum):
    """A condition that is either so or not. Values are stable; `FLAG_LABELS` has the words."""

    # the place and the equipment
    FIXED_HOT_AREA = "fixed_hot_area"
    EXPLOSIVE_AREA = "explosive_area"
    RUNNING = "running"
    PRESSURISED = "pressurised"
    MHI_DIKE = "mhi_dike"
    TANK_DIKE = "tank_dike"
    PIPE_RACK = "pipe_rack"
    OUTDOOR = "outdoor"
    OXYGEN_EQUIPMENT = "oxygen_equipment"
    LARGE_EQUIPMENT = "large_equipment"
    OUTER_WALL = "outer_wall"
    LONG_PIPELINE = "long_pipeline"
    SELF_EXPLOSIVE = "self_explosive"
    UNSTEADY = "unsteady"
    COMBUSTIBLE_DUST = "combustible_dust"
    FLAMMABLE_LINING = "flammable_lining"
    NEAR_RAILWAY = "near_railway"
    RADIOACTIVE = "radioactive"
    HAZARDOUS_PLACE = "hazardous_place"
    # a plant that stands still, cleaned and shut off (5.1.4)
    ALL_STOPPED = "all_stopped"
    CLEANED = "cleaned"
    PURGED = "purged"
    ANALYSED = "analysed"
    ISOLATED = "isolated"
    # what is in it
    HELD_HAZARDOUS = "held_hazardous"
    TOXIC = "toxic"
    FIVE_TOXIC = "five_toxic"
    CORROSIVE = "corrosive"
    HOT_MEDIUM = "hot_medium"
    COLD_MEDIUM = "cold_medium"
    OXYGEN_ENRICHED = "oxygen_enriched"
    OXYGEN_HATING = "oxygen_hating"
    AIR_FAILED = "air_failed"
    # how it is done
    FIRE_TOOLS = "fire_tools"
    ARC_WELDING = "arc_welding"
    GAS_CUTTING = "gas_cutting"
    PIPE_REMOVAL = "pipe_removal"
    ENTERING = "entering"
    BREAKING_LINES = "breaking_lines"
    CRANE = "crane"
    PLUGGING_IN = "plugging_in"
    OWN_SOURCE = "own_source"
    BLOCKING_ROAD = "blocking_road"
    DIGGING = "digging"
    MACHINE_LEVELLING = "machine_levelling"
    MACHINE_DIGGING = "machine_digging"
    PAINTING = "painting"
    SOLVENT_CLEANING = "solvent_cleaning"
    DUST_SWEEPING = "dust_sweeping"
    LIQUID_VENTING = "liquid_venting"
    GAS_VENTING = "gas_venting"
    DRAINING = "draining"
    SAMPLING = "sampling"
    CLEANING_SLUDGE = "cleaning_sludge"
    PIPED_AIR = "piped_air"
    WET_OR_NARROW = "wet_or_narrow"
    NOISE = "noise"
    DUST = "dust"
    HIGH_RISK = "high_risk"
    LONG_OR_HARD = "long_or_hard"
    CROSSING = "crossing"
    HIGH_PRESSURE = "high_pressure"
    SHARED_PIPE = "shared_pipe"
    REMOVES_GUARDS = "removes_guards"
    EXCEPTIONAL = "exceptional"
    ENERGY = "energy"
    TRAFFIC_DIRECTED = "traffic_directed"
    # lifting
    ODD_SHAPE = "odd_shape"
    LOW_RIGIDITY = "low_rigidity"
    SLENDER = "slender"
    PRECIOUS = "precious"
    HARD_CONDITIONS = "hard_conditions"
    HAZARDOUS_EQUIPMENT = "hazardous_equipment"
    BUILDING_ANCHOR = "building_anchor"
    SEVERAL_CRANES = "several_cranes"
    POWER_LINE = "power_line"
    # the nine causes of a fall (8.1.2)
    GUST = "gust"
    COLD_AIR = "cold_air"
    COLD_WATER = "cold_water"
    SLIPPERY = "slippery"
    POOR_LIGHT = "poor_light"
    NEAR_LIVE = "near_live"
    SMALL_FOOTHOLD = "small_foothold"
    BAD_AIR = "bad_air"
    DISASTER = "disaster"
    # situations of annex B.2 note 2
    SLOPE = "slope"
    NEAR_OPENING = "near_opening"
    NEAR_HAZARD = "near_hazard"
    NO_PLATFORM = "no_platform"
    INSIDE_VESSEL = "inside_vessel"
    NEAR_VENT = "near_vent"
    EXTREME_TEMPERATURE = "extreme_temperature"
    SNOW = "snow"
    RAIN = "rain"
    NIGHT_LIGHT = "night_light"
    LIVE_WORK = "live_work"
    HANGING = "hanging"
    # the hour and the sky
    NIGHT = "night"
    FOG = "fog"

    @property
    def label(self) -> str:
        """The condition in Chinese, as the form asks it."""
        return FLAG_LABELS[self]


FLAG_LABELS: dict[Flag, str] = {
    Flag.FIXED_HOT_AREA: "在固定动火区内",
    Flag.EXPLOSIVE_AREA: "在火灾爆炸危险场所",
    Flag.RUNNING: "在运行状态的装置设备、管道、储罐、容器上",
    Flag.PRESSURISED: "带压不置换",
    Flag.MHI_DIKE: "在存有易燃易爆介质的重大危险源罐区防火堤内",
    Flag.TANK_DIKE: "在油气罐区防火堤内",
    Flag.PIPE_RACK: "在管廊上",
    Flag.OUTDOOR: "露天",
    Flag.OXYGEN_EQUIPMENT: "生产、使用、储存氧气的设备",
    Flag.LARGE_EQUIPMENT: "设备或空间较大，须多点分析",
    Flag.OUTER_WALL: "在管道、储罐、塔器等设备外壁",
    Flag.LONG_PIPELINE: "较长的物料管线",
    Flag.SELF_EXPLOSIVE: "存在受热分解爆炸、自爆物料",
    Flag.UNSTEADY: "生产装置运行不稳定",
    Flag.COMBUSTIBLE_DUST: "可燃性粉尘环境",
    Flag.FLAMMABLE_LINING: "设备内有可燃构件或可燃防腐内衬",
    Flag.NEAR_RAILWAY: "距厂内铁路 25 m 以内",
    Flag.RADIOACTIVE: "附近有放射源",
    Flag.HAZARDOUS_PLACE: "在生产装置区、罐区等危险场所",
    Flag.ALL_STOPPED: "生产装置或系统已全部停车",
    Flag.CLEANED: "已清洗",
    Flag.PURGED: "已置换",
    Flag.ANALYSED: "已分析合格",
    Flag.ISOLATED: "已采取安全隔离措施",
    Flag.HELD_HAZARDOUS: "盛装过有毒或可燃物料",
    Flag.TOXIC: "有毒介质",
    Flag.FIVE_TOXIC: "硫化氢、氯、氨、一氧化碳、氰化物等毒性气体",
    Flag.CORROSIVE: "腐蚀性介质",
    Flag.HOT_MEDIUM: "高温，可能烫伤",
    Flag.COLD_MEDIUM: "低温，可能冻伤",
    Flag.OXYGEN_ENRICHED: "富氧环境",
    Flag.OXYGEN_HATING: "忌氧环境",
    Flag.AIR_FAILED: "清洗置换后气体仍达不到要求",
    Flag.FIRE_TOOLS: "使用电焊、气焊、喷灯、电钻、砂轮、喷砂机等",
    Flag.ARC_WELDING: "使用电焊机",
    Flag.GAS_CUTTING: "使用气焊、气割",
    Flag.PIPE_REMOVAL: "拆除管线",
    Flag.ENTERING: "进入或探入封闭、半封闭空间",
    Flag.BREAKING_LINES: "在设备、管道上装拆盲板",
    Flag.CRANE: "使用起重机具吊运",
    Flag.PLUGGING_IN: "从正式运行的电源上临时接电",
    Flag.OWN_SOURCE: "移动电源或自备电源接入电网",
    Flag.BLOCKING_ROAD: "影响厂内道路正常交通",
    Flag.DIGGING: "挖土、打桩、钻探、坑探或地锚入土",
    Flag.MACHINE_LEVELLING: "机械填土或平整，可能影响地下设施",
    Flag.MACHINE_DIGGING: "机械开挖",
    Flag.PAINTING: "喷漆、涂刷挥发性溶剂的涂料",
    Flag.SOLVENT_CLEANING: "可燃溶剂清洗",
    Flag.DUST_SWEEPING: "可燃性粉尘清扫",
    Flag.LIQUID_VENTING: "排放可燃液体",
    Flag.GAS_VENTING: "排放可燃气体",
    Flag.DRAINING: "切水",
    Flag.SAMPLING: "取样",
    Flag.CLEANING_SLUDGE: "清污作业",
    Flag.PIPED_AIR: "管道送风",
    Flag.WET_OR_NARROW: "潮湿或狭小容器",
    Flag.NOISE: "产生噪声",
    Flag.DUST: "产生粉尘",
    Flag.HIGH_RISK: "风险较大",
    Flag.LONG_OR_HARD: "难度大、强度大、时间长",
    Flag.CROSSING: "存在交叉作业",
    Flag.HIGH_PRESSURE: "高压盲板",
    Flag.SHARED_PIPE: "不同企业共用管道",
    Flag.REMOVES_GUARDS: "须临时拆除或变动安全防护设施",
    Flag.EXCEPTIONAL: "特殊情况",
    Flag.ENERGY: "设备或环境带有须隔离的能量",
    Flag.TRAFFIC_DIRECTED: "现场有交通指挥人员",
    Flag.ODD_SHAPE: "吊物形状复杂",
    Flag.LOW_RIGIDITY: "吊物刚度小",
    Flag.SLENDER: "吊物长径比大",
    Flag.PRECIOUS: "吊物精密贵重",
    Flag.HARD_CONDITIONS: "吊装作业条件特殊",
    Flag.HAZARDOUS_EQUIPMENT: "吊装场所有含危险物料的设备、管道",
    Flag.BUILDING_ANCHOR: "以建(构)筑物作锚点",
    Flag.SEVERAL_CRANES: "多台起重机吊同一吊物",
    Flag.POWER_LINE: "靠近架空电力线路",
    Flag.GUST: "阵风五级(8.0 m/s)及以上",
    Flag.COLD_AIR: "平均气温不高于 5 ℃",
    Flag.COLD_WATER: "接触不高于 12 ℃ 的冷水",
    Flag.SLIPPERY: "有冰、雪、霜、油、水等易滑物",
    Flag.POOR_LIGHT: "光线不足或能见度差",
    Flag.NEAR_LIVE: "与带电体距离不足",
    Flag.SMALL_FOOTHOLD: "摆动，或立足面小于 500 mm",
    Flag.BAD_AIR: "有毒气体或氧含量低于 19.5%",
    Flag.DISASTER: "可能引发灾害事故，或抢险",
    Flag.SLOPE: "在坡度大于 45° 的斜坡上",
    Flag.NEAR_OPENING: "在升降口、坑、井、池、沟、洞上面或附近",
    Flag.NEAR_HAZARD: "在易燃易爆、易中毒、易灼伤区域或转动设备附近",
    Flag.NO_PLATFORM: "在无平台、无护栏的塔、釜、炉、罐及架空管道上",
    Flag.INSIDE_VESSEL: "在塔、釜、炉、罐等设备内",
    Flag.NEAR_VENT: "邻近有毒有害放空管线或烟囱",
    Flag.EXTREME_TEMPERATURE: "异温(高温或低温环境)",
    Flag.SNOW: "降雪",
    Flag.RAIN: "降雨",
    Flag.NIGHT_LIGHT: "夜间室外全靠人工照明",
    Flag.LIVE_WORK: "接近或接触带电体",
    Flag.HANGING: "无立足点或立足点不牢靠(悬空)",
    Flag.NIGHT: "夜间",
    Flag.FOG: "浓雾",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """A job's conditions. None means not measured; a rule then relies on the flags alone."""

    flags: frozenset[Flag] = frozenset()
    height_m: float | None = None
    mass_t: float | None = None
    depth_m: float | None = None
    live_kv: float | None = None  # the nearest live conductor's voltage
    live_distance_m: float | None = None
    foothold_mm: float | None = None  # the shortest side or the diameter
    air_temp_c: float | None = None  # the mean of the working place
    water_temp_c: float | None = None
    oxygen_vol_pct: float | None = None
    wind_mps: float | None = None  # gusts
    wind_level: int | None = None  # Beaufort
    span_h: float | None = None  # from planned start to planned end

    def has(self, *flags: Flag) -> bool:
        """Whether every one of these flags is set."""
        return self.flags.issuperset(flags)

    def any_of(self, flags: Iterable[Flag]) -> frozenset[Flag]:
        """Those of these flags that are set."""
        return self.flags.intersection(flags)

    def plus(self, *flags: Flag) -> "Facts":
        """The same job with more conditions: the place's, the weather's, the clock's."""
        return replace(self, flags=self.flags | set(flags))

    def minus(self, *flags: Flag) -> "Facts":
        """The same job without these conditions."""
        return replace(self, flags=self.flags - set(flags))


_FLAGS = {flag.value: flag for flag in Flag}
_NUMBERS = tuple(one.name for one in fields(Facts) if one.name != "flags")


def facts_from_values(values: Mapping[str, Any]) -> Facts:
    """A form's values as facts: every ticked option that is a flag (`conditions`, but also a way
    of working like 电焊), and the numbers by their names."""
    lists = [one for one in values.values() if isinstance(one, list | tuple)]
    ticked = {item for one in lists for item in one if isinstance(item, str)}
    flags = frozenset(_FLAGS[item] for item in ticked & _FLAGS.keys())
    numbers = {name: number_of(values.get(name)) for name in _NUMBERS}
    level = numbers.pop("wind_level")
    return Facts(flags, wind_level=None if level is None else int(level), **numbers)
