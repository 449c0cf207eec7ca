"""Writing down why people gather at a place and what is done about it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from anhuan.domains.alarms.models import GatheringStudy
from anhuan.domains.alarms.queries.studies import times_at
from anhuan.domains.alarms.rules import studies as rules
from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.org.models import Company, Person
from anhuan.domains.plant.models import Area
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse_if_any


@transaction.atomic
def open_study(
    actor: Actor, company: Company, *, area: Area, cause: str, measure: str, owner: Person,
    due: date,
) -> GatheringStudy:  # fmt: skip
    """An analysis of a place; one at a time."""
    now = clock.now()
    row = GatheringStudy(
        company=company, opened_at=now, opened_by=actor.display_name[:64],
        times_before=times_at(area, now - rules.LOOK_BACK, now),
    )  # fmt: skip
    has_open = GatheringStudy.objects.filter(area=area, done_at__isnull=True).exists()
    blockers = [
        *rules.study_blockers(cause, measure, due, timezone.localtime(now).date(), has_open),
        *_foreign(company, area, owner),
    ]
    given = {"area": area, "cause": cause, "measure": measure, "owner": owner, "due": due}
    return save_checked(actor, row, given, blockers)


@transaction.atomic
def change_study(actor: Actor, study: GatheringStudy, **changes: Any) -> GatheringStudy:
    """Another measure, owner or day, until it is done."""
    locked = GatheringStudy.objects.select_for_update().get(pk=study.pk)
    draft, today = draft_of(locked, changes), timezone.localtime(clock.now()).date()
    due = draft.due if "due" in changes else None
    blockers = [*rules.study_blockers(draft.cause, draft.measure, due, today, False),
                *_foreign(locked.company, draft.area, draft.owner)]  # fmt: skip
    if locked.done_at:
        blockers.append(Blocker("already_done", "聚集分析已经完成，不能再改"))
    return save_checked(actor, locked, changes, blockers)


def _foreign(company: Company, area: Area, owner: Person) -> list[Blocker]:
    found = []
    if area.company_id != company.pk:
        found.append(Blocker("area_foreign", "区域不属于本企业"))
    if owner.company_id != company.pk or owner.is_retired:
        found.append(Blocker("owner_unusable", "责任人不属于本企业或已离职"))
    return found


@transaction.atomic
def finish_study(actor: Actor, study: GatheringStudy, result: str) -> GatheringStudy:
    """The measure is in place."""
    locked = GatheringStudy.objects.select_for_update().get(pk=study.pk)
    refuse_if_any(rules.done_blockers(locked.done_at is not None, result))
    locked.done_at, locked.result = clock.now(), result.strip()
    locked.save(update_fields=["done_at", "result"])
    record(actor, "finish_study", locked, after={"result": locked.result})
    return locked
