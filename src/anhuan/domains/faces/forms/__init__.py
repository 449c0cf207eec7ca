"""What is asked about the face check."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form, Group
from anhuan.domains.faces.actions import CONSENT
from anhuan.domains.faces.models import FaceSettings


class EnrolForm(Form):
    """A picture, and that the person agreed."""

    picture = forms.ImageField(label="正面照片", help_text="只取特征，不保存照片")
    agreed = forms.BooleanField(label="本人已阅读并单独同意", required=False, help_text=CONSENT)
    groups: ClassVar[Sequence[Group]] = (("照片", ("picture",)), ("告知与同意", ("agreed",)))
    wide: ClassVar[Sequence[str]] = ("picture", "agreed")


class SettingsForm(Form):
    """On or off, and from how much likeness it is them."""

    is_on = forms.BooleanField(
        label="启用人脸核验", required=False,
        help_text="作业票签批时可用人脸代替再输密码；密码始终可用",
    )  # fmt: skip
    threshold_pct = forms.IntegerField(label="判定阈值（%）", min_value=50, max_value=99)

    def __init__(self, *args: Any, settings: FaceSettings, **kwargs: Any) -> None:
        names = ("is_on", "threshold_pct")
        super().__init__(*args, initial={one: getattr(settings, one) for one in names}, **kwargs)


class EmptyForm(Form):
    """Nothing but the button."""
