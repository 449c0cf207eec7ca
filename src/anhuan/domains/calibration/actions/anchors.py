"""Taking a measured bias over as an anchor's correction; the engine follows at once."""

from django.db import transaction

from anhuan.domains.audit.actions import Actor, record
from anhuan.domains.calibration.queries.anchors import check_of
from anhuan.domains.calibration.rules.anchors import correction_blockers
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.events import ConfigChanged
from anhuan.domains.positioning.models import Anchor
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any


@transaction.atomic
def correct_anchor(actor: Actor, anchor: Anchor) -> Anchor:
    """Ranges of this anchor are shortened by the bias its stands have shown, metres."""
    rows = Anchor.objects.select_for_update(of=("self",)).select_related("company")
    locked = rows.get(pk=anchor.pk)
    survey = check_of(locked, clock.now()).survey
    refuse_if_any(correction_blockers(survey, locked.bias_m))
    assert survey is not None  # the blockers
    before, locked.bias_m = locked.bias_m, round(survey.bias_m, 3)
    locked.save(update_fields=["bias_m"])
    why = f"{survey.stands} 个测量点，{survey.ranges} 次测距，离散 {survey.spread_m:.2f} m"
    record(
        actor, "correct", locked, before={"bias_m": before}, after={"bias_m": locked.bias_m},
        note=why,
    )  # fmt: skip
    emit(locked.company.code, ConfigChanged(what="anchors"))
    return locked
