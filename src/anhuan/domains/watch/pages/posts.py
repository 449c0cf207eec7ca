"""Places that are never left alone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.watch import actions
from anhuan.domains.watch.forms import PostForm
from anhuan.domains.watch.models import WatchPost
from anhuan.domains.watch.pages.words import url
from anhuan.domains.watch.queries import EDIT, VIEW, get_post_for, visible_posts


def _state(post: WatchPost) -> Tag:
    return Tag("停用", "off") if post.is_retired else Tag("值守", "good")


@page(VIEW)
def posts(request: HttpRequest) -> HttpResponseBase:
    """The posts of the plant."""
    spec = ListSpec(
        title="值守岗位", noun="个", default_sort="name",
        columns=[
            Column("name", "值守岗位", kind="link", sort="name"),
            Column("area", "区域"),
            Column("seats", "每班至少", kind="number", unit="人"),
            Column("leader_sits", "当班人在此", kind="bool", phone=False),
            Column("grace_min", "交接班时限", kind="number", unit="分钟"),
            Column("since", "开始值守", kind="time", phone=False),
            Column("state", "状态",
                   _state, kind="tag"),
        ],
        search=("name",),
        row_url=lambda post: url("post_edit", post),
        create_url=reverse("watch:post_create"), create_right=EDIT,
        empty="还没有值守岗位。先建中控室，按值班表每班自动列出交接班。",
    )  # fmt: skip
    return respond_list(request, spec, visible_posts(account_of(request)))


@form_page(EDIT)
def post_create(request: HttpRequest) -> HttpResponse:
    """A new post."""
    return _form(request, WatchPost(company=company_of(account_of(request))), "新建值守岗位")


@form_page(EDIT)
def post_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a post."""
    found = get_post_for(account_of(request), pk)
    return _form(request, found, f"编辑 {found.name}")


def _form(request: HttpRequest, post: WatchPost, title: str) -> HttpResponse:
    account = account_of(request)
    form = PostForm(request.POST or None, instance=post, company=post.company)
    return respond_form(
        request, form, lambda data: actions.save_post(account, post, data), title,
        reverse("watch:posts"),
    )  # fmt: skip
