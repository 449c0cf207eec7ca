"""Who hears of what falls due and of what is past due (PTW-140, PTW-164; AQ 3064.2-2025 5.9).

Before a moment: those on the permit and who keeps watch. After it: the alarm's ladder, and at once
those on the permit, the safety manager and the plant head.
"""

from anhuan.domains.org.rules import Role
from anhuan.domains.permits.rules.timers import What

REMINDED = (Role.OPERATOR, Role.SAFETY_MANAGER)
ALARMED = (Role.OPERATOR, Role.SAFETY_MANAGER, Role.PLANT_HEAD)
_ANALYSTS = (
    What.RECORD_SOON, What.RECORD, What.HAND_READING_SOON, What.HAND_READING, What.TEST_STALE,
    What.RETEST, What.DAILY_TEST,
)  # fmt: skip
REMINDER_PRIORITY = 3


def reminded_roles(what: str) -> tuple[Role, ...]:
    """For a reminder: the record every two hours is the analyst's, too."""
    return (*REMINDED, Role.GAS_ANALYST) if what in _ANALYSTS else REMINDED
