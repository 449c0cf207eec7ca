"""Who may be named on a permit: those entitled, and the others with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from anhuan.domains.org.models import Person
from anhuan.domains.permits.models import Part
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.qualifications import SOURCES
from anhuan.domains.permits.rules.certificates import (
    Certificate,
    certificate_faults,
    needs_of,
)
from anhuan.domains.permits.rules.roles import Signer


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody, and in which parts what is lacking ("" part: in any)."""

    person: Person
    lacks: dict[str, tuple[str, ...]]
    is_unfit: bool = False


def candidates(look: Look, people: Iterable[Person]) -> list[Candidate]:
    """Each of `people` with what every source knows of them, judged through the last day."""
    found = list(people)
    ids = {one.pk for one in found}
    held, unfit = _held(look, ids)
    names = {str(one.pk): one.name for one in found}
    needs = needs_of(look.kind, look.level, look.facts)
    parts = {need.part for need in needs}
    last = look.permit.ends_at.astimezone(look.zone).date()
    lacks: dict[str, dict[str, list[str]]] = {}
    for part in parts:
        only = [need for need in needs if need.part is part]
        for fault in certificate_faults(only, {part: list(names)}, names, held, last):
            lacks.setdefault(fault.person, {}).setdefault(part, []).append(fault.text)
    return [
        Candidate(
            one, {k: tuple(v) for k, v in lacks.get(str(one.pk), {}).items()}, one.pk in unfit
        )
        for one in found
    ]  # fmt: skip


def _held(look: Look, ids: set[UUID]) -> tuple[list[Certificate], set[UUID]]:
    held: list[Certificate] = []
    unfit: set[UUID] = set()
    for source in SOURCES:
        held.extend(source.certificates(look.permit.company, ids))
        unfit.update(source.unfit(look.permit.company, ids, look.kind))
    return held, unfit


def on_file(look: Look, ids: set[UUID]) -> dict[str, list[dict[str, str | None]]]:
    """Certificates to write on the permit for people taken from the file, by person."""
    held, _unfit = _held(look, ids)
    found: dict[str, list[dict[str, str | None]]] = {}
    for one in held:
        row = {"trade": str(one.trade), "number": one.number, "holder_name": one.holder_name,
               "valid_until": _day(one.valid_until),
               "reviewed_until": _day(one.reviewed_until)}  # fmt: skip
        found.setdefault(one.holder, []).append(row)
    return found


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


PARTS_ASKED = tuple(part for part in Part if part.value in set(Signer) or part is Part.ACCEPTOR)
