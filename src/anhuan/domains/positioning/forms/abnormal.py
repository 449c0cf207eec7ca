"""Narrowing the list of people in abnormal work states; shared by page and API."""

from typing import Any

from django.db.models import QuerySet

from anhuan.desk.lists import Filter
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.positioning.queries.abnormal import lasting, of_state
from anhuan.domains.positioning.rules.abnormal import STATES


def _goes_on(rows: QuerySet[Alarm], value: Any) -> QuerySet[Alarm]:
    return lasting(rows, value == "yes")


ABNORMAL_FILTERS = (
    Filter("state", "异常", choices=tuple(STATES.items()), apply=of_state),
    Filter("now", "状态", choices=(("yes", "持续中"), ("no", "已恢复")), apply=_goes_on),
    Filter("at", "日期", kind="date_range", apply="raised_at"),
)
ABNORMAL_SEARCH = ("title", "text", "area__name")
