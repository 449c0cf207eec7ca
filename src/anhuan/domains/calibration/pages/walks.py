"""Walk tests: the list with the due date, and the steps of one on the phone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.forms.walks import (
    NAME_SEARCH,
    WALK_FILTERS,
    AtPointForm,
    PastStandForm,
    ReasonForm,
    WalkForm,
)
from anhuan.domains.calibration.models import WalkTest
from anhuan.domains.calibration.pages.common import due_context, url, verdict_tag
from anhuan.domains.calibration.queries import rows as queries
from anhuan.domains.org.queries import account_of, company_of
from anhuan.kernel.errors import refuse


@page("calibration.view")
def walks(request: HttpRequest) -> HttpResponseBase:
    """All walk tests, and when the next is due."""
    account = account_of(request)
    spec = ListSpec(
        title="精度测试",
        noun="次",
        default_sort="-started_at",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("state", "结果", verdict_tag, kind="tag", sort="state"),
            Column("started_at", "开始", kind="time", sort="started_at"),
            Column("way", "方法", lambda row: "动态" if row.is_moving else "静态", phone=False),
            Column("tag", "标签", "tag.number", phone=False),
            Column("stand_count", "停留", kind="number", unit="次", sort="stand_count"),
            Column("started_by", "测试人", phone=False),
        ],
        filters=WALK_FILTERS,
        search=NAME_SEARCH,
        row_url=lambda row: url("walk", row),
        create_url=reverse("calibration:walk_create"),
        create_right="calibration.edit",
        create_label="开始测试",
        links=[
            Link("测量点", reverse("calibration:points")),
            Link("测试路线", reverse("calibration:routes")),
            Link("测试设备", reverse("calibration:instruments")),
            Link("基站自检", reverse("calibration:anchors")),
            Link("限值与周期", reverse("calibration:settings"), "devices.edit"),
        ],
        empty="还没有精度测试。先登记测量点，再带一张标签逐点停留。",
        template="calibration/tests.html",
    )
    context = due_context(company_of(account), "accuracy")
    return respond_list(request, spec, queries.visible_walks(account), **context)


@form_page("calibration.edit")
def walk_create(request: HttpRequest) -> HttpResponse:
    """Begin with a tag."""
    account = account_of(request)
    company = company_of(account)
    form = WalkForm(request.POST or None, instance=WalkTest(company=company), company=company)
    return respond_form(
        request, form, lambda _: actions.begin_walk(account, company, **form.changes),
        "开始精度测试", lambda walk: url("walk", walk), submit="开始",
        done="已开始。走到测量点，站稳后点“到达”。", cancel=reverse("calibration:walks"),
    )  # fmt: skip


@post_only("calibration.edit")
def stand(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The tag stands at a point from now on."""
    account = account_of(request)
    walk = queries.get_walk_for(account, pk)
    form = AtPointForm(request.POST, company=walk.company)

    def begin() -> None:
        if not form.is_valid():
            raise refuse("point_missing", "请选择测量点")
        actions.stand_at(account, walk, form.cleaned_data["point"])

    do_or_say(request, begin, "已到点，请保持标签不动")
    return redirect("calibration:walk", walk.pk)


@post_only("calibration.edit")
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The tag leaves its point."""
    account = account_of(request)
    walk = queries.get_walk_for(account, pk)
    do_or_say(request, lambda: actions.leave_point(account, walk), "已离开，可去下一个测量点")
    return redirect("calibration:walk", walk.pk)


@form_page("calibration.edit")
def stand_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A stand noted on paper."""
    account = account_of(request)
    walk = queries.get_walk_for(account, pk)
    form = PastStandForm(request.POST or None, company=walk.company)
    return respond_form(
        request, form, lambda said: actions.add_stand(account, walk, **said),
        f"补录停留 · {walk}", url("walk", walk),
    )  # fmt: skip


@post_only("calibration.edit")
def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Compute the report."""
    account = account_of(request)
    walk = queries.get_walk_for(account, pk)
    do_or_say(request, lambda: actions.finish_walk(account, walk), "测试已完成，报告如下")
    return redirect("calibration:walk", walk.pk)


@form_page("calibration.edit")
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call it off."""
    account = account_of(request)
    walk = queries.get_walk_for(account, pk)
    return respond_form(
        request, ReasonForm(request.POST or None),
        lambda said: actions.cancel_walk(account, walk, said["reason"]),
        f"作废测试 · {walk}", url("walk", walk), submit="作废", done="测试已作废",
    )  # fmt: skip
