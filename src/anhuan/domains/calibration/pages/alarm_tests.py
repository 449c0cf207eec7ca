"""Alarm tests: the list with the due date, and the steps of one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.forms.alarm_tests import AlarmTestForm, EventForm
from anhuan.domains.calibration.forms.walks import ALARM_TEST_FILTERS, NAME_SEARCH, ReasonForm
from anhuan.domains.calibration.models import AlarmTest
from anhuan.domains.calibration.pages.common import due_context, url, verdict_tag
from anhuan.domains.calibration.queries import rows as queries
from anhuan.domains.org.queries import account_of, company_of


@page("calibration.view")
def alarm_tests(request: HttpRequest) -> HttpResponseBase:
    """All sessions, and when the next is due."""
    account = account_of(request)
    spec = ListSpec(
        title="报警测试",
        noun="次",
        default_sort="-started_at",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("state", "结果", verdict_tag, kind="tag", sort="state"),
            Column("started_at", "开始", kind="time", sort="started_at"),
            Column("area", "区域", lambda row: row.area or "全厂", phone=False),
            Column("event_count", "模拟事件", kind="number", unit="个", sort="event_count"),
            Column("started_by", "测试人", phone=False),
        ],
        filters=ALARM_TEST_FILTERS,
        search=NAME_SEARCH,
        row_url=lambda row: url("alarm_test", row),
        create_url=reverse("calibration:alarm_test_create"),
        create_right="calibration.edit",
        create_label="开始测试",
        links=[Link("限值与周期", reverse("calibration:settings"), "devices.edit")],
        empty="还没有报警测试。开始后逐个记录模拟事件，系统与实际报警比对。",
        template="calibration/tests.html",
    )
    context = due_context(company_of(account), "alarms")
    return respond_list(request, spec, queries.visible_alarm_tests(account), **context)


@form_page("calibration.edit")
def alarm_test_create(request: HttpRequest) -> HttpResponse:
    """Begin a session."""
    account = account_of(request)
    company = company_of(account)
    tuned = queries.settings_of(company)
    fresh = AlarmTest(
        company=company, miss_limit_pct=tuned.miss_limit_pct, false_limit_pct=tuned.false_limit_pct
    )
    form = AlarmTestForm(request.POST or None, instance=fresh, company=company)
    return respond_form(
        request, form, lambda _: actions.begin_alarm_test(account, company, **form.stated),
        "开始报警测试", lambda test: url("alarm_test", test), submit="开始",
        done="已开始。做一个动作就记录一个模拟事件。", cancel=reverse("calibration:alarm_tests"),
    )  # fmt: skip


@form_page("calibration.edit")
def event_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what is acted out."""
    account = account_of(request)
    test = queries.get_alarm_test_for(account, pk)
    form = EventForm(request.POST or None, company=test.company, initial={"area": test.area})
    return respond_form(
        request, form, lambda said: actions.stage_event(account, test, **said),
        f"记录模拟事件 · {test}", url("alarm_test", test), submit="记录", done="已记录",
    )  # fmt: skip


@post_only("calibration.edit")
def event_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is over now."""
    account = account_of(request)
    event = queries.get_event_for(account, pk)
    do_or_say(request, lambda: actions.end_event(account, event), "模拟事件已结束")
    return redirect("calibration:alarm_test", event.test_id)


@post_only("calibration.edit")
def alarm_test_finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Compare and keep the verdict."""
    account = account_of(request)
    test = queries.get_alarm_test_for(account, pk)
    do_or_say(request, lambda: actions.finish_alarm_test(account, test), "测试已完成，报告如下")
    return redirect("calibration:alarm_test", test.pk)


@form_page("calibration.edit")
def alarm_test_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call it off."""
    account = account_of(request)
    test = queries.get_alarm_test_for(account, pk)
    return respond_form(
        request, ReasonForm(request.POST or None),
        lambda said: actions.cancel_alarm_test(account, test, said["reason"]),
        f"作废测试 · {test}", url("alarm_test", test), submit="作废", done="测试已作废",
    )  # fmt: skip
