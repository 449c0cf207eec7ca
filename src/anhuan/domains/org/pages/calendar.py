"""Duty roster and holidays."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.imports import respond_import
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.org import actions, queries
from anhuan.domains.org.forms.calendar import (
    HOLIDAY_FILTERS,
    HOLIDAY_SHEET,
    SHIFT_FILTERS,
    HolidayForm,
    ShiftForm,
)
from anhuan.domains.org.models import DutyShift, Holiday
from anhuan.domains.org.queries import account_of
from anhuan.kernel import clock


@page("org.view")
def shifts(request: HttpRequest) -> HttpResponseBase:
    """The duty roster, newest first."""
    now = clock.now()
    spec = ListSpec(
        title="值班表",
        noun="班",
        default_sort="-starts_at",
        columns=[
            Column("team", "班次", kind="link", sort="team"),
            Column("leader", "当班", sort="leader__pinyin"),
            Column("starts_at", "开始", kind="time", sort="starts_at"),
            Column("ends_at", "结束", kind="time", sort="ends_at"),
            Column(
                "now", "", lambda s: [Tag("当前", "accent")] * (s.starts_at <= now < s.ends_at),
                kind="tag",
            ),
        ],
        filters=SHIFT_FILTERS,
        search=("team", "leader__name"),
        row_url=lambda shift: reverse("org:shift_edit", args=[shift.pk]),
        create_url=reverse("org:shift_create"),
        create_right="org.edit",
        empty="还没有排班。排班后，页眉显示当班人，报警按班通知。",
    )  # fmt: skip
    return respond_list(request, spec, queries.visible_shifts(account_of(request)))


@form_page("org.edit")
def shift_create(request: HttpRequest) -> HttpResponse:
    """A new shift."""
    account = account_of(request)
    return _shift_form(request, DutyShift(company=queries.company_of(account)), "新建班次")


@form_page("org.edit")
def shift_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a shift."""
    found = queries.get_shift_for(account_of(request), pk)
    delete = reverse("org:shift_delete", args=[pk])
    return _shift_form(request, found, f"编辑 {found.team}", delete_url=delete)


@post_only("org.edit")
def shift_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a shift off the roster."""
    account = account_of(request)
    found = queries.get_shift_for(account, pk)
    do_or_say(request, lambda: actions.delete_shift(account, found), "班次已删除")
    return HttpResponseRedirect(reverse("org:shifts"))


@page("org.view")
def holidays(request: HttpRequest) -> HttpResponseBase:
    """Days that differ from their weekday."""
    spec = ListSpec(
        title="节假日",
        noun="天",
        default_sort="-on",
        columns=[
            Column("on", "日期", kind="link", sort="on"),
            Column("kind", "性质", lambda d: Tag(d.get_kind_display()), kind="tag", sort="kind"),
            Column("name", "名称"),
        ],
        filters=HOLIDAY_FILTERS,
        search=("name",),
        row_url=lambda day: reverse("org:holiday_edit", args=[day.pk]),
        create_url=reverse("org:holiday_create"),
        create_right="org.edit",
        import_url=reverse("org:holidays_import"),
        import_right="org.edit",
        empty="还没有节假日。按国务院办公厅通知导入全年，特殊作业升级以此为准。",
    )
    return respond_list(request, spec, queries.visible_holidays(account_of(request)))


@form_page("org.edit")
def holiday_create(request: HttpRequest) -> HttpResponse:
    """Mark a day."""
    account = account_of(request)
    return _holiday_form(request, Holiday(company=queries.company_of(account)), "新建节假日")


@form_page("org.edit")
def holiday_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a marked day."""
    found = queries.get_holiday_for(account_of(request), pk)
    delete = reverse("org:holiday_delete", args=[pk])
    return _holiday_form(request, found, f"编辑 {found.name}", delete_url=delete)


@post_only("org.edit")
def holiday_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The day is ordinary after all."""
    account = account_of(request)
    found = queries.get_holiday_for(account, pk)
    do_or_say(request, lambda: actions.delete_holiday(account, found), "已删除")
    return HttpResponseRedirect(reverse("org:holidays"))


@form_page("org.edit")
def holidays_import(request: HttpRequest) -> HttpResponseBase:
    """A year's days from Excel."""
    account = account_of(request)
    company = queries.company_of(account)
    rows = queries.visible_holidays(account)
    return respond_import(
        request,
        HOLIDAY_SHEET,
        lambda values: actions.put_holiday(account, company, values),
        reverse("org:holidays"),
        current=lambda: ({"on": d.on, "kind": d.kind, "name": d.name} for d in rows),
    )


def _shift_form(
    request: HttpRequest, shift: DutyShift, title: str, delete_url: str = ""
) -> HttpResponse:
    account = account_of(request)
    return respond_form(
        request,
        ShiftForm(request.POST or None, instance=shift, company=shift.company),
        lambda data: actions.save_shift(account, shift, data),
        title,
        reverse("org:shifts"),
        delete_url=delete_url,
    )


def _holiday_form(
    request: HttpRequest, day: Holiday, title: str, delete_url: str = ""
) -> HttpResponse:
    account = account_of(request)
    return respond_form(
        request,
        HolidayForm(request.POST or None, instance=day),
        lambda data: actions.save_holiday(account, day, data),
        title,
        reverse("org:holidays"),
        delete_url=delete_url,
    )
