"""Weekly scores, counted once the week has ended, kept as they were."""

from datetime import datetime

from django.db import transaction
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from anhuan.domains.inspection.models import Task
from anhuan.domains.mechanism.events import WeekScored
from anhuan.domains.mechanism.models import WeekScore
from anhuan.domains.mechanism.queries.weeks import WEEK, Week, score_now
from anhuan.domains.mechanism.rules.score import RunLevel, Score
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.models import Company
from anhuan.domains.org.queries import accounts_with_role
from anhuan.domains.org.rules import Role
from anhuan.domains.outbox.actions import emit

AT_MOST = 8  # weeks made up for after a long standstill of the server


def score_weeks(company: Company, now: datetime) -> int:
    """Every ended week without a score, from the first check on; how many were made."""
    first = Task.objects.filter(company=company).aggregate(at=Min("begins_at"))["at"]
    if first is None:
        return 0
    this, made = Week.of(timezone.localtime(now).date()), 0
    begun = Week.of(timezone.localtime(first).date())
    for back in range(AT_MOST, 0, -1):
        week = Week(this.monday - back * WEEK)
        if week.monday >= begun.monday:
            made += _score(company, week, now)
    return made


@transaction.atomic
def _score(company: Company, week: Week, now: datetime) -> int:
    held = Company.objects.select_for_update().get(pk=company.pk)
    if WeekScore.objects.filter(company=held, monday=week.monday).exists():
        return 0
    score = score_now(held, week, now)
    WeekScore.objects.create(
        company=held, monday=week.monday, score=score.score, level=score.level,
        parts=score.outward(), made_at=now,
    )  # fmt: skip
    emit(held.code, WeekScored(week.monday.isoformat(), score.outward()))
    if score.level in (RunLevel.POOR, RunLevel.BAD):
        _warn(held, week, score)
    return 1


def _warn(company: Company, week: Week, score: Score) -> None:
    """Those who answer for it learn that it does not run well (DUAL-036)."""
    accounts = [
        *accounts_with_role(company, Role.SAFETY_MANAGER),
        *accounts_with_role(company, Role.PLANT_HEAD),
    ]
    why = score.veto or f"任务得分 {score.task_points:g}"
    post(company, accounts, Message(
        topic=f"mechanism:{week.monday}", url=reverse("mechanism:overview"), priority=3,
        title=f"双重预防机制运行{score.level.label}：{score.score:g} 分",
        text=f"{week.monday:%m-%d} 起一周，{why}",
    ))  # fmt: skip
