"""A reward or penalty; the same as a body."""

from typing import Any

from django import forms
from rest_framework import serializers as s

from anhuan.desk.forms import Form
from anhuan.desk.picks import PickOne
from anhuan.domains.org.models import Company, Person


class AwardForm(Form):
    """Who, for which days, how many points, why."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label="人员",
        widget=PickOne(words=lambda one: one.number, hint="输入姓名或工号"),
    )  # fmt: skip
    first = forms.DateField(label="自", widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(label="至", widget=forms.DateInput({"type": "date"}))
    points = forms.FloatField(label="分值", help_text="正数奖励，负数扣罚")
    reason = forms.CharField(label="事由", max_length=500, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(company=company, is_retired=False)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class AwardBody(s.Serializer):  # type: ignore[type-arg]
    """The same from a program."""

    person = s.UUIDField()
    first = s.DateField()
    last = s.DateField()
    points = s.FloatField()
    reason = s.CharField(max_length=500)
