"""Judging a hazard: whether it is one, how grave, what kind, whose; giving it to somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.domains.hazards.actions.reporting import object_fields, unknown_links
from anhuan.domains.hazards.actions.steps import Doing, do
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.queries.may import Look, reasons
from anhuan.domains.hazards.queries.register import link_of
from anhuan.domains.hazards.rules.codes import Funds, Kind, Level, Way
from anhuan.domains.hazards.rules.criteria import basis_of
from anhuan.domains.hazards.rules.states import Deed, State
from anhuan.domains.org.models import Account, Department, Person
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who puts it right, until when."""

    rectifier: Person | None
    due_at: datetime | None
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The judgement. `criterion`: a number of `rules.criteria`, which becomes the basis.

    With an `assignment` the hazard is given to somebody in the same go.
    """

    level: Level | None
    kind: Kind | None
    unit: Department | None
    way: Way = Way.BY_DEADLINE
    basis: str = ""
    criterion: int | None = None
    object_code: str = ""
    risk_unit_id: UUID | None = None
    risk_measure_id: UUID | None = None
    funds_cny: Decimal | None = None
    funds_source: Funds | str = ""
    is_recurrence: bool | None = None  # None: as the product found
    assignment: Assignment | None = None


def assess(by: Account, hazard: Hazard, judged: Assessment, method: str = "session") -> Hazard:
    """Judge it. What was put right on the spot goes straight to acceptance once it is given out."""
    given = _given(hazard, judged)
    with transaction.atomic():
        doing = Doing(Deed.ASSESS, given, note=str(given["basis"]), method=method)
        done = do(by, hazard, doing, lambda look: _judged(look, judged, given))
        return assign(by, done, judged.assignment, method) if judged.assignment else done


def _given(hazard: Hazard, judged: Assessment) -> dict[str, Any]:
    basis = basis_of(judged.criterion) if judged.criterion else ""
    written = "；".join(part for part in (basis, judged.basis.strip()) if part)
    code = judged.object_code or hazard.object_code
    measure, unit = judged.risk_measure_id, judged.risk_unit_id
    refuse_if_any(unknown_links(hazard.company, measure, unit))
    link = link_of(hazard.company, measure, unit)
    return {
        "level": judged.level, "kind": judged.kind, "unit": judged.unit, "way": judged.way,
        "basis": written[:500], "funds_cny": judged.funds_cny,
        "funds_source": str(judged.funds_source),
        "risk_measure_id": judged.risk_measure_id or hazard.risk_measure_id,
        "object_code": link.object_code if link and link.object_code else code,
    }  # fmt: skip


def _judged(look: Look, judged: Assessment, given: Mapping[str, Any]) -> dict[str, Any]:
    hazard = look.hazard
    changes = {**given, "assessed_at": look.now}
    changes |= object_fields(hazard.company, given["object_code"], hazard.area)
    if link := link_of(hazard.company, judged.risk_measure_id, judged.risk_unit_id):
        changes |= {"risk_unit_id": link.unit_id, "risk_unit_name": link.unit_name,
                    "risk_measure_name": link.measure_name}  # fmt: skip
    if judged.is_recurrence is False:
        changes["recurrence_of"] = None
    return changes


def assign(by: Account, hazard: Hazard, given: Assignment, method: str = "session") -> Hazard:
    """Name who puts it right and until when; again, to name somebody else."""
    with transaction.atomic():
        doing = Doing(Deed.ASSIGN, _as_given(given), note=given.opinion, method=method)
        done = do(by, hazard, doing, lambda look: _assigned(given))
        return _hand_in(done) if done.is_fixed_on_spot and not done.submitted_at else done


def _as_given(given: Assignment) -> dict[str, Any]:
    """Fields by name, rows as they are."""
    return {"rectifier": given.rectifier, "due_at": given.due_at, "opinion": given.opinion}


def _assigned(given: Assignment) -> dict[str, Any]:
    assert given.rectifier is not None
    return {
        "rectifier": given.rectifier, "rectifier_name": given.rectifier.name,
        "due_at": given.due_at, "opinion": given.opinion.strip(),
    }  # fmt: skip


def _hand_in(hazard: Hazard) -> Hazard:
    """It was put right before it was judged, and the report holds all a rectifier would write;
    where something is still missing the hazard waits for its rectifier."""
    told = {name: getattr(hazard, name) for name in ("cause", "treatment", "result")}
    if reasons(Look(hazard, None, clock.now(), told), Deed.SUBMIT):
        return hazard
    doing = Doing(Deed.SUBMIT, told, note="上报时已当场整改")
    return do(None, hazard, doing, lambda look: {"submitted_at": hazard.reported_at})


def dismiss(by: Account, hazard: Hazard, reason: str) -> Hazard:
    """Not a hazard (DUAL-055); what was already sent is sent again as deleted."""
    doing = Doing(Deed.DISMISS, {"reason": reason}, note=reason)
    return do(by, hazard, doing, lambda look: {"closed_why": reason.strip()})


def send_back(by: Account, hazard: Hazard, reason: str) -> Hazard:
    """Not ours, or judged wrongly: to be assessed again."""
    return do(by, hazard, Doing(Deed.SEND_BACK, {"reason": reason}, note=reason))


def reopen(by: Account, hazard: Hazard, reason: str, due_at: datetime | None = None) -> Hazard:
    """What was accepted was not good after all, or what was dismissed is one."""
    doing = Doing(Deed.REOPEN, {"reason": reason, "due_at": due_at}, note=reason)
    return do(by, hazard, doing, lambda look: _reopened(look, due_at))


def _reopened(look: Look, due_at: datetime | None) -> dict[str, Any]:
    if look.case.state is State.DISMISSED:
        return {"closed_why": ""}
    return again(look, due_at) | {"accepted_at": None, "acceptor_name": "", "accept_comment": "",
                                  "accept_unit": ""}  # fmt: skip


def again(look: Look, due_at: datetime | None) -> dict[str, Any]:
    """Another round of putting it right: what was written stays in the signed lines."""
    return {
        "round": look.hazard.round + 1, "due_at": due_at or look.hazard.due_at,
        "submitted_at": None, "submitter": None, "is_fixed_on_spot": False,
    }  # fmt: skip
