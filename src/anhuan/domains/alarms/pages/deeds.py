"""Acknowledge, clear, handle, close, shelve, judge: a button or a short form each."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.pages import form_page, post_only
from anhuan.domains.alarms import actions, queries
from anhuan.domains.alarms.forms.deeds import ClearForm, GatheringForm, HandleForm, ShelveForm
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.queries import account_of
from anhuan.kernel import clock


def _back(pk: UUID) -> str:
    return reverse("alarms:alarm", args=[pk])


@post_only("alarms.handle")
def acknowledge(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Seen."""
    alarm, by = queries.alarm_for(account_of(request), pk), account_of(request)
    do_or_say(request, lambda: actions.acknowledge(alarm.pk, by), "已确认")
    return HttpResponseRedirect(_back(pk))


@post_only("alarms.handle")
def close(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Done with."""
    alarm, by = queries.alarm_for(account_of(request), pk), account_of(request)
    do_or_say(request, lambda: actions.close(alarm.pk, by), "已关闭")
    return HttpResponseRedirect(_back(pk))


@post_only("alarms.handle")
def unshelve(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Taken back from the shelf."""
    alarm, by = queries.alarm_for(account_of(request), pk), account_of(request)
    do_or_say(request, lambda: actions.unshelve(alarm.pk, by), "已取消搁置")
    return HttpResponseRedirect(_back(pk))


@form_page("alarms.handle")
def handle(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Cause and result; closes at once when it is over and that is wanted."""
    alarm, by = queries.alarm_for(account_of(request), pk), account_of(request)
    known = {"cause": alarm.cause, "result": alarm.result, "close": True}
    form = HandleForm(request.POST or None, initial=known)

    def save(given: dict[str, Any]) -> Alarm:
        handled = actions.handle(alarm.pk, by, given["cause"], given["result"])
        may_close = given["close"] and not queries.life_of(handled).is_active
        return actions.close(alarm.pk, by) if may_close else handled

    return respond_form(
        request, form, save, f"处理：{alarm.title}", _back(pk), done="处理结果已保存"
    )


@form_page("alarms.handle")
def clear(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Confirmed over."""
    alarm, by = queries.alarm_for(account_of(request), pk), account_of(request)
    form = ClearForm(request.POST or None)
    return respond_form(
        request, form, lambda given: actions.clear(alarm.pk, by, given["note"]),
        f"消警：{alarm.title}", _back(pk), done="已消警", submit="确认消警",
    )  # fmt: skip


@form_page("alarms.handle")
def shelve(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Put aside."""
    alarm, by = queries.alarm_for(account_of(request), pk), account_of(request)
    form = ShelveForm(request.POST or None)

    def save(given: dict[str, Any]) -> Alarm:
        until = clock.now() + timedelta(minutes=given["minutes"])
        return actions.shelve(alarm.pk, by, until, given["reason"])

    title = f"搁置：{alarm.title}"
    return respond_form(request, form, save, title, _back(pk), done="已搁置", submit="搁置")


@form_page("alarms.handle")
def approve(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A necessary gathering judged: it stays in warning, silent until its time is over."""
    alarm, by = queries.alarm_for(account_of(request), pk), account_of(request)
    form = GatheringForm(request.POST or None)
    return respond_form(
        request, form, lambda given: actions.approve_gathering(alarm.pk, by, **given),
        f"聚集研判：{alarm.title}", _back(pk), done="研判已记录，预警保持至人员分散",
    )  # fmt: skip
