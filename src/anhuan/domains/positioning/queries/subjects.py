"""People and vehicles as the map knows them: who carries which tag, who may be looked at."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.positioning.models import Assignment, Vehicle
from anhuan.domains.positioning.queries.devices import open_assignments
from anhuan.domains.positioning.queries.scope import Scope, scope_of

Subject = Person | Vehicle

# How the map draws each kind of person (AQ 3064.3 5.4.1); the same as `Person.map_kind`.
MAP_KINDS: dict[str, str] = {
    "employee": "staff",
    "intern": "staff",
    "outsourced": "contractor",
    "contractor": "contractor",
    "visitor": "visitor",
}
UNIT = ("department", "post", "employer")
KIND_LABELS = {"staff": "员工", "contractor": "承包商", "visitor": "访客", "vehicle": "车辆"}


def roster(account: Account) -> list[dict[str, Any]]:
    """Everybody and every vehicle that carries a tag now, within the account's scope."""
    rows = open_assignments().filter(scope_of(account, "positions.view").holders())
    rows = rows.select_related(
        "tag",
        "person__department",
        "person__post",
        "person__employer",
        "vehicle__department",
        "vehicle__driver",
    ).order_by("person__pinyin", "vehicle__plate")
    return [_entry(row) for row in rows]


def former_holders(account: Account, limit: int = 2000) -> list[dict[str, Any]]:
    """People and vehicles that carry no tag now but once did: their tracks stay (POS-054)."""
    rows = Assignment.objects.filter(scope_of(account, "tracks.view").holders())
    still = open_assignments().filter(Q(person=OuterRef("person")) | Q(vehicle=OuterRef("vehicle")))
    past = rows.filter(~Exists(still)).select_related(
        "tag",
        "person__department",
        "person__post",
        "person__employer",
        "vehicle__department",
        "vehicle__driver",
    )
    newest = past.order_by("person_id", "vehicle_id", "-since").distinct("person_id", "vehicle_id")
    return [_entry(row) for row in newest[:limit]]


def _entry(row: Assignment) -> dict[str, Any]:
    tag = {"tag": row.tag_id, "tag_number": row.tag.number, "battery_pct": row.tag.battery_pct}
    if row.person:
        return tag | _person_entry(row.person)
    assert row.vehicle is not None  # the database's check constraint
    return tag | _vehicle_entry(row.vehicle)


def _person_entry(person: Person) -> dict[str, Any]:
    return {
        "subject": person.pk,
        "subject_kind": "person",
        "name": person.name,
        "kind": person.map_kind,
        "department": person.department.name if person.department else None,
        "firm": person.employer.name if person.employer else None,
        "post": person.post.name if person.post else None,
        "sex": person.get_sex_display(),
        "qualification": person.qualification or None,
        "vehicle_class": None,
        "pinyin": person.pinyin or None,
    }


def _vehicle_entry(vehicle: Vehicle) -> dict[str, Any]:
    return {
        "subject": vehicle.pk,
        "subject_kind": "vehicle",
        "name": str(vehicle),
        "kind": "vehicle",
        "department": vehicle.department.name if vehicle.department else None,
        "firm": None,
        "post": vehicle.driver.name if vehicle.driver else None,
        "sex": None,
        "qualification": None,
        "vehicle_class": vehicle.kind or None,
        "pinyin": None,
    }


def vehicle_kinds(company: Company) -> list[str]:
    """The kinds of vehicle in use: 槽车, 叉车 …"""
    rows = Vehicle.objects.filter(company=company, is_retired=False).exclude(kind="")
    return list(rows.order_by("kind").values_list("kind", flat=True).distinct())


def visible_people(account: Account, right: str = "tracks.view") -> QuerySet[Person]:
    """Whose tracks the account may ask for; those who left the plant included (POS-054)."""
    return Person.objects.filter(scope_of(account, right).people()).select_related("department")


def find_subject(account: Account, subject_id: UUID, right: str = "tracks.view") -> Subject:
    """The person or vehicle, if the account may look at it; Http404 otherwise."""
    scope = scope_of(account, right)
    person = Person.objects.filter(pk=subject_id).select_related("department", "company").first()
    found: Subject | None = person
    if person is None:
        vehicles = Vehicle.objects.select_related("department", "company")
        found = vehicles.filter(pk=subject_id).first()
    if found is None or not scope.covers(found.company_id, found.department_id):
        raise Http404("没有此人或车辆，或不在您的管辖范围")
    return found


def find_subjects(account: Account, text: str, limit: int = 20) -> list[dict[str, Any]]:
    """People and vehicles by name, pinyin, number or plate; those who left included (POS-054)."""
    scope = scope_of(account, "tracks.view")
    hit = Q(name__icontains=text) | Q(number__icontains=text) | Q(pinyin__icontains=text)
    people = Person.objects.filter(scope.people(), hit).select_related(*UNIT)
    found = [
        _person_entry(one) | {"number": one.number, "is_retired": one.is_retired}
        for one in people.order_by("is_retired", "pinyin")[:limit]
    ]
    named = Q(name__icontains=text) | Q(plate__icontains=text)
    vehicles = Vehicle.objects.filter(scope.people(), named).select_related("department", "driver")
    return found + [
        _vehicle_entry(one) | {"number": one.plate, "is_retired": one.is_retired}
        for one in vehicles[: limit - len(found)]
    ]


def named_subjects(scope: Scope, ids: list[UUID]) -> dict[UUID, Subject]:
    """People and vehicles of these ids within the scope; two queries however many."""
    people = Person.objects.filter(scope.people(), pk__in=ids)
    people = people.select_related(*UNIT)
    vehicles = Vehicle.objects.filter(scope.people(), pk__in=ids).select_related("department")
    found: list[Subject] = [*people, *vehicles]
    return {one.pk: one for one in found}
