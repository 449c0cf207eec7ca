"""Hazards at every stage, told, judged, put right and accepted by the demo plant's own people."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from anhuan.devices.seeding.sown import Sown
from anhuan.domains.documents.actions import store_file
from anhuan.domains.hazards import actions
from anhuan.domains.hazards.actions import Assessment, Assignment, Report, Shot
from anhuan.domains.hazards.models import Hazard, Photo, Stage
from anhuan.domains.hazards.queries.register import objects_of
from anhuan.domains.hazards.rules.codes import Funds, Kind, Level, Source, Way
from anhuan.domains.org.models import Department
from anhuan.kernel import clock

# name, content, place, source, kind, cause, treatment, result; how far it has come
_STORY: tuple[tuple[Any, ...], ...] = (
    ("苯泵机械密封渗漏", "P-101A 机封处滴漏，约每分钟 5 滴", "一号泵房", Source.DAILY,
     Kind.EQUIPMENT, "机封动环磨损", "更换机械密封并试漏", "已更换，运行 4 h 无渗漏", "accepted"),
    ("可燃气体探测器标定超期", "GT-1203 标定标签 11 月 2 日到期", "合成装置二层",
     Source.PROFESSIONAL, Kind.INSTRUMENT, "标定计划漏排", "当天补标并更新计划", "示值误差合格",
     "submitted"),
    ("消防栓箱前堆放物料", "3 号消防栓箱前堆放两托盘桶装料", "甲类库东侧", Source.KEY_PERIOD,
     Kind.FIRE, "卸车后未及时转运", "移走物料，划出禁放线", "已移走", "spot"),
    ("爬梯护笼螺栓松动", "V-302 罐顶爬梯护笼下端两处螺栓松动", "原料罐区 V-302",
     Source.COMPREHENSIVE, Kind.SAFETY, "", "", "", "rectifying"),
    ("静电接地线断开", "装卸 2 号鹤位静电接地夹导线断股", "装卸区 2 号鹤位", Source.EXPERT,
     Kind.ELECTRICAL, "", "", "", "late"),
    ("罐区紧急切断阀未投用", "V-301 出口切断阀处于旁路", "原料罐区 V-301", Source.REGULATOR,
     Kind.PROCESS, "", "", "", "major"),
    ("动火点附近窨井未封盖", "检修区东侧窨井盖板缺失", "检修区", Source.SELF_REPORT,
     Kind.SAFETY, "", "", "", "told"),
    ("人员未戴安全帽", "视频识别：一人未戴安全帽进入装置区", "合成装置一层", Source.AI_VIDEO,
     Kind.SAFETY, "", "", "", "told"),
)  # fmt: skip
_PLAN = {
    "measures": "修复切断阀执行机构并恢复联锁；增设阀位反馈报警",
    "responsible": "设备部组织，合成车间配合", "funds": "8.6 万元，安全生产费用",
    "time_limit": "20 天内完成，每周通报进度", "contingency": "启用罐区泄漏现场处置方案，备移动泵",
    "interim": "每小时现场巡查一次，出口手阀专人值守",
}  # fmt: skip


def sow_hazards(sown: Sown) -> None:
    """Eight of them, the newest last."""
    for n, line in enumerate(_STORY):
        name, content, place, source, kind, *done, stage = line
        words = dict(zip(("cause", "treatment", "result"), done, strict=True))
        found = clock.now() - timedelta(days=2 * (len(_STORY) - n))
        photos = [_shot(name, Stage.FOUND)]
        fixed = words if stage == "spot" else None
        photos += [_shot("已移走", Stage.FIXED)] if fixed else []
        hazard = actions.report(sown.accounts["worker"], Report(
            name=name, description=content, place=place, source=source, found_at=found,
            area=_area(sown, place), photos=tuple(photos), fixed=fixed,
            is_suspected_major=stage == "major",
        ))  # fmt: skip
        if stage != "told":
            _carry_on(sown, hazard, kind, stage, words)


def _carry_on(sown: Sown, hazard: Hazard, kind: Kind, stage: str, words: dict[str, str]) -> None:
    safety, worker = sown.accounts["safety"], sown.accounts["worker"]
    is_major = stage == "major"
    days = {"late": 0.01, "major": 20.0}.get(stage, 5.0)
    hazard = actions.assess(safety, hazard, Assessment(
        level=Level.MAJOR if is_major else Level.GENERAL, kind=kind, unit=_unit(sown),
        way=Way.ON_THE_SPOT if stage == "spot" else Way.BY_DEADLINE,
        criterion=5 if is_major else None, funds_cny=Decimal(86_000) if is_major else None,
        funds_source=Funds.SAFETY if is_major else Funds.NONE, object_code=_code(hazard),
        assignment=Assignment(worker.person, clock.now() + timedelta(days=days), "限期整改"),
    ))  # fmt: skip
    if is_major:
        actions.write_plan(worker, hazard, _PLAN)
    if stage in ("accepted", "submitted"):
        hazard = actions.submit(worker, hazard, words, [_shot("整改后", Stage.FIXED)])
    if stage == "accepted":
        actions.accept(safety, hazard, "现场复查合格")


def _code(hazard: Hazard) -> str:
    """The object of its area, else any of the plant's: every hazard belongs to one."""
    known = objects_of(hazard.company)
    return hazard.object_code or (known[0].code if known else "")


def _unit(sown: Sown) -> Department:
    """The department the demo's head of department has."""
    return sown.departments["SYN"]


_KINDS = (("罐", "tank_farm"), ("装卸", "loading"), ("库", "warehouse"))


def _area(sown: Sown, place: str) -> Any:
    """The first area of the kind the place speaks of, else of a unit."""
    kind = next((kind for word, kind in _KINDS if word in place), "production")
    found = [one for one in sown.areas.values() if one.kind == kind]
    return (found or list(sown.areas.values()))[0]


def _shot(words: str, stage: Stage) -> Shot:
    """A drawn card instead of a photograph: the demo plant has no camera."""
    tone = 206 if stage == Stage.FOUND else 226
    card = Image.new("RGB", (960, 640), (tone, tone, tone))
    ImageDraw.Draw(card).rectangle((320, 200, 640, 440), outline=(120, 120, 120), width=6)
    out = BytesIO()
    card.save(out, "JPEG", quality=70)
    digest = store_file([out.getvalue()])
    return Shot(digest, f"{words}.jpg", "image/jpeg", clock.now(), stage, Photo.Origin.UPLOAD)
