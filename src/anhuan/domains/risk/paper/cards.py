"""The know card (应知卡) and the emergency card (应急卡) of an area, one page each, to hang up."""

from collections.abc import Iterable, Iterator

from anhuan.desk.paper import Box, Grid, Mark, Paper, Section, label, value
from anhuan.domains.risk.models import AreaCard, RiskEvent, RiskMeasure
from anhuan.domains.risk.queries import Coloured
from anhuan.domains.risk.rules.classes import EMERGENCY, class_1_of
from anhuan.domains.risk.rules.levels import Control, control_of, gravest

MOST = 12  # more lines do not hang on a wall


def know_card(found: Coloured, card: AreaCard) -> Paper:
    """What whoever works there must know: level, hazards, controls, protection."""
    events = _events(found)
    rows = [
        (value(one.name), value("、".join(one.accidents)), value(_level(one), align="center"),
         value(_controls(one)))
        for one in events[:MOST]
    ]  # fmt: skip
    head = (label("可能发生的事件"), label("事故类型"), label("等级"), label("主要管控措施"))
    bands = (
        _facts(found, card, ("个体防护", card.protection)),
        Grid((44, 32, 16, 0), (head, *rows), header=1),
        Box("安全须知", _lines(card.must_know), height=24),
    )
    return _paper("岗位安全应知卡", found, bands, _left_out(events))


def emergency_card(found: Coloured, card: AreaCard) -> Paper:
    """What whoever works there does when it happens."""
    measures = [
        one.text for event in _events(found) for one in event.measures.all()
        if class_1_of(one.class_2) == EMERGENCY
    ]  # fmt: skip
    bands = (
        _facts(found, card, ("应急电话", card.phones)),
        Box("可能发生的事件", "；".join(one.name for one in _events(found)[:MOST]), height=14),
        Box("事故征兆", _lines(card.signs), height=18),
        Box("应急处置", _lines(card.first_steps), height=40),
        Box("应急设施与措施", _lines("\n".join(dict.fromkeys(measures))), height=18),
        Box("急救", _lines(card.first_aid), height=18),
        Box("撤离方向与集合点", card.muster, height=12),
    )
    return _paper("岗位应急处置卡", found, bands, ())


def _paper(
    title: str, found: Coloured, bands: tuple[Grid | Box, ...], notes: Iterable[str]
) -> Paper:
    level = found.level
    return Paper(
        title, (Section(bands),), number=found.area.name, company=found.area.company.name,
        marks=(Mark(f"{level.label}风险（{level.colour}）", is_grave=level == "red"),),
        notes=tuple(notes),
    )  # fmt: skip


def _facts(found: Coloured, card: AreaCard, last: tuple[str, str]) -> Grid:
    objects = "、".join(one.name for one in found.objects)
    people = "、".join(dict.fromkeys(str(one.person) for one in found.objects))
    layer = Control(control_of(gravest([one.level for one in found.objects]) or found.level))
    return Grid((26, 0, 26, 0), (
        (label("区域"), value(found.area.name), label("管控层级"), value(layer.label)),
        (label("分析对象"), value(objects), label("责任人"), value(people)),
        (label("危险物料"), value(card.materials), label(last[0]), value(last[1])),
    ))  # fmt: skip


def _events(found: Coloured) -> list[RiskEvent]:
    """The gravest first."""
    order = {"red": 0, "orange": 1, "yellow": 2, "blue": 3}
    rows = [
        event for one in found.objects for unit in one.units.all() for event in unit.events.all()
    ]
    return sorted(rows, key=lambda one: order.get(one.level, 4))


def _level(event: RiskEvent) -> str:
    return event.get_level_display() if event.level else "未评价"


def _controls(event: RiskEvent) -> str:
    rows: Iterator[RiskMeasure] = (
        one for one in event.measures.all() if class_1_of(one.class_2) != EMERGENCY
    )
    return "；".join(one.text for one in rows)


def _lines(text: str) -> str:
    lines = [one.strip() for one in text.splitlines() if one.strip()]
    return "\n".join(f"{n}. {one}" for n, one in enumerate(lines, 1))


def _left_out(events: list[RiskEvent]) -> tuple[str, ...]:
    more = len(events) - MOST
    return (f"另有 {more} 项等级较低的事件，见风险清单。",) if more > 0 else ()
