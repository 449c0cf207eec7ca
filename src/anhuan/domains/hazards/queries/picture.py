"""A hazard as JSON: a line of the ledger, and everything about one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.queries.may import Look, deeds_of
from anhuan.domains.hazards.queries.todo import waited_for
from anhuan.domains.hazards.rules.case import missing_ranks
from anhuan.domains.hazards.rules.deadlines import is_overdue
from anhuan.domains.hazards.rules.settings import RUNG_LABELS
from anhuan.domains.hazards.rules.states import State
from anhuan.domains.org.models import Account

_PLAIN = (
    "number", "version", "round", "source", "name", "description", "place", "floor", "x_m", "y_m",
    "found_at", "reported_at", "reporter_name", "inspectors", "is_suspected_major",
    "is_fixed_on_spot", "object_code", "object_name", "risk_unit_id", "risk_unit_name",
    "risk_measure_id", "risk_measure_name", "check_task_id", "check_record_id", "level", "kind",
    "way", "basis", "assessed_at", "funds_cny", "funds_source", "opinion", "rectifier_name",
    "due_at", "cause", "treatment", "result", "submitted_at", "accept_unit", "acceptor_name",
    "accepted_at", "accept_comment", "closed_at", "closed_why", "merged_into_id",
    "recurrence_of_id", "deleted_at",
)  # fmt: skip


def summary(hazard: Hazard, now: datetime) -> dict[str, Any]:
    """A line of the ledger, JSON-plain."""
    return {
        "id": hazard.pk, "state": hazard.state, "state_label": hazard.get_state_display(),
        "level_label": hazard.get_level_display() if hazard.level is not None else "",
        "kind_label": hazard.get_kind_display() if hazard.kind is not None else "",
        "source_label": hazard.get_source_display(),
        "area": hazard.area_id, "area_name": hazard.area.name if hazard.area else "",
        "unit": hazard.unit_id, "unit_name": hazard.unit.name if hazard.unit else "",
        "rectifier": hazard.rectifier_id,
        "is_overdue": is_overdue(State(hazard.state), hazard.due_at, now),
        **{name: getattr(hazard, name) for name in _PLAIN},
    }  # fmt: skip


def picture(hazard: Hazard, account: Account, now: datetime) -> dict[str, Any]:
    """Everything about one, with what the asker may do and what stands against it."""
    look = Look(hazard, account, now)
    next_deed = waited_for(look)
    return summary(hazard, now) | {
        "next": next_deed.label if next_deed else "",
        "missing_acceptances": [
            RUNG_LABELS.get(rank, rank) for rank in missing_ranks(look.case, look.settings)
        ],
        "photos": [_photo(one) for one in hazard.photos.all()],
        "plans": [_row(one, _PLAN) for one in hazard.plans.all()],
        "extensions": [_row(one, _EXTENSION) for one in hazard.extensions.all()],
        "permits": [{"id": one.permit_id, "label": one.label} for one in hazard.permits.all()],
        "steps": [_step(one) for one in hazard.steps.all()],
        "deeds": [
            {"deed": deed, "label": deed.label, "blockers": [_blocker(one) for one in against]}
            for deed, against in deeds_of(hazard, account, now).items()
        ],
        "now": now,
    }


_PLAN = (
    "id", "state", "measures", "responsible", "funds", "time_limit", "contingency", "interim",
    "written_at", "decided_at", "remark",
)  # fmt: skip
_EXTENSION = ("id", "from_due", "to_due", "reason", "asked_at", "is_granted", "remark")


def _row(row: Any, names: tuple[str, ...]) -> Mapping[str, Any]:
    return {name: getattr(row, name) for name in names}


def _photo(photo: Any) -> dict[str, Any]:
    return {
        "id": photo.pk, "stage": photo.stage, "round": photo.round, "origin": photo.origin,
        "taken_at": photo.taken_at, "sm3": photo.file_sm3,
        "url": f"/api/v1/hazard-photos/{photo.pk}",
    }  # fmt: skip


def _step(step: Any) -> dict[str, Any]:
    return {
        "seq": step.seq, "deed": step.deed, "label": step.get_deed_display(), "at": step.at,
        "name": step.name, "part": step.get_part_display(), "note": step.note, "sm3": step.sm3,
    }  # fmt: skip


def _blocker(blocker: Any) -> dict[str, str]:
    return {"code": blocker.code, "text": blocker.text, "clause": blocker.clause}
