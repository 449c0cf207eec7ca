"""The application: the form's boxes, the people, the risks; handed in it is read-only (R16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.permits.actions.reserving import keep
from anhuan.domains.permits.actions.steps import Doing, do
from anhuan.domains.permits.models import MeasureCheck, Permit, PermitPerson, RiskRow
from anhuan.domains.permits.queries.content import application_of, reservation_of
from anhuan.domains.permits.queries.grading import graded
from anhuan.domains.permits.queries.guards.people import naming_blockers
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.measures import is_forced, owed_measures
from anhuan.domains.permits.rules.states import Deed
from anhuan.domains.plant.models import Structure
from anhuan.kernel.errors import refuse_if_any


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody on the permit, with the certificates that are shown for it."""

    person: Person
    part: str
    duty: str = ""
    certificates: Sequence[dict[str, Any]] = ()  # see `models.PermitPerson`


@dataclass(frozen=True, slots=True)
class Risk:
    """One line of the analysis."""

    step: str
    hazard: str
    consequence: str
    measure: str


@dataclass(frozen=True, slots=True)
class Application:
    """What is filled in; None leaves a thing as it is. Values are merged by key."""

    values: dict[str, Any] | None = None
    people: Sequence[Named] | None = None
    risks: Sequence[Risk] | None = None
    grade: str | None = None
    geometry: dict[str, Any] | None = None  # plant metres
    radius_m: float | None = None
    floors: list[int] | None = None
    structure: Structure | None = None
    contractor: Company | None = None


def apply(by: Account, permit: Permit, filled: Application) -> Permit:
    """Fill in, as often as needed, until the analysis is handed in."""
    return do(by, permit, Doing(Deed.APPLY), lambda look: _applied(look, filled))


def _applied(look: Look, filled: Application) -> dict[str, Any]:
    permit = look.permit
    plain = ("geometry", "radius_m", "floors", "structure", "contractor")
    changes = {name: value for name in plain if (value := getattr(filled, name)) is not None}
    if filled.values is not None:
        changes["values"] = permit.values | filled.values
    for name, value in changes.items():
        setattr(permit, name, value)
    if filled.people is not None:
        refuse_if_any(naming_blockers(look, filled.people))
        permit.people.all().delete()
        _name(permit, filled.people, look, is_added=False)
    if filled.risks is not None:
        _put_risks(permit, filled.risks)
    return changes | _graded(permit, look, filled.grade) | {
        "applied_at": permit.applied_at or look.now
    }  # fmt: skip


def _graded(permit: Permit, look: Look, chosen: str | None) -> dict[str, Any]:
    """Computed anew from what is now filled in; a choice that is too mild is refused."""
    wanted = permit.grade if chosen is None else chosen
    found, grade, why = graded(Look(permit, look.asker, look.now), wanted)
    if chosen is None and found:  # the facts now demand more than was reserved
        found, grade, why = graded(Look(permit, look.asker, look.now), "")
    refuse_if_any(found)
    return {"grade": grade, "grade_why": why}


def _name(permit: Permit, people: Sequence[Named], look: Look, *, is_added: bool) -> None:
    for one in people:
        PermitPerson.objects.create(
            permit=permit, person=one.person, part=one.part, duty=one.duty,
            certificates=list(one.certificates), joined_at=look.now, is_added=is_added,
        )  # fmt: skip


def name_more(permit: Permit, people: Sequence[Named], look: Look) -> None:
    """People who come later: each a signed part of its own."""
    _name(permit, people, look, is_added=True)


def _put_risks(permit: Permit, risks: Sequence[Risk]) -> None:
    permit.risks.filter(round=permit.round).delete()
    RiskRow.objects.bulk_create(
        RiskRow(
            permit=permit, round=permit.round, seq=seq, step=one.step.strip(),
            hazard=one.hazard.strip(), consequence=one.consequence.strip(),
            measure=one.measure.strip(),
        )
        for seq, one in enumerate(risks, 1)
    )  # fmt: skip


def analyse(by: Account, permit: Permit) -> Permit:
    """Hand in application and analysis; the measures this work owes are listed (4.1)."""
    return do(by, permit, Doing(Deed.ANALYSE), _analysed)


def _analysed(look: Look) -> dict[str, Any]:
    permit = look.permit
    MeasureCheck.objects.bulk_create(
        MeasureCheck(
            permit=permit, round=permit.round, no=one.no, text=one.text,
            is_forced=is_forced(one, look.form, look.level, look.facts),
        )
        for one in owed_measures(look.form, look.level, look.facts)
    )  # fmt: skip
    return {"sealed_round": permit.round}


def revise(by: Account, permit: Permit) -> Permit:
    """Take a rejected application up again; what was signed is kept as it was."""
    return do(by, permit, Doing(Deed.REVISE), _revised)


def _revised(look: Look) -> dict[str, Any]:
    permit, new = look.permit, look.permit.round + 1
    keep(permit, "application", application_of(permit.pk))
    keep(permit, "reservation", reservation_of(permit.pk))
    for one in look.risks:
        RiskRow.objects.create(
            permit=permit, round=new, seq=one.seq, step=one.step, hazard=one.hazard,
            consequence=one.consequence, measure=one.measure,
        )  # fmt: skip
    return {"round": new, "turn": 1, "submitted_at": None}
