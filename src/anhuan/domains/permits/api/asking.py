"""Who asks, for which permit, and rows named in a body: of one's own company, else refused."""

from collections.abc import Iterable
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Model
from rest_framework.request import Request

from anhuan.domains.org.models import Account, Company, Department, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits.actions.applying import Application, Named, Risk
from anhuan.domains.permits.actions.reserving import Reservation
from anhuan.domains.permits.actions.sampling import Sample
from anhuan.domains.permits.models import Job
from anhuan.domains.permits.models.crew import Part
from anhuan.domains.permits.rules.gas import Reading, Zone
from anhuan.domains.permits.rules.gases import Unit
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.plant.models import Area, Structure
from anhuan.domains.positioning.queries.fences import frame_of, metres_or_as_is
from anhuan.kernel.errors import refuse

M = TypeVar("M", bound=Model)


def asking(request: Request) -> Account:
    """Who asks; rights were checked before."""
    return cast(Account, request.user)


def mine(account: Account, model: type[M], pk: UUID | None, label: str) -> M | None:
    """A row of the asker's company; None for no id; refused when there is no such row."""
    if pk is None:
        return None
    found = model._default_manager.filter(pk=pk, company=company_of(account)).first()
    if found is None:
        raise refuse(f"{model._meta.model_name}_unknown", f"没有这个{label}")
    return found


def reservation_of(account: Account, given: dict[str, Any]) -> Reservation:
    """A reservation from a body."""
    unit = mine(account, Department, given["unit"], "部门")
    assert unit is not None
    return Reservation(
        kind=Kind(given["kind"]), content=given["content"], place=given["place"], unit=unit,
        work_unit=given["work_unit"], starts_at=given["starts_at"], ends_at=given["ends_at"],
        grade=given["grade"], area=mine(account, Area, given["area"], "区域"),
        contractor=contractor_of(given["contractor"]), radius_m=given["radius_m"],
        geometry=in_metres(account, given["geometry"]), floors=given["floors"],
        is_urgent=given["is_urgent"], urgent_reason=given["urgent_reason"],
        values=given["values"], job=mine(account, Job, given["job"], "作业"),
    )  # fmt: skip


def in_metres(account: Account, geometry: Any) -> Any:
    """A drawing in degrees as plant metres; nonsense is left for the rules to name."""
    return metres_or_as_is(geometry, frame_of(company_of(account))) if geometry else None


def contractor_of(pk: UUID | None) -> Company | None:
    """A contractor firm of this node."""
    if pk is None:
        return None
    found = Company.objects.filter(pk=pk, kind=Company.Kind.CONTRACTOR, is_retired=False).first()
    if found is None:
        raise refuse("contractor_unknown", "没有这个承包商")
    return found


def application_of(account: Account, given: dict[str, Any]) -> Application:
    """An application from a body."""
    people, risks = given.get("people"), given.get("risks")
    return Application(
        values=given.get("values"), grade=given.get("grade"), radius_m=given.get("radius_m"),
        people=None if people is None else named(account, people),
        risks=None if risks is None else [Risk(**one) for one in risks],
        geometry=in_metres(account, given.get("geometry")), floors=given.get("floors"),
        structure=mine(account, Structure, given.get("structure"), "设备设施"),
        contractor=contractor_of(given.get("contractor")),
    )  # fmt: skip


def named(account: Account, rows: Iterable[dict[str, Any]]) -> list[Named]:
    """People of a body."""
    return [_one(account, dict(row)) for row in rows]


def _one(account: Account, row: dict[str, Any]) -> Named:
    person = mine(account, Person, row.pop("person"), "人员")
    assert person is not None
    if row["part"] not in Part.values:
        raise refuse("part_unknown", f"没有“{row['part']}”这一身份")
    return Named(person=person, **row)


def sample_of(given: dict[str, Any]) -> Sample:
    """A sampling from a body."""
    readings = [
        Reading(
            gas=one["gas"], value=one["value"], unit=Unit(one["unit"]), zone=Zone(one["zone"]),
            point=one["point"], distance_m=one["distance_m"],
        )
        for one in given["readings"]
    ]  # fmt: skip
    rest = {key: value for key, value in given.items() if key != "readings"}
    return Sample(readings=readings, **rest)
