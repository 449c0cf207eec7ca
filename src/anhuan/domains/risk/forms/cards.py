"""Cards of areas and pictures of departments."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import ModelForm
from anhuan.domains.risk.models import AreaCard, RiskPicture


class CardForm(ModelForm[AreaCard]):
    """What the register cannot know."""

    groups: ClassVar[Sequence[Any]] = (
        ("应知卡", ("materials", "must_know", "protection")),
        ("应急卡", ("signs", "first_steps", "first_aid", "muster", "phones")),
    )
    wide = ("materials", "protection", "muster", "phones")

    class Meta:
        model = AreaCard
        fields = (
            "materials", "must_know", "protection", "signs", "first_steps", "first_aid",
            "muster", "phones",
        )  # fmt: skip


class PictureForm(ModelForm[RiskPicture]):
    """A risk map a department drew."""

    upload = forms.FileField(label="图片或 PDF", help_text="JPG、PNG 或 PDF")

    class Meta:
        model = RiskPicture
        fields = ("department", "title", "drawn_on")
