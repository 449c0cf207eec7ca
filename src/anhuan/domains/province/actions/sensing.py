"""Sensed values: packets of AQ 3064.1-2025 table A.2, judged by the point's own thresholds."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from anhuan.domains.province.models import Enterprise, Point, ReceivedRow
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.rules.facts import ENDED, OPEN
from anhuan.domains.province.rules.reading import moment
from anhuan.domains.province.rules.scenes import SENSING
from anhuan.domains.province.rules.sensing import GRAVE, WORDS, Limits, judged
from anhuan.domains.reporting.rules.values import moment_of, number_of, read_moment

Refused = tuple[int, str, dict[str, str]]


def sensed(
    enterprise: Enterprise, lines: Sequence[Mapping[str, Any]], now: datetime
) -> list[Refused]:
    """Keep the values; answers the lines refused: (index, point, fault). `lines` carry QUOTAID,
    VALUE and the packet's COLLECT_TIME; an older value than ours is dropped."""
    codes = {str(one.get("QUOTAID")) for one in lines}
    known = {
        one.code: one
        for one in Point.objects.filter(enterprise=enterprise, code__in=codes, is_retired=False)
    }
    refused, changed = [], {}
    for index, line in enumerate(lines):
        code = str(line.get("QUOTAID") or "")
        fault = _fault(code, line, code in known)
        if fault:
            refused.append((index, code, fault))
        elif _moved(known[code], line, now):
            changed[code] = known[code]
    points = list(changed.values())
    Point.objects.bulk_update(points, ["value", "at", "alarm"])
    _raise_or_end(enterprise, points, now)
    return refused


def _fault(code: str, line: Mapping[str, Any], is_known: bool) -> dict[str, str]:
    if not is_known:
        text = f"指标 {code or '（空）'} 没有登记，请先登记指标"
        return {"key": "QUOTAID", "label": "指标编码", "code": "unknown", "text": text}
    value = number_of(line.get("VALUE"))
    if isinstance(value, bool) or not isinstance(value, int | float):
        text = f"指标 {code} 的值不是数字"
        return {"key": "VALUE", "label": "指标值", "code": "number", "text": text}
    return {}


def _moved(point: Point, line: Mapping[str, Any], now: datetime) -> bool:
    said = read_moment(moment_of(moment(line.get("COLLECT_TIME"), zone()), zone()))
    at = min(said or now, now)
    if point.at is not None and at < point.at:
        return False
    limits = Limits(point.low_low, point.low, point.high, point.high_high)
    point.value, point.at = float(number_of(line["VALUE"])), at
    point.alarm = judged(point.parameter, point.value, limits)
    return True


def _raise_or_end(enterprise: Enterprise, points: Sequence[Point], now: datetime) -> None:
    """One open alarm a point; in order again, it ends."""
    open_ones = {
        one.code: one
        for one in ReceivedRow.objects.filter(
            enterprise=enterprise, table=SENSING, kind="alarm", state=OPEN,
            code__in=[one.code[:40] for one in points],
        )
    }  # fmt: skip
    ended, begun = [], []
    for point in points:
        known = open_ones.get(point.code[:40])
        if point.alarm and known is None:
            begun.append(_alarm(enterprise, point, now))
        elif not point.alarm and known is not None:
            known.state, known.ended_at, known.changed_at = ENDED, point.at, now
            ended.append(known)
    ReceivedRow.objects.bulk_create(begun, ignore_conflicts=True)
    ReceivedRow.objects.bulk_update(ended, ["state", "ended_at", "changed_at"])


def _alarm(enterprise: Enterprise, point: Point, now: datetime) -> ReceivedRow:
    word = WORDS[point.alarm]
    value = "" if point.alarm == "on" else f" {point.value:g} {point.unit}"
    at = point.at or now
    return ReceivedRow(
        enterprise=enterprise, table=SENSING, key=f"{point.code}|{at.isoformat()}",
        content={"QUOTAID": point.code, "VALUE": point.value, "ALARM_TYPE": point.alarm},
        kind="alarm", state=OPEN, grade="grave" if point.alarm in GRAVE else "",
        title=f"{point.name} {word}{value}", place=point.object_name, code=point.code[:40],
        at=at, sent_at=at, received_at=now, changed_at=now,
    )  # fmt: skip
