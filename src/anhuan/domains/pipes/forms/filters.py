"""How lists of pipes are looked through; pages and the API share them."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

from anhuan.desk.lists import Filter
from anhuan.domains.org.queries import account_of
from anhuan.domains.pipes.queries import visible_nodes
from anhuan.domains.pipes.rules.words import LETTERS, LEVELS, SIDES


def _nodes(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(one.pk, one.name) for one in visible_nodes(account_of(request))]


def _differs(rows: QuerySet[Any], is_so: bool) -> QuerySet[Any]:
    found = Q(missing__gt=0) | Q(surplus__gt=0) | Q(changed__gt=0)
    return rows.filter(found if is_so else ~found)


def _at(rows: QuerySet[Any], number: str) -> QuerySet[Any]:
    return rows.filter(first__lte=number, last__gte=F("first")).filter(
        last__gte=number
    ) if number.isdigit() else rows.none()  # fmt: skip


NODE = Filter("node", "节点", choices=_nodes)
LETTER_FILTERS = (
    NODE, Filter("state", "状态", choices=list(LETTERS.items())),
    Filter("side", "方向", choices=list(SIDES.items())),
    Filter("place", "管道或通道", "text"), Filter("table", "表", "text"),
    Filter("at", "收到日期", "date_range"),
)  # fmt: skip
LETTER_SEARCH = ("place", "table", "key", "reason", "code")
LOOK_FILTERS = (
    NODE, Filter("route", "通道", "text"), Filter("table", "表", "text"),
    Filter("differs", "有差异", "bool", apply=_differs), Filter("at", "日期", "date_range"),
)  # fmt: skip
RECEIPT_FILTERS = (
    NODE, Filter("route", "通道", "text"), Filter("number", "含序号", "text", apply=_at),
    Filter("at", "日期", "date_range"),
)  # fmt: skip
LOG_FILTERS = (
    NODE, Filter("level", "级别", choices=list(LEVELS.items())),
    Filter("place", "管道或通道", "text"), Filter("at", "日期", "date_range"),
)  # fmt: skip
LOG_SEARCH = ("text", "place", "code")
