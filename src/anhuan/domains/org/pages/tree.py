"""Departments with their chart, and posts."""

from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, Link, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org import actions, queries
from anhuan.domains.org.forms.company import (
    DEPARTMENT_FILTERS,
    POST_FILTERS,
    DepartmentForm,
    PostForm,
)
from anhuan.domains.org.models import Department, Post
from anhuan.domains.org.queries import account_of
from anhuan.domains.org.queries.naming import level_word, naming

PEOPLE = Count("people", filter=Q(people__is_retired=False), distinct=True)


@page("org.view")
def departments(request: HttpRequest) -> HttpResponseBase:
    """Departments as a list."""
    spec = ListSpec(
        title=naming().noun,
        noun="个",
        default_sort="level_order",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("level", "层级", lambda d: Tag(level_word(d)), kind="tag"),
            Column("parent", "上级", sort="parent__name"),
            Column("head_count", "在册人数", kind="number", unit="人", sort="head_count"),
            Column("is_retired", "停用", kind="bool", hidden=True),
        ],
        filters=DEPARTMENT_FILTERS,
        search=("name",),
        row_url=lambda d: reverse("org:department", args=[d.pk]),
        row_tone=lambda d: "off" if d.is_retired else "",
        create_url=reverse("org:department_create"),
        create_right="org.edit",
        links=[Link("组织架构图", reverse("org:chart"))],
        empty=naming().empty,
    )
    return respond_list(request, spec, queries.departments_with_people(account_of(request)))


@page("org.view")
def chart(request: HttpRequest) -> HttpResponse:
    """The organisation chart, drawn from the tree as it is now (BASE-005)."""
    roots = queries.chart_of(queries.company_of(account_of(request)))
    told = {"roots": roots, "title": "组织架构图", "naming": naming()}
    return render(request, "org/chart.html", told)


@page("org.view")
def department(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One department: what is under it, its posts."""
    account = account_of(request)
    found = queries.get_department_for(account, pk)
    below = queries.visible_departments(account).filter(parent=found, is_retired=False)
    rows = [
        [(row.name, reverse("org:department", args=[row.pk])), level_word(row), row.count]
        for row in below.annotate(count=PEOPLE)
    ]
    posts = queries.visible_posts(account).filter(department=found, is_retired=False)
    people_url = reverse("org:people") + f"?department={found.pk}"
    count = found.people.filter(is_retired=False).count()
    return respond_detail(
        request,
        found.name,
        target=found,
        crumbs=[(naming().noun, reverse("org:departments"))],
        tags=[Tag(level_word(found))] + ([Tag("停用", "off")] if found.is_retired else []),
        actions=_department_actions(found),
        facts=[
            Fact("上级", found.parent, url=_url(found.parent)),
            Fact("在册人员", f"{count} 人", url=people_url),
        ],
        panels=[
            Panel("下级", table=Table(["名称", "层级", "人数"], rows, "没有下级")),
            Panel("岗位", table=Table(["名称"], [[post.name] for post in posts], "没有单设的岗位")),
        ],
        history=history_of(found)[:30],
    )


@form_page("org.edit")
def department_create(request: HttpRequest) -> HttpResponse:
    """A new department; `?parent=` presets where."""
    account = account_of(request)
    new = Department(company=queries.company_of(account))
    initial = {"parent": request.GET.get("parent"), "level": request.GET.get("level")}
    form = DepartmentForm(request.POST or None, instance=new, company=new.company, initial=initial)
    return respond_form(
        request,
        form,
        lambda data: actions.save_department(account, new, data),
        f"新建{naming().noun}",
        lambda made: reverse("org:department", args=[made.pk]),
        cancel=reverse("org:departments"),
    )


@form_page("org.edit")
def department_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rename or move a department."""
    account = account_of(request)
    found = queries.get_department_for(account, pk)
    return respond_form(
        request,
        DepartmentForm(request.POST or None, instance=found, company=found.company),
        lambda data: actions.save_department(account, found, data),
        f"编辑 {found.name}",
        reverse("org:department", args=[pk]),
    )


@post_only("org.edit")
def department_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a department out of use."""
    account = account_of(request)
    found = queries.get_department_for(account, pk)
    do_or_say(request, lambda: actions.retire_department(account, found), f"{found.name} 已停用")
    return HttpResponseRedirect(reverse("org:department", args=[pk]))


@page("org.view")
def posts(request: HttpRequest) -> HttpResponseBase:
    """Posts."""
    account = account_of(request)
    spec = ListSpec(
        title="岗位",
        noun="个",
        default_sort="name",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("department", naming().noun, sort="department__name"),
            Column("is_special", "特种作业岗位", kind="bool"),
            Column("head_count", "在册人数", kind="number", unit="人", sort="head_count"),
            Column("is_retired", "停用", kind="bool", hidden=True),
        ],
        filters=POST_FILTERS,
        search=("name", "department__name"),
        row_url=lambda post: reverse("org:post_edit", args=[post.pk]),
        row_tone=lambda post: "off" if post.is_retired else "",
        create_url=reverse("org:post_create"),
        create_right="org.edit",
        empty="还没有岗位。先新建岗位，人员才能选到。",
    )
    return respond_list(request, spec, queries.visible_posts(account).annotate(head_count=PEOPLE))


@form_page("org.edit")
def post_create(request: HttpRequest) -> HttpResponse:
    """A new post."""
    account = account_of(request)
    new = Post(company=queries.company_of(account))
    return respond_form(
        request,
        PostForm(request.POST or None, instance=new, company=new.company),
        lambda data: actions.save_post(account, new, data),
        "新建岗位",
        reverse("org:posts"),
    )


@form_page("org.edit")
def post_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a post."""
    account = account_of(request)
    found = queries.get_post_for(account, pk)
    return respond_form(
        request,
        PostForm(request.POST or None, instance=found, company=found.company),
        lambda data: actions.save_post(account, found, data),
        f"编辑 {found.name}",
        reverse("org:posts"),
        delete_url="" if found.is_retired else reverse("org:post_retire", args=[pk]),
        delete_label="停用",
    )


@post_only("org.edit")
def post_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a post out of use."""
    account = account_of(request)
    found = queries.get_post_for(account, pk)
    do_or_say(request, lambda: actions.retire_post(account, found), f"{found.name} 已停用")
    return HttpResponseRedirect(reverse("org:posts"))


def _department_actions(found: Department) -> list[Action]:
    pk = found.pk
    add = reverse("org:department_create") + f"?parent={pk}"
    return [
        Action("新建下级", add, "org.edit"),
        Action("编辑", reverse("org:department_edit", args=[pk]), "org.edit"),
        Action(
            "停用", reverse("org:department_retire", args=[pk]), "org.edit", "post", "danger",
            confirm=f"{found.name} 停用后不再出现在组织架构里。确定吗？",
        ),
    ]  # fmt: skip


def _url(parent: Department | None) -> str:
    return reverse("org:department", args=[parent.pk]) if parent else ""
