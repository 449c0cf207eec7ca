"""The library: laws, standards, the plant's own rules, drawings, reports."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.details import Action, Fact, respond_detail
from anhuan.desk.files import respond_file
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.documents import actions, queries
from anhuan.domains.documents.forms import DOCUMENT_FILTERS, DOCUMENT_SEARCH, DocumentForm
from anhuan.domains.documents.models import Document
from anhuan.domains.documents.pages.editions import editions_panel, read_action, readers_panel
from anhuan.domains.org.queries import account_of


@page("documents.view")
def documents(request: HttpRequest) -> HttpResponseBase:
    """All documents."""
    spec = ListSpec(
        title="法规制度",
        noun="份",
        default_sort="kind",
        columns=[
            Column("title", "标题", kind="link", sort="title"),
            Column("kind", "类别", "get_kind_display", sort="kind"),
            Column("number", "文号/标准号", sort="number"),
            Column("issued_on", "发布", kind="date", sort="issued_on", phone=False),
            Column("effective_on", "实施", kind="date", sort="effective_on"),
            Column("review_on", "下次评审", kind="date", sort="review_on", phone=False),
            Column("state", "效力", state_tag, kind="tag"),
        ],
        filters=DOCUMENT_FILTERS,
        search=DOCUMENT_SEARCH,
        row_url=lambda row: reverse("documents:document", args=[row.pk]),
        row_tone=lambda row: "off" if row.is_void else "",
        create_url=reverse("documents:document_create"),
        create_right="documents.edit",
        create_label="登记文件",
        empty="还没有文件。先登记企业制度和适用的法规标准。",
    )
    return respond_list(request, spec, queries.visible_documents(account_of(request)))


@page("documents.view")
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One document with its history."""
    account = account_of(request)
    found = queries.get_document_for(account, pk)
    take = reverse("documents:content", args=[pk])
    current = queries.edition_in_force(found, timezone.localdate())
    filed = current or found
    return respond_detail(
        request,
        found.title,
        target=found,
        crumbs=[("法规制度", reverse("documents:documents"))],
        tags=[Tag(found.get_kind_display()), state_tag(found)],
        actions=[
            *([Action("打开文件", take, style="primary")] if filed.file_sm3 else []),
            *([read_action(account, current)] if current else []),
            Action("发布新版本", reverse("documents:revise", args=[pk]), "documents.edit"),
            Action("编辑", reverse("documents:document_edit", args=[pk]), "documents.edit"),
            Action(
                "停用", reverse("documents:document_retire", args=[pk]), "documents.edit", "post",
                "danger", "停用后不再显示，确定吗？",
            ),
        ],
        facts=[
            Fact("文号/标准号", found.number),
            Fact("现行版本", current.label if current else ""),
            Fact("适用范围", found.scope),
            Fact("发布日期", found.issued_on),
            Fact("实施日期", found.effective_on),
            Fact("下次评审", found.review_on),
            Fact("文件", filed.file_name, url=take if filed.file_sm3 else ""),
            Fact("大小", f"{filed.file_size / 1024:.0f}" if filed.file_sm3 else "", "KB"),
            Fact("SM3", filed.file_sm3, wide=True),
        ],
        panels=[editions_panel(found, current), readers_panel(account, current)],
        history=history_of(found)[:30],
    )  # fmt: skip


@form_page("documents.edit")
def document_create(request: HttpRequest) -> HttpResponse:
    """File a document."""
    account = account_of(request)
    return respond_form(
        request,
        DocumentForm(request.POST or None, request.FILES or None),
        lambda data: actions.file_document(account, *_parted(data)),
        "登记文件",
        lambda made: reverse("documents:document", args=[made.pk]),
        cancel=reverse("documents:documents"),
    )


@form_page("documents.edit")
def document_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what is written about it, or replace the file."""
    account = account_of(request)
    found = queries.get_document_for(account, pk)
    return respond_form(
        request,
        DocumentForm(request.POST or None, request.FILES or None, instance=found),
        lambda data: actions.change_document(account, found, *_parted(data)),
        f"编辑 {found.title}",
        reverse("documents:document", args=[pk]),
    )


@post_only("documents.edit")
def document_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it off the shelf."""
    account = account_of(request)
    found = queries.get_document_for(account, pk)
    do_or_say(request, lambda: actions.retire_document(account, found), "已停用")
    return HttpResponseRedirect(reverse("documents:documents"))


@page("documents.view")
def content(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file of the edition in force; every download leaves a trace."""
    account = account_of(request)
    filed = queries.get_document_for(account, pk)
    found = queries.edition_in_force(filed, timezone.localdate()) or filed
    path = queries.content_of(found)
    actions.note_download(account, found)
    return respond_file(request, path.open("rb"), found.file_name, found.media_type)


def state_tag(found: Document) -> Tag:
    """In force or void."""
    return Tag("已作废", "off") if found.is_void else Tag("现行", "good")


def _parted(data: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    changes = dict(data)
    return changes, changes.pop("upload", None)
