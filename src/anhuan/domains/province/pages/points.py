"""Sensed data of warehouses, loading racks, tanks and the whole plant (GOV-003 to GOV-010)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.marks import short_time
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of
from anhuan.domains.province import actions, queries
from anhuan.domains.province.forms.enterprises import LimitsForm, PointForm
from anhuan.domains.province.forms.filters import POINTS
from anhuan.domains.province.models import Point
from anhuan.domains.province.pages.words import crumbs, enterprise_url
from anhuan.domains.province.queries.points import change_for, point_for, visible_points
from anhuan.domains.province.rules.sensing import GRAVE
from anhuan.kernel import clock

EDIT = "province.edit"
LIMITS = (("low_low", "低低报"), ("low", "低报"), ("high", "高报"), ("high_high", "高高报"))


def _url(one: Point) -> str:
    return reverse("province:point", args=[one.pk])


def _alarm(one: Point) -> Tag:
    if one.value is None:
        return Tag("无数据", "off")
    if not one.alarm:
        return Tag("正常", "good")
    return Tag(one.get_alarm_display(), "p1" if one.alarm in GRAVE else "p3")


def _value(one: Point) -> str:
    return "—" if one.value is None else f"{one.value:g} {one.unit}".strip()


@page("province.view")
def points(request: HttpRequest) -> HttpResponseBase:
    """All of them with their newest value."""
    spec = ListSpec(
        title="感知数据", noun="个", default_sort="object_name",
        columns=[
            Column("name", "指标", kind="link", sort="name"),
            Column("enterprise", "企业", "enterprise.name", sort="enterprise__name"),
            Column("object_kind", "对象类型", "get_object_kind_display", phone=False),
            Column("object_name", "对象", sort="object_name", phone=False),
            Column("substance", "物质", "get_substance_display", phone=False),
            Column("value", "当前值", _value), Column("alarm", "状态", _alarm, kind="tag"),
            Column("at", "采集", kind="time", sort="at"),
            Column("code", "指标编码", hidden=True),
        ],
        filters=POINTS, search=("name", "object_name", "code"), row_url=_url, csv=True,
        empty="还没有感知指标。在企业页面登记仓库、装卸栈台、储罐的指标后，企业即可上报。",
    )  # fmt: skip
    return respond_list(request, spec, visible_points(account_of(request)))


@page("province.view")
def point(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One point: value, thresholds, requests to change them."""
    found = point_for(account_of(request), pk)
    plant = found.enterprise
    return respond_detail(
        request, found.name, crumbs=[*crumbs(), (plant.name, enterprise_url(plant))],
        tags=[_alarm(found)],
        actions=[
            Action("申请调整阈值", reverse("province:point_limits", args=[pk]), EDIT,
                   style="primary"),
            Action("编辑", reverse("province:point_edit", args=[pk]), EDIT),
        ],
        facts=[
            Fact("企业", plant.name, url=enterprise_url(plant)), Fact("指标编码", found.code),
            Fact("对象", f"{found.get_object_kind_display()} {found.object_name}"),
            Fact("物质", found.get_substance_display()),
            Fact("参数", found.get_parameter_display()), Fact("当前值", _value(found)),
            Fact("采集时间", found.at),
            *(Fact(word, getattr(found, key), found.unit) for key, word in LIMITS),
        ],
        panels=[_changes(found)], history=history_of(found)[:30],
    )  # fmt: skip


def _changes(found: Point) -> Panel:
    rows: list[list[Any]] = []
    for one in found.limit_changes.select_related("by", "decided_by")[:20]:
        wanted = "、".join(f"{word} {one.limits[key]:g}" for key, word in LIMITS
                          if one.limits.get(key) is not None)  # fmt: skip
        said = {None: "待批准", True: "已批准", False: "未批准"}[one.is_approved]
        url = reverse("province:limits", args=[one.pk])
        rows.append([(short_time(one.at), url), str(one.by), wanted, one.reason, said,
                     str(one.decided_by or "")])  # fmt: skip
    heads = ["申请", "申请人", "阈值", "依据", "结论", "批准人"]
    return Panel("阈值调整", table=Table(heads, rows, "没有调整过"))


@page(EDIT)
def limits(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A request for other thresholds; somebody else than who asked decides."""
    change = change_for(account_of(request), pk, EDIT)
    url = reverse("province:limits_decide", args=[pk])
    open_ = change.decided_at is None
    return respond_detail(
        request, f"{change.point.name} 阈值调整", crumbs=[(change.point.name, _url(change.point))],
        actions=[
            Action("批准", f"{url}?approve=1", EDIT, "post", "primary"),
            Action("不批准", url, EDIT, "post", "danger"),
        ] if open_ else [],
        facts=[
            *(Fact(word, change.limits.get(key), change.point.unit) for key, word in LIMITS),
            Fact("依据", change.reason, wide=True), Fact("申请人", change.by),
            Fact("申请时间", change.at), Fact("批准人", change.decided_by),
            Fact("批准时间", change.decided_at),
        ],
        history=history_of(change)[:10],
    )  # fmt: skip


@post_only(EDIT)
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`?approve=1`: from now on; else: not."""
    account = account_of(request)
    change = change_for(account, pk, EDIT)
    yes = request.GET.get("approve") == "1"
    do_or_say(
        request, lambda: actions.decide_limits(account, change, clock.now(), is_approved=yes),
        "阈值已生效" if yes else "未批准，阈值不变",
    )  # fmt: skip
    return HttpResponseRedirect(_url(change.point))


@form_page(EDIT)
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for other thresholds."""
    account = account_of(request)
    found = point_for(account, pk, EDIT)
    initial = {key: getattr(found, key) for key, _ in LIMITS}
    form = LimitsForm(request.POST or None, initial=initial)

    def save(data: dict[str, Any]) -> Any:
        wanted = {key: data[key] for key, _ in LIMITS}
        return actions.ask_limits(account, found, wanted, data["reason"], clock.now())

    return respond_form(
        request, form, save, f"调整阈值：{found.name}", _url(found), submit="提交",
        done="已提交，等待另一人批准",
    )  # fmt: skip


@form_page(EDIT)
def create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Register a point of a plant."""
    account = account_of(request)
    plant = queries.enterprise_for(account, pk, EDIT)
    form = PointForm(request.POST or None)
    fresh = Point(enterprise=plant)
    return respond_form(
        request, form, lambda _: actions.save_point(account, fresh, form.changes),
        f"登记指标：{plant.name}", _url, cancel=enterprise_url(plant),
    )  # fmt: skip


@form_page(EDIT)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what it is called."""
    account = account_of(request)
    found = point_for(account, pk, EDIT)
    form = PointForm(request.POST or None, instance=found)
    return respond_form(
        request, form, lambda _: actions.save_point(account, found, form.changes),
        f"编辑 {found.name}", _url(found),
    )  # fmt: skip
