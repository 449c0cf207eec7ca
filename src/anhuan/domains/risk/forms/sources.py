"""Judging by GB 18218, registering a source, recording duties."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from anhuan.desk.forms import Form, ModelForm
from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area
from anhuan.domains.risk.actions import Performed, Unit
from anhuan.domains.risk.models import DutyRow, Identification, RiskObject
from anhuan.domains.risk.rules.major_hazards import Stock
from anhuan.kernel import clock

ROWS = 8
MOST_ROWS = 40


class IdentifyForm(Form):
    """A unit with what may be in it at most. Rows left empty do not count."""

    name = forms.CharField(label="单元名称", max_length=100)
    kind = forms.ChoiceField(
        label="单元类别", choices=Identification.Kind.choices, initial="storage",
        help_text="生产单元以切断阀分界；储罐区以防火堤、仓库以独立建筑物分界",
    )  # fmt: skip
    people_in_500m = forms.IntegerField(
        label="厂界外 500 m 常住人数", min_value=0, max_value=10_000_000
    )
    object = forms.ModelChoiceField(RiskObject.objects.none(), label="风险分析对象", required=False)
    note = forms.CharField(label="说明", max_length=500, required=False)
    groups: ClassVar[Any] = (("单元", ("name", "kind", "people_in_500m", "object", "note")),)
    units: ClassVar[dict[str, str]] = {"people_in_500m": "人"}
    wide = ("note",)

    def __init__(self, *args: Any, company: Company, rows: int = ROWS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = RiskObject.objects.filter(company=company, is_retired=False)
        self.fields["object"].queryset = mine  # type: ignore[attr-defined]
        self.numbers = range(min(rows, MOST_ROWS))
        for n in self.numbers:
            for key, field in _row().items():
                self.fields[f"{key}_{n}"] = field
        self._dress()

    def drawn(self) -> Iterator[Any]:
        """The unit's own fields; the rows are a table of the page."""
        yield next(super().drawn())

    def lines(self) -> list[tuple[Any, Any, Any]]:
        """Bound fields, row by row."""
        return [(self[f"name_{n}"], self[f"quantity_{n}"], self[f"categories_{n}"])
                for n in self.numbers]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A row has both a name and a quantity, or nothing."""
        data = super().clean() or {}
        for n in self.numbers:
            if bool(data.get(f"name_{n}")) != (data.get(f"quantity_{n}") is not None):
                self.add_error(f"name_{n}", ValidationError(f"第 {n + 1} 行：名称和数量都要填写"))
        return data

    def unit(self, data: dict[str, Any]) -> Unit:
        """As the action takes it."""
        stocks = tuple(
            Stock(
                data[f"name_{n}"].strip(),
                Fraction(data[f"quantity_{n}"]),
                _symbols(data[f"categories_{n}"]),
            )
            for n in self.numbers
            if data.get(f"name_{n}")
        )
        return Unit(
            data["name"], data["kind"], stocks, data["people_in_500m"], data["object"],
            data["note"],
        )  # fmt: skip


def _row() -> dict[str, forms.Field]:
    return {
        "name": forms.CharField(
            label="危险化学品", max_length=100, required=False,
            widget=forms.TextInput({"list": "gb18218-names"}),
        ),
        "quantity": forms.DecimalField(
            label="设计最大量（t）", max_digits=12, decimal_places=6, min_value=Decimal(0),
            required=False, widget=forms.TextInput,
        ),
        "categories": forms.CharField(
            label="危险类别", max_length=60, required=False,
            widget=forms.TextInput({"list": "gb18218-categories"}),
        ),
    }  # fmt: skip


def _symbols(text: str) -> tuple[str, ...]:
    """ "W5.3, J4" as its parts."""
    return tuple(text.upper().replace("，", " ").replace(",", " ").split())


class RegisterForm(Form):
    """Registering what was judged a major hazard source."""

    code = forms.CharField(
        label="危险源编码", max_length=32, help_text="登记系统的编码；已登记的编码则更新级别和 R 值"
    )
    area = forms.ModelChoiceField(
        Area.objects.none(), label="所在区域", required=False, help_text="新登记时必填"
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Area.objects.filter(company=company, is_retired=False)
        self.fields["area"].queryset = mine  # type: ignore[attr-defined]


class DutyForm(ModelForm[DutyRow]):
    """A duty of the plant."""

    wide = ("text",)

    class Meta:
        model = DutyRow
        fields = ("role", "text", "every", "is_check", "is_retired")


class PerformForm(Form):
    """A duty done in its period."""

    done_on = forms.DateField(label="完成日期", initial=lambda: clock.now().date())
    note = forms.CharField(
        label="履职情况", max_length=1000, widget=forms.Textarea({"rows": 4}),
        help_text="做了什么、发现什么、如何处理",
    )  # fmt: skip

    def performed(self, duty: str, period: Any, data: dict[str, Any]) -> Performed:
        """As the action takes it."""
        return Performed(duty, period, data["done_on"], data["note"])
