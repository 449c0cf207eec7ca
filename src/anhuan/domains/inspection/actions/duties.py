"""包保责任: told of before a duty falls due and after; performed by the round that checks it."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from anhuan.domains.inspection.models import DutyNotice, Task
from anhuan.domains.inspection.queries.duties import duties_owed
from anhuan.domains.inspection.rules.kinds import Kind
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import accounts_with_role
from anhuan.domains.org.rules import Role
from anhuan.domains.plant.models import MajorHazardSource
from anhuan.domains.risk.actions import Performed, perform_duty
from anhuan.domains.risk.queries import duties_due
from anhuan.domains.risk.rules.duties import Due
from anhuan.kernel.errors import Refused
from anhuan.kernel.ids import uuid_of


def remind_duties(now: datetime) -> int:
    """Every company's duties that end soon or have ended undone; how many were told of."""
    today = timezone.localtime(now).date()
    return sum(_remind(company, today, now) for company in Company.objects.all())


def _remind(company: Company, today: date, now: datetime) -> int:
    due = duties_owed(company, today)
    sources = MajorHazardSource.objects.in_bulk([one.source for one in due])
    return sum(_tell(one, sources[one.source], today, now) for one in due)


@transaction.atomic
def _tell(due: Due, source: MajorHazardSource, today: date, now: datetime) -> int:
    """The holder before, the safety managers after; each once a duty and period."""
    is_over = today > due.last
    stage = DutyNotice.Stage.OVER if is_over else DutyNotice.Stage.BEFORE
    key = {"source_id": due.source, "duty": due.duty.key, "first": due.first, "stage": stage}
    _row, is_new = DutyNotice.objects.get_or_create(**key, defaults={"at": now})
    if not is_new:
        return 0
    word = "包保职责逾期未履行" if is_over else "包保职责即将到期"
    message = Message(
        topic=topic_of(due), title=f"{word}：{source.name}"[:100],
        text=f"{due.duty.role.label}：{due.duty.text}，应于 {due.last:%m-%d} 前完成",
        url=reverse("risk:source", args=[source.pk]), priority=3 if is_over else 4,
    )  # fmt: skip
    post(source.company, _hearers(due, source, is_over=is_over), message)
    return 1


def topic_of(due: Due) -> str:
    """One bell for one duty and period."""
    return f"duty:{uuid_of('duty', due.key)}"


def _hearers(due: Due, source: MajorHazardSource, *, is_over: bool) -> list[Account]:
    own = list(Account.objects.filter(person=due.person, is_active=True)) if due.person else []
    if not is_over and own:
        return own
    return list({*own, *accounts_with_role(source.company, Role.SAFETY_MANAGER)})


def perform_by(task: Task, by: Account, at: datetime) -> int:
    """A 包保 round done by a holder performs the checks of his role; how many were recorded."""
    source = _source_of(task)
    if source is None or by.person is None:
        return 0
    day = timezone.localtime(at).date()
    note = f"巡检任务“{task.name}”完成，异常 {task.abnormal} 项"
    mine = [
        one for one in duties_due(source.company, day, day)
        if one.source == source.pk and one.person == by.person.pk and one.duty.is_check
    ]  # fmt: skip
    return sum(_perform(by, source, Performed(one.duty.key, day, day, note)) for one in mine)


def _source_of(task: Task) -> MajorHazardSource | None:
    pk = task.plan.hazard_source_id if task.kind == Kind.DUTY else None
    return MajorHazardSource.objects.filter(pk=pk, company=task.company).first() if pk else None


def _perform(by: Account, source: MajorHazardSource, done: Performed) -> int:
    try:
        with transaction.atomic():
            perform_duty(by, source, done)
    except Refused:  # done already in this period
        return 0
    return 1
