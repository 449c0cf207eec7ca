"""Drawing a fence, and asking what it would have done."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from anhuan.desk.fields import FloorsField
from anhuan.desk.forms import Form
from anhuan.desk.picks import PickMany
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.forms.drawn import DrawnForm
from anhuan.domains.positioning.forms.fence_fields import KindLimitsField, WeekField
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.queries import fences as queries
from anhuan.domains.positioning.queries.qualifications import options_of
from anhuan.domains.positioning.queries.subjects import KIND_LABELS

NO_QUALIFICATIONS = "作业许可、培训资格接入后可在这里选择；目前没有来源"


class FenceForm(DrawnForm):
    """A fence, drawn in the island `fence_editor`; an area's outline wins over a drawing."""

    floors = FloorsField(label="楼层", required=False, help_text="例如 1, 2；空 = 所有楼层")
    schedule = WeekField(
        label="时段", required=False,
        help_text="不填 = 全天有效；止于次日的时段写作 22:00–06:00；日期不填 = 一直有效；"
        "工作日、周末、节假日按“节假日”日历，含调休；都不勾 = 不论",
    )  # fmt: skip
    teams = forms.MultipleChoiceField(
        label="生效班次", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="按排班表，跨夜班次随班；不选 = 不论班次",
    )  # fmt: skip
    kind_limits = KindLimitsField(
        label="分类限员（人）", required=False, help_text="某类人员达到此数即报警，可与总限员并用"
    )
    allowed_kinds = forms.MultipleChoiceField(
        label="允许的人员类型", required=False, choices=tuple(KIND_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    allowed_qualifications = forms.MultipleChoiceField(
        label="允许的资格", required=False, widget=forms.CheckboxSelectMultiple
    )

    groups: ClassVar[Sequence[Any]] = (
        ("围栏", ("name", "purpose", "area", "floors", "z_min_m", "z_max_m", "buffer_m",
                "priority")),
        ("限值", ("max_people", "min_people", "kind_limits", "limit_s", "speed_limit_kmh",
                "approach_m")),
        ("生效", ("valid_from", "valid_until", "teams", "schedule")),
        ("谁可以进入（满足任一项即可）", ("allowed_kinds", "allowed_departments", "allowed_posts",
                            "allowed_people", "allowed_qualifications")),
    )  # fmt: skip
    wide = (
        "schedule", "teams", "kind_limits", "allowed_kinds", "allowed_departments",
        "allowed_posts", "allowed_people", "allowed_qualifications",
    )  # fmt: skip

    class Meta:
        model = Fence
        fields = (
            "name", "purpose", "area", "geometry", "radius_m", "floors", "z_min_m", "z_max_m",
            "buffer_m", "max_people", "min_people", "kind_limits", "limit_s", "speed_limit_kmh",
            "approach_m", "priority", "valid_from", "valid_until", "teams", "schedule",
            "allowed_kinds", "allowed_departments", "allowed_posts", "allowed_people",
            "allowed_qualifications",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "allowed_departments": PickMany(),
            "allowed_posts": PickMany(),
            "allowed_people": PickMany(words=lambda p: f"{p.pinyin} {p.number}"),
            "radius_m": forms.HiddenInput,
        }
        help_texts: ClassVar[dict[str, str]] = {
            "max_people": "限员围栏必填：达到即报警",
            "min_people": "最少人数围栏必填：少于即报警",
            "limit_s": "静止、逗留围栏必填",
            "speed_limit_kmh": "对车辆",
            "priority": "1 最高 … 4；空 = 按报警类型",
            "allowed_departments": "含下级部门",
            "z_min_m": "相对厂区零点",
            "z_max_m": "高架平台、多层建筑用",
            "buffer_m": "边界两侧各这么宽，抖动不报警；空 = 进入即算，外 0.5 m 才算离开",
        }

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, company=company, **kwargs)
        self._offer(company)

    def _offer(self, company: Company) -> None:
        _choices(self, "purpose", [("", "请选择"), *Fence.Purpose.choices])
        named = [(team, team) for team in queries.teams_of(company)]
        _choices(self, "teams", _with_present(named, self.initial.get("teams")))
        known = options_of(company)
        listed = _with_present(known, self.initial.get("allowed_qualifications"))
        _choices(self, "allowed_qualifications", listed)
        if not known:
            self.fields["allowed_qualifications"].help_text = NO_QUALIFICATIONS
        if not named:
            self.fields["teams"].help_text = "还没有排班，请先在“值班”里排班"
        posts = self.fields["allowed_posts"]
        assert isinstance(posts, forms.ModelMultipleChoiceField) and posts.queryset is not None
        posts.queryset = posts.queryset.select_related("department")
        posts.label_from_instance = _post_label  # type: ignore[assignment, method-assign]


class TrialForm(Form):
    """Over which time stored tracks are replayed; yesterday unless said."""

    since = forms.DateTimeField(label="从")
    until = forms.DateTimeField(label="到", help_text="最多 7 天；最近 25 分钟的轨迹还没有封存")

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        self.initial = {**self.initial, "since": today - timedelta(days=1), "until": today}


class PublishForm(Form):
    """Why a draft goes live."""

    note = forms.CharField(
        label="发布说明", max_length=300, required=False, widget=forms.Textarea({"rows": 3}),
        help_text="写入版本记录",
    )  # fmt: skip


def _choices(form: FenceForm, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _with_present(
    choices: list[tuple[str, str]], present: Sequence[str] | None
) -> list[tuple[str, str]]:
    """What is set already stays a choice, even when nobody offers it any more."""
    known = {value for value, _ in choices}
    return [*choices, *((one, f"{one}（已不存在）") for one in present or () if one not in known)]


def _post_label(post: Any) -> str:
    """The same post is found in several departments."""
    return f"{post.name}（{post.department.name}）" if post.department else str(post.name)
