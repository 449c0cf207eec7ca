"""All scenarios by name, with what they should cause."""

from collections.abc import Callable
from dataclasses import dataclass

from anhuan.devices.scenarios import (
    borders,
    devices,
    gas,
    hostile,
    leaving,
    people,
    stairs,
    vehicles,
)
from anhuan.devices.scenarios.stage import Play, Stage


@dataclass(frozen=True, slots=True)
class Scenario:
    """A play, its usual length in seconds and what one should see."""

    name: str
    title: str
    seconds: float
    expects: str
    play: Callable[[Stage], Play]


SCENARIOS: tuple[Scenario, ...] = (
    Scenario("sos", "一键求救", 60, "求救报警，松开不自动恢复，由人消警", people.sos),
    Scenario("call", "人员呼叫", 30, "人员呼叫报警", people.call),
    Scenario("fall", "跌倒", 30, "跌倒报警，不因起身自动恢复", people.fall),
    Scenario("over_count", "罐区超员", 240, "一号罐区超员报警，撤出后恢复", people.over_count),
    Scenario("boundary_entry", "无权进入", 150, "一号罐区越界报警", people.boundary_entry),
    Scenario("job_left", "监护人离开", 240, "作业人员离开报警，返回后恢复", borders.job_left),
    Scenario("intruder", "非作业人员闯入", 180, "非作业人员闯入报警", borders.intruder),
    Scenario("left_post", "离岗", 240, "越界（离岗）报警，返岗后恢复", borders.left_post),
    Scenario("strayed", "串岗", 240, "越界（串岗、离岗）报警", borders.strayed),
    Scenario("near_high_risk", "接近高风险区", 120, "接近高风险区提醒", borders.near_high_risk),
    Scenario("left_plant", "携标签离厂", 240, "越界（携标签离厂）报警", borders.left_plant),
    Scenario("still", "静止超时", 360, "精馏装置静止报警，走动后恢复", people.still),
    Scenario(
        "crowding", "人员聚集", 480, "聚集由黄到橙到红；散开后橙、红仍待人工消警", people.crowding
    ),
    Scenario(
        "gas_crowd", "聚集处气体报警", 360, "聚集报警升级为撤离，标签收到撤离通知", gas.gas_crowd
    ),
    Scenario("gas_leak", "探测器报警", 180, "可燃气体报警，30 m 内作业暂停", gas.gas_leak),
    Scenario(
        "gas_portable", "便携仪超限", 180, "PG-001 监测的作业暂停，气体超限报警", gas.gas_portable
    ),
    Scenario(
        "detector_silent",
        "检测仪无数据",
        240,
        "设备无数据报警，连续监测中断的作业暂停",
        gas.detector_silent,
    ),
    Scenario("gust", "大风", 240, "露天吊装、高处作业暂停", gas.gust),
    Scenario("upstairs", "登高", 300, "三维图上看到人在三层，跟随时随其升降", stairs.upstairs),
    Scenario("under_count", "中控室缺员", 180, "中控室缺员报警", people.under_count),
    Scenario("signal_lost", "信号丢失", 180, "定位信号丢失报警", devices.signal_lost),
    Scenario("low_battery", "标签低电量", 120, "低电量报警", devices.low_battery),
    Scenario("tag_unassigned", "标签未绑定", 60, "标签未绑定报警", devices.tag_unassigned),
    Scenario("no_tag", "未带标签进厂", 480, "人员未带标签报警，出厂后恢复", people.no_tag),
    Scenario("anchor_down", "基站离线", 300, "基站离线报警", devices.anchor_down),
    Scenario("overspeed", "车辆超速", 90, "巡逻车超速报警", vehicles.overspeed),
    Scenario(
        "illegal_parking", "违规停车", 300, "槽车偏离路线、违规停车报警", vehicles.illegal_parking
    ),
    Scenario(
        "evacuation", "应急疏散", 900, "收到疏散令的人走到集合点，失联者待点到", leaving.evacuation
    ),
    Scenario("flood", "网关洪泛", 30, "被拒消息中出现 flood，其他网关不受影响", hostile.flood),
    Scenario("bad_input", "异常输入", 30, "被拒消息逐类计数", hostile.bad_input),
)
BY_NAME: dict[str, Scenario] = {scenario.name: scenario for scenario in SCENARIOS}
