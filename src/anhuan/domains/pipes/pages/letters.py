"""Dead letters: why, edited and replayed, or given up."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import account_of
from anhuan.domains.pipes import actions
from anhuan.domains.pipes.forms.filters import LETTER_FILTERS, LETTER_SEARCH
from anhuan.domains.pipes.forms.pipes import ReasonForm, ReplayForm
from anhuan.domains.pipes.pages.words import OPERATE, VIEW, crumbs, letter_tag
from anhuan.domains.pipes.queries import letter_for, visible_letters
from anhuan.kernel import clock


@page(VIEW)
def letters(request: HttpRequest) -> HttpResponseBase:
    """All of them; those that wait come first by time."""
    spec = ListSpec(
        title="死信", noun="条", default_sort="-at",
        columns=[
            Column("at", "收到", kind="time", sort="at"),
            Column("place", "管道或通道", kind="link"),
            Column("table", "表"),
            Column("key", "主键", phone=False),
            Column("reason", "原因"),
            Column("state", "状态", letter_tag, kind="tag"),
            Column("side", "方向", "get_side_display", hidden=True),
            Column("node", "节点", "node.name", hidden=True),
        ],
        filters=LETTER_FILTERS, search=LETTER_SEARCH,
        row_url=lambda one: reverse("pipes:letter", args=[one.pk]),
        row_tone=lambda one: "" if one.state == "waiting" else "off",
        empty="没有死信。不能变换或对方数据库不接受的数据会停在这里，其余照常传送。",
    )  # fmt: skip
    return respond_list(request, spec, visible_letters(account_of(request)))


@page(VIEW)
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One: its content is for those who may handle it."""
    account = account_of(request)
    found = letter_for(account, pk)
    acts = [
        Action("改正并重放", reverse("pipes:letter_replay", args=[pk]), OPERATE, style="primary"),
        Action("作废", reverse("pipes:letter_discard", args=[pk]), OPERATE, style="danger"),
    ]
    content = Panel("内容", template="pipes/_text.html", context={"lines": [found.body]})
    return respond_detail(
        request, str(found), tags=[letter_tag(found)],
        crumbs=crumbs(("死信", reverse("pipes:letters"))),
        actions=acts if found.state == "waiting" else [],
        facts=[
            Fact("原因", found.reason, wide=True, tone="p2" if found.state == "waiting" else ""),
            Fact("错误代码", found.code), Fact("表", found.table), Fact("主键", found.key),
            Fact("方向", found.get_side_display()), Fact("节点", found.node.name),
            Fact("收到时间", found.at), Fact("了结时间", found.ended_at),
            Fact("处理说明", found.said, wide=True),
        ],
        panels=[content] if account.may(OPERATE) else [], template="pipes/pipe.html",
    )  # fmt: skip


@form_page(OPERATE)
def replay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Once more, edited or as it was."""
    account = account_of(request)
    found = letter_for(account, pk)
    form = ReplayForm(request.POST or None, initial={"body": found.body})
    return respond_form(
        request, form, lambda given: actions.replay(account, found, given["body"], clock.now()),
        f"重放死信 {found}", reverse("pipes:letter", args=[pk]), submit="重放",
        done="已交节点重放，结果数秒内显示", template="pipes/form.html",
    )  # fmt: skip


@form_page(OPERATE)
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Given up, with a reason."""
    account = account_of(request)
    found = letter_for(account, pk)
    return respond_form(
        request, ReasonForm(request.POST or None),
        lambda given: actions.discard(account, found, given["why"], clock.now()),
        f"作废死信 {found}", reverse("pipes:letter", args=[pk]), submit="作废",
        done="已交节点作废",
    )  # fmt: skip
