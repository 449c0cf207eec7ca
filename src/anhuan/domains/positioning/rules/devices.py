"""What a device's ledger must say before it may be used, and when a device counts as silent.

AQ 3064.3-2025 5.1.3 and 7.4; Cangzhou plan annex 2(1): explosion protection (TECH-002), working
temperature (TECH-007), battery life (TECH-005); Ministry guide 5.3: reach of anchors (POS-034).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from anhuan.kernel.errors import Blocker
from anhuan.kernel.explosion import mark_suits_zone, zone_number

MIN_TEMPERATURE_C = 70
MIN_BATTERY_LIFE_YEARS = 5.0
RANGE_M = (10.0, 200.0)
RECOMMENDED_IP = 68
LOW_BATTERY_PCT = 20
TAG_OFFLINE_AFTER_S = 60
ANCHOR_OFFLINE_AFTER_S = 120
MIN_FIXES_PER_MINUTE = 30


@dataclass(frozen=True, slots=True)
class Ledger:
    """The explosion-protection columns of one device."""

    ex_mark: str = ""
    ex_certificate: str = ""
    ex_valid_until: date | None = None
    ip_rating: str = ""
    max_temperature_c: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The surroundings a device works in. An unknown zone is checked as zone 1."""

    is_explosive: bool = False
    ex_zone: str = ""

    @property
    def zone(self) -> int:
        """0, 1, 2 for gas, 20, 21, 22 for dust."""
        return zone_number(self.ex_zone)


def explosion_blockers(ledger: Ledger, place: Place, today: date) -> Iterator[Blocker]:
    """Reasons why this device may not work in an explosive place; none elsewhere."""
    if not place.is_explosive:
        return
    if not ledger.ex_mark.strip():
        yield Blocker("ex_mark_missing", "爆炸危险区域的设备必须填写防爆标志", "TECH-002")
    elif not mark_suits_zone(ledger.ex_mark, place.zone):
        text = f"防爆标志 {ledger.ex_mark} 不适用于 {place.zone} 区，请换用相应等级的设备"
        yield Blocker("ex_mark_zone", text, "AQ 3064.3-2025 7.4")
    if ledger.ex_valid_until and ledger.ex_valid_until < today:
        text = f"防爆证已于 {ledger.ex_valid_until} 过期，请更新证书"
        yield Blocker("ex_certificate_expired", text, "TECH-002")
    hottest = ledger.max_temperature_c
    if hottest is not None and hottest < MIN_TEMPERATURE_C:
        text = f"最高工作温度 {hottest} ℃ 低于危险区域要求的 {MIN_TEMPERATURE_C} ℃"
        yield Blocker("temperature_too_low", text, "TECH-007")


def anchor_blockers(
    range_limit_m: float, power: str, battery_life_years: float | None
) -> Iterator[Blocker]:
    """Reasons against an anchor anywhere: its reach and its battery."""
    low, high = RANGE_M
    if not low <= range_limit_m <= high:
        text = f"作用距离 {range_limit_m:g} m 不在 {low:g}–{high:g} m 之内"
        yield Blocker("range_limit", text, "POS-034")
    life = battery_life_years if power == "battery" else None
    if life is not None and life < MIN_BATTERY_LIFE_YEARS:
        text = f"电池供电的信标设计续航 {life:g} 年，不足 5 年"
        yield Blocker("battery_life", text, "TECH-005")


def ledger_warnings(ledger: Ledger, place: Place, today: date) -> Iterator[Blocker]:
    """What the ledger lacks or will soon lack; shown, never refused."""
    if place.is_explosive:
        if not ledger.ex_certificate.strip():
            yield Blocker("ex_certificate_missing", "未登记防爆合格证号", "TECH-002")
        if ledger.max_temperature_c is None:
            yield Blocker("temperature_unknown", "未登记最高工作温度", "TECH-007")
        if ledger.ex_valid_until and 0 <= (ledger.ex_valid_until - today).days <= 60:
            left = (ledger.ex_valid_until - today).days
            yield Blocker("ex_certificate_soon", f"防爆证还有 {left} 天到期", "TECH-002")
    yield from _ip_warnings(ledger.ip_rating)


def _ip_warnings(ip_rating: str) -> Iterator[Blocker]:
    found = re.fullmatch(r"\s*(?:IP)?\s*(\d)(\d)K?\s*", ip_rating, re.IGNORECASE)
    if not ip_rating.strip():
        yield Blocker("ip_missing", "未登记防护等级", "POS-113")
    elif not found:
        yield Blocker("ip_unreadable", f"防护等级 {ip_rating} 无法识别，应写作 IP67", "POS-113")
    elif int(found.group(1) + found.group(2)) < RECOMMENDED_IP:
        yield Blocker("ip_low", f"防护等级 {ip_rating} 低于推荐的 IP{RECOMMENDED_IP}", "POS-113")


def is_online(seen_at: datetime | None, now: datetime, offline_after_s: float) -> bool:
    """Whether a device was heard within `offline_after_s` seconds before `now`."""
    return seen_at is not None and (now - seen_at).total_seconds() <= offline_after_s


def battery_is_low(battery_pct: int | None, low_pct: int = LOW_BATTERY_PCT) -> bool:
    """Below the limit; an unknown charge is not low."""
    return battery_pct is not None and battery_pct < low_pct


def bind_blockers(
    tag_form: str,
    tag_is_retired: bool,
    holder_is_vehicle: bool,
    holder_is_retired: bool,
    entry_ended_on: date | None,
    today: date,
) -> Iterator[Blocker]:
    """Reasons why this tag may not be given to this holder, apart from being taken already."""
    if tag_is_retired:
        yield Blocker("tag_retired", "标签已停用，不能发放")
    if holder_is_retired:
        yield Blocker("holder_retired", "人员已离厂或车辆已停用，不能发放标签")
    if (tag_form == "vehicle") != holder_is_vehicle:
        text = "车载标签只能发给车辆" if tag_form == "vehicle" else "人员标签不能发给车辆"
        yield Blocker("tag_form", text)
    if entry_ended_on and entry_ended_on < today:
        text = f"入厂有效期至 {entry_ended_on}，已过期；请先延长有效期"
        yield Blocker("entry_expired", text)


def rate_blockers(
    slow_every_ms: int, fast_every_ms: int, min_fixes_per_minute: int
) -> Iterator[Blocker]:
    """Reasons against two reporting intervals: the slower one still keeps the least rate."""
    longest_ms = 60_000 // min_fixes_per_minute
    if slow_every_ms > longest_ms:
        text = f"静止时每 {slow_every_ms} ms 上报一次，少于 {min_fixes_per_minute} 次/分；"
        yield Blocker("rate_too_slow", f"{text}不得超过 {longest_ms} ms", "AQ 3064.3-2025 7.2.1")
    if fast_every_ms > slow_every_ms:
        yield Blocker("rates_reversed", "移动时的上报间隔不能比静止时更长")
