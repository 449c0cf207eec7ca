"""What happened, as tables of the appendix: gas records, stops, hand-overs, entries, remarks."""

from collections.abc import Iterable, Iterator, Sequence

from anhuan.desk.paper import Grid, Prose, Section, label, value
from anhuan.domains.permits.paper.gas import point_words, reading_words
from anhuan.domains.permits.paper.source import Source
from anhuan.domains.permits.paper.words import field_words
from anhuan.domains.permits.rules.states import DEED_LABELS


def course_sections(source: Source) -> Iterator[Section]:
    """Only those that have something to tell."""
    if source.look.briefing:
        yield Section((Prose(source.look.briefing.text),), "安全交底内容")
    for title, heads, widths, rows in (
        ("气体分析记录", ("取样时间", "结果", "部位", "判定", "分析人", "仪器"),
         (24.0, 0, 32.0, 15.0, 20.0, 24.0), list(_tests(source))),
        ("其他登记内容", ("栏目", "内容"), (52.0, 0), list(_unprinted(source))),
        ("中断与恢复", ("暂停时间", "暂停人", "原因", "恢复时间", "恢复人"),
         (24.0, 22.0, 0, 24.0, 22.0), list(_stops(source))),
        ("交接记录", ("时间", "交", "接", "内容"), (24.0, 24.0, 24.0, 0), list(_handovers(source))),
        ("进出登记", ("人员、工器具", "数量", "进入", "离开", "带出"),
         (0, 16.0, 28.0, 28.0, 16.0), list(_entries(source))),
        ("监管意见", ("时间", "意见人", "意见"), (24.0, 24.0, 0), list(_remarks(source))),
        ("签字记录", ("时间", "环节", "签字人", "说明", "签字 SM3"),
         (24.0, 28.0, 24.0, 0, 36.0), list(_chain(source))),
    ):  # fmt: skip
        if rows:
            yield Section((_table(heads, widths, rows),), title)


def _table(heads: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]]) -> Grid:
    lines = (tuple(value(text) for text in row) for row in rows)
    head = tuple(label(text) for text in heads)
    return Grid(tuple(widths), (head, *lines), header=1, numbers=True)


def _tests(source: Source) -> Iterator[Sequence[str]]:
    for one in reversed(source.look.tests):
        results = "；".join(reading_words(source, each) for each in one.readings)
        points = "、".join(dict.fromkeys(point_words(each) for each in one.readings))
        good = "合格" if one.is_good else "不合格"
        yield source.short(one.sampled_at), results, points, good, one.analyst_name, one.instrument


def _unprinted(source: Source) -> Iterator[Sequence[str]]:
    for field in source.form.fields:
        if field.printed or not source.values.get(field.key):
            continue
        if text := field_words(source, field.key):
            yield field.label, text


def _stops(source: Source) -> Iterator[Sequence[str]]:
    for one in source.permit.suspensions.order_by("at"):
        until = source.short(one.resumed_at) if one.resumed_at else ""
        yield source.short(one.at), one.by_name, one.why, until, one.resumed_name


def _handovers(source: Source) -> Iterator[Sequence[str]]:
    for one in source.permit.handovers.select_related("giver", "taker").order_by("at"):
        yield source.short(one.at), one.giver.name, one.taker.name, one.note


def _entries(source: Source) -> Iterator[Sequence[str]]:
    for one in source.permit.entries.select_related("person").order_by("entered_at"):
        left = source.short(one.left_at) if one.left_at else ""
        out = str(one.left_count) if one.left_at else ""
        yield str(one.person or one.tool), str(one.count), source.short(one.entered_at), left, out


def _remarks(source: Source) -> Iterator[Sequence[str]]:
    for one in source.permit.remarks.order_by("at"):
        yield source.short(one.at), one.by_name, ("问题：" if one.is_problem else "") + one.text


def _chain(source: Source) -> Iterator[Sequence[str]]:
    for one in source.chain:
        deed = DEED_LABELS.get(one.deed, one.deed)  # type: ignore[call-overload]
        yield source.short(one.at), deed, one.name, one.note, one.sm3[:16] + "…"
