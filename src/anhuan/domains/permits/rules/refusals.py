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
    "blind_twice": Alarm.ONE_PERMIT_TWO_BLINDS,
    "not_on_site": Alarm.APPROVER_AWAY,
    "not_upgraded_holiday": Alarm.HOLIDAY,
    "not_upgraded_rest_day": Alarm.REST_DAY,
    "not_upgraded_night": Alarm.NIGHT,
    "not_upgraded_special_period": Alarm.SPECIAL_PERIOD,
    "certificate_missing": Alarm.NO_CERTIFICATE,
    "certificate_expired": Alarm.CERTIFICATE_EXPIRED,
    "certificate_mismatch": Alarm.CERTIFICATE_MISMATCH,
    "permit_missing": Alarm.PERMITS_INCOMPLETE,
    "link_missing": Alarm.NOT_LINKED,
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
        alarm = _ALARMS.get(one.code) or (
            Alarm.CONFLICT if one.code.startswith("conflict_") else None
        )
        if alarm is not None and alarm not in seen:
            seen.add(alarm)
            yield alarm, one.text
