"""How long to wait before a process that ended is started again. Pure."""

FAST_RESTARTS = 5
FAST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 30.0
# A process that lived this long has proven itself: its earlier ends are forgotten.
STABLE_AFTER_S = 60.0


def streak_after(streak: int, lived_s: float) -> int:
    """How many times in a row the process has now ended too soon."""
    return 1 if lived_s >= STABLE_AFTER_S else streak + 1


def pause_s(streak: int) -> float:
    """Five fast restarts, then 2, 4, 8 … 30 s. It never gives up."""
    if streak <= FAST_RESTARTS:
        return FAST_PAUSE_S
    return min(LONGEST_PAUSE_S, 2.0 ** min(streak - FAST_RESTARTS, 5))
