"""A hazard as the rules look at it."""

from anhuan.domains.hazards.models import Hazard, Stage
from anhuan.domains.hazards.rules.case import Case
from anhuan.domains.hazards.rules.codes import Level, Way
from anhuan.domains.hazards.rules.states import Deed, State


def case_of(hazard: Hazard) -> Case:
    """Its facts: four small reads beside the row."""
    plan = hazard.plans.order_by("-written_at").first()
    extensions = list(hazard.extensions.all())
    waiting = next((one for one in extensions if one.is_granted is None), None)
    accepted = hazard.steps.filter(deed=Deed.ACCEPT, round=hazard.round)
    return Case(
        state=State(hazard.state), level=Level(hazard.level or 0),
        way=Way.BY_DEADLINE if hazard.way is None else Way(hazard.way),
        is_deleted=hazard.deleted_at is not None, due_at=hazard.due_at,
        object_code=hazard.object_code, measure=hazard.risk_measure_id,
        is_from_task=bool(hazard.check_task_id or hazard.check_record_id),
        photos_after=hazard.photos.filter(stage=Stage.FIXED, round=hazard.round).count(),
        plan=plan.state if plan else "", has_open_extension=waiting is not None,
        extension_asker=waiting.asked_by_id if waiting else None,
        extensions=sum(bool(one.is_granted) for one in extensions),
        rectifier=hazard.rectifier_id, submitter=hazard.submitter_id,
        accepted_ranks=tuple(accepted.values_list("rank", flat=True)),
    )  # fmt: skip
