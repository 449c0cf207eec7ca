"""A hazard as the rules look at it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, F

from anhuan.domains.hazards.models import Extension, Hazard, Photo, Plan, Stage, Step
from anhuan.domains.hazards.rules.case import Case
from anhuan.domains.hazards.rules.codes import Level, Way
from anhuan.domains.hazards.rules.states import Deed, State


@dataclass(slots=True)
class _Course:
    """What lies beside the row: of this round, but for extensions."""

    plan: str = ""
    photos_after: int = 0
    ranks: list[str] = field(default_factory=list)
    extensions: list[tuple[bool | None, UUID]] = field(default_factory=list)  # granted, asker


def case_of(hazard: Hazard) -> Case:
    """Its facts: four small reads beside the row."""
    return cases_of([hazard])[hazard.pk]


def cases_of(rows: Sequence[Hazard]) -> dict[UUID, Case]:
    """Each hazard's facts; two hundred cost as many reads as one."""
    courses = _courses([one.pk for one in rows])
    return {one.pk: _case(one, courses[one.pk]) for one in rows}


def _courses(ids: list[UUID]) -> defaultdict[UUID, _Course]:
    found: defaultdict[UUID, _Course] = defaultdict(_Course)
    theirs: dict[str, Any] = {"hazard__in": ids}
    plans = Plan.objects.filter(**theirs).order_by("written_at")
    for pk, state in plans.values_list("hazard", "state"):
        found[pk].plan = state
    extensions = Extension.objects.filter(**theirs).order_by("-asked_at")
    for pk, granted, asker in extensions.values_list("hazard", "is_granted", "asked_by"):
        found[pk].extensions.append((granted, asker))
    theirs["round"] = F("hazard__round")
    fixed = Photo.objects.filter(**theirs, stage=Stage.FIXED).order_by()
    for pk, count in fixed.values_list("hazard").annotate(Count("pk")):
        found[pk].photos_after = count
    accepted = Step.objects.filter(**theirs, deed=Deed.ACCEPT).order_by("seq")
    for pk, rank in accepted.values_list("hazard", "rank"):
        found[pk].ranks.append(rank)
    return found


def _case(hazard: Hazard, course: _Course) -> Case:
    waiting = [asker for granted, asker in course.extensions if granted is None]
    return Case(
        state=State(hazard.state), level=Level(hazard.level or 0),
        way=Way.BY_DEADLINE if hazard.way is None else Way(hazard.way),
        is_deleted=hazard.deleted_at is not None, due_at=hazard.due_at,
        object_code=hazard.object_code, measure=hazard.risk_measure_id,
        is_from_task=bool(hazard.check_task_id or hazard.check_record_id),
        photos_after=course.photos_after, plan=course.plan,
        has_open_extension=bool(waiting), extension_asker=waiting[0] if waiting else None,
        extensions=sum(bool(granted) for granted, _ in course.extensions),
        rectifier=hazard.rectifier_id, submitter=hazard.submitter_id,
        accepted_ranks=tuple(course.ranks),
    )  # fmt: skip
