"""The morning: a warning at half past nine, an alarm at ten, each once (附件3 6.2)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from anhuan.domains.alarms.actions import raise_alarm, return_alarm
from anhuan.domains.alarms.rules import AlarmRaise
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import accounts_with_role
from anhuan.domains.org.rules import Role
from anhuan.domains.reporting.models import DayNote
from anhuan.domains.reporting.queries.morning import PLANNED, is_committed, is_planned
from anhuan.domains.reporting.queries.targets import settings_of, zone_of
from anhuan.domains.reporting.rules.schedule import Reminder, deadline_of, reminders
from anhuan.kernel.ids import uuid_of

WORDS = {"commitment": "今日安全承诺", "plan": "今日作业计划上报"}
PAGES = {"commitment": "reporting:commit", "plan": "reporting:overview"}


def remind(now: datetime) -> int:
    """Whatever a plant with receivers owes this morning; how many words were said."""
    plants = Company.objects.filter(report_targets__is_active=True).distinct()
    return sum(_looked(one, now) for one in plants)


def note_planned(company: Company, day: date, now: datetime) -> None:
    """The day's plan was made up, be it empty."""
    DayNote.objects.get_or_create(company=company, day=day, what=PLANNED, defaults={"at": now})


def _looked(company: Company, now: datetime) -> int:
    zone = zone_of(company)
    day = now.astimezone(zone).date()
    done = {"commitment": is_committed(company, day), "plan": is_planned(company, day)}
    owed = reminders(
        now, zone, committed=done["commitment"], planned=done["plan"],
        warn_at=settings_of(company).warn_at,
    )  # fmt: skip
    _end_alarms(company, day, now, done)
    return sum(_said(company, day, one, now) for one in owed)


def _said(company: Company, day: date, one: Reminder, now: datetime) -> bool:
    with transaction.atomic():
        note = DayNote(company=company, day=day, what=one.key, at=now)
        _, is_new = DayNote.objects.get_or_create(
            company=company, day=day, what=one.key, defaults={"at": note.at}
        )
        if is_new:
            _tell(company, day, one, now)
    return is_new


def _tell(company: Company, day: date, one: Reminder, now: datetime) -> None:
    what = one.key.partition("_")[2]
    word = "已过 10:00，仍未完成" if one.is_late else "须在 10:00 前完成"
    text = f"{WORDS[what]}{word}，请立即办理"
    if one.is_late:
        at = deadline_of(day, zone_of(company))
        raise_alarm(company, AlarmRaise(
            kind="reporting_late", condition=_condition(what, day), raised_at=at,
            title=f"{WORDS[what]}逾期", text=text, source="reporting", rule="reporting_late",
            rule_version="1", inputs={"day": day.isoformat(), "what": what},
            alarm_id=uuid_of("alarm", company.pk, _condition(what, day)),
        ))  # fmt: skip
    topic = f"reporting:{what}:{day.isoformat()}"
    message = Message(
        topic, f"{WORDS[what]}未完成", text, reverse(PAGES[what]), 2 if one.is_late else 3
    )
    post(company, _whom(company), message)


def _condition(what: str, day: date) -> str:
    return f"reporting:{what}:{day.isoformat()}"


def _end_alarms(company: Company, day: date, now: datetime, done: dict[str, bool]) -> None:
    """Done late is done: the alarm ends, the day stays marked as late."""
    for what, is_done in done.items():
        for one in (day, day - timedelta(days=1)):
            if is_done or one != day:
                return_alarm(company, _condition(what, one), now)


def _whom(company: Company) -> list[Account]:
    found = [*accounts_with_role(company, Role.PLANT_HEAD)]
    found += accounts_with_role(company, Role.SAFETY_MANAGER)
    deputy = settings_of(company).deputy
    return [*found, deputy] if deputy else found
