"""Risk maps the departments drew themselves (DUAL-044)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.files import respond_file
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import (
    BulkAction,
    Column,
    Filter,
    ListSpec,
    respond_bulk,
    respond_list,
    selected,
)
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.org.queries import account_of, company_of, visible_departments
from anhuan.domains.risk import actions, queries
from anhuan.domains.risk.forms.cards import PictureForm
from anhuan.domains.risk.models import RiskPicture
from anhuan.domains.risk.pages.common import url


@page("risk.view")
def pictures(request: HttpRequest) -> HttpResponseBase:
    """All of them, by department."""
    departments = [(one.pk, one.name) for one in visible_departments(account_of(request))]
    spec = ListSpec(
        title="风险分布图", noun="张", default_sort="department",
        columns=[
            Column("title", "名称", kind="link", sort="title"),
            Column("department", "部门", sort="department__name"),
            Column("drawn_on", "绘制日期", kind="date", sort="drawn_on"),
            Column("added_by", "上传人", phone=False),
            Column("added_at", "上传时间", kind="time", sort="added_at", phone=False),
        ],
        filters=[Filter("department", "部门", choices=departments)],
        search=("title",), row_url=lambda row: url("picture", row),
        create_url=reverse("risk:picture_create"), create_right="risk.edit",
        create_label="上传",
        bulk=[BulkAction("停用", reverse("risk:pictures_retire"), "risk.edit", danger=True)],
        empty="还没有上传的风险分布图。企业、厂区、车间都可以上传自己的图。",
    )  # fmt: skip
    return respond_list(request, spec, queries.visible_pictures(account_of(request)))


@page("risk.view")
def picture(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The picture itself, in the browser."""
    found = queries.get_picture_for(account_of(request), pk)
    file = queries.content_of_picture(found).open("rb")
    return respond_file(request, file, found.file_name, found.media_type, inline=True)


@form_page("risk.edit")
def picture_create(request: HttpRequest) -> HttpResponse:
    """Upload one for a department."""
    account = account_of(request)
    new = RiskPicture(company=company_of(account))
    form = PictureForm(
        request.POST or None, request.FILES or None, instance=new, company=new.company
    )

    def save(data: dict[str, object]) -> RiskPicture:
        changes = dict(data)
        upload = changes.pop("upload")
        return actions.add_picture(account, changes, upload)  # type: ignore[arg-type]

    return respond_form(request, form, save, "上传风险分布图", reverse("risk:pictures"))


@post_only("risk.edit")
def pictures_retire(request: HttpRequest) -> HttpResponse:
    """Take those ticked off the wall."""
    account = account_of(request)
    rows = selected(request, queries.visible_pictures(account))
    act = lambda one: actions.retire_picture(account, one)  # noqa: E731
    return respond_bulk(request, rows, act, "停用风险分布图", reverse("risk:pictures"))
