"""Who carries which tag: what alarms and fences need to know of people and vehicles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from anhuan.domains.org.models import Company, Department, Person
from anhuan.domains.positioning.models import Assignment, Tag, Vehicle
from anhuan.domains.positioning.rules.fences import Subject
from anhuan.engine.core import config as core

KINDS = {kind.name.lower(): kind for kind in core.Kind}
KIND_NAMES = {"staff": "员工", "contractor": "承包商", "visitor": "访客", "vehicle": "车辆"}


@dataclass(frozen=True, slots=True)
class Holder:
    """What a tag stands for. One given to nobody counts as an outsider until somebody says who."""

    tag: UUID
    number: str
    name: str
    kind: str = "visitor"  # as the map draws it
    subject: UUID | None = None
    rights: Subject | None = None  # for `Access.admits`

    @property
    def kind_name(self) -> str:
        """The kind in Chinese."""
        return KIND_NAMES[self.kind] if self.subject else "未绑定"

    def row(self, x: float | None, y: float | None, floor: int | None) -> dict[str, Any]:
        """One entry of an alarm's people."""
        place = {
            "x_m": None if x is None else round(x, 2),
            "y_m": None if y is None else round(y, 2),
        }
        who = str(self.subject) if self.subject else None
        return {
            "id": who, "tag": str(self.tag), "name": self.name, "kind": self.kind,
            **place, "floor": floor,
        }  # fmt: skip


def load_holders(company: Company) -> dict[UUID, Holder]:
    """Every tag in use, with who holds it now."""
    above = departments_above(company)
    rows = Assignment.objects.filter(tag__company=company, until__isnull=True)
    held = {row.tag_id: row for row in rows.select_related("person", "vehicle")}
    tags = Tag.objects.filter(company=company, is_retired=False).order_by("number")
    return {tag.pk: holder_of(tag, held.get(tag.pk), above) for tag in tags}


def core_tag(holder: Holder) -> core.Tag:
    """The tag as the pipeline knows it."""
    return core.Tag(holder.tag, holder.number, KINDS[holder.kind], holder.subject)


def holder_of(tag: Tag, row: Assignment | None, above: dict[UUID, frozenset[UUID]]) -> Holder:
    """Who a tag stands for by one row of who held it; None: nobody."""
    if row is not None and row.person is not None:
        return _person(tag, row.person, above)
    if row is not None and row.vehicle is not None:
        return _vehicle(tag, row.vehicle, above)
    return Holder(tag.pk, tag.number, f"标签 {tag.number}")


def _person(tag: Tag, person: Person, above: dict[UUID, frozenset[UUID]]) -> Holder:
    rights = Subject(
        id=person.pk,
        kinds=frozenset({person.map_kind, person.kind}),
        departments=_all_of(person.department_id, above),
        post=person.post_id,
    )
    return Holder(tag.pk, tag.number, person.name, person.map_kind, person.pk, rights)


def _vehicle(tag: Tag, vehicle: Vehicle, above: dict[UUID, frozenset[UUID]]) -> Holder:
    kinds, departments = frozenset({"vehicle"}), _all_of(vehicle.department_id, above)
    rights = Subject(id=vehicle.pk, kinds=kinds, departments=departments)
    return Holder(tag.pk, tag.number, str(vehicle), "vehicle", vehicle.pk, rights)


def _all_of(department: UUID | None, above: dict[UUID, frozenset[UUID]]) -> frozenset[UUID]:
    return above.get(department, frozenset()) if department else frozenset()


def departments_above(company: Company) -> dict[UUID, frozenset[UUID]]:
    """Each department with itself and all that it belongs to."""
    parents: dict[UUID, UUID | None] = dict(
        Department.objects.filter(company=company).values_list("pk", "parent_id")
    )
    found = {}
    for start in parents:
        chain: set[UUID] = set()
        at: UUID | None = start
        while at is not None and at not in chain:
            chain.add(at)
            at = parents.get(at)
        found[start] = frozenset(chain)
    return found
