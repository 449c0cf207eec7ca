"""Alarms of pipes: begun and ended as nodes report."""

from datetime import datetime

from anhuan.domains.alarms.actions import raise_alarm, return_alarm
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.rules import AlarmRaise
from anhuan.domains.org.models import Company
from anhuan.domains.pipes.models import Node
from anhuan.domains.pipes.rules.alarming import Trouble, troubles
from anhuan.kernel.ids import uuid_of

SOURCE = "pipes"


def look_at_nodes(now: datetime) -> int:
    """Raise what has begun, end what is over. Answers how many conditions hold."""
    companies = Company.objects.filter(pipe_nodes__isnull=False).distinct()
    return sum(_look(company, now) for company in companies)


def _look(company: Company, now: datetime) -> int:
    held = {
        f"{SOURCE}:{node.pk}:{one.kind}:{one.subject}": one
        for node in Node.objects.filter(company=company, is_retired=False)
        for one in [*troubles(node.name, node.report, node.heard_at, now), *_letters(node)]
    }
    standing = Alarm.objects.filter(company=company, source=SOURCE, returned_at=None)
    known = set(standing.values_list("condition", flat=True))
    for condition in held.keys() - known:
        _raise(company, condition, held[condition], now)
    for condition in known - held.keys():
        return_alarm(company, condition, now)
    return len(held)


def _letters(node: Node) -> list[Trouble]:
    waiting = node.letters.filter(state="waiting").values_list("place", flat=True)
    return [
        Trouble("pipe_dead_letter", place, f"{place} 有死信", "有数据没有到达，请查看原因后处理")
        for place in set(waiting)
    ]


def _raise(company: Company, condition: str, one: Trouble, now: datetime) -> None:
    raise_alarm(company, AlarmRaise(
        kind=one.kind, condition=condition, raised_at=now, title=one.title[:100],
        text=one.text, source=SOURCE, rule=one.kind, rule_version="1",
        inputs={"subject": one.subject},
        alarm_id=uuid_of("alarm", company.pk, condition, int(now.timestamp() * 1000)),
    ))  # fmt: skip
