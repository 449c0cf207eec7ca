"""Editions of a document: publishing one, opening any, saying that one has read it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Panel, Table
from anhuan.desk.files import respond_file
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.marks import Tag, short_time
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.documents import actions, queries
from anhuan.domains.documents.forms import EditionForm
from anhuan.domains.documents.models import Document, Edition
from anhuan.domains.documents.rules import reading_blockers
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of

MOST_NAMES = 30


@form_page("documents.edit")
def revise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Publish the next edition."""
    account = account_of(request)
    found = queries.get_document_for(account, pk)
    form = EditionForm(request.POST or None, request.FILES or None,
                       instance=Edition(document=found))  # fmt: skip
    return respond_form(
        request, form,
        lambda data: actions.revise(account, found, data, data.pop("upload", None)),
        f"发布新版本：{found.title}", reverse("documents:document", args=[pk]), submit="发布",
    )  # fmt: skip


@page("documents.view")
def edition(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file of any edition; every download leaves a trace."""
    account = account_of(request)
    found = queries.get_edition_for(account, pk)
    path = queries.content_of(found)
    actions.note_download(account, found)
    return respond_file(request, path.open("rb"), found.file_name, found.media_type)


@post_only("documents.view")
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One has read it."""
    account = account_of(request)
    found = queries.get_edition_for(account, pk)
    do_or_say(request, lambda: actions.note_read(account, found), "已记录您阅读过这一版")
    return HttpResponseRedirect(reverse("documents:document", args=[found.document_id]))


def read_action(account: Account, found: Edition) -> Action:
    """The button, with what stands against it."""
    is_read = queries.readings_of(found).filter(account=account).exists()
    opened = queries.was_opened(account, found)
    against = reading_blockers(has_file=bool(found.file_sm3), was_opened=opened, is_read=is_read)
    link = reverse("documents:read", args=[found.pk])
    return Action("确认已阅读", link, "documents.view", "post", blockers=list(against))


def editions_panel(found: Document, current: Edition | None) -> Panel:
    """Every edition, the newest first."""
    editions = list(found.editions.select_related("added_by__person"))[::-1]
    rows = [
        [one.label, _state(one, current), f"{one.effective_on}", one.what_changed,
         one.added_by.display_name, _file(one)]
        for one in editions
    ]  # fmt: skip
    heads = ["版本", "效力", "实施日期", "修订说明", "登记人", "文件"]
    return Panel("版本", table=Table(heads, rows, "还没有版本。上传文件或发布新版本后列在这里。"))


def _state(one: Edition, current: Edition | None) -> Tag:
    if current is not None and one.pk == current.pk:
        return Tag("现行", "good")
    coming = current is None or (one.effective_on, one.added_at) > (
        current.effective_on, current.added_at
    )  # fmt: skip
    return Tag("待实施", "accent") if coming else Tag("已被替代", "off")


def _file(one: Edition) -> object:
    if not one.file_sm3:
        return ""
    return one.file_name, reverse("documents:edition", args=[one.pk])


def readers_panel(account: Account, current: Edition | None) -> Panel | None:
    """Who has read the edition in force; for those who keep the library also who has not."""
    if current is None:
        return None
    read_by = list(queries.readings_of(current))
    rows = [[one.account.display_name, short_time(one.at)] for one in read_by]
    missing = queries.readers_missing(current) if account.may("documents.edit") else []
    names = "、".join(missing[:MOST_NAMES]) + ("…" if len(missing) > MOST_NAMES else "")
    note = f"还有 {len(missing)} 人未读：{names}" if missing else ""
    table = Table(["阅读人", "阅读时间"], rows, "还没有人确认阅读")
    return Panel(f"已阅读（版本 {current.label}）", table=table, note=note, side=True)
