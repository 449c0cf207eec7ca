"""Telling of a hazard, and mending what was told."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form
from anhuan.desk.picks import PickOne
from anhuan.domains.hazards.forms.register import measure_field, offer, unit_field
from anhuan.domains.hazards.queries.register import objects_of
from anhuan.domains.hazards.rules.codes import SOURCE_CHOICES, Source
from anhuan.domains.org.models import Company, Department
from anhuan.domains.plant.models import Area, Structure

_LONG = forms.Textarea({"rows": 3})


class ManyFiles(forms.FileInput):
    """Several pictures at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All of them."""
        return files.getlist(name) if hasattr(files, "getlist") else []


class PhotosField(forms.FileField):
    """A list of uploads."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file by itself."""
        given = data if isinstance(data, list | tuple) else [data]
        one = super().clean
        return [one(each, initial) for each in given if each]


def pictures(label: str, **options: Any) -> PhotosField:
    """A field for pictures; on a phone it opens the camera."""
    widget = ManyFiles({"accept": "image/jpeg,image/png", "multiple": True})
    return PhotosField(label=label, required=False, widget=widget, **options)


class _Seen(Form):
    """What was seen, and where."""

    name = forms.CharField(label="隐患名称", max_length=100, required=False)
    description = forms.CharField(label="隐患内容", max_length=1000, required=False, widget=_LONG)
    area = forms.ModelChoiceField(Area.objects.none(), label="区域", required=False)
    structure = forms.ModelChoiceField(
        Structure.objects.none(), label="设备设施", required=False,
        widget=PickOne(words=lambda one: one.code, hint="输入名称或位号"),
    )  # fmt: skip
    place = forms.CharField(
        label="地点", max_length=200, required=False, help_text="不填则用设备设施或区域的名称"
    )
    floor = forms.IntegerField(label="楼层", required=False, min_value=-9, max_value=99)
    source = forms.ChoiceField(
        label="隐患来源", choices=SOURCE_CHOICES, initial=Source.SELF_REPORT.value
    )
    found_at = forms.DateTimeField(label="排查时间", required=False, help_text="不填为现在")
    check_unit = forms.ModelChoiceField(Department.objects.none(), label="实施部门", required=False)
    inspectors = forms.CharField(label="排查人员", max_length=200, required=False)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("area", Area), ("structure", Structure), ("check_unit", Department)):
            rows: Any = model
            field: Any = self.fields[name]
            field.queryset = rows.objects.filter(company=company, is_retired=False)


class ReportForm(_Seen):
    """Everything one may tell at the desk; the phone asks for less."""

    is_suspected_major = forms.BooleanField(label="疑似重大隐患", required=False)
    photos = pictures("照片")
    object_code = forms.ChoiceField(label="风险分析对象", required=False)
    risk_unit = unit_field()
    risk_measure = measure_field()
    is_fixed = forms.BooleanField(label="已当场整改", required=False)
    cause = forms.CharField(label="原因分析", max_length=1000, required=False, widget=_LONG)
    treatment = forms.CharField(label="整改措施", max_length=1000, required=False, widget=_LONG)
    result = forms.CharField(label="整改落实情况", max_length=1000, required=False, widget=_LONG)
    photos_after = pictures("整改后照片")

    groups: ClassVar[Sequence[Any]] = (
        ("看到了什么", ("name", "source", "description", "photos", "is_suspected_major")),
        ("在哪里", ("area", "structure", "place", "floor")),
        ("属于哪项风险", ("risk_measure", "risk_unit", "object_code")),
        ("谁查的", ("found_at", "check_unit", "inspectors")),
        ("已当场整改的", ("is_fixed", "cause", "treatment", "result", "photos_after")),
    )
    wide: ClassVar[Sequence[str]] = ("photos", "photos_after")

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, company=company, **kwargs)
        field: Any = self.fields["object_code"]
        field.choices = object_choices(company)
        offer(self, company)


class CorrectForm(_Seen):
    """The same, as long as nobody has judged it."""

    groups: ClassVar[Sequence[Any]] = (
        ("看到了什么", ("name", "source", "description")),
        ("在哪里", ("area", "structure", "place", "floor")),
        ("谁查的", ("found_at", "check_unit", "inspectors")),
    )


def object_choices(company: Company) -> list[tuple[str, str]]:
    """Every coded object of the plant."""
    return [("", "—"), *((one.code, f"{one.code} {one.name}") for one in objects_of(company))]
