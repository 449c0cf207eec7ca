"""The illustrated report (DUAL-061): figures, rates by unit, then each hazard with pictures."""

from collections.abc import Sequence
from datetime import date, datetime

from anhuan.desk.paper import Band, Cell, Grid, Paper, Prose, Section, label, value
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.paper.hazard import moment, pictures_of
from anhuan.domains.hazards.queries.statistics import Counted, Statistics
from anhuan.domains.hazards.rules.rates import Counts


def report_paper(
    company: str, span: tuple[date, date] | None, found: Statistics | None,
    hazards: Sequence[Hazard], now: datetime,
) -> Paper:  # fmt: skip
    """`found`: the figures of the span, None when the hazards were picked one by one."""
    when = f"{span[0]:%Y-%m-%d} 至 {span[1]:%Y-%m-%d}" if span else f"所选 {len(hazards)} 条隐患"
    sections = [Section((Prose(_summary(when, found)), *_tables(found)))] if found else []
    sections += [_one(hazard, n) for n, hazard in enumerate(hazards, 1)]
    return Paper(
        "隐患排查治理报告", tuple(sections) or (Section((Prose("没有隐患。"),)),),
        company=company, notes=(f"打印于 {moment(now)}",),
    )  # fmt: skip


def _summary(when: str, found: Statistics) -> str:
    counts = found.counts
    days = f"，平均闭环 {found.days_to_close:.1f} 天" if found.days_to_close is not None else ""
    return (
        f"{when}共登记隐患 {counts.total} 条，其中重大隐患 {counts.major} 条；"
        f"已验收 {counts.accepted} 条，整改率 {_share(counts.cured_pct)}，"
        f"按期整改率 {_share(counts.in_time_pct)}，复发率 {_share(counts.recurrent_pct)}{days}；"
        f"逾期未闭环 {counts.overdue} 条。"
    )


def _share(pct: float | None) -> str:
    return "—" if pct is None else f"{pct:g}%"


def _tables(found: Statistics) -> tuple[Band, ...]:
    rated = [(name, counts) for name, counts, _ in found.units]
    return (
        _counted("类型", found.by_kind), _counted("来源", found.by_source),
        *((_rates(rated),) if rated else ()),
    )  # fmt: skip


def _counted(word: str, counted: Counted) -> Grid:
    """Two lines: names above, numbers below; as many as fit across."""
    some = counted[:9] or [("—", 0, "")]
    return Grid(
        (18, *(0 for _ in some)),
        ((label(word), *(label(name) for name, *_ in some)),
         (label("条"), *(value(str(n), align="center") for _, n, _ in some))),
    )  # fmt: skip


def _rates(rated: Sequence[tuple[str, Counts]]) -> Grid:
    heads = ("责任单位", "隐患", "重大", "已验收", "整改率", "按期整改率", "逾期", "复发")
    rows = tuple(
        (value(name), *(value(text, align="center") for text in (
            str(c.total), str(c.major), str(c.accepted), _share(c.cured_pct),
            _share(c.in_time_pct), str(c.overdue), str(c.recurrent),
        )))
        for name, c in rated
    )  # fmt: skip
    head = tuple(label(text) for text in heads)
    return Grid((40, 0, 0, 0, 0, 0, 0, 0), (head, *rows), header=1)


def _one(hazard: Hazard, n: int) -> Section:
    """A hazard as far as it has come, its pictures below."""
    level = hazard.get_level_display() if hazard.level is not None else "未评估"
    due = f"{hazard.rectifier_name} {moment(hazard.due_at)}".strip()
    rows: list[tuple[Cell, ...]] = [
        (label("编号"), value(hazard.number), label("等级 / 状态"),
         value(f"{level} / {hazard.get_state_display()}")),
        (label("地点"), value(hazard.place), label("来源"), value(hazard.get_source_display())),
        (label("内容"), value(hazard.description, 3)),
    ]  # fmt: skip
    if hazard.unit:
        unit = (label("责任单位"), value(hazard.unit.name), label("责任人 / 期限"), value(due))
        rows.append(unit)
    good = f"{hazard.acceptor_name} {moment(hazard.accepted_at)} {hazard.accept_comment}".strip()
    told = {"原因": hazard.cause, "落实情况": hazard.result, "验收": good}
    rows += [(label(word), value(text, 3)) for word, text in told.items() if text]
    gallery = pictures_of(hazard)
    bands: list[Band] = [Grid((24, 0, 24, 0), tuple(rows))]
    return Section((*bands, *((gallery,) if gallery.pictures else ())), title=f"{n}　{hazard.name}")
