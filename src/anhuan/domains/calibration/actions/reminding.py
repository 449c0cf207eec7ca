"""Telling those who calibrate that a yearly test is due (AQ 3064.3-2025 7.1.2, 7.3.3)."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from anhuan.domains.calibration.queries.due import DUTIES, dues_of
from anhuan.domains.calibration.rules.due import Due
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.models import Account, Company, RoleGrant
from anhuan.domains.org.rules import Role
from anhuan.domains.positioning.models import Anchor

ROLES = (Role.SAFETY_MANAGER, Role.PLANT_HEAD)
ROUTES = {"accuracy": "calibration:walks", "alarms": "calibration:alarm_tests"}


def remind_due(now: datetime) -> int:
    """A notice a duty and state, once: before it is due, and again when it is late."""
    today = timezone.localtime(now).date()
    anchored = Exists(Anchor.objects.filter(company=OuterRef("pk"), is_retired=False))
    plants = Company.objects.filter(anchored, kind=Company.Kind.PLANT, is_retired=False)
    return sum(
        _remind(company, duty, due)
        for company in plants
        for duty, due in dues_of(company, today).items()
        if due.state != "fine"
    )


def _remind(company: Company, duty: str, due: Due) -> int:
    topic = f"calibration:{duty}:{due.on or 'never'}:{due.state}"
    if Notice.objects.filter(company=company, topic=topic).exists():
        return 0
    grants = RoleGrant.objects.filter(role__in=ROLES)
    people = Account.objects.filter(company=company, is_active=True, grants__in=grants).distinct()
    name, clause = DUTIES[duty]
    message = Message(topic, _title(name, due), f"{clause}：至少每年 1 次", reverse(ROUTES[duty]),
                      priority=3 if due.state == "soon" else 2)  # fmt: skip
    return len(post(company, people, message))


def _title(name: str, due: Due) -> str:
    if due.on is None:
        return f"{name}还没有合格记录，请安排"
    if due.state == "overdue":
        return f"{name}已逾期，应于 {due.on:%Y-%m-%d} 前完成"
    return f"{name}将于 {due.on:%Y-%m-%d} 到期"
