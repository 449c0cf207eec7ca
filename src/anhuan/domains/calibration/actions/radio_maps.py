"""Radio maps: asked for, computed by the engine's process (web/trials.py), put in force."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from anhuan.domains.audit.actions import SYSTEM, Actor, record
from anhuan.domains.calibration.models import RadioMap, WalkTest
from anhuan.domains.calibration.queries.radio_maps import sources_of
from anhuan.domains.calibration.rules import radio_maps as rules
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.events import ConfigChanged
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any

ABANDONED_AFTER = timedelta(minutes=30)  # its process died
UNFINISHED = (RadioMap.State.WAITING, RadioMap.State.RUNNING)


@transaction.atomic
def ask_map(
    actor: Actor, company: Company, *, floor: int, walks: Iterable[WalkTest] | None = None,
    note: str = "",
) -> RadioMap:  # fmt: skip
    """The next version of a floor's map, from these walks or all of the last year."""
    now, known = clock.now(), sources_of(company, floor, clock.now())
    chosen = known if walks is None else [one for one in known if one in list(walks)]
    waiting = RadioMap.objects.filter(company=company, state__in=UNFINISHED).count()
    refuse_if_any(rules.ask_blockers(len(chosen), waiting))
    rows = RadioMap.objects.filter(company=company, floor=floor)
    version = (rows.aggregate(last=Max("version"))["last"] or 0) + 1
    made = RadioMap.objects.create(
        company=company, floor=floor, version=version, asked_at=now, note=note[:200],
        asked_by=actor.display_name[:64], walks=[str(one.pk) for one in chosen],
    )  # fmt: skip
    record(actor, "create", made, after={"floor": floor, "version": version})
    return made


@transaction.atomic
def take_map(now: datetime) -> UUID | None:
    """The map that waits longest, now running; also one whose process was lost."""
    due = Q(state="waiting") | Q(state="running", touched_at__lt=now - ABANDONED_AFTER)
    rows = RadioMap.objects.select_for_update(skip_locked=True).filter(due).order_by("asked_at")
    found = rows.defer("payload").first()
    if found is None:
        return None
    found.state, found.touched_at = RadioMap.State.RUNNING, now
    found.save(update_fields=["state", "touched_at"])
    return found.pk


def fail_map(pk: UUID, error: str) -> None:
    """It will not be tried again by itself."""
    rows = RadioMap.objects.filter(pk=pk, state__in=UNFINISHED)
    rows.update(state=RadioMap.State.FAILED, error=error[:300])


@transaction.atomic
def keep_map(
    row: RadioMap, payload: bytes | None = None, anchors: list[str] | None = None,
    levels: int = 0, errors_m: list[float] | None = None, error: str = "",
) -> RadioMap:  # fmt: skip
    """What its process has found; `error`: why there is none. Twice gives the same."""
    row.state = RadioMap.State.FAILED if error else RadioMap.State.READY
    row.payload, row.anchors, row.levels = payload, anchors or [], levels
    row.figures, row.error = rules.map_figures(errors_m or []), error[:300]
    row.save(update_fields=["state", "payload", "anchors", "levels", "figures", "error"])
    record(SYSTEM, "compute", row, after={"state": row.state, **row.figures}, note=row.error)
    return row


@transaction.atomic
def activate_map(actor: Actor, row: RadioMap) -> RadioMap:
    """The engine locates by it from now on, on its floor; the one before is out of force."""
    locked = _locked(row)
    refuse_if_any(rules.activate_blockers(locked.state, locked.is_active, locked.figures))
    others = RadioMap.objects.filter(company=locked.company, floor=locked.floor, is_active=True)
    for one in others.defer("payload"):
        _switch(actor, one, is_active=False)
    return _switch(actor, locked, is_active=True)


@transaction.atomic
def deactivate_map(actor: Actor, row: RadioMap) -> RadioMap:
    """The engine goes by distance again."""
    locked = _locked(row)
    return _switch(actor, locked, is_active=False) if locked.is_active else locked


def _switch(actor: Actor, row: RadioMap, *, is_active: bool) -> RadioMap:
    before, row.is_active = row.is_active, is_active
    row.save(update_fields=["is_active"])
    verb = "activate" if is_active else "deactivate"
    record(actor, verb, row, before={"is_active": before}, after={"is_active": is_active})
    emit(row.company.code, ConfigChanged(what="radio_maps"))
    return row


def _locked(row: RadioMap) -> RadioMap:
    rows = RadioMap.objects.select_for_update(of=("self",)).select_related("company")
    return rows.defer("payload").get(pk=row.pk)
