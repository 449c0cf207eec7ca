"""What the risk register gives to others and hears from them; slices do not know each other."""

from collections.abc import Iterator

from anhuan.domains.org.models import Company
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.onsite import middle_of
from anhuan.domains.permits.rules.hazards import HazardRow
from anhuan.domains.risk import actions, queries

MOST = 12
_LONGEST = 1000  # of a permit's measure


def risks_there(permit: Permit) -> Iterator[HazardRow]:
    """Risks of the permit's equipment, area and surroundings as lines of its analysis: the unit
    is the step, the measures of the register the measure (AQ 3064.2-2025 5.4.1)."""
    found = queries.risks_near(
        permit.company, area=permit.area_id, structure=permit.structure_id,
        point=middle_of(permit),
    )  # fmt: skip
    for one in found[:MOST]:
        hazard = f"{one.name}：{one.hazard}" if one.hazard else one.name
        measures = "；".join(measure.text for measure in one.measures)
        yield HazardRow(
            f"risk:{one.event}", one.unit_name, hazard[:500], one.consequence,
            measures[:_LONGEST],
        )  # fmt: skip


def sources_changed(event: OutboxEvent) -> None:
    """A responsible person of a major hazard source may have changed: five days begin (12号)."""
    if event.data.get("what") != "hazard_sources":
        return
    for company in Company.objects.filter(code=event.company):
        actions.watch_holders(company)
