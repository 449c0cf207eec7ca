"""Online patrols and spot checks."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import account_of
from anhuan.domains.province import actions, queries
from anhuan.domains.province.actions.checking import Looked
from anhuan.domains.province.forms.filters import CHECKS
from anhuan.domains.province.forms.orders import CheckForm
from anhuan.domains.province.models import SpotCheck
from anhuan.domains.province.pages.words import enterprise_url, order_tag
from anhuan.domains.province.queries.checks import visible_checks
from anhuan.kernel import clock

ACT = "province.act"
SUBJECT_OF = {"work": "works", "alarm": "alarms", "hazard": "dual"}


def _result(one: SpotCheck) -> Tag:
    return Tag("正常", "good") if one.result == "normal" else Tag("异常", "p2")


@page("province.view")
def checks(request: HttpRequest) -> HttpResponseBase:
    """Who looked at what, and what came of it."""
    spec = ListSpec(
        title="巡查抽查", noun="次", default_sort="-at",
        columns=[
            Column("at", "时间", kind="time", sort="at"),
            Column("enterprise", "企业", "enterprise.name", kind="link"),
            Column("subject", "检查内容", "get_subject_display"),
            Column("is_on_site", "现场", kind="bool", phone=False),
            Column("result", "结果", _result, kind="tag"),
            Column("note", "情况", phone=False),
            Column("order", "整改", lambda one: order_tag(one.order) if one.order else Tag("—"),
                   kind="tag"),
            Column("by", "检查人", phone=False),
        ],
        filters=CHECKS, search=("note", "enterprise__name"), row_url=_url, csv=True,
        empty="还没有巡查抽查。在企业、作业票或报警页面选“抽查”。",
    )  # fmt: skip
    return respond_list(request, spec, visible_checks(account_of(request)))


def _url(one: SpotCheck) -> str:
    if one.order_id:
        return reverse("province:order", args=[one.order_id])
    return enterprise_url(one.enterprise)


@form_page(ACT)
def create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a look; abnormal goes to the plant at once."""
    account = account_of(request)
    plant = queries.enterprise_for(account, pk, ACT)
    row = queries.row_asked(account, request.GET.get("about", ""))
    order = queries.order_asked(account, request.GET.get("order", ""))
    about = row or order
    subject = SUBJECT_OF.get(row.kind) if row else None
    initial = {"subject": subject, "is_on_site": order is not None}
    form = CheckForm(request.POST or None, initial=initial)

    def save(data: dict[str, Any]) -> SpotCheck:
        looked = Looked(
            data["subject"], data["result"] == "normal", data["note"], about.pk if about else None,
            data["is_on_site"], data["level"],
        )  # fmt: skip
        return actions.record_check(account, plant, looked, clock.now())

    return respond_form(
        request, form, save, f"抽查 {plant.name}", reverse("province:checks"), submit="记录",
        done="已记录，异常已下发企业",
        cancel=reverse("province:order", args=[order.pk]) if order else enterprise_url(plant),
    )  # fmt: skip
