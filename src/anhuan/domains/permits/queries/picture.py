"""A permit as pages, phones and programs see it: everything, step by step, JSON-plain."""

from datetime import datetime
from typing import Any

from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import Approval, GasTest, Permit, PermitPerson
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.may import deeds_of
from anhuan.domains.permits.queries.neighbours import conflicts
from anhuan.domains.permits.rules.gas import expires_at, zones_needed
from anhuan.domains.permits.rules.kinds import Kind, level_name
from anhuan.domains.permits.rules.states import AQ_STATUS, State


def summary(permit: Permit) -> dict[str, Any]:
    """One line of the ledger."""
    kind = Kind(permit.kind)
    return {
        "id": str(permit.pk), "number": permit.number, "kind": permit.kind,
        "kind_label": kind.label, "grade": permit.grade,
        "grade_label": level_name(kind, permit.grade), "state": permit.state,
        "state_label": State(permit.state).label, "aq_status": AQ_STATUS[State(permit.state)],
        "version": permit.version, "content": permit.content, "place": permit.place,
        "area": _ref(permit.area), "unit": _ref(permit.unit), "work_unit": permit.work_unit,
        "contractor": _ref(permit.contractor), "is_urgent": permit.is_urgent,
        "starts_at": permit.starts_at, "ends_at": permit.ends_at, "job": permit.job_id,
        "valid_until": permit.valid_until, "reserved_at": permit.reserved_at,
        "reserved_by": permit.reserved_by.display_name, "issued_at": permit.issued_at,
        "started_at": permit.started_at, "suspended_at": permit.suspended_at,
        "finished_at": permit.finished_at, "accepted_at": permit.accepted_at,
        "closed_at": permit.closed_at,
    }  # fmt: skip


def picture(permit: Permit, account: Account, now: datetime) -> dict[str, Any]:
    """The whole of it, with what the account may do and what stands against each deed."""
    look = Look(permit, account, now)
    return summary(permit) | _place(permit) | _steps(look) | _course(look) | {
        "now": now,
        "deeds": [
            {"deed": deed, "label": deed.label, "blockers": [_reason(one) for one in found]}
            for deed, found in deeds_of(permit, account, now).items()
        ],
    }  # fmt: skip


def _place(permit: Permit) -> dict[str, Any]:
    return {
        "geometry": permit.geometry, "radius_m": permit.radius_m, "floors": permit.floors,
        "structure": _ref(permit.structure), "values": permit.values,
        "grade_why": permit.grade_why, "urgent_reason": permit.urgent_reason,
        "closed_why": permit.closed_why, "is_changed": permit.is_changed,
        "changed_why": permit.changed_why, "cancel_why": permit.cancel_why,
        "replaces": permit.replaces_id, "round": permit.round,
        "template": {
            "id": str(permit.template_id), "version": permit.template.version,
            "name": permit.template.name,
        },
    }  # fmt: skip


def _steps(look: Look) -> dict[str, Any]:
    test = look.test
    return {
        "people": [_person(one) for one in look.people],
        "risks": [
            {"seq": one.seq, "step": one.step, "hazard": one.hazard,
             "consequence": one.consequence, "measure": one.measure}
            for one in look.risks
        ],
        "gas": {
            "needed": look.needs_gas, "targets": sorted(look.gas_targets),
            "zones": list(zones_needed(look.kind, look.facts)),
            "start_before": expires_at(test.sampled_at) if test and test.is_good else None,
            "tests": [_test(one) for one in look.tests],
        },
        "measures": [
            {"no": one.no, "text": one.text, "is_forced": one.is_forced, "author": one.author,
             "is_involved": one.is_involved, "reason": one.reason, "inputs": one.inputs,
             "confirmed_at": one.confirmed_at, "confirmed_by": one.confirmed_name,
             "where": one.where}
            for one in look.measures
        ],
        "briefing": _briefing(look),
        "approvals": [_approval(one) for one in look.approvals],
        "acceptance": [_approval(one) for one in look.acceptances],
    }  # fmt: skip


def _course(look: Look) -> dict[str, Any]:
    permit = look.permit
    return {
        "suspensions": list(permit.suspensions.values(
            "at", "by_name", "code", "why", "resumed_at", "resumed_name")),
        "handovers": [
            {"what": one.what, "at": one.at, "giver": one.giver.name, "taker": one.taker.name,
             "note": one.note, "taken_at": one.taken_at}
            for one in look.handovers
        ],
        "entries": [
            {"id": str(one.pk), "person": _ref(one.person), "tool": one.tool, "count": one.count,
             "entered_at": one.entered_at, "left_at": one.left_at, "left_count": one.left_count}
            for one in look.entries
        ],
        "remarks": list(permit.remarks.values("at", "by_name", "text", "is_problem")),
        "photos": [
            {"id": str(one.pk), "step": one.step, "measure": one.measure and one.measure.no,
             "sm3": one.file_sm3, "taken_at": one.taken_at, "received_at": one.received_at,
             "by": one.by.display_name, "where": one.where, "media_type": one.media_type}
            for one in permit.photos.select_related("by__person", "measure")
        ],
        "alarms": list(permit.alarms.values(
            "code", "text", "alarm", "started_at", "ended_at")),
        "linked": [summary_of_link(one) for one in look.linked],
        "conflicts": [
            {"code": one.code, "text": one.text, "clause": one.clause, "blocks": one.blocks}
            for one in conflicts(look)
        ] if not permit.is_closed else [],
        "signatures": list(permit.signatures.order_by("seq").values(
            "seq", "deed", "part", "state", "at", "name", "method", "where", "note", "sm3")),
    }  # fmt: skip


def summary_of_link(permit: Permit) -> dict[str, Any]:
    """A linked permit in a line."""
    return {
        "id": str(permit.pk), "number": permit.number, "kind": permit.kind,
        "state": permit.state, "state_label": State(permit.state).label,
    }  # fmt: skip


def _briefing(look: Look) -> dict[str, Any] | None:
    one = look.briefing
    if one is None:
        return None
    return {
        "text": one.text, "given_at": one.given_at, "given_by": one.given_name,
        "signed": [
            {"person": mark.person.name, "at": mark.signed_at, "read_s": mark.read_s}
            for mark in look.marks
        ],
        "missing": [row.person.name for row in look.unbriefed],
    }  # fmt: skip


def _person(one: PermitPerson) -> dict[str, Any]:
    return {
        "id": str(one.person_id), "name": one.person.name, "part": one.part,
        "part_label": one.get_part_display(), "duty": one.duty, "joined_at": one.joined_at,
        "certificates": one.certificates,
    }  # fmt: skip


def _test(one: GasTest) -> dict[str, Any]:
    return {
        "id": str(one.pk), "phase": one.phase, "sampled_at": one.sampled_at,
        "analyst": one.analyst_name, "instrument": one.instrument, "readings": one.readings,
        "is_good": one.is_good, "verdict": one.verdict, "source": one.source,
    }  # fmt: skip


def _approval(one: Approval) -> dict[str, Any]:
    return {
        "key": one.key, "label": one.label, "role": one.role, "order": one.order,
        "on_site": one.on_site, "asked_at": one.asked_at, "due_at": one.due_at,
        "decided_at": one.decided_at, "decided_by": one.decided_name, "on_behalf": one.on_behalf,
        "is_approved": one.is_approved, "opinion": one.opinion,
    }  # fmt: skip


def _reason(one: Any) -> dict[str, str]:
    return {"code": one.code, "text": one.text, "clause": one.clause}


def _ref(one: Any) -> dict[str, str] | None:
    return {"id": str(one.pk), "name": str(one)} if one else None
