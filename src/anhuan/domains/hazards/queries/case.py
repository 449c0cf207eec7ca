"""A hazard as the rules look at it."""

from django.db.models import Prefetch, QuerySet

from anhuan.domains.hazards.models import Hazard, Stage, Step
from anhuan.domains.hazards.rules.case import Case
from anhuan.domains.hazards.rules.codes import Level, Way
from anhuan.domains.hazards.rules.states import Deed, State


def with_cases(rows: QuerySet[Hazard]) -> QuerySet[Hazard]:
    """Rows whose cases are read in sets: two hundred cost as many queries as two."""
    good = Step.objects.filter(deed=Deed.ACCEPT).defer("content")
    return rows.prefetch_related("plans", "extensions", "photos", Prefetch("steps", good))


def case_of(hazard: Hazard) -> Case:
    """Its facts: four small reads beside the row, none when they were read before."""
    plan = max(hazard.plans.all(), key=lambda one: one.written_at, default=None)
    extensions = list(hazard.extensions.all())
    waiting = next((one for one in extensions if one.is_granted is None), None)
    now = [one for one in hazard.photos.all() if one.round == hazard.round]
    accepted = [one for one in hazard.steps.all() if one.deed == Deed.ACCEPT]
    return Case(
        state=State(hazard.state), level=Level(hazard.level or 0),
        way=Way.BY_DEADLINE if hazard.way is None else Way(hazard.way),
        is_deleted=hazard.deleted_at is not None, due_at=hazard.due_at,
        object_code=hazard.object_code, measure=hazard.risk_measure_id,
        is_from_task=bool(hazard.check_task_id or hazard.check_record_id),
        photos_after=sum(one.stage == Stage.FIXED for one in now),
        plan=plan.state if plan else "", has_open_extension=waiting is not None,
        extension_asker=waiting.asked_by_id if waiting else None,
        extensions=sum(bool(one.is_granted) for one in extensions),
        rectifier=hazard.rectifier_id, submitter=hazard.submitter_id,
        accepted_ranks=tuple(one.rank for one in accepted if one.round == hazard.round),
    )  # fmt: skip
