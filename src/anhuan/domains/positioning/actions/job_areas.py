"""Opening, changing and closing job areas; permits do it for their work, people by hand."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record
from anhuan.domains.org.models import Company, Person
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.actions.checked import save_and_tell
from anhuan.domains.positioning.events import ConfigChanged
from anhuan.domains.positioning.models import JobArea
from anhuan.domains.positioning.rules import job_areas as rules
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse

_MANY = ("guardians", "workers", "admitted")


def open_job_area(
    actor: Actor,
    company: Company,
    *,
    name: str,
    geometry: dict[str, Any],
    guardians: Iterable[Person],
    workers: Iterable[Person],
    valid_from: datetime,
    valid_until: datetime,
    source: tuple[str, str] = ("", ""),
    **more: Any,
) -> JobArea:
    """Draw a job area; the engine watches it from `valid_from` to `valid_until` or its closing.

    `geometry` GeoJSON in plant metres; `source` type and id of what draws it; `more`: kind,
    radius_m, floors, admitted, max_people, space (of a confined space: its guardians stay
    outside). POS-101, POS-102, POS-103, GBW-116.
    """
    changes = {
        "name": name.strip(), "geometry": geometry, "guardians": list(guardians),
        "workers": list(workers), "valid_from": valid_from, "valid_until": valid_until,
        "source_type": source[0], "source_id": source[1], **more,
    }  # fmt: skip
    return _saved(actor, JobArea(company=company), changes)


def change_job_area(actor: Actor, area: JobArea, **changes: Any) -> JobArea:
    """Another place, time or crew: the next version. Handing over the guard is such a change."""
    with transaction.atomic():
        target = _locked(area)
        return _saved(actor, target, {**changes, "version": target.version + 1})


def close_job_area(actor: Actor, area: JobArea, reason: str) -> JobArea:
    """The work is over, or stopped: its alarms end. `reason` is kept."""
    if not reason.strip():
        raise refuse("reason_missing", "请填写关闭原因")
    with transaction.atomic():
        target = _locked(area)
        target.closed_at, target.closed_reason = clock.now(), reason.strip()[:300]
        target.version += 1
        target.save(update_fields=["closed_at", "closed_reason", "version"])
        after = {"closed_at": target.closed_at.isoformat()}
        record(actor, "close", target, after=after, note=reason)
        emit(target.company.code, ConfigChanged(what="job_areas"))
        return target


def _saved(actor: Actor, area: JobArea, changes: dict[str, Any]) -> JobArea:
    draft = draft_of(area, changes)
    crew = {
        name: frozenset(person.pk for person in _crew(area, name, changes)) for name in _MANY
    }  # fmt: skip
    judged = rules.Draft(
        geometry=draft.geometry,
        radius_m=draft.radius_m,
        valid_from=draft.valid_from,
        valid_until=draft.valid_until,
        guardians=crew["guardians"],
        workers=crew["workers"],
        floors=draft.floors,
        space=draft.space,
    )
    blockers = [*rules.job_area_blockers(judged, clock.now()), *_foreign(area, changes)]
    return save_and_tell(actor, area, changes, area.company, "job_areas", blockers)


def _crew(area: JobArea, name: str, changes: dict[str, Any]) -> Iterable[Person]:
    if name in changes:
        crew: Iterable[Person] = changes[name]
        return crew
    return () if area._state.adding else getattr(area, name).all()


def _foreign(area: JobArea, changes: dict[str, Any]) -> Iterator[Blocker]:
    people = [person for name in _MANY for person in changes.get(name, ())]
    if any(person.company_id != area.company_id for person in people):
        yield Blocker("person_foreign", "有不属于本企业的人员")


def _locked(area: JobArea) -> JobArea:
    rows = JobArea.objects.select_for_update(of=("self",)).select_related("company")
    locked: JobArea = rows.get(pk=area.pk)
    if locked.closed_at:
        raise refuse("job_area_closed", "作业区域已关闭，不能再改")
    return locked
