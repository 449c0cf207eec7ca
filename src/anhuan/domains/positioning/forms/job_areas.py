"""Drawing a job area, and narrowing the list of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet

from anhuan.desk.fields import FloorsField
from anhuan.desk.lists import Filter
from anhuan.desk.picks import PickMany
from anhuan.domains.org.models import Person
from anhuan.domains.positioning.forms.drawn import DrawnForm
from anhuan.domains.positioning.models import JobArea
from anhuan.domains.positioning.rules.job_areas import STATES
from anhuan.kernel import clock

USUAL_LENGTH = timedelta(hours=8)  # a hot-work permit of level one, GB 30871-2022 5.2


def _people() -> PickMany:
    return PickMany(words=lambda person: f"{person.pinyin} {person.number}")


class JobAreaForm(DrawnForm):
    """Where, who guards, who works, from when until when."""

    floors = FloorsField(label="楼层", required=False, help_text="例如 1, 2；空 = 所有楼层")
    groups: ClassVar[Sequence[Any]] = (
        ("作业", ("name", "kind", "valid_from", "valid_until", "floors", "max_people")),
        ("人员", ("guardians", "workers", "admitted")),
    )
    wide = ("guardians", "workers", "admitted")

    class Meta:
        model = JobArea
        fields = (
            "name", "kind", "geometry", "radius_m", "floors", "max_people", "valid_from",
            "valid_until", "guardians", "workers", "admitted",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "guardians": _people(), "workers": _people(), "admitted": _people(),
            "radius_m": forms.HiddenInput,
        }  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "name": "例如：动火 3 号泵房",
            "kind": "例如：动火作业",
            "guardians": "至少一人，不能同时是作业人员；离开作业区域即报警",
            "workers": "离开作业区域即报警",
            "admitted": "审批、检查人员：进入不算闯入，离开不报警",
            "max_people": "达到即报警；空 = 不限",
        }

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Refused by the action with every other reason, not by the field alone.
        self.fields["guardians"].required = False
        if self.instance._state.adding:
            start = now.replace(second=0, microsecond=0)
            self.initial.update(valid_from=start, valid_until=start + USUAL_LENGTH)


def in_state(rows: QuerySet[JobArea], state: str) -> QuerySet[JobArea]:
    """Those in one of `STATES` now."""
    now, is_open = clock.now(), Q(closed_at__isnull=True)
    conditions = {
        "coming": is_open & Q(valid_from__gt=now),
        "open": is_open & Q(valid_from__lte=now, valid_until__gt=now),
        "over": is_open & Q(valid_until__lte=now),
        "closed": ~is_open,
    }
    return rows.filter(conditions[state]) if state in conditions else rows.none()


def _with(rows: QuerySet[JobArea], name: str) -> QuerySet[JobArea]:
    named = Person.objects.filter(Q(name__icontains=name) | Q(pinyin__icontains=name))
    found = Q(guardians__in=named) | Q(workers__in=named) | Q(admitted__in=named)
    return rows.filter(found).distinct()


JOB_AREA_FILTERS = (
    Filter("state", "状态", choices=tuple(STATES.items()), apply=in_state),
    Filter("person", "人员", kind="text", apply=_with),
    Filter("from", "开始", kind="date_range", apply="valid_from"),
)
JOB_AREA_SEARCH = ("name", "kind")
