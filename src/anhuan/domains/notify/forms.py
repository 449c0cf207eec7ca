"""Settings of the ways out."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from anhuan.desk.forms import ModelForm
from anhuan.domains.notify.models import Channel

_HINT = (
    "apprise 地址，如 dingtalk://令牌、wecombot://密钥、feishu://令牌、"
    "json://主机:端口/路径（声光报警器、短信网关等）"
)


class ChannelForm(ModelForm[Channel]):
    """A channel: where it leads, and from which priority on it is used."""

    wide: ClassVar = ("url",)
    min_priority = forms.TypedChoiceField(
        label="最低优先级", coerce=int, help_text="该级及更紧急的才从此渠道发出",
        choices=[(1, "1 紧急"), (2, "2 高"), (3, "3 中"), (4, "4 低")],
    )  # fmt: skip

    class Meta:
        model = Channel
        fields = ("name", "url", "min_priority", "is_enabled")
        help_texts: ClassVar = {"url": _HINT}

    def clean_url(self) -> Any:
        """Only addresses that can be used at all."""
        url = self.cleaned_data["url"].strip()
        import apprise  # 170 ways out: loaded when one is used

        if not apprise.Apprise().add(url):
            raise ValidationError("地址无法识别，请按提示填写")
        return url
