"""How what went is looked through; pages and the API share them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from anhuan.desk.lists import Filter
from anhuan.domains.org.queries import account_of
from anhuan.domains.reporting.queries import visible_targets
from anhuan.domains.reporting.rules.states import STATES
from anhuan.domains.reporting.seeds.loader import tables


def _targets(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(one.pk, one.name) for one in visible_targets(account_of(request))]


def _tables(request: HttpRequest) -> list[tuple[str, str]]:
    return [(key, f"{table.name}（{key}）") for key, table in tables().items()]


def _open(rows: QuerySet[Any], is_open: bool) -> QuerySet[Any]:
    found = rows.filter(state__in=("held", "refused"))
    return found if is_open else rows.exclude(pk__in=found)


DELIVERIES = (
    Filter("target", "目标", choices=_targets),
    Filter("table", "表", choices=_tables),
    Filter("state", "状态", choices=list(STATES.items())),
    Filter("trouble", "待处理", "bool", apply=_open),
    Filter("made_at", "产生日期", "date_range"),
)
SEARCH = ("row__title", "row__key", "said")
