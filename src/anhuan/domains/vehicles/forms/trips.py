"""Booking a vehicle."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from anhuan.desk.forms import ModelForm
from anhuan.desk.lists import Filter
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.positioning.queries.subjects import vehicle_kinds
from anhuan.domains.vehicles.models import Trip

FIELDS = (
    "vehicle", "purpose", "booked_from", "booked_until", "driver_name", "driver_phone",
    "driver_licence", "escort_name", "escort_phone", "escort_licence", "cargo", "un_number",
    "amount_t", "waybill", "routes", "parking", "note",
)  # fmt: skip


class TripForm(ModelForm[Trip]):
    """A booked entry."""

    groups: ClassVar[Sequence[Any]] = (
        ("车辆与时间", ("vehicle", "purpose", "booked_from", "booked_until")),
        ("驾驶员", ("driver_name", "driver_phone", "driver_licence")),
        ("押运员（危化品运输车必填）", ("escort_name", "escort_phone", "escort_licence")),
        ("货物", ("cargo", "un_number", "amount_t", "waybill")),
        ("准许", ("routes", "parking", "note")),
    )
    wide = ("routes", "parking", "note")

    class Meta:
        model = Trip
        fields = FIELDS
        widgets: ClassVar[dict[str, Any]] = {
            "routes": forms.CheckboxSelectMultiple,
            "parking": forms.CheckboxSelectMultiple,
        }
        help_texts: ClassVar[dict[str, str]] = {
            "routes": "入厂后须沿所选路线行驶，偏离即报警；不选 = 不限",
            "parking": "只准停在所选车位；不选 = 该车型准停的所有车位",
        }


def _kinds(request: HttpRequest) -> list[tuple[str, str]]:
    return [(kind, kind) for kind in vehicle_kinds(company_of(account_of(request)))]


TRIP_FILTERS = (
    Filter("state", "状态", choices=Trip.State.choices),
    Filter("class", "车型", choices=_kinds, apply="vehicle__kind"),
    Filter("purpose", "事由", choices=Trip.Purpose.choices),
    Filter("booked", "预约日期", kind="date_range", apply="booked_from"),
)
TRIP_SEARCH = ("vehicle__plate", "vehicle__name", "driver_name", "escort_name", "cargo", "waybill")
