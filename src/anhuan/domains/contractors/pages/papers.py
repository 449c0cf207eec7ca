"""A firm's qualification documents and teams."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, respond_detail
from anhuan.desk.files import respond_file
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.contractors import actions
from anhuan.domains.contractors.forms.firms import PaperForm
from anhuan.domains.contractors.forms.members import TeamForm
from anhuan.domains.contractors.models import FirmPaper, Team
from anhuan.domains.contractors.pages.common import HISTORY, until, url
from anhuan.domains.contractors.queries import library as queries
from anhuan.domains.org.queries import account_of
from anhuan.domains.training.actions.evidence import note_download
from anhuan.domains.training.queries.evidence import evidence_path

VIEW, EDIT = queries.VIEW, queries.EDIT


@page(VIEW)
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One document."""
    found = queries.get_paper_for(account_of(request), pk)
    scan = url("paper_scan", found) if found.file_sm3 else ""
    shown = [Action("打开扫描件", scan, style="primary")] if scan else []
    return respond_detail(
        request, str(found), target=found,
        crumbs=[("承包商库", reverse("contractors:contractors")),
                (str(found.contractor), url("contractor", found.contractor))],
        actions=[
            *shown, Action("编辑", url("paper_edit", found), EDIT),
            Action("停用", url("paper_retire", found), EDIT, "post", "danger",
                   "停用后不再作为资质，确定吗？"),
        ],
        facts=[
            Fact("种类", found.get_kind_display()), Fact("名称、等级", found.name),
            Fact("编号", found.number), Fact("发证机关", found.issuer),
            Fact("有效期至", until(found)), Fact("扫描件", found.file_name or "没有上传", url=scan),
        ],
        history=history_of(found)[:HISTORY],
    )  # fmt: skip


@form_page(EDIT)
def paper_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another document of the firm."""
    found = queries.get_contractor_for(account_of(request), pk)
    return _paper_form(request, FirmPaper(contractor=found), f"登记资质：{found}")


@form_page(EDIT)
def paper_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Renewed or corrected."""
    found = queries.get_paper_for(account_of(request), pk)
    return _paper_form(request, found, f"编辑 {found}")


def _paper_form(request: HttpRequest, found: FirmPaper, title: str) -> HttpResponse:
    account, firm = account_of(request), found.contractor
    form = PaperForm(request.POST or None, request.FILES or None, instance=found)

    def save(data: dict[str, Any]) -> FirmPaper:
        changes = dict(data)
        upload = changes.pop("upload", None)
        if found._state.adding:
            changes["contractor"] = firm
        return actions.save_paper(account, found, changes, upload)

    return respond_form(request, form, save, title, url("contractor", firm))


@post_only(EDIT)
def paper_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It no longer counts."""
    account = account_of(request)
    found = queries.get_paper_for(account, pk)
    do_or_say(request, lambda: actions.retire_paper(account, found), "已停用")
    return HttpResponseRedirect(url("contractor", found.contractor))


@page(VIEW)
def paper_scan(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The scan itself; the look is audited."""
    account = account_of(request)
    found = queries.get_paper_for(account, pk)
    path = evidence_path(found)
    note_download(account, found)
    return respond_file(request, path.open("rb"), found.file_name, found.media_type, inline=True)


@form_page(EDIT)
def team_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another team of the firm."""
    found = queries.get_contractor_for(account_of(request), pk)
    return _team_form(request, Team(contractor=found), f"新建团队：{found}")


@form_page(EDIT)
def team_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a team."""
    found = queries.get_team_for(account_of(request), pk)
    return _team_form(request, found, f"编辑 {found}")


def _team_form(request: HttpRequest, found: Team, title: str) -> HttpResponse:
    account, firm = account_of(request), found.contractor
    form = TeamForm(request.POST or None, instance=found, contractor=firm)
    start = {"contractor": firm} if found._state.adding else {}
    return respond_form(
        request, form, lambda data: actions.save_team(account, found, {**data, **start}), title,
        url("contractor", firm),
    )  # fmt: skip
