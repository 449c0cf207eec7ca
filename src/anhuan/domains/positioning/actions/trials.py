"""Asking what a fence would have done; the worker computes it, see web/trials.py."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from anhuan.domains.audit.actions import Actor, record
from anhuan.domains.positioning.models import Fence, FenceTrial
from anhuan.domains.positioning.queries.versions import content_of
from anhuan.domains.positioning.rules import fences as rules
from anhuan.kernel.errors import refuse, refuse_if_any

ABANDONED_AFTER = timedelta(minutes=5)  # without progress: its process died
WAITING_MAX = 5


@transaction.atomic
def ask_trial(
    actor: Actor, fence: Fence, since: datetime, until: datetime, now: datetime
) -> FenceTrial:
    """Replay the tracks of [since, until) against a draft, or a fence in force."""
    refuse_if_any(rules.trial_blockers(since, until, now))
    unfinished = FenceTrial.objects.filter(company=fence.company, state__in=("waiting", "running"))
    if unfinished.count() >= WAITING_MAX:
        raise refuse("trials_waiting", f"已有 {WAITING_MAX} 个试算在等待，请稍后再试")
    trial = FenceTrial.objects.create(
        company=fence.company, fence=fence, content=content_of(fence), since=since, until=until,
        asked_at=now, asked_by=actor.display_name[:64],
    )  # fmt: skip
    period = {"since": since.isoformat(), "until": until.isoformat()}
    record(actor, "try", fence, after=period, note=str(trial.pk))
    return trial


@transaction.atomic
def take_trial(now: datetime) -> UUID | None:
    """The trial that waits longest, now running; also one whose process was lost."""
    due = Q(state="waiting") | Q(state="running", touched_at__lt=now - ABANDONED_AFTER)
    rows = FenceTrial.objects.select_for_update(skip_locked=True).filter(due).order_by("asked_at")
    trial = rows.first()
    if trial is None:
        return None
    trial.state, trial.touched_at = FenceTrial.State.RUNNING, now
    trial.save(update_fields=["state", "touched_at"])
    return trial.pk


def fail_trial(pk: UUID, error: str) -> None:
    """It will not be tried again by itself."""
    rows = FenceTrial.objects.filter(pk=pk).exclude(state=FenceTrial.State.DONE)
    rows.update(state=FenceTrial.State.FAILED, error=error[:300])
