"""The job area on the map: drawn when work begins, it names who belongs there, and goes with the
work (POS-101 to 103). The people of a job's other permits are no strangers in it (4.6, 4.7)."""

from collections.abc import Iterable, Iterator
from typing import Any

from anhuan.domains.audit.actions import Actor
from anhuan.domains.org.models import Person
from anhuan.domains.permits.models import Part, Permit, PermitPerson
from anhuan.domains.permits.models.crew import WORKING_PARTS
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.permits import linked_with
from anhuan.domains.permits.rules.kinds import KINDS, Kind
from anhuan.domains.permits.rules.states import ISSUED_STATES
from anhuan.domains.positioning.actions import change_job_area, close_job_area, open_job_area
from anhuan.domains.positioning.models import JobArea
from anhuan.domains.positioning.queries.job_areas import job_areas_of

SOURCE = "permit"


def open_area(look: Look, by: Actor) -> None:
    """The area with its guardians and workers, until the permit ends."""
    permit = look.permit
    if not permit.geometry or not look.guardians:
        return
    open_job_area(
        by, permit.company, name=f"{KINDS[Kind(permit.kind)].short} {permit.place}"[:100],
        geometry=permit.geometry, valid_from=look.now,
        valid_until=permit.valid_until or permit.ends_at, source=(SOURCE, str(permit.pk)),
        kind=KINDS[Kind(permit.kind)].label, radius_m=permit.radius_m, floors=permit.floors,
        space=_space_of(permit), **_belonging(permit, look.people, look.linked),
    )  # fmt: skip


def _space_of(permit: Permit) -> dict[str, Any] | None:
    """The confined space that is guarded from outside (GB 30871-2022 6.8 a), where it is drawn."""
    if permit.kind not in (Kind.CONFINED_SPACE, Kind.TANK_CLEANING) or permit.structure is None:
        return None
    outline: dict[str, Any] = permit.structure.geometry
    return outline if outline.get("type") == "Polygon" else None


def redraw_areas(permit: Permit, by: Actor) -> None:
    """Positioning watches those who are on the permit now; the areas of its job know them too."""
    job = list(linked_with(permit))
    for one in (permit, *job):
        for area in _open_areas(one):
            others = [other for other in (permit, *job) if other.pk != one.pk]
            change_job_area(by, area, **_belonging(one, _named([one]), others))


def close_area(permit: Permit, by: Actor, why: str) -> None:
    """The area goes with the work, and its people have no business in the others of the job."""
    for area in _open_areas(permit):
        close_job_area(by, area, why)
    job = list(linked_with(permit))
    for one in job:
        for area in _open_areas(one):
            others = [other for other in job if other.pk != one.pk]
            change_job_area(by, area, **_belonging(one, _named([one]), others))


def _open_areas(permit: Permit) -> Iterator[JobArea]:
    rows = job_areas_of(permit.company, (SOURCE, str(permit.pk)))
    yield from rows.filter(closed_at__isnull=True)


def _belonging(
    permit: Permit, people: Iterable[PermitPerson], others: Iterable[Permit]
) -> dict[str, list[Person]]:
    """Who guards, who works, and who is let in: for another part in this permit, or for another
    permit that may be worked on."""
    rows = list(people)
    guards = {one.person_id: one.person for one in rows if one.part == Part.GUARDIAN}
    crew = {one.person_id: one.person for one in rows if one.part in WORKING_PARTS}
    near = [one for one in others if one.state in ISSUED_STATES]
    beside = {one.person_id: one.person for one in (*rows, *(_named(near) if near else ()))}
    known: dict[Any, Person] = guards | crew
    return {
        "guardians": list(guards.values()),
        "workers": [person for pk, person in crew.items() if pk not in guards],
        "admitted": [person for pk, person in beside.items() if pk not in known],
    }


def _named(permits: Iterable[Permit]) -> list[PermitPerson]:
    rows = PermitPerson.objects.filter(permit__in=[one.pk for one in permits], left_at=None)
    return list(rows.select_related("person"))
