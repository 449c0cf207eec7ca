"""The permits of the demo plant as a table: of many kinds, in every state a permit can be in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from anhuan.domains.permits.rules.gas import Zone
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.states import State

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Work:
    """One permit. `day` counts plant days from today, `hour` plant time of the planned start; for
    work of today `minutes` from now to it instead. `until`: the state it has come to."""

    kind: Kind
    content: str
    place: str
    unit: str
    crew: str
    until: State
    reserved: Values
    applied: Values = field(default_factory=dict)
    minutes: int = 0
    day: int = 0
    hour: float = 9.0
    hours: float = 4.0
    early_min: int = 0  # prepared that much earlier than usual
    air: tuple[tuple[str, float, str], ...] = ()  # gas, usual value, unit
    zone: Zone = Zone.INSIDE
    station: str = ""  # who stands there in the simulator is on the permit
    why: str = ""  # of a stop, a refusal, a cancellation


_METHANOL = (("methanol", 0.02, "vol_pct"),)
_METHANE = (("methane", 0.03, "vol_pct"),)
_SPACE = (("oxygen", 20.7, "vol_pct"), ("methane", 0.05, "vol_pct"),
          ("hydrogen_sulfide", 1.2, "mg_m3"))  # fmt: skip
_FIRE = {"risk_result": ["火灾", "爆炸", "触电", "灼烫"]}
_FALL = {"risk_result": ["高处坠落", "物体打击"]}
_AIR = {"risk_result": ["中毒和窒息", "淹溺", "触电"], "max_people": 2,
        "ventilation": ["natural", "forced"]}  # fmt: skip
_LEAK = {"risk_result": ["泄漏", "火灾", "中毒和窒息"]}


def _hot(part: str, *methods: str, **more: Any) -> Values:
    return {"hot_part": part, "hot_method": list(methods), "conditions": [], **more}


def _plate(line: str, number: str, action: str = "insert") -> tuple[Values, Values]:
    applied = {
        "risk_result": ["中毒和窒息", "火灾", "灼烫"], "medium": "甲醇", "temperature_c": 25,
        "pressure_kpa": 5, "plate_material": "20#", "plate_spec": "DN150 PN1.6",
        "drawing_no": f"WZ-{number}", "gasket": "石墨缠绕垫 DN150", "tag_no": number,
    }  # fmt: skip
    return {"action": action, "line": line, "plate_no": number, "conditions": []}, applied


K, S, _AROUND = Kind, State, Zone.SURROUNDINGS
_RUNNING = (
    Work(K.HOT_WORK, "预制管段对接焊接、打磨坡口", "ZYD-01", "EQP", "weld", S.WORKING,
         _hot("DN200 预制管段焊口", "arc_welding", "grinder"), _FIRE, minutes=-100, hours=6,
         air=_METHANE, zone=_AROUND, station="welding"),
    Work(K.CONFINED_SPACE, "事故水池清淤、检查池壁防腐层", "ZYD-02", "EQP", "fit", S.WORKING,
         {"space_name": "事故水池", "conditions": []}, {**_AIR, "orig_medium": "雨水、含油污水"},
         minutes=-145, hours=7, air=_SPACE, station="pit"),
    Work(K.WORK_AT_HEIGHT, "管廊保温铁皮更换", "ZYD-03", "DST", "height", S.WORKING,
         {"height_m": 8.5, "conditions": ["outdoor"]}, {**_FALL, "scaffold_tag": "JS-0312"},
         minutes=-60, hours=7, station="rack"),
    Work(K.ROAD_BREAKING, "消防水管穿越便道敷设", "ZYD-04", "EQP", "dig", S.SUSPENDED,
         {"related_units": "消防、储运车间", "conditions": ["blocking_road"]},
         {"risk_result": ["车辆伤害", "机械伤害"]}, minutes=-80, hours=6, station="yard",
         why="设备进场车辆须临时通过，暂停作业"),
)  # fmt: skip
_PREPARING = (
    Work(K.BLIND_PLATE, "E-103 换热器检修，进料线加盲板", "ZYD-07", "SYN", "blind", S.APPROVING,
         *_plate("甲醇进料线 P-1031", "MB-1031"), minutes=2),
    Work(K.WORK_AT_HEIGHT, "T-203 塔顶安全阀拆检", "ZYD-08", "DST", "height", S.APPROVING,
         {"height_m": 28, "conditions": ["outdoor", "near_hazard"]}, _FALL, minutes=3),
    Work(K.HOT_WORK, "V-122 出口管线补焊", "ZYD-05", "SYN", "weld", S.ANALYSED,
         _hot("V-122 出口法兰", "arc_welding"), _FIRE, minutes=40, air=_METHANOL, zone=_AROUND),
    Work(K.TEMP_POWER, "循环水泵检修临时照明和手持电动工具", "ZYD-06", "SYN", "power", S.TESTED,
         {"conditions": []}, {"risk_result": ["触电", "火灾"], "source_point": "SYN-PX-03 检修箱",
          "allowed_kw": 20, "voltage_v": 380, "need_reason": "泵体检修须用电动工具，无防爆气动替代",
          "devices": [{"name": "角磨机", "rated_kw": 1.2}, {"name": "防爆照明灯", "rated_kw": 0.4}],
          "connect_lock": "SD-117"}, minutes=15, air=_METHANOL, zone=_AROUND),
    Work(K.EXCAVATION, "设备基础开挖", "ZYD-15", "EQP", "dig", S.BRIEFED,
         {"scope": "基坑 6 m × 4 m，人工开挖", "depth_m": 1.2, "conditions": ["digging"]},
         {"risk_result": ["坍塌", "触电"], "area_m2": 24}, minutes=7),
    Work(K.BLIND_PLATE, "V-201 检修完毕，回流线抽盲板", "ZYD-09", "DST", "blind", S.ISSUED,
         *_plate("回流线 P-2011", "MB-2011", "remove"), minutes=55, early_min=60),
    Work(K.TANK_TRANSFER, "V-1101 甲醇倒入 V-1102", "ZYD-10", "LOG", "tank", S.VERIFIED,
         {"from_tank": "V-1101", "to_tank": "V-1102", "medium": "甲醇", "conditions": []},
         {**_LEAK, "amount_m3": 600, "from_level_m": 9.2, "to_level_m": 3.1, "high_level_m": 10.8,
          "route": "V-1101 → P-1101A → V-1102"}, minutes=-6, hours=6),
    Work(K.HOT_WORK, "V-1103 罐壁加强圈补焊", "ZYD-11", "LOG", "weld", S.DRAFTED,
         _hot("罐壁南侧加强圈", "arc_welding", conditions=["running", "mhi_dike"]), minutes=70),
    Work(K.INTERLOCK_REMOVAL, "LIC-1201 液位联锁检修摘除", "ZYD-05", "SYN", "power",
         S.RESERVE_APPROVED,
         {"tag": "LZ-1201", "loop_name": "V-122 液位低低停泵", "conditions": []}, day=1),
)  # fmt: skip
_TO_COME = (
    Work(K.HOT_WORK, "P-105 循环水泵出口管线更换", "ZYD-06", "SYN", "weld", S.RESERVED,
         _hot("P-105 出口管线", "gas_cutting", "arc_welding"), day=1, hour=9.5),
    Work(K.TANK_CLEANING, "V-1103 甲苯储罐大修前清罐", "ZYD-11", "LOG", "fit", S.RESERVED,
         {"tank": "V-1103", "medium": "甲苯", "method": "mechanical", "conditions": []}, day=2),
    Work(K.LIFTING, "换热器管束卸车就位", "ZYD-04", "EQP", "fit", S.RESERVED,
         {"mass_t": 12.5, "conditions": ["outdoor"]}, day=2, hours=6),
    Work(K.TEMP_POWER, "卸车点临时照明", "ZYD-04", "EQP", "power", S.REJECTED,
         {"conditions": []}, day=1, why="卸车点已有固定照明，请说明必要性后重报"),
)  # fmt: skip
_OVER = (
    Work(K.HOT_WORK, "材料棚支架焊接", "ZYD-15", "SYN", "weld", S.FINISHED,
         _hot("棚架立柱", "arc_welding"), _FIRE, minutes=-215, hours=6, air=_METHANE,
         zone=_AROUND),
    Work(K.WATER_DRAINING, "V-1103 甲苯储罐切水", "ZYD-11", "LOG", "tank", S.ACCEPTED,
         {"tank": "V-1103", "medium": "甲苯", "conditions": []},
         {**_LEAK, "method": "closed", "outlet": "含油污水系统"}, day=-1, hour=10, hours=2),
    Work(K.HOT_WORK, "备件货架焊接", "ZYD-01", "EQP", "weld", S.ARCHIVED,
         _hot("货架横梁", "arc_welding"), _FIRE, day=-4, air=_METHANE, zone=_AROUND),
    Work(K.CONFINED_SPACE, "阀门井积水抽排", "ZYD-14", "EQP", "fit", S.ARCHIVED,
         {"space_name": "1 号阀门井", "conditions": []}, {**_AIR, "orig_medium": "雨水"},
         day=-8, hours=3, air=_SPACE),
    Work(K.BLIND_PLATE, "V-201 检修隔离，回流线加盲板", "ZYD-09", "DST", "blind", S.ARCHIVED,
         *_plate("回流线 P-2011", "MB-2011"), day=-13, hours=3),
    Work(K.LOADING_LPG, "液化石油气卸车", "ZYD-12", "LOG", "tank", S.ARCHIVED,
         {"direction": "unload", "berth": "2 号鹤位", "conditions": []},
         {**_LEAK, "plate_no": "鲁E·G1207挂", "tank_cert": "RGZ-3705-0117",
          "waybill": "37051120047", "driver": "孙志强 370502198001010011",
          "escort": "李长江 370502198202020022", "amount_t": 18, "rated_t": 22},
         day=-18, hour=14, hours=3),
    Work(K.EXCAVATION, "电缆沟开挖", "ZYD-15", "EQP", "dig", S.CANCELLED,
         {"scope": "电缆沟 20 m", "depth_m": 0.8, "conditions": ["digging"]}, day=-6,
         why="施工图变更，另行预约"),
    Work(K.HOT_WORK, "卸车点支架切割", "ZYD-04", "EQP", "weld", S.VOIDED,
         _hot("支架", "gas_cutting"), day=-11, why="预约后未办理，过期作废"),
)  # fmt: skip
WORKS: tuple[Work, ...] = (*_OVER, *_RUNNING, *_PREPARING, *_TO_COME)
