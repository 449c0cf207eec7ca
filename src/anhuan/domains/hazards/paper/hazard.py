"""One hazard from being found to being accepted, on one or two pages with its pictures."""

from datetime import datetime

from django.utils import timezone

from anhuan.desk.paper import (
    Band,
    Box,
    Gallery,
    Grid,
    Mark,
    Paper,
    Picture,
    Section,
    Signed,
    label,
    value,
)
from anhuan.domains.documents.queries import path_of
from anhuan.domains.hazards.models import Hazard, Photo, Stage
from anhuan.domains.hazards.rules.states import Deed


def hazard_paper(hazard: Hazard, now: datetime) -> Paper:
    """The record; `seal`: the SM3 of its last signed line."""
    last = hazard.steps.order_by("-seq").first()
    bands: list[Band] = [_seen(hazard), _judged(hazard), *_words(hazard), _accepted(hazard)]
    gallery = pictures_of(hazard)
    sections = [Section(tuple(bands))]
    if gallery.pictures:
        sections.append(Section((gallery,), title="照片"))
    return Paper(
        "隐患排查治理记录", tuple(sections), number=hazard.number, company=hazard.company.name,
        marks=_marks(hazard), seal=last.sm3 if last else "",
        notes=(f"打印于 {moment(now)}；签名密钥与逐条签字可在系统中核验。",),
    )  # fmt: skip


def moment(at: datetime | None) -> str:
    """Plant time to the minute; empty when there is none."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _marks(hazard: Hazard) -> tuple[Mark, ...]:
    return (Mark("重大隐患", is_grave=True),) if hazard.is_major else ()


def _seen(hazard: Hazard) -> Grid:
    unit = hazard.check_unit.name if hazard.check_unit else ""
    return Grid((24, 0, 24, 0), (
        (label("隐患名称"), value(hazard.name, 3)),
        (label("隐患内容"), value(hazard.description, 3)),
        (label("地点"), value(hazard.place), label("隐患来源"), value(hazard.get_source_display())),
        (label("排查时间"), value(moment(hazard.found_at)), label("实施部门"), value(unit)),
        (label("排查人员"), value(hazard.inspectors), label("登记人"), value(hazard.reporter_name)),
        (label("分析对象"), value(f"{hazard.object_code} {hazard.object_name}".strip()),
         label("风险单元"), value(hazard.risk_unit_name)),
    ))  # fmt: skip


def _judged(hazard: Hazard) -> Grid:
    level = hazard.get_level_display() if hazard.level is not None else ""
    kind = hazard.get_kind_display() if hazard.kind is not None else ""
    way = hazard.get_way_display() if hazard.way is not None else ""
    funds = f"{hazard.funds_cny:,.2f} 元" if hazard.funds_cny is not None else ""
    funds = f"{funds} {hazard.get_funds_source_display()}".strip()
    return Grid((24, 0, 24, 0), (
        (label("隐患等级"), value(level), label("隐患类型"), value(kind)),
        (label("治理类型"), value(way), label("责任单位"), value(str(hazard.unit or ""))),
        (label("判定依据"), value(hazard.basis, 3)),
        (label("责任人"), value(hazard.rectifier_name),
         label("整改期限"), value(moment(hazard.due_at))),
        (label("资金及来源"), value(funds, 3)),
    ))  # fmt: skip


def _words(hazard: Hazard) -> list[Box]:
    rows = (
        ("整改意见", hazard.opinion),
        ("原因分析", hazard.cause),
        ("整改措施", hazard.treatment),
    )
    boxes = [Box(heading, text) for heading, text in rows]
    done = _signed(hazard, Deed.SUBMIT)
    return [*boxes, Box("整改落实情况", hazard.result, signed=done)]


def _accepted(hazard: Hazard) -> Box:
    return Box(
        "验收情况", hazard.accept_comment, signed=_signed(hazard, Deed.ACCEPT) or (Signed(),)
    )


def _signed(hazard: Hazard, deed: Deed) -> tuple[Signed, ...]:
    rows = hazard.steps.filter(deed=deed, round=hazard.round)
    return tuple(Signed(one.name, moment(one.at), role=one.get_part_display()) for one in rows)


def pictures_of(hazard: Hazard) -> Gallery:
    """Before and after, each with what it shows, when and by whom."""
    shots = [one for one in hazard.photos.all() if one.stage != Stage.SIGNATURE]
    shown = [one for one in shots if one.media_type.startswith("image/")]
    return Gallery(tuple(Picture(path_of(one.file_sm3), caption=_caption(one)) for one in shown))


def _caption(one: Photo) -> str:
    by = one.by.display_name if one.by else ""
    return " · ".join(part for part in (one.get_stage_display(), moment(one.taken_at), by) if part)
