"""An evaluation report, and how they are looked through."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet

from anhuan.desk.forms import ModelForm
from anhuan.desk.lists import Filter
from anhuan.domains.province.forms.filters import BUREAU, PLANT, _below, _bureaus, _plants
from anhuan.domains.province.models import EvaluationReport
from anhuan.domains.province.queries.pictures import today
from anhuan.domains.province.rules.reports import DUE_SOON, EXPIRED, KINDS, SOON, STATES
from anhuan.kernel import clock


class ReportForm(ModelForm[EvaluationReport]):
    """What it is, who made it, until when it holds."""

    wide: ClassVar[Sequence[str]] = ("title", "findings")

    class Meta:
        model = EvaluationReport
        fields = ("kind", "title", "agency", "made_on", "due_on", "findings")


def _in_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    day = today(clock.now())
    if value == EXPIRED:
        return rows.filter(due_on__lt=day)
    if value == DUE_SOON:
        return rows.filter(due_on__gte=day, due_on__lte=day + SOON)
    return rows.filter(due_on__gt=day + SOON)


REPORTS = (
    Filter(BUREAU, "监管单位", choices=_bureaus, apply=_below("enterprise__")),
    Filter(PLANT, "企业", choices=_plants),
    Filter("kind", "类别", choices=list(KINDS.items())),
    Filter("state", "状态", choices=[(key, word) for key, (word, _) in STATES.items()],
           apply=_in_state),
    Filter("due_on", "有效期至", "date_range"),
)  # fmt: skip
