"""The company's card, contractors, departments and posts."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Group, ModelForm
from anhuan.desk.lists import Filter
from anhuan.domains.org.models import Company, Department, Post
from anhuan.domains.org.queries.naming import naming

CARD: tuple[Group, ...] = (
    ("单位", (
        "name", "credit_code", "enterprise_type", "economic_type", "founded_on",
        "registered_address", "site_address", "postcode", "area_m2",
    )),
    ("负责人与联系", (
        "legal_representative", "principal", "principal_phone", "safety_officer",
        "safety_officer_phone", "duty_phone",
    )),
    ("规模与分类", (
        "headcount", "safety_headcount", "industry_class", "regulated_class",
    )),
    ("许可", ("registration_no", "licence_no")),
)  # fmt: skip


class CompanyForm(ModelForm[Company]):
    """All twenty fields of the enterprise (BASE-003)."""

    groups: ClassVar[Sequence[Group]] = CARD
    units: ClassVar[Mapping[str, str]] = {
        "headcount": "人", "safety_headcount": "人", "area_m2": "m²",
    }  # fmt: skip
    wide: ClassVar[Sequence[str]] = ("registered_address", "site_address")

    class Meta:
        model = Company
        fields = tuple(name for _, names in CARD for name in names)


class DepartmentForm(ModelForm[Department]):
    """A node of the organisation tree."""

    class Meta:
        model = Department
        fields = ("name", "level", "parent", "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = naming()
        self.groups = ((named.noun, self.Meta.fields),)  # type: ignore[misc]
        assert isinstance(self.fields["level"], forms.TypedChoiceField)
        self.fields["level"].choices = [("", "—"), *named.levels.items()]
        self.fields["parent"].label = "上级"
        self.fields["position"].help_text = "同级里小的在前"
        assert isinstance(self.fields["parent"], forms.ModelChoiceField)


class PostForm(ModelForm[Post]):
    """A post."""

    groups: ClassVar[Sequence[Group]] = (("岗位", ("name", "department", "is_special")),)

    class Meta:
        model = Post
        fields = ("name", "department", "is_special")


DEPARTMENT_FILTERS = (
    Filter("level", "层级", choices=lambda _: list(naming().levels.items())),
    Filter("retired", "停用", kind="bool", apply="is_retired"),
)
POST_FILTERS = (
    Filter("special", "特种作业岗位", kind="bool", apply="is_special"),
    Filter("retired", "停用", kind="bool", apply="is_retired"),
)
CONTRACTOR_FILTERS = (Filter("retired", "停用", kind="bool", apply="is_retired"),)
