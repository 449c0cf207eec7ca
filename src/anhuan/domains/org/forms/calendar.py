"""Duty roster and holidays."""

from django import forms

from anhuan.desk.forms import ModelForm
from anhuan.desk.lists import Filter
from anhuan.desk.sheets import SheetColumn, SheetSpec, parse_date
from anhuan.domains.org.models import DutyShift, Holiday


class ShiftForm(ModelForm[DutyShift]):
    """One shift of the control room."""

    groups = (("班次", ("team", "leader", "starts_at", "ends_at")),)

    class Meta:
        model = DutyShift
        fields = ("team", "leader", "starts_at", "ends_at")
        widgets = {"team": forms.TextInput(attrs={"placeholder": "甲班"})}


class HolidayForm(ModelForm[Holiday]):
    """A day that differs from its weekday."""

    groups = (("日期", ("on", "kind", "name")),)

    class Meta:
        model = Holiday
        fields = ("on", "kind", "name")


SHIFT_FILTERS = (Filter("day", "日期", kind="date_range", apply="starts_at"),)
HOLIDAY_FILTERS = (
    Filter("kind", "性质", choices=Holiday.Kind.choices),
    Filter("day", "日期", kind="date_range", apply="on"),
)
HOLIDAY_SHEET = SheetSpec(
    "节假日",
    (
        SheetColumn("on", "日期", True, parse=parse_date, example="2027-01-01"),
        SheetColumn(
            "kind", "性质", True, choices={str(k.label): k.value for k in Holiday.Kind},
            example="法定节假日",
        ),
        SheetColumn("name", "名称", True, example="元旦"),
    ),
    note="按国务院办公厅每年的通知填写；特殊作业升级管理以此为准。",
)  # fmt: skip
