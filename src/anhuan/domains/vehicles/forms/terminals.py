"""Enrolling and setting terminals."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from anhuan.desk.forms import Form, ModelForm
from anhuan.desk.lists import Filter
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import Vehicle
from anhuan.domains.positioning.queries.devices import open_assignments
from anhuan.domains.vehicles.models import Knock, Terminal

SETTINGS = ("coordinates", "report_every_s", "fastest_kmh")


class TerminalForm(ModelForm[Terminal]):
    """A terminal; a new one also says on which vehicle it is."""

    vehicle = forms.ModelChoiceField(
        Vehicle.objects.none(), label="车辆", required=False, help_text="只列出没有标签的车辆"
    )
    groups: ClassVar[Sequence[Any]] = (
        ("终端", ("phone", "vehicle", "coordinates")),
        ("下发参数", ("report_every_s", "fastest_kmh")),
    )

    class Meta:
        model = Terminal
        fields = ("phone", *SETTINGS)
        help_texts: ClassVar[dict[str, str]] = {
            "phone": "终端报文头中的号码，一般为 SIM 卡号",
            "coordinates": "国产导航模块多为 WGS 84；加装地图加偏插件的为 GCJ-02",
            "report_every_s": "终端鉴权后下发（参数 0x0029）",
            "fastest_kmh": "终端自身的超速语音提示（参数 0x0055）；空 = 不下发",
        }

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, company=company, **kwargs)
        if not self.instance._state.adding:
            del self.fields["phone"], self.fields["vehicle"]
            return
        held = open_assignments().filter(vehicle__isnull=False).values("vehicle")
        free = Vehicle.objects.filter(company=company, is_retired=False).exclude(pk__in=held)
        field = self.fields["vehicle"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = free


class ReasonForm(Form):
    """Why something is taken out of use or called off."""

    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea({"rows": 3}))


def _registered(rows: QuerySet[Terminal], value: bool) -> QuerySet[Terminal]:
    return rows.exclude(code_sm3="") if value else rows.filter(code_sm3="")


TERMINAL_FILTERS = (
    Filter("coordinates", "坐标系", choices=Terminal.Coordinates.choices),
    Filter("registered", "已注册", kind="bool", apply=_registered),
    Filter("retired", "停用", kind="bool", apply="is_retired"),
)  # fmt: skip
TERMINAL_SEARCH = ("phone", "device", "plate", "tag__number", "tag__assignments__vehicle__plate")
KNOCK_FILTERS = (Filter("reason", "拒绝原因", choices=Knock.Reason.choices),)
KNOCK_SEARCH = ("phone", "plate", "device", "address")
