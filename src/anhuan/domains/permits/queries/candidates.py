"""Who may be named on a permit: those entitled, and the others with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from anhuan.domains.org.models import Person
from anhuan.domains.permits.models import Part
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.qualifications import (
    counting,
    objections_to_people,
    on_file,
    unfit_for,
)
from anhuan.domains.permits.rules.certificates import (
    Certificate,
    certificate_faults,
    needs_of,
)
from anhuan.domains.permits.rules.roles import Signer


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody, in which parts what is lacking, and what stands against any part at all."""

    person: Person
    lacks: dict[str, tuple[str, ...]]
    is_unfit: bool = False
    barred: tuple[str, ...] = ()


def candidates(look: Look, people: Iterable[Person]) -> list[Candidate]:
    """Each of `people` with what every source knows of them, judged through the last day."""
    found = list(people)
    ids, company = {one.pk for one in found}, look.permit.company
    held = list(counting(company, on_file(company, ids), ()))
    unfit, barred = unfit_for(look, ids), _barred(look, ids)
    lacks = _lacks(look, {str(one.pk): one.name for one in found}, held)
    return [
        Candidate(
            one, {part: tuple(texts) for part, texts in lacks.get(str(one.pk), {}).items()},
            one.pk in unfit, tuple(barred.get(one.pk, ())),
        )
        for one in found
    ]  # fmt: skip


def _lacks(
    look: Look, names: dict[str, str], held: list[Certificate]
) -> dict[str, dict[str, list[str]]]:
    """By person and part, which certificates are wanting."""
    needs = needs_of(look.kind, look.level, look.facts)
    last = look.permit.ends_at.astimezone(look.zone).date()
    lacks: dict[str, dict[str, list[str]]] = {}
    for part in {need.part for need in needs}:
        only = [need for need in needs if need.part is part]
        for fault in certificate_faults(only, {part: list(names)}, names, held, last):
            lacks.setdefault(fault.person, {}).setdefault(part, []).append(fault.text)
    return lacks


def _barred(look: Look, ids: set[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for one in objections_to_people(look, ids):
        found.setdefault(one.about, []).append(one.blocker.text)
    return found


def papers_of(look: Look, ids: set[UUID]) -> dict[str, list[dict[str, str | None]]]:
    """Certificates to write on the permit for people taken from the file, by person."""
    found: dict[str, list[dict[str, str | None]]] = {}
    for one in counting(look.permit.company, on_file(look.permit.company, ids), ()):
        found.setdefault(one.holder, []).append(written(one))
    return found


def written(one: Certificate) -> dict[str, str | None]:
    """A certificate as a permit holds it."""
    return {
        "trade": str(one.trade), "number": one.number, "holder_name": one.holder_name,
        "valid_until": _day(one.valid_until), "reviewed_until": _day(one.reviewed_until),
    }  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


PARTS_ASKED = tuple(part for part in Part if part.value in set(Signer) or part is Part.ACCEPTOR)
