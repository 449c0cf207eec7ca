"""When a thing done with a phone really happened, whatever the phone's clock says.

Three witnesses: the wall clock (anybody may set it), the monotonic clock (nobody can, but it stands
still while the phone sleeps and starts anew with the page), and the server's own time, seen last
before the deed and now at the sending. All in milliseconds.
"""

from dataclasses import dataclass
from datetime import datetime

from anhuan.kernel.clock import from_ms, to_ms

STEADY_MS = 5_000  # a clock that moved less than this against the server's was not turned
WRONG_MS = 120_000  # further off than this is worth telling
LABELS = {
    "clock_changed": "手机时间被调过",
    "clock_wrong": "手机时间不准",
    "no_reference": "操作前没有联过网",
    "out_of_bounds": "手机时间与实际经过的时间矛盾",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """What the phone's clocks showed; `session` names the page whose monotonic clock it is."""

    device_ms: int
    monotonic_ms: int
    session: str


@dataclass(frozen=True, slots=True)
class Reference:
    """The server's time as last seen before the deed, with the phone's clocks at that moment."""

    server_ms: int
    at: Moment


@dataclass(frozen=True, slots=True)
class Judged:
    """The true moment as well as it can be told, ± `doubt_s`; `doubts` are keys of `LABELS`."""

    happened_at: datetime
    doubt_s: float
    doubts: tuple[str, ...]


def judge(done: Moment, sent: Moment, reference: Reference | None, received_at: datetime) -> Judged:
    """The wall clock's span since the last server time, else back from now, held within bounds.

    Never after the receipt, never before the server time the phone already knew, never less than
    the monotonic clock has counted: that is the proof against turned clocks (design §5, time).
    """
    now = to_ms(received_at)
    earliest, latest = _bounds(done, sent, reference, now)
    back = now - (sent.device_ms - done.device_ms)
    forth = reference.server_ms + done.device_ms - reference.at.device_ms if reference else back
    guess = forth if earliest <= forth <= latest else back
    true = min(max(guess, earliest), latest)
    doubt = max(abs(forth - back), abs(guess - true))
    return Judged(from_ms(true), doubt / 1000, _doubts(done, reference, true, guess, forth - back))


def _bounds(done: Moment, sent: Moment, reference: Reference | None, now: int) -> tuple[int, int]:
    latest = now - _counted(done, sent)
    if reference is None:
        return 0, latest
    known = min(reference.server_ms, now)
    return min(known + _counted(reference.at, done), latest), latest


def _counted(first: Moment, then: Moment) -> int:
    """What the monotonic clock counted between two moments of one page; 0 when it began anew."""
    return max(then.monotonic_ms - first.monotonic_ms, 0) if first.session == then.session else 0


def _doubts(
    done: Moment, reference: Reference | None, true: int, guess: int, turned: int
) -> tuple[str, ...]:
    found = {
        "clock_changed": abs(turned) > STEADY_MS,
        "clock_wrong": abs(done.device_ms - true) > WRONG_MS,
        "no_reference": reference is None,
        "out_of_bounds": abs(guess - true) > STEADY_MS,
    }
    return tuple(name for name, holds in found.items() if holds)
