"""Looking at the audit chain. Nothing here can be changed."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from anhuan.desk.details import Fact, Panel, Table, respond_detail
from anhuan.desk.history import VERBS, changes_of
from anhuan.desk.lists import Column, Filter, ListSpec, Tag, respond_list
from anhuan.desk.pages import asker, page
from anhuan.domains.audit import queries
from anhuan.domains.audit.models import AuditRow


@page("audit.view")
def rows(request: HttpRequest) -> HttpResponseBase:
    """Who did what, when; filters by person, kind of object, verb and day; export."""
    spec = ListSpec(
        title="审计记录",
        default_sort="-at",
        columns=[
            Column("seq", "链序号", kind="number", sort="seq", phone=False),
            Column("at", "时间", kind="link", sort="at"),
            Column("actor_name", "操作人", sort="actor_name"),
            Column("verb", "动作", lambda row: VERBS.get(row.verb, row.verb)),
            Column("target_name", "对象", "target_name"),
            Column("target_type", "类型", lambda row: queries.kind_words().get(row.target_type)),
            Column("changed", "改了什么", changed, phone=False),
            Column("note", "说明", hidden=True),
            Column("address", "来源地址", hidden=True),
            Column("seal", "封签", seal_tag, kind="tag", phone=False),
        ],
        filters=[
            Filter("verb", "动作", choices=sorted(VERBS.items()), apply="verb"),
            Filter("kind", "类型", choices=lambda _: queries.kind_words().items(),
                   apply="target_type"),
            Filter("day", "日期", kind="date_range", apply="at__date"),
        ],
        search=("actor_name", "target_name", "note"),
        empty="还没有记录",
        template="audit/rows.html",
        row_url=lambda found: reverse("audit:row", args=[found.pk]),
    )  # fmt: skip
    return respond_list(request, spec, _visible(request), chain=queries.chain_state())


@page("audit.view")
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """One row: every value before and after, and whether its seal still fits."""
    found = get_object_or_404(_visible(request), pk=pk)
    values = [[one.label, one.before, one.after] for one in changes_of(found)]
    return respond_detail(
        request,
        f"{found.actor_name} {VERBS.get(found.verb, found.verb)} {found.target_name}",
        crumbs=[("审计记录", reverse("audit:rows"))],
        tags=[seal_tag(found)],
        facts=[
            Fact("时间", found.at),
            Fact("操作人", found.actor_name),
            Fact("动作", VERBS.get(found.verb, found.verb)),
            Fact("对象", found.target_name),
            Fact("类型", queries.kind_words().get(found.target_type, found.target_type)),
            Fact("来源地址", found.address),
            Fact("说明", found.note, wide=True),
            Fact("链序号", found.seq),
            Fact("封签 SM3", found.seal, wide=True),
        ],
        panels=[Panel("内容", table=Table(["字段", "之前", "之后"], values, "没有字段变化"))],
    )


def _visible(request: HttpRequest) -> QuerySet[AuditRow]:
    company = getattr(request.user, "company_id", None)
    return queries.rows_of(company, with_installation=asker(request).may("system.edit"))


def changed(row: AuditRow) -> str:
    """The names of the fields a change touched, in words."""
    after: dict[str, Any] = row.after or {}
    if row.before is None:
        return ""
    return "、".join(queries.field_word(row.target_type, name) for name in after)


def seal_tag(row: AuditRow) -> Tag:
    """Sealed into the chain, or about to be."""
    return Tag("已封", "good") if row.seal else Tag("待封", "off")
