"""The day's commitment: what only people know."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form, Group
from anhuan.domains.org.models import Company
from anhuan.domains.reporting.models import Commitment
from anhuan.domains.reporting.queries.commitment import last_units
from anhuan.domains.reporting.rules.commitment import GRADES, UNITS, WORDS, Given


class CommitmentForm(Form):
    """It begins with what was said last; the day's works are counted, not asked."""

    grade = forms.ChoiceField(
        label="今日风险级别", choices=[("", "—"), *GRADES.items()],
        help_text="有未闭环的重大隐患时不能选蓝色",
    )  # fmt: skip
    duties_done = forms.BooleanField(label="重大危险源包保责任制已落实", required=False)
    duty_leader = forms.CharField(label="值班领导", max_length=50)
    duty_phone = forms.CharField(label="值班领导电话", max_length=20)
    content = forms.CharField(label="承诺内容", widget=forms.Textarea({"rows": 5}))
    groups: ClassVar[Sequence[Group]] = (
        ("装置", tuple(UNITS)),
        ("承诺", ("grade", "duty_leader", "duty_phone", "duties_done", "content")),
    )
    units: ClassVar[dict[str, str]] = dict.fromkeys(UNITS, "套")
    wide: ClassVar[Sequence[str]] = ("content",)

    def __init__(
        self, *args: Any, company: Company, today: Commitment | None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _initial(company, today))
        super().__init__(*args, **kwargs)

    @property
    def given(self) -> Given:
        """As the action takes it."""
        data = self.cleaned_data
        return Given(
            {key: data[key] for key in UNITS}, data["grade"], data["content"],
            data["duty_leader"], data["duty_phone"], data["duties_done"],
        )  # fmt: skip


for _key, _label in UNITS.items():
    CommitmentForm.base_fields[_key] = forms.IntegerField(label=_label, min_value=0)


def _initial(company: Company, today: Commitment | None) -> dict[str, Any]:
    last = today or Commitment.objects.filter(company=company).order_by("-day").first()
    plain = {"content": WORDS, **last_units(company)}
    if last is None:
        return plain
    said = {"duty_leader": last.duty_leader, "duty_phone": last.duty_phone}
    if today is not None:
        said |= {"grade": today.grade, "content": today.content}
        return plain | said | {"duties_done": today.duties_done}
    return plain | said
