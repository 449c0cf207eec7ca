"""Who holds what, and who carries nothing."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse

from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.pages import page
from anhuan.domains.positioning.forms.filters import (
    ASSIGNMENT_FILTERS,
    ASSIGNMENT_SEARCH,
    PEOPLE_FILTERS,
    PEOPLE_SEARCH,
)
from anhuan.domains.positioning.pages.common import account_of
from anhuan.domains.positioning.queries import devices as queries


def _until(row: Any) -> Any:
    return row.until if row.until else None


@page("devices.view")
def assignments(request: HttpRequest) -> HttpResponseBase:
    """Every handing out and taking back (AQ 3064.3 5.1.3)."""
    spec = ListSpec(
        title="标签发放记录",
        noun="条",
        default_sort="-since",
        columns=[
            Column("tag", "标签", lambda row: row.tag.number, kind="link", sort="tag__number"),
            Column("person", "持有人", lambda row: row.person, kind="people"),
            Column("vehicle", "车辆", lambda row: row.vehicle),
            Column("department", "部门", _department, phone=False),
            Column("since", "发放", kind="time", sort="since"),
            Column("until", "收回", _until, kind="time", sort="until"),
            Column("state", "状态", _state, kind="tag"),
        ],
        filters=ASSIGNMENT_FILTERS,
        search=ASSIGNMENT_SEARCH,
        search_hint="标签、姓名、工号、车牌",
        row_url=lambda row: reverse("positioning:tag", args=[row.tag_id]),
        empty="还没有发放过标签。到“定位标签”里选一个标签发放。",
    )
    return respond_list(request, spec, queries.visible_assignments(account_of(request)))


def _department(row: Any) -> str:
    return row.person.department.name if row.person and row.person.department else ""


def _state(row: Any) -> Mark:
    return Mark("已收回", "off") if row.until else Mark("目前持有", "accent")


@page("devices.view")
def people_without_tag(request: HttpRequest) -> HttpResponseBase:
    """Everyone in the books who carries no tag: 100 % must (POS-017, AQ 3064.3 4.6)."""
    spec = ListSpec(
        title="未带标签人员",
        noun="人",
        default_sort="pinyin",
        columns=[
            Column("name", "姓名", kind="link", sort="pinyin"),
            Column("number", "工号", sort="number"),
            Column("kind", "人员类型", lambda p: p.get_kind_display(), sort="kind"),
            Column("department", "部门", sort="department__name"),
            Column("post", "岗位", sort="post__name"),
            Column("employer", "所属单位", lambda p: p.employer, phone=False),
        ],
        filters=PEOPLE_FILTERS,
        search=PEOPLE_SEARCH,
        search_hint="姓名、拼音、工号",
        row_url=_person_url,
        empty="所有在册人员都已发放标签。",
    )
    return respond_list(request, spec, queries.people_without_tag(account_of(request)))


def _person_url(person: Any) -> str:
    try:
        return reverse("org:person", args=[person.pk])
    except NoReverseMatch:  # the page of another slice
        return ""
