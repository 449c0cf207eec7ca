"""Courses, needs, sessions and results: forms, filters, the Excel columns."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from anhuan.desk.forms import Form, Group, ModelForm
from anhuan.desk.lists import Filter
from anhuan.desk.picks import PickMany, PickOne
from anhuan.desk.sheets import YES_NO, SheetColumn, SheetSpec, parse_date, parse_float
from anhuan.domains.org.models import Company, Person
from anhuan.domains.org.queries import account_of
from anhuan.domains.training.actions import Outcome
from anhuan.domains.training.forms.certificates import person_by_number, words_of
from anhuan.domains.training.models import Course, CourseNeed, Session
from anhuan.domains.training.queries.courses import visible_courses


class CourseForm(ModelForm[Course]):
    """A course."""

    groups: ClassVar[Sequence[Group]] = (
        ("课程", ("name", "code", "kind", "hours")),
        ("合格", ("pass_mark", "valid_months", "note", "is_retired")),
    )
    wide: ClassVar[Sequence[str]] = ("note",)

    class Meta:
        model = Course
        fields = ("name", "code", "kind", "hours", "pass_mark", "valid_months", "note",
                  "is_retired")  # fmt: skip


class NeedForm(ModelForm[CourseNeed]):
    """Of whom a course is asked; what is left empty does not matter."""

    groups: ClassVar[Sequence[Group]] = (
        ("课程", ("course",)), ("对谁", ("person_kind", "post", "work_kind")),
    )  # fmt: skip

    class Meta:
        model = CourseNeed
        fields = ("course", "person_kind", "post", "work_kind")
        help_texts: ClassVar[dict[str, str]] = {
            "person_kind": "空 = 不限", "post": "空 = 不限",
            "work_kind": "空 = 不论作业；选定后，作业票上从事该作业的人须合格",
        }  # fmt: skip


class SessionForm(ModelForm[Session]):
    """A session, with its sign-in sheet or papers."""

    upload = forms.FileField(label="签到表、试卷等", required=False, help_text="PDF、JPG 或 PNG")
    groups: ClassVar[Sequence[Group]] = (
        ("场次", ("course", "held_on", "place", "trainer", "hours")),
        ("凭证", ("note", "upload")),
    )
    units: ClassVar[dict[str, str]] = {"hours": "学时"}
    wide: ClassVar[Sequence[str]] = ("note",)

    class Meta:
        model = Session
        fields = ("course", "held_on", "place", "trainer", "hours", "note")


class OutcomeForm(Form):
    """One person's score, or several who passed without an exam."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label="人员", required=False, widget=PickOne(words=words_of)
    )
    score = forms.FloatField(label="成绩（分）", required=False, min_value=0, max_value=100)
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="合格人员", required=False, widget=PickMany(words=words_of)
    )
    groups: ClassVar[Sequence[Group]] = (
        ("有考试：逐人登记成绩", ("person", "score")),
        ("不考试：勾选合格的人", ("people",)),
    )
    wide: ClassVar[Sequence[str]] = ("people",)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Person.objects.filter(company=company, is_retired=False)
        mine: Any = self.fields
        mine["person"].queryset = mine["people"].queryset = rows

    def outcomes(self) -> list[Outcome]:
        """As the action takes them."""
        data = self.cleaned_data
        found = [Outcome(one, is_passed=True) for one in data["people"]]
        if data["person"]:
            found.append(Outcome(data["person"], data["score"]))
        return found


def _courses(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(one.pk, one.name) for one in visible_courses(account_of(request))]


COURSE_FILTERS = (
    Filter("kind", "类别", choices=Course.Kind.choices),
    Filter("retired", "停用", kind="bool", apply="is_retired"),
)
SESSION_FILTERS = (
    Filter("course", "课程", choices=_courses),
    Filter("held", "培训日期", kind="date_range", apply="held_on"),
)
RESULT_FILTERS = (
    Filter("course", "课程", choices=_courses, apply="session__course_id"),
    Filter("passed", "合格", kind="bool", apply="is_passed"),
    Filter("held", "培训日期", kind="date_range", apply="session__held_on"),
    Filter("until", "有效期至", kind="date_range", apply="valid_until"),
    Filter("void", "已作废", kind="bool", apply="is_void"),
)
RESULT_SEARCH = ("person__name", "person__number", "person__pinyin", "session__course__name")
NEED_FILTERS = (
    Filter("course", "课程", choices=_courses),
    Filter("person_kind", "人员类型", choices=Person.Kind.choices),
)


def result_sheet(company: Company) -> SheetSpec:
    """The columns of the results' import."""
    courses = Course.objects.filter(company=company, is_retired=False)
    columns = (
        SheetColumn("person", "工号", True, parse=person_by_number(company), example="H0001"),
        SheetColumn("course", "课程", True, choices={one.name: one for one in courses}),
        SheetColumn("held_on", "培训日期", True, parse=parse_date, example="2026-11-02"),
        SheetColumn("place", "地点"),
        SheetColumn("trainer", "讲师/培训机构"),
        SheetColumn("score", "成绩（分）", parse=parse_float, help="有考试的填，按及格线判定"),
        SheetColumn("is_passed", "是否合格", choices=YES_NO, help="没有考试时填"),
    )
    return SheetSpec("培训成绩", columns, note="同一课程、日期、地点的行归为一场。")
