"""Asking for work ahead of time, or urgently for today (AQ 3064.2-2025 5.3.1)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Length

from anhuan.domains.org.models import Account, Company, Department
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits.actions.seeding import form_for
from anhuan.domains.permits.actions.steps import Doing, announce, do
from anhuan.domains.permits.models import Job, Permit, Revision
from anhuan.domains.permits.queries.content import reservation_of
from anhuan.domains.permits.queries.grading import graded
from anhuan.domains.permits.queries.guards.application import reservation_blockers
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.kinds import KINDS, Kind
from anhuan.domains.permits.rules.states import Deed, Who
from anhuan.domains.plant.models import Area, Structure
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any

_NUMBERING = 0x9E12


@dataclass(frozen=True, slots=True)
class Reservation:
    """The seven things a reservation says, and what belongs to them. Times are aware."""

    kind: Kind
    content: str
    place: str
    unit: Department
    work_unit: str
    starts_at: datetime
    ends_at: datetime
    grade: str = ""  # as chosen: never milder than what the facts demand
    area: Area | None = None
    structure: Structure | None = None
    contractor: Company | None = None
    geometry: dict[str, Any] | None = None  # plant metres
    radius_m: float | None = None
    floors: list[int] | None = None
    is_urgent: bool = False
    urgent_reason: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    job: Job | None = None


def reserve(by: Account, asked: Reservation, replaces: Permit | None = None) -> Permit:
    """Reserve a permit: it gets its number, its form's version and its computed grade."""
    company, now = company_of(by), clock.now()
    with transaction.atomic():
        form = form_for(company, asked.kind)
        permit = Permit(
            company=company, template=form, reserved_by=by, reserved_at=now, replaces=replaces,
            kind=asked.kind, content=asked.content.strip(), place=asked.place.strip(),
            area=asked.area, structure=asked.structure,
            geometry=asked.geometry or _shape_of(asked.area),
            radius_m=asked.radius_m, floors=asked.floors or getattr(asked.area, "floors", None),
            unit=asked.unit, contractor=asked.contractor, work_unit=asked.work_unit.strip(),
            starts_at=asked.starts_at, ends_at=asked.ends_at, is_urgent=asked.is_urgent,
            urgent_reason=asked.urgent_reason.strip(), values=asked.values, job=asked.job,
        )  # fmt: skip
        look = Look(permit, by, now)
        found, permit.grade, permit.grade_why = graded(look, asked.grade)
        refuse_if_any([*reservation_blockers(look), *found])
        permit.number = _next_number(company, asked.kind, now.astimezone(look.zone).date())
        permit.save(force_insert=True)
        announce(by, permit, Doing(Deed.RESERVE), Who.APPLICANT, now)
    return permit


def _shape_of(area: Area | None) -> dict[str, Any] | None:
    return area.geometry if area else None


def _next_number(company: Company, kind: Kind, day: date) -> str:
    """DH-20261122-003: counted by kind and plant day, one counter at a time."""
    stem = f"{KINDS[kind].prefix}-{day:%Y%m%d}-"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_NUMBERING, str(company.pk)]
        )
    rows = Permit.objects.filter(company=company, number__startswith=stem)
    ordered = rows.order_by(Length("number").desc(), "-number")  # -1000 comes after -999
    last = ordered.values_list("number", flat=True).first()
    return f"{stem}{int(last[len(stem) :]) + 1 if last else 1:03d}"


def approve_reservation(by: Account, permit: Permit, opinion: str = "") -> Permit:
    """Let it be applied for (PTW-001: before that nothing can be)."""
    return do(by, permit, Doing(Deed.APPROVE_RESERVATION, note=opinion))


def reject_reservation(by: Account, permit: Permit, reason: str) -> Permit:
    """Send it back with a reason; what was signed is kept as it was."""
    doing = Doing(Deed.REJECT_RESERVATION, {"reason": reason}, note=reason)
    return do(by, permit, doing)


def rebook(by: Account, permit: Permit, changes: dict[str, Any]) -> Permit:
    """Ask again with other words, place or times."""
    doing = Doing(Deed.REBOOK, {"changes": changes})
    return do(by, permit, doing, _rebooked)


def _rebooked(look: Look) -> dict[str, Any]:
    permit = look.permit
    keep(permit, "reservation", reservation_of(permit.pk))
    return {"round": permit.round + 1, **look.given["changes"]}


def keep(permit: Permit, what: str, content: dict[str, Any]) -> None:
    """What this round's signatures were about stays readable after it changes."""
    Revision.objects.create(permit=permit, key=f"{what}:{permit.round}", content=content)
