"""What a plant may set: figures GB 30871-2022 leaves to it, and how strict it wants to be.

Figures of the standard itself are constants of the rule modules and are not here. A change never
reaches behind a limit of the standard: `settings_blockers` refuses it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time

from anhuan.domains.permits.rules.kinds import Kind
from anhuan.kernel.errors import Blocker

UPGRADE_MODES = {"level": "级别升一级", "approver": "级别不变，审批人升一级"}


def _own_validity_h() -> dict[Kind, float]:
    """Longest validity of kinds for which the standard gives none, in hours."""
    return {
        Kind.BLIND_PLATE: 24,
        Kind.LIFTING: 24,
        Kind.EXCAVATION: 168,
        Kind.ROAD_BREAKING: 168,
        Kind.TANK_TRANSFER: 24,
        Kind.TANK_CLEANING: 24,
        Kind.WATER_DRAINING: 8,
        Kind.LOADING_LNG: 8,
        Kind.LOADING_LPG: 8,
        Kind.LOADING_CHLORINE: 8,
        Kind.LOADING_AMMONIA: 8,
        Kind.INTERLOCK_REMOVAL: 72,
        Kind.INTERLOCK_RESTORING: 24,
        Kind.INTERLOCK_CHANGE: 168,
    }


@dataclass(frozen=True, slots=True)
class Settings:
    """A plant's figures for permits. Spans carry their unit in the name."""

    own_validity_h: dict[Kind, float] = field(default_factory=_own_validity_h)
    night_from: time = time(18)  # U5: the standard does not say when night is
    night_until: time = time(8)
    upgrade_mode: str = "level"  # U4; the gravest grade can only be raised by its approver
    upgraded_kinds: tuple[Kind, ...] = ()  # U6: kinds raised besides hot work
    step_limit_min: int = 30  # how long one approval step may wait
    expiry_warning_min: int = 30
    record_reminder_min: int = 15  # before a 2 h gas record falls due
    hand_reading_min: int = 15  # special hot work without a detector: a reading at least so often
    suspended_limit_min: int = 480
    acceptance_limit_min: int = 120  # from completion to acceptance
    on_site_radius_m: float = 5.0
    blinds_clear_of_hot_work_everywhere: bool = False  # 7.6 limits it to explosive areas
    heat_stop_c: float = 40.0  # outdoor work stops
    detector_silent_s: int = 60  # a detector not heard for longer does not watch
    lock_code_min: int = 30  # how long a code opens a lock
    keeper: str = ""  # who keeps the system and sees to its warnings (PTW-023)
    needs_third_party: bool = False  # class 3: special work by a professional firm
    rotation_limit_min: int = 60  # stay of one person in a confined space, where rotation is needed


def settings_blockers(asked: Settings) -> Iterator[Blocker]:
    """Every reason against a plant's figures."""
    for kind, hours in asked.own_validity_h.items():
        if not 0 < hours <= 720:
            yield Blocker(f"validity_{kind}", f"{kind.label}最长有效期应在 0 到 720 h 之间")
    if asked.upgrade_mode not in UPGRADE_MODES:
        yield Blocker("upgrade_mode", "升级方式应为“级别升一级”或“审批人升一级”")
    if asked.night_from == asked.night_until:
        yield Blocker("night_empty", "夜间起止时刻不能相同")
    yield from _span_blockers(asked)


_SPANS = (
    ("step_limit_min", "审批步骤时限", 1, 1440),
    ("expiry_warning_min", "到期预警提前量", 1, 1440),
    ("record_reminder_min", "2 小时记录提醒提前量", 1, 110),
    ("hand_reading_min", "特级动火人工检测间隔", 1, 30),
    ("suspended_limit_min", "暂停时限", 1, 10080),
    ("acceptance_limit_min", "验收时限", 1, 1440),
    ("rotation_limit_min", "轮换时限", 5, 480),
    ("lock_code_min", "开锁授权码有效期", 1, 480),
)


def _span_blockers(asked: Settings) -> Iterator[Blocker]:
    for name, label, least, most in _SPANS:
        if not least <= getattr(asked, name) <= most:
            yield Blocker(name, f"{label}应在 {least} 到 {most} 分钟之间")
    if not 30 <= asked.heat_stop_c <= 45:
        yield Blocker("heat_stop_c", "高温停工温度应在 30 到 45 ℃ 之间")
    if not 10 <= asked.detector_silent_s <= 600:
        yield Blocker("detector_silent_s", "检测仪静默时限应在 10 到 600 s 之间")
    if not 1 <= asked.on_site_radius_m <= 50:
        yield Blocker("on_site_radius_m", "现场签批半径应在 1 到 50 m 之间")
