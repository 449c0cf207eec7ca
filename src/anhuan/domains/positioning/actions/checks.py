"""Alarms of the devices themselves, raised and returned by the worker's regular look."""

from datetime import datetime

from anhuan.domains.alarms.actions import raise_alarm, return_alarm
from anhuan.domains.alarms.rules import AlarmRaise
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.queries import checks as queries
from anhuan.domains.positioning.queries.troubles import SOURCE, Trouble
from anhuan.kernel.ids import uuid_of

RULE_VERSION = "1"


def check_devices(now: datetime) -> int:
    """Look at every plant's devices; answers how many alarms began or ended."""
    plants = Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False)
    return sum(_check(company, now) for company in plants)


def _check(company: Company, now: datetime) -> int:
    standing = queries.standing_conditions(company)
    found = queries.troubles(company, now, set(standing))
    if found is None:
        return 0
    new = [trouble for trouble in found if trouble.condition not in standing]
    for trouble in new:
        raise_alarm(company, _as_alarm(trouble, now))
    wrong = {trouble.condition for trouble in found}
    over = [c for c, source in standing.items() if source == SOURCE and c not in wrong]
    for condition in over:
        return_alarm(company, condition, now)
    return len(new) + len(over)


def _as_alarm(trouble: Trouble, now: datetime) -> AlarmRaise:
    return AlarmRaise(
        kind=trouble.kind,
        condition=trouble.condition,
        raised_at=now,
        title=trouble.title,
        text=trouble.text,
        alarm_id=uuid_of("alarm", trouble.condition, now.isoformat()),
        source=SOURCE,
        place=trouble.place,
        people=trouble.people,
        rule=f"positioning.{trouble.kind}",
        rule_version=RULE_VERSION,
        inputs=trouble.inputs,
    )
