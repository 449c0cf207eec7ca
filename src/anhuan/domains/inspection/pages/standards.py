"""Check lists, by library."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Fact, Panel, Table, respond_detail
from anhuan.desk.imports import respond_import
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.pages import page
from anhuan.domains.inspection.forms.sheets import apply_item, item_sheet
from anhuan.domains.inspection.queries.setup import one_of, visible_standards
from anhuan.domains.org.queries import account_of

EDIT = "inspection.edit"


@page(EDIT)
def standards(request: HttpRequest) -> HttpResponseBase:
    """Check lists, by library."""
    spec = ListSpec(
        title="检查标准", noun="份", default_sort="name", search=["name", "library"],
        columns=[
            Column("name", "标准", kind="link", sort="name"),
            Column("library", "标准库", sort="library"),
            Column("item_count", "检查项", kind="number"),
        ],
        row_url=lambda row: reverse("inspection:standard", args=[row.pk]),
        import_url=reverse("inspection:standards_import"), import_right=EDIT,
        links=[Link("通用标准", reverse("inspection:take"), EDIT),
               Link("按风险清单", reverse("inspection:coverage"), EDIT)],
        empty="还没有检查标准。从通用标准导入，或下载模板用 Excel 导入。",
    )  # fmt: skip
    return respond_list(request, spec, visible_standards(account_of(request)))


@page(EDIT)
def standard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One list with its items."""
    found = one_of(visible_standards(account_of(request)), pk)
    rows = [
        [one.part, one.name, one.get_kind_display(), _limits(one), "是" if one.needs_photo else ""]
        for one in found.items.all()
    ]
    head = ["部位", "检查内容", "录入", "正常范围", "拍照"]
    return respond_detail(
        request, found.name, target=found, facts=[Fact("标准库", found.library)],
        crumbs=[("检查标准", reverse("inspection:standards"))],
        panels=[Panel("检查项", table=Table(head, rows))],
    )  # fmt: skip


def _limits(item: Any) -> str:
    if item.kind == "choice":
        return "、".join(item.normal or item.choices)
    low, high = (None if one is None else f"{one:g}" for one in (item.low, item.high))
    if low is None and high is None:
        return ""
    span = f"{low}～{high}" if low and high else f"≥ {low}" if low else f"≤ {high}"
    return f"{span} {item.unit}".strip()


@page(EDIT, ("GET", "HEAD", "POST"))
def standards_import(request: HttpRequest) -> HttpResponseBase:
    """Lists out of Excel, all or nothing."""
    account = account_of(request)
    apply: Callable[[dict[str, Any]], str] = lambda values: apply_item(account, values)  # noqa: E731
    return respond_import(request, item_sheet(), apply, reverse("inspection:standards"))
