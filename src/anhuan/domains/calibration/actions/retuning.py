"""Trying an alarm test with other thresholds; the worker computes it, see web/trials.py."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from anhuan.domains.audit.actions import Actor, record
from anhuan.domains.calibration.models import AlarmTest, Retune
from anhuan.domains.calibration.queries.retuning import span_of
from anhuan.domains.calibration.rules import retuning as rules
from anhuan.domains.positioning.queries.tracks import SEALED_AFTER
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse_if_any

ABANDONED_AFTER = timedelta(minutes=30)  # its process died


@transaction.atomic
def ask_retune(actor: Actor, test: AlarmTest, *, name: str, tuning: dict[str, Any]) -> Retune:
    """Replay the session's tracks with these thresholds; what is not stated stays in force."""
    now, ended = clock.now(), test.events.filter(until__isnull=False).count()
    since, until = span_of(test, now)
    refuse_if_any([
        *_name_blockers(test, name),
        *rules.tuning_blockers(tuning),
        *rules.run_blockers(test.retunes.count(), ended, since, until, now - SEALED_AFTER),
    ])  # fmt: skip
    run = Retune.objects.create(
        test=test, name=name.strip(), tuning=tuning, asked_at=now,
        asked_by=actor.display_name[:64],
    )  # fmt: skip
    record(actor, "try", test, after=tuning, note=str(run))
    return run


def _name_blockers(test: AlarmTest, name: str) -> list[Blocker]:
    if not name.strip():
        return [Blocker("name_missing", "请填写名称，用来区分各组参数")]
    if test.retunes.filter(name=name.strip()).exists():
        return [Blocker("name_taken", f"已有名为“{name.strip()}”的试算")]
    return []


@transaction.atomic
def take_retune(now: datetime) -> UUID | None:
    """The run that waits longest, now running; also one whose process was lost."""
    due = Q(state="waiting") | Q(state="running", touched_at__lt=now - ABANDONED_AFTER)
    rows = Retune.objects.select_for_update(skip_locked=True).filter(due).order_by("asked_at")
    run = rows.first()
    if run is None:
        return None
    run.state, run.touched_at = Retune.State.RUNNING, now
    run.save(update_fields=["state", "touched_at"])
    return run.pk


def fail_retune(pk: UUID, error: str) -> None:
    """It will not be tried again by itself."""
    rows = Retune.objects.filter(pk=pk).exclude(state=Retune.State.DONE)
    rows.update(state=Retune.State.FAILED, error=error[:300])


def keep_retune(run: Retune, alarms: list[dict[str, Any]], figures: dict[str, Any]) -> Retune:
    """What its process has found. Twice gives the same."""
    run.alarms, run.figures, run.state, run.error = alarms, figures, Retune.State.DONE, ""
    run.save(update_fields=["alarms", "figures", "state", "error"])
    return run
