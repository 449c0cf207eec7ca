"""The day's safety commitment: what it says, who may give it, until when (应急〔2018〕74号)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from anhuan.kernel.errors import Blocker

CLAUSE = "应急〔2018〕74号"
WORDS = (
    "今天我公司已进行安全风险研判，各项安全风险防控措施已落实到位，我承诺所有生产装置处于安全运行状态，"
    "罐区、仓库等重大危险源安全风险得到有效管控。"
)
GRADES = {"1": "红（重大）", "2": "橙（较大）", "3": "黄（一般）", "4": "蓝（低）"}
# What somebody has to say; key as it is sent: word.
UNITS = {
    "unitsNumber": "生产装置套数", "runNumber": "运行套数", "parkNumber": "停车套数",
    "workNumber": "今日开车装置数", "notWorkNumber": "今日停车装置数",
    "TRYUNITS_NUMBER": "试生产装置数", "testNumber": "中（扩）试数",
    "overhaulWorkNumber": "检维修装置套数", "dangerProcessNumber": "重点监管危险工艺数",
}  # fmt: skip
# What is counted from the day's permits.
WORKS = {
    "firesNumber": "特级动火", "fire1Number": "一级动火", "fire2Number": "二级动火",
    "spaceworkNumber": "受限空间", "blindplateNumber": "盲板抽堵", "highworkNumber": "高处作业",
    "liftingworkNumber": "吊装", "electricityworkNumber": "临时用电", "soilworkNumber": "动土",
    "roadworkNumber": "断路", "inspectionNumber": "检维修作业", "pourOutNumber": "倒罐",
    "cleanTankNumber": "清罐", "drainingNumber": "切水", "contractorNumber": "承包商作业",
    "changedTaskNumber": "变更作业",
}  # fmt: skip
# The province's code of a work -> which number it counts into.
COUNTED = {
    "13": "firesNumber", "12": "fire1Number", "11": "fire2Number", "21": "spaceworkNumber",
    "31": "blindplateNumber", "41": "highworkNumber", "42": "highworkNumber",
    "43": "highworkNumber", "44": "highworkNumber", "51": "liftingworkNumber",
    "52": "liftingworkNumber", "53": "liftingworkNumber", "61": "electricityworkNumber",
    "71": "soilworkNumber", "81": "roadworkNumber", "A1": "pourOutNumber",
    "B1": "cleanTankNumber", "C1": "drainingNumber",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """What was filled in."""

    units: Mapping[str, int]
    grade: str
    content: str
    duty_leader: str
    duty_phone: str
    duties_done: bool  # 包保责任制落实


def blockers(
    given: Given, *, has_major_hazard: bool, is_head: bool, is_deputy: bool
) -> Iterator[Blocker]:
    """Everything against it at once."""
    if not (is_head or is_deputy):
        yield Blocker(
            "not_the_head", "只有主要负责人或其授权人可以承诺，请先在上报设置中授权", CLAUSE
        )
    units = given.units
    if units.get("runNumber", 0) + units.get("parkNumber", 0) != units.get("unitsNumber", 0):
        yield Blocker(
            "units_do_not_add_up", "运行套数与停车套数之和应等于生产装置套数，请核对", CLAUSE
        )
    if any(number < 0 for number in units.values()):
        yield Blocker("negative", "套数不能是负数", CLAUSE)
    if given.grade not in GRADES:
        yield Blocker("no_grade", "请选择今日风险级别", CLAUSE)
    if not given.content.strip():
        yield Blocker("no_content", "请填写承诺内容", CLAUSE)
    if not given.duty_leader.strip() or not given.duty_phone.strip():
        yield Blocker("no_duty_leader", "请填写值班领导及电话", CLAUSE)
    if has_major_hazard and given.grade == "4":
        yield Blocker("grade_too_low", "有未闭环的重大隐患，风险级别不能是蓝色", CLAUSE)


def day_of(now: datetime, zone: tzinfo) -> date:
    """The plant's day."""
    return now.astimezone(zone).date()


def answers(units: Mapping[str, int], works: Mapping[str, int]) -> dict[str, Any]:
    """The yes and no that follow from the numbers."""
    changing = units.get("workNumber", 0) + units.get("notWorkNumber", 0)
    asked = {
        "contractor": works.get("contractorNumber", 0),
        "trialProduction": units.get("TRYUNITS_NUMBER", 0),
        "openParking": changing,
        "test": units.get("testNumber", 0),
    }
    return {key: "1" if number else "0" for key, number in asked.items()}
