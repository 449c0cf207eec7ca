"""What is asked about the watch."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from anhuan.desk.forms import Form, Group, ModelForm
from anhuan.desk.lists import Filter
from anhuan.desk.picks import PickMany
from anhuan.domains.org.models import Person
from anhuan.domains.org.queries import account_of
from anhuan.domains.watch.models import Turn, WatchPost
from anhuan.domains.watch.queries import visible_posts

STATES = (("open", "未交班"), ("given", "待接班"), ("taken", "已交接"))


def _in_state(rows: QuerySet[Turn], value: str) -> QuerySet[Turn]:
    states = {
        "open": Q(handover__isnull=True),
        "given": Q(handover__isnull=False, handover__taken_at__isnull=True),
        "taken": Q(handover__taken_at__isnull=False),
    }
    return rows.filter(states[value]) if value in states else rows


def _posts(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(post.pk, post.name) for post in visible_posts(account_of(request))]


TURN_FILTERS = (
    Filter("post", "岗位", choices=_posts, apply="post"),
    Filter("state", "交接", choices=STATES, apply=_in_state),
    Filter("day", "日期", kind="date_range", apply="shift__starts_at"),
)


class PostForm(ModelForm[WatchPost]):
    """A place that is never left alone."""

    groups: ClassVar[Sequence[Group]] = (
        ("岗位", ("name", "area", "is_retired")),
        ("值守", ("seats", "leader_sits", "grace_min")),
    )
    units: ClassVar[dict[str, str]] = {"seats": "人", "grace_min": "分钟"}

    class Meta:
        model = WatchPost
        fields = ("name", "area", "seats", "leader_sits", "grace_min", "is_retired")


class SeatForm(Form):
    """Who is on a turn."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="值班人", required=False,
        widget=PickMany(words=lambda person: f"{person.pinyin} {person.number}"),
    )  # fmt: skip
    wide: ClassVar[Sequence[str]] = ("people",)

    def __init__(self, *args: Any, turn: Turn, **kwargs: Any) -> None:
        super().__init__(*args, initial={"people": turn.people.all()}, **kwargs)
        people = Person.objects.filter(company=turn.post.company, is_retired=False)
        self.fields["people"].queryset = people.order_by("pinyin")  # type: ignore[attr-defined]


class NoteForm(Form):
    """One line of the log."""

    text = forms.CharField(label="内容", max_length=500, widget=forms.Textarea({"rows": 3}))


class GiveForm(Form):
    """What the next shift has to know."""

    remarks = forms.CharField(
        label="交班事项", max_length=2000, widget=forms.Textarea({"rows": 5}),
        help_text="设备状况、遗留问题、上级指令；未关闭的报警和在办作业票自动列入，不用抄",
    )  # fmt: skip


class TakeForm(Form):
    """Anything the one who takes over wants to have said."""

    remarks = forms.CharField(
        label="接班意见", max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
