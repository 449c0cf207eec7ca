"""Silences: by kind, area and time, with a reason; ended early or by themselves."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.marks import short_time
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.alarms import actions, queries
from anhuan.domains.alarms.forms.configuring import SuppressionForm
from anhuan.domains.alarms.models import Suppression
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.kernel import clock

RIGHT = "alarms.configure"


@page(RIGHT)
def suppressions(request: HttpRequest) -> HttpResponseBase:
    """Everything that is or was silenced."""
    spec = ListSpec(
        title="报警静默",
        noun="条",
        columns=[
            Column("kind", "报警类型", "kind.name", kind="link", sort="kind__name"),
            Column("area", "区域", "area.name", sort="area__name"),
            Column("starts_at", "开始", kind="time", sort="starts_at"),
            Column("ends_at", "结束", kind="time", sort="ends_at"),
            Column("state", "状态", state_tag, kind="tag"),
            Column("reason", "原因"),
            Column("by", "操作人", "by.display_name"),
        ],
        search=["reason", "kind__name", "area__name"],
        row_url=lambda item: reverse("alarms:suppression", args=[item.pk]),
        create_url=reverse("alarms:suppression_create"),
        create_right=RIGHT,
        create_label="新建静默",
        empty="没有静默。停车检修等特殊情况可按类型、区域、时间设置静默，到期自动恢复。",
    )
    return respond_list(request, spec, queries.suppressions_of(account_of(request)))


def state_tag(item: Suppression) -> Tag:
    """Before, during, after, or ended early."""
    now = clock.now()
    if item.ended_early_at:
        return Tag("提前结束", "off")
    if item.ends_at <= now:
        return Tag("已结束", "off")
    return Tag("静默中", "accent") if item.starts_at <= now else Tag("未开始")


@page(RIGHT)
def suppression(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One silence and its trace."""
    item = _item_for(request, pk)
    end = reverse("alarms:suppression_end", args=[pk])
    is_over = item.ended_early_at is not None or item.ends_at <= clock.now()
    ending = Action("提前结束", end, RIGHT, "post", "danger", "立即结束静默，确定吗？")
    return respond_detail(
        request,
        str(item),
        target=item,
        history=history_of(item)[:30],
        crumbs=[("报警静默", reverse("alarms:suppressions"))],
        tags=[state_tag(item)],
        actions=[] if is_over else [ending],
        facts=[
            Fact("报警类型", item.kind.name),
            Fact("区域", item.area.name),
            Fact("开始", short_time(item.starts_at)),
            Fact("结束", short_time(item.ends_at)),
            Fact("提前结束", short_time(item.ended_early_at) if item.ended_early_at else ""),
            Fact("操作人", item.by.display_name),
            Fact("原因", item.reason, wide=True),
        ],
    )


@form_page(RIGHT)
def suppression_create(request: HttpRequest) -> HttpResponseBase:
    """Silence a kind in an area for a time."""
    account = account_of(request)
    company = company_of(account)
    form = SuppressionForm(request.POST or None, company=company)
    return respond_form(
        request, form, lambda _: actions.suppress(company, account, **form.changes),
        "新建静默", reverse("alarms:suppressions"), done="静默已生效，到期自动恢复",
    )  # fmt: skip


@post_only(RIGHT)
def suppression_end(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """End it now."""
    item, by = _item_for(request, pk), account_of(request)
    do_or_say(request, lambda: actions.end_suppression(item.pk, by), "静默已结束")
    return HttpResponseRedirect(reverse("alarms:suppression", args=[pk]))


def _item_for(request: HttpRequest, pk: UUID) -> Suppression:
    found = queries.suppressions_of(account_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这条静默")
    return found
