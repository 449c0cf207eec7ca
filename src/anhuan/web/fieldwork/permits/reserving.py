"""Work asked for from a phone (PTW-147): kept without a network, decided by whoever approves it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rest_framework import serializers as s

from anhuan.domains.field.queries import Done
from anhuan.domains.org.models import Account, Department
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Reservation
from anhuan.domains.permits.rules.kinds import KINDS, Kind
from anhuan.domains.plant.models import Area
from anhuan.kernel.errors import refuse
from anhuan.web.fieldwork.permits.payload import answer, read


class ReserveBody(s.Serializer):  # type: ignore[type-arg]
    """The seven things of AQ 3064.2 5.3.1."""

    kind = s.ChoiceField([kind.value for kind in Kind])
    content = s.CharField(max_length=1000, allow_blank=True)
    place = s.CharField(max_length=200, allow_blank=True)
    area = s.UUIDField(required=False, allow_null=True, default=None)
    unit = s.UUIDField()
    work_unit = s.CharField(max_length=100, allow_blank=True)
    starts_at = s.DateTimeField()
    ends_at = s.DateTimeField()
    urgent_reason = s.CharField(max_length=300, required=False, allow_blank=True, default="")


def reserve(account: Account, done: Done) -> dict[str, Any]:
    """Ask for it; a reason for haste makes it an urgent one."""
    given = read(ReserveBody, done.payload)
    company = company_of(account)
    unit = Department.objects.filter(pk=given["unit"], company=company, is_retired=False).first()
    if unit is None:
        raise refuse("unit_unknown", "没有这个部门")
    area = Area.objects.filter(pk=given["area"], company=company, is_retired=False).first()
    asked = Reservation(
        kind=Kind(given["kind"]), content=given["content"], place=given["place"], unit=unit,
        work_unit=given["work_unit"], starts_at=given["starts_at"], ends_at=given["ends_at"],
        area=area, is_urgent=bool(given["urgent_reason"].strip()),
        urgent_reason=given["urgent_reason"],
    )  # fmt: skip
    return answer(actions.reserve(account, asked))


def choices(account: Account, _asked: Mapping[str, str], _now: datetime) -> dict[str, Any]:
    """What may be chosen: kinds, one's departments first, areas."""
    company = company_of(account)
    own = account.person.department_id if account.person else None
    units = Department.objects.filter(company=company, is_retired=False).order_by("name")
    areas = Area.objects.filter(company=company, is_retired=False).order_by("name")
    return {
        "kinds": [{"key": kind.value, "label": info.label} for kind, info in KINDS.items()],
        "units": [{"id": str(one.pk), "name": one.name, "mine": one.pk == own} for one in units],
        "areas": [{"id": str(one.pk), "name": one.name} for one in areas],
    }
