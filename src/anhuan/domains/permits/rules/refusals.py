"""Which refusals the standard wants to hear of as alarms (AQ 3064.2-2025 5.4.3–5.5.2, 5.9)."""

from collections.abc import Iterable, Iterator

from anhuan.domains.permits.rules.codes import Alarm
from anhuan.domains.permits.rules.states import Deed
from anhuan.kernel.errors import Blocker

# What stands against signing or beginning → the code of table A.4.
_ALARMS: dict[str, Alarm] = {
    "gas_missing": Alarm.NO_GAS_TEST,
    "gas_stale": Alarm.TEST_TOO_OLD,
    "gas_bad": Alarm.GAS_OUT,
    "retest_missing": Alarm.NO_RETEST,
    "gas_not_today": Alarm.NO_DAILY_TEST,
    "gas_not_today_other": Alarm.NO_DAILY_TEST_OTHER,
    "expired": Alarm.EXPIRED,
    "not_on_site": Alarm.APPROVER_AWAY,
    "briefing_missing": Alarm.NOT_BRIEFED,
    "briefing_open": Alarm.NOT_BRIEFED,
    "risks_missing": Alarm.NO_ANALYSIS,
    "measures_open": Alarm.MEASURES_OPEN,
    "measure_open": Alarm.MEASURES_OPEN,
    "measure_unconfirmed": Alarm.MEASURES_OPEN,
}
HEARD = (Deed.ANALYSE, Deed.SUBMIT, Deed.APPROVE, Deed.VERIFY, Deed.START, Deed.RESUME)


def alarms_of(deed: Deed, blockers: Iterable[Blocker]) -> Iterator[tuple[Alarm, str]]:
    """Each alarm a refused deed raises, with its words, once."""
    seen: set[Alarm] = set()
    for one in blockers if deed in HEARD else ():
        alarm = alarm_of(one.code)
        if alarm is not None and alarm not in seen:
            seen.add(alarm)
            yield alarm, one.text


def alarm_of(code: str) -> Alarm | None:
    """The alarm behind a reason: by the table, or because the reason is named after it."""
    if code in _ALARMS:
        return _ALARMS[code]
    return next((one for one in Alarm if code == one or code.startswith(f"{one}_")), None)
