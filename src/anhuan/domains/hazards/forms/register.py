"""What of the risk register a hazard belongs to, found by typing."""

from typing import Any
from uuid import UUID

from django import forms

from anhuan.desk.picks import PickOne
from anhuan.domains.hazards.queries.register import measures_of, units_of
from anhuan.domains.org.models import Company

FIELDS = ("risk_unit", "risk_measure")


class RiskField(forms.ChoiceField):
    """The key of a unit or measure; None where nothing was chosen."""

    def __init__(self, label: str, **options: Any) -> None:
        widget = PickOne(hint="输入对象、单元或措施的文字")
        super().__init__(label=label, required=False, widget=widget, **options)

    def clean(self, value: Any) -> UUID | None:
        """As the actions want it."""
        given = super().clean(value)
        return UUID(given) if given else None


def unit_field() -> RiskField:
    """The unit: object and code follow from it."""
    return RiskField("风险单元", help_text="选择后自动带出分析对象")


def measure_field() -> RiskField:
    """The measure that failed: unit and object follow from it."""
    return RiskField("失效的管控措施", help_text="选择后自动带出风险单元和分析对象")


def offer(form: Any, company: Company) -> None:
    """Fill both drop-downs with what the company's register has in use; what the hazard already
    belongs to stays to be chosen when it was retired since."""
    for name, rows in (("risk_unit", units_of(company)), ("risk_measure", measures_of(company))):
        held = form.initial.get(name)
        known = {key for key, _ in rows}
        kept = [(str(held), "（已停用，保持不变）")] if held and str(held) not in known else []
        form.fields[name].choices = [("", "—"), *kept, *rows]
