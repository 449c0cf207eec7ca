"""Sensed values: packets of AQ 3064.1-2025 table A.2, judged by the point's own thresholds."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import Any
from uuid import UUID

from anhuan.domains.province.models import Point, ReceivedRow
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.rules.facts import ENDED, OPEN
from anhuan.domains.province.rules.reading import moment
from anhuan.domains.province.rules.scenes import SENSING
from anhuan.domains.province.rules.sensing import GRAVE, WORDS, Limits, judged
from anhuan.domains.province.rules.sifting import Sifted, error_of
from anhuan.domains.reporting.rules.values import moment_of, number_of, read_moment

REOPENED = ("content", "state", "grade", "title", "ended_at", "changed_at")
Lines = Sequence[Mapping[str, Any]]  # QUOTAID, VALUE and the packet's COLLECT_TIME
Known = tuple[UUID, str]  # enterprise, code of the point


class Sensing:
    """The points that a batch of packets speaks of, and their open alarms: read once, written
    once, whatever happens to a point in between."""

    def __init__(self, packets: Sequence[tuple[UUID, Lines]], now: datetime) -> None:
        self.now = now
        self.points: dict[Known, Point] = {}
        self.open: dict[Known, ReceivedRow] = {}
        self.moved: set[Known] = set()
        self.begun: dict[tuple[UUID, str], ReceivedRow] = {}  # by enterprise and key
        self.ended: list[ReceivedRow] = []
        if packets:
            self._read(packets)

    def _read(self, packets: Sequence[tuple[UUID, Lines]]) -> None:
        asked = {(pk, _code(line)) for pk, lines in packets for line in lines}
        plants, codes = {pk for pk, _ in asked}, {code for _, code in asked}
        points = Point.objects.filter(enterprise__in=plants, code__in=codes, is_retired=False)
        self.points = {(one.enterprise_id, one.code): one for one in points}
        alarms = ReceivedRow.objects.filter(
            enterprise__in=plants, table=SENSING, kind="alarm", state=OPEN,
            code__in={code[:40] for code in codes},
        )  # fmt: skip
        self.open = {(one.enterprise_id, one.code): one for one in alarms}

    def take(self, enterprise: UUID, lines: Lines) -> Sifted:
        """One packet; an older value than ours is dropped without a word."""
        found = Sifted()
        for index, line in enumerate(lines):
            point = self.points.get((enterprise, _code(line)))
            if fault := _fault(line, point):
                found.errors.append(error_of(index, _code(line), [fault]))
            elif point and self._has_moved(point, line):
                self.moved.add((enterprise, point.code))
                self._raise_or_end(point)
        found.taken = len(lines) - len(found.errors)
        return found

    def _has_moved(self, point: Point, line: Mapping[str, Any]) -> bool:
        said = read_moment(moment_of(moment(line.get("COLLECT_TIME"), zone()), zone()))
        at = min(said or self.now, self.now)
        if point.at is not None and at < point.at:
            return False
        limits = Limits(point.low_low, point.low, point.high, point.high_high)
        point.value, point.at = float(number_of(line["VALUE"])), at
        point.alarm = judged(point.parameter, point.value, limits)
        return True

    def _raise_or_end(self, point: Point) -> None:
        """One open alarm a point; in order again, it ends."""
        at = (point.enterprise_id, point.code[:40])
        if point.alarm and at not in self.open:
            fresh = _alarm(point, self.now)
            begun = self.begun.setdefault((point.enterprise_id, fresh.key), fresh)
            begun.state, begun.ended_at = OPEN, None
            self.open[at] = begun
        elif not point.alarm and at in self.open:
            known = self.open.pop(at)
            known.state, known.ended_at, known.changed_at = ENDED, point.at, self.now
            self.ended.append(known)

    def write(self) -> None:
        """Values and alarms; one that began and ended in this batch is written once, one that
        begins at the very moment it had ended at goes on."""
        moved = [self.points[one] for one in sorted(self.moved)]
        Point.objects.bulk_update(moved, ["value", "at", "alarm"])
        fresh = {one.pk for one in self.begun.values()}
        known = [one for one in self.ended if one.pk not in fresh]
        ReceivedRow.objects.bulk_update(known, ["state", "ended_at", "changed_at"])
        ReceivedRow.objects.bulk_create(
            self.begun.values(), update_conflicts=True, update_fields=REOPENED,
            unique_fields=["enterprise", "table", "key"],
        )  # fmt: skip


def _code(line: Mapping[str, Any]) -> str:
    return str(line.get("QUOTAID") or "")


def _fault(line: Mapping[str, Any], point: Point | None) -> dict[str, str]:
    code, value = _code(line), number_of(line.get("VALUE"))
    if point is None:
        text = f"指标 {code or '（空）'} 没有登记，请先登记指标"
        return {"key": "QUOTAID", "label": "指标编码", "code": "unknown", "text": text}
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not isfinite(value):
        text = f"指标 {code} 的值不是数字"
        return {"key": "VALUE", "label": "指标值", "code": "number", "text": text}
    return {}


def _alarm(point: Point, now: datetime) -> ReceivedRow:
    word = WORDS[point.alarm]
    value = "" if point.alarm == "on" else f" {point.value:g} {point.unit}"
    at = point.at or now
    return ReceivedRow(
        enterprise_id=point.enterprise_id, table=SENSING, key=f"{point.code}|{at.isoformat()}",
        content={"QUOTAID": point.code, "VALUE": point.value, "ALARM_TYPE": point.alarm},
        kind="alarm", state=OPEN, grade="grave" if point.alarm in GRAVE else "",
        title=f"{point.name} {word}{value}", place=point.object_name, code=point.code[:40],
        at=at, sent_at=at, received_at=now, changed_at=now,
    )  # fmt: skip
