"""Gates: who went through, who is inside by them, and what is entered by hand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.forms.gates import (
    INSIDE_FILTERS,
    INSIDE_SEARCH,
    PASSAGE_FILTERS,
    PASSAGE_SEARCH,
    PassageForm,
)
from anhuan.domains.positioning.pages.common import account_of, said
from anhuan.domains.positioning.queries import gates as queries
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.rules.gates import is_without_tag
from anhuan.kernel import clock

NOTE_RIGHT = "gates.note"


@page("tracks.view")
def passages(request: HttpRequest) -> HttpResponseBase:
    """Every passage the gates told of, or somebody entered."""
    spec = ListSpec(
        title="门禁记录",
        noun="条",
        default_sort="-at",
        columns=[
            Column("at", "时间", kind="time", sort="at"),
            Column("person", "姓名", lambda row: row.person, kind="people"),
            Column("department", "部门", lambda row: row.person.department or "", phone=False),
            Column("way", "方向", lambda row: Mark(row.get_way_display()), kind="tag"),
            Column("gate", "门", sort="gate"),
            Column("source", "来源", lambda row: "人工登记" if row.is_by_hand else "门禁"),
        ],
        filters=PASSAGE_FILTERS,
        search=PASSAGE_SEARCH,
        search_hint="姓名、拼音、工号、门",
        row_url=lambda row: reverse("org:person", args=[row.person_id]),
        create_url=reverse("positioning:passage_create"),
        create_right=NOTE_RIGHT,
        create_label="登记进出",
        links=[Link("门禁在厂", reverse("positioning:gate_inside"), "positions.view")],
        empty="还没有门禁记录。门禁接入后自动记录，也可以人工登记。",
    )
    return respond_list(request, spec, queries.visible_passages(account_of(request)))


@page("positions.view")
def gate_inside(request: HttpRequest) -> HttpResponseBase:
    """Who is inside by the gates, and who of them carries no tag (POS-017)."""
    account, now = account_of(request), clock.now()
    after_s = settings_of(company_of(account)).no_tag_after_s

    def tagged(person: Any) -> Mark:
        if is_without_tag("in", person.passed_at, person.located_at, now, after_s):
            return Mark("未带标签", "p3")
        is_located = person.located_at is not None and person.located_at >= person.passed_at
        return Mark("已定位", "good") if is_located else Mark("等待定位")

    spec = ListSpec(
        title="门禁在厂",
        noun="人",
        default_sort="-passed_at",
        columns=[
            Column("name", "姓名", kind="link", sort="pinyin"),
            Column("kind", "人员类型", lambda p: p.get_kind_display(), sort="kind"),
            Column("department", "部门", lambda p: p.department or p.employer or ""),
            Column("gate", "由何门进厂"),
            Column("passed_at", "进厂时间", kind="time", sort="passed_at"),
            Column("stay", "已在厂", lambda p: said(now - p.passed_at), phone=False),
            Column("tagged", "标签", tagged, kind="tag"),
        ],
        filters=INSIDE_FILTERS,
        search=INSIDE_SEARCH,
        search_hint="姓名、拼音、工号",
        row_url=lambda person: reverse("org:person", args=[person.pk]),
        create_url=reverse("positioning:passage_create"),
        create_right=NOTE_RIGHT,
        create_label="登记进出",
        links=[Link("门禁记录", reverse("positioning:passages"), "tracks.view")],
        empty="按门禁记录，24 小时内没有人在厂。",
    )
    return respond_list(request, spec, queries.people_inside(account, now))


@form_page(NOTE_RIGHT)
def passage_create(request: HttpRequest) -> HttpResponse:
    """Enter a passage the gate did not tell of; it is marked as entered by hand."""
    account = account_of(request)
    form = PassageForm(request.POST or None, company=company_of(account), now=clock.now())
    back = "passages" if account.may("tracks.view") else "gate_inside"
    return respond_form(
        request, form,
        lambda data: actions.note_gate_passage(account, **data, by_hand=True),
        "登记进出", reverse(f"positioning:{back}"), submit="登记", done="已登记",
    )  # fmt: skip
