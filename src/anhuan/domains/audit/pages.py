"""Looking at the audit chain. Nothing here can be changed."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from anhuan.desk.history import VERBS
from anhuan.desk.lists import Column, Filter, ListSpec, Tag, respond_list
from anhuan.desk.pages import page
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
            Column("at", "时间", kind="time", sort="at"),
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
    )  # fmt: skip
    company = getattr(request.user, "company_id", None)
    found = queries.rows_of(company)
    return respond_list(request, spec, found, chain=queries.chain_state())


def changed(row: AuditRow) -> str:
    """The names of the fields a change touched, in words."""
    after: dict[str, Any] = row.after or {}
    if row.before is None:
        return ""
    return "、".join(queries.field_word(row.target_type, name) for name in after)


def seal_tag(row: AuditRow) -> Tag:
    """Sealed into the chain, or about to be."""
    return Tag("已封", "good") if row.seal else Tag("待封", "off")
