"""Assessments that have grown old are told every Monday to those who can look at them again."""

from collections import defaultdict
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.models import Company, Department
from anhuan.domains.org.queries import accounts_with_role
from anhuan.domains.org.rules import Role
from anhuan.domains.risk.models import RiskEvent
from anhuan.domains.risk.queries.reviews import reviews_due


def remind_reviews(now: datetime) -> int:
    """Every plant; how many events are due."""
    today = timezone.localtime(now).date()
    plants = Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False)
    return sum(_remind(company, today) for company in plants)


def _remind(company: Company, today: date) -> int:
    due = reviews_due(company, today)
    by_department: dict[Department, list[RiskEvent]] = defaultdict(list)
    for one in due:
        by_department[one.unit.object.department].append(one)
    for department, events in by_department.items():
        told = [*accounts_with_role(company, Role.DEPARTMENT_HEAD, department),
                *accounts_with_role(company, Role.SAFETY_MANAGER)]  # fmt: skip
        post(company, told, _message(department, events))
    return len(due)


def _message(department: Department, events: list[RiskEvent]) -> Message:
    first = "、".join(one.name for one in events[:3])
    return Message(
        topic=f"risk.review:{department.pk}", title=f"{len(events)} 项风险评价到期应复评",
        text=f"{department}：{first}{'等' if len(events) > 3 else ''}",
        url=f"{reverse('risk:register')}?review=due&department={department.pk}", priority=4,
    )  # fmt: skip
