"""What to do when the disk fills up. Pure: sizes in, decisions out."""

from dataclasses import dataclass
from enum import StrEnum

GIB = 1024**3
MIB = 1024**2


class Room(StrEnum):
    """How much room is left, in the three steps that matter."""

    PLENTY = "plenty"
    NEARLY_FULL = "nearly_full"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class DiskLimits:
    """When to warn and when to prune; an installer may set others."""

    warn_below_bytes: int = 5 * GIB
    warn_below_share: float = 0.05
    prune_below_bytes: int = 1 * GIB
    critical_below_bytes: int = 256 * MIB  # the database is about to stop


@dataclass(frozen=True, slots=True)
class Prunable:
    """Something that may be thrown away without breaking a promise or the law."""

    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Prune:
    """Throw this away; `frees_bytes` is what it is expected to give."""

    name: str
    frees_bytes: int


@dataclass(frozen=True, slots=True)
class DiskDecision:
    """How full the disk is and what to throw away, in this order."""

    room: Room
    free_bytes: int
    total_bytes: int
    prune: tuple[Prune, ...] = ()


# Cheapest loss first. Alarms, audit, permits, tracks and files are never on this list: the law
# wants them kept, and their retention is the business of their own slices (`web/relief.py`).
ORDER = ("old_logs", "backup_drafts", "transport")


def room_for(free_bytes: int, total_bytes: int, limits: DiskLimits) -> Room:
    """Which step the disk is on."""
    if free_bytes < limits.prune_below_bytes:
        return Room.FULL
    warn_below = max(limits.warn_below_bytes, round(limits.warn_below_share * total_bytes))
    # A small disk would be warned of for ever: no more than a quarter of it counts as "full".
    if free_bytes < min(warn_below, total_bytes // 4):
        return Room.NEARLY_FULL
    return Room.PLENTY


def missing_bytes(decision: "DiskDecision", limits: DiskLimits = DiskLimits()) -> int:
    """How much must be given up until there is room again; 0 unless the disk is full."""
    if decision.room is not Room.FULL:
        return 0
    return limits.prune_below_bytes - decision.free_bytes


def is_critical(decision: "DiskDecision", limits: DiskLimits = DiskLimits()) -> bool:
    """Whether soon nothing at all could be recorded, and nothing cheaper is left to throw away."""
    cheap = sum(prune.frees_bytes for prune in decision.prune)
    is_low = decision.free_bytes < limits.critical_below_bytes
    return is_low and cheap < missing_bytes(decision, limits)


def decide(
    free_bytes: int,
    total_bytes: int,
    prunable: list[Prunable],
    limits: DiskLimits = DiskLimits(),
) -> DiskDecision:
    """Prune in `ORDER` until the limit would be met again, and no more than that."""
    room = room_for(free_bytes, total_bytes, limits)
    if room is not Room.FULL:
        return DiskDecision(room, free_bytes, total_bytes)
    missing = limits.prune_below_bytes - free_bytes
    chosen = []
    for item in sorted(prunable, key=lambda item: ORDER.index(item.name)):
        if missing <= 0:
            break
        if item.size_bytes:
            chosen.append(Prune(item.name, item.size_bytes))
            missing -= item.size_bytes
    return DiskDecision(room, free_bytes, total_bytes, tuple(chosen))
