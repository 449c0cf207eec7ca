"""Telling those who calibrate: a yearly test is due (AQ 3064.3 7.1.2, 7.3.3), an anchor drifts."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from anhuan.domains.calibration.queries.anchors import drift_of
from anhuan.domains.calibration.queries.due import DUTIES, dues_of
from anhuan.domains.calibration.queries.rows import settings_of
from anhuan.domains.calibration.rules.anchors import drift_findings
from anhuan.domains.calibration.rules.due import Due
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.models import Account, Company, RoleGrant
from anhuan.domains.org.rules import Role
from anhuan.domains.positioning.models import Anchor

ROLES = (Role.SAFETY_MANAGER, Role.PLANT_HEAD)
DRIFT_FRESH = timedelta(hours=1)  # older figures say nothing of now
DRIFT_WORDS = {"drifts": "漂移", "refused": "测距大量被拒用"}
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
    name, clause = DUTIES[duty]
    message = Message(topic, _title(name, due), f"{clause}：至少每年 1 次", reverse(ROUTES[duty]),
                      priority=3 if due.state == "soon" else 2)  # fmt: skip
    return len(post(company, _calibrators(company), message))


def remind_drift(now: datetime) -> int:
    """A notice an anchor and day whose running self-check is over the plant's limits."""
    rows = Anchor.objects.filter(is_retired=False, residual_at__gte=now - DRIFT_FRESH)
    told = 0
    for anchor in rows.select_related("company", "area").order_by("number"):
        tuned = settings_of(anchor.company)
        found = list(drift_findings(drift_of(anchor), tuned.drift_limit_m,
                                    tuned.refused_limit_pct / 100))  # fmt: skip
        if found:
            told += _tell_drift(anchor, found, timezone.localtime(now).date())
    return told


def _tell_drift(anchor: Anchor, findings: list[str], today: date) -> int:
    topic = f"drift:{anchor.pk}:{today}"
    if Notice.objects.filter(company=anchor.company, topic=topic).exists():
        return 0
    where = f"（{anchor.area}）" if anchor.area else ""
    text = (f"测距残差 {anchor.residual_m:+.2f} m，拒用 {100 * (anchor.refused_share or 0):.0f} %；"
            "请检查基站是否被移动或遮挡，并复测")  # fmt: skip
    title = f"基站 {anchor.number}{where}{'、'.join(DRIFT_WORDS[one] for one in findings)}"
    link = reverse("calibration:anchor", args=[anchor.pk])
    message = Message(topic, title, text, link, priority=3)
    return len(post(anchor.company, _calibrators(anchor.company), message))


def _calibrators(company: Company) -> QuerySet[Account]:
    grants = RoleGrant.objects.filter(role__in=ROLES)
    return Account.objects.filter(company=company, is_active=True, grants__in=grants).distinct()


def _title(name: str, due: Due) -> str:
    if due.on is None:
        return f"{name}还没有合格记录，请安排"
    if due.state == "overdue":
        return f"{name}已逾期，应于 {due.on:%Y-%m-%d} 前完成"
    return f"{name}将于 {due.on:%Y-%m-%d} 到期"
