"""A hazard as table 6 of the province."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings as django

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.rules.codes import Kind, Level, Source, Way
from anhuan.domains.hazards.rules.states import State
from anhuan.domains.hazards.rules.upload import Facts, row_blockers, row_of
from anhuan.domains.plant.queries import known_site
from anhuan.kernel.errors import Blocker


def upload_row(hazard: Hazard) -> dict[str, Any]:
    """The 19 fields as they are now."""
    site = known_site(hazard.company)
    return row_of(_facts(hazard), ZoneInfo(site.time_zone if site else django.TIME_ZONE))


def upload_blockers(hazard: Hazard) -> list[Blocker]:
    """What keeps it at home."""
    return list(row_blockers(_facts(hazard), upload_row(hazard)))


def _facts(hazard: Hazard) -> Facts:
    return Facts(
        id=str(hazard.pk), state=State(hazard.state), is_deleted=hazard.deleted_at is not None,
        is_from_task=bool(hazard.check_task_id or hazard.check_record_id),
        object_code=hazard.object_code, measure=str(hazard.risk_measure_id or ""),
        name=hazard.name, level=None if hazard.level is None else Level(hazard.level),
        reported_at=hazard.reported_at, reporter=hazard.reporter_name,
        source=Source(hazard.source), way=None if hazard.way is None else Way(hazard.way),
        kind=None if hazard.kind is None else Kind(hazard.kind),
        description=hazard.description, cause=hazard.cause, rectifier=hazard.rectifier_name,
        due_at=hazard.due_at, acceptor=hazard.acceptor_name, accepted_at=hazard.accepted_at,
        comment=hazard.accept_comment,
    )  # fmt: skip
