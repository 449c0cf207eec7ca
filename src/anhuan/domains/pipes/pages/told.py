"""The proof and the log: comparisons, receipts, lines."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.pages import page, post_only
from anhuan.domains.org.queries import account_of
from anhuan.domains.pipes import actions
from anhuan.domains.pipes.forms.filters import (
    LOG_FILTERS,
    LOG_SEARCH,
    LOOK_FILTERS,
    RECEIPT_FILTERS,
)
from anhuan.domains.pipes.models import Look
from anhuan.domains.pipes.pages.words import (
    OPERATE,
    VIEW,
    crumbs,
    deeds_panel,
    is_refused,
    level_tag,
    look_tag,
)
from anhuan.domains.pipes.queries import (
    look_for,
    resends_of,
    visible_log,
    visible_looks,
    visible_receipts,
)
from anhuan.kernel import clock

KINDS = {"missing": "对方缺少", "changed": "内容不同", "surplus": "对方多出"}


@page(VIEW)
def looks(request: HttpRequest) -> HttpResponseBase:
    """Every comparison of every table."""
    spec = ListSpec(
        title="比对", noun="次", default_sort="-at",
        columns=[
            Column("at", "时间", kind="time", sort="at"),
            Column("route", "通道", kind="link"),
            Column("table", "表"),
            Column("rows", "本侧行数", kind="number", sort="rows"),
            Column("result", "结果", look_tag, kind="tag"),
            Column("differences", "差异", kind="number"),
            Column("resent", "已补发", kind="number", phone=False),
            Column("seconds", "用时", lambda one: f"{one.seconds:.1f}", kind="number", unit="s",
                   phone=False),
        ],
        filters=LOOK_FILTERS, row_url=lambda one: reverse("pipes:look", args=[one.pk]),
        empty="还没有比对。在管道定义里写 compare_every_s，或在管道页面点“立即比对”。",
    )  # fmt: skip
    return respond_list(request, spec, visible_looks(account_of(request)))


@page(VIEW)
def look(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What differed, by key."""
    found = look_for(account_of(request), pk)
    asked = list(resends_of(found)[:5])
    may_again = found.differences and not found.resent and all(map(is_refused, asked))
    url = reverse("pipes:look_resend", args=[pk])
    what = "补发这些行" if found.is_listed else "重新比对并补发"
    again = Action(what, url, OPERATE, "post", "primary")
    rows = [
        [KINDS[kind], "，".join(map(str, key))]
        for kind in KINDS for key in found.keys.get(kind, [])
    ]  # fmt: skip
    note = "最多列出每类 500 个主键" if not found.is_listed else ""
    return respond_detail(
        request, str(found), tags=[look_tag(found)],
        crumbs=crumbs(("比对", reverse("pipes:looks"))),
        actions=[again] if may_again else [],
        facts=_facts(found),
        panels=[
            Panel("差异", table=Table(["差异", "主键"], rows, "两侧一致"), note=note),
            deeds_panel(asked),
        ],
    )  # fmt: skip


def _facts(found: Look) -> list[Fact]:
    counts = [
        Fact(word, getattr(found, kind), "行", tone="p2" if getattr(found, kind) else "")
        for kind, word in KINDS.items()
    ]
    return [
        Fact("时间", found.at), Fact("节点", found.node.name), Fact("本侧行数", found.rows),
        *counts, Fact("已补发", found.resent, "条"), Fact("用时", f"{found.seconds:.2f}", "s"),
    ]  # fmt: skip


@post_only(OPERATE)
def resend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Just those rows, as they are now."""
    account = account_of(request)
    found = look_for(account, pk)
    do_or_say(request, lambda: actions.resend(account, found, clock.now()),
              "已要求补发这些行")  # fmt: skip
    return HttpResponseRedirect(reverse("pipes:look", args=[pk]))


@page(VIEW)
def receipts(request: HttpRequest) -> HttpResponseBase:
    """Signed by receivers, one for each batch."""
    spec = ListSpec(
        title="回执", noun="份", default_sort="-at",
        columns=[
            Column("at", "记入", kind="time", sort="at"),
            Column("route", "通道"),
            Column("first", "首条", kind="number"),
            Column("last", "末条", kind="number", sort="last"),
            Column("manifest", "清单 SM3", phone=False),
            Column("signature", "SM2 签名", hidden=True),
            Column("public", "公钥", hidden=True),
            Column("node", "节点", "node.name", hidden=True),
        ],
        filters=RECEIPT_FILTERS, csv=True,
        empty="还没有回执。接收端每收妥一批，就对清单签名并回送一份。",
    )  # fmt: skip
    return respond_list(request, spec, visible_receipts(account_of(request)))


@page(VIEW)
def log(request: HttpRequest) -> HttpResponseBase:
    """What happened on all nodes."""
    spec = ListSpec(
        title="交换日志", noun="条", default_sort="-at",
        columns=[
            Column("at", "时间", kind="time", sort="at"),
            Column("level", "级别", level_tag, kind="tag"),
            Column("place", "管道或通道"),
            Column("text", "内容"),
            Column("node", "节点", "node.name", phone=False),
            Column("code", "代码", hidden=True),
        ],
        filters=LOG_FILTERS, search=LOG_SEARCH,
        row_tone=lambda one: {"error": "p2", "warning": "p3"}.get(one.level, ""),
        empty="还没有日志。",
    )  # fmt: skip
    return respond_list(request, spec, visible_log(account_of(request)))
