"""Plants: the ledger, one plant's page, registering, keys."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.marks import short_time
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.province import actions, queries
from anhuan.domains.province.forms.enterprises import EnterpriseForm
from anhuan.domains.province.forms.filters import ENTERPRISES
from anhuan.domains.province.models import Enterprise
from anhuan.domains.province.pages.reports import report_tag
from anhuan.domains.province.pages.words import (
    crumbs,
    enterprise_url,
    level_tag,
    online_tag,
    order_tag,
    place_word,
    row_tag,
    row_url,
    standing_of,
)
from anhuan.domains.province.queries.governance import evaluations, faults_at
from anhuan.domains.province.queries.orders import open_orders
from anhuan.domains.province.queries.reports import reports_of
from anhuan.domains.province.queries.rows import rows_of
from anhuan.domains.province.rules.governance import INDICATORS, KINDS
from anhuan.kernel import clock

EDIT, ACT = "province.edit", "province.act"
MONTH = timedelta(days=30)
_SHOWN = 10


@page("province.view")
def enterprises(request: HttpRequest) -> HttpResponseBase:
    """Every plant in scope, with its class, licence and state (AQ 3064.1-2025 5.2.1, 5.2.2)."""
    spec = ListSpec(
        title="企业台账", noun="家", default_sort="code",
        columns=[
            Column("name", "企业", kind="link", sort="name"),
            Column("bureau", "监管单位", "bureau.name", phone=False),
            Column("kind", "类型", "get_kind_display", phone=False),
            Column("grade", "监管分类", "get_grade_display"),
            Column("level", "风险", lambda one: level_tag(standing_of(one).level), kind="tag"),
            Column("online", "在线", online_tag, kind="tag"),
            Column("alarms", "未销报警", lambda one: standing_of(one).open_alarms, kind="number"),
            Column("works", "作业", lambda one: standing_of(one).works, kind="number", phone=False),
            Column("licence", "许可证", "licence_no", phone=False),
            Column("licence_until", "有效期至", kind="date", sort="licence_until", phone=False),
            Column("code", "企业编码", sort="code", phone=False),
            Column("duty_phone", "值班电话", hidden=True),
        ],
        filters=ENTERPRISES, search=("name", "code", "address"), row_url=enterprise_url,
        create_url=reverse("province:enterprise_create"), create_right=EDIT,
        create_label="登记企业",
        empty="监管范围内还没有企业。",
    )  # fmt: skip
    rows = queries.visible_enterprises(account_of(request)).select_related("standing", "bureau")
    return respond_list(request, spec, rows)


@page("province.view")
def enterprise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One plant now: alarms, commitment, works, hazards, online, what is wrong with its data."""
    found = queries.enterprise_for(account_of(request), pk)
    standing, now = standing_of(found), clock.now()
    return respond_detail(
        request, found.name, target=found, crumbs=crumbs(),
        tags=[level_tag(standing.level), online_tag(found)], actions=_actions(found),
        facts=_facts(found),
        panels=[
            _reasons(found), _orders(found),
            _rows(found, "alarm", "实时报警", "province:alarms", state="open"),
            _rows(found, "work", "特殊作业", "province:works", state="2"),
            _rows(found, "hazard", "未闭环隐患", "province:hazards", state="open"),
            _rows(found, "commitment", "安全承诺", ""),
            _points(found), _evaluations(found),
            _faults(found), _indicators(found, now - MONTH, now), _outages(found),
        ],
        history=history_of(found)[:30],
    )  # fmt: skip


def _actions(found: Enterprise) -> list[Action]:
    def url(name: str) -> str:
        return reverse(f"province:enterprise_{name}", args=[found.pk])

    sure = "旧密钥立即失效，企业须换用新密钥才能上报，确定吗？" if found.keyed_at else ""
    return [
        Action("下发督办", url("order"), ACT, style="primary"),
        Action("巡查抽查", url("check"), ACT),
        Action("登记评价报告", url("report"), ACT),
        Action("登记指标", url("point"), EDIT),
        Action("编辑", url("edit"), EDIT),
        Action("发放密钥", url("key"), EDIT, "post", confirm=sure),
    ]


def _facts(found: Enterprise) -> list[Fact]:
    standing = standing_of(found)
    place = f"{found.longitude:.5f}, {found.latitude:.5f}" if found.longitude is not None and (
        found.latitude is not None) else ""  # fmt: skip
    return [
        Fact("企业编码", found.code), Fact("监管单位", found.bureau.name),
        Fact("企业类型", found.get_kind_display()), Fact("监管分类", found.get_grade_display()),
        Fact("重大危险源", "有" if found.has_hazard_source else "无"),
        Fact("主要负责人", f"{found.principal} {found.principal_phone}"),
        Fact("安全负责人", f"{found.safety_officer} {found.safety_phone}"),
        Fact("24 小时值班电话", found.duty_phone), Fact("地址", found.address, wide=True),
        Fact("经纬度", place), Fact("许可证", found.licence_no),
        Fact("有效期至", found.licence_until),
        Fact("最近联系", standing.last_contact_at), Fact("今日承诺", standing.committed_at),
        Fact("在厂人数", standing.people, "人"),
        Fact("密钥", f"{short_time(found.keyed_at)} 发放" if found.keyed_at else "未发放"),
    ]  # fmt: skip


def _reasons(found: Enterprise) -> Panel:
    standing = standing_of(found)
    rows = [[one["text"], str(one["points"])] for one in standing.reasons]
    note = (
        f"{standing.points} 分，{short_time(standing.judged_at)} 研判" if standing.judged_at else ""
    )
    return Panel(
        "风险预警原因", table=Table(["原因", "分值"], rows, "没有需要预警的情况"), note=note
    )


def _orders(found: Enterprise) -> Panel:
    rows = [
        [(one.title, reverse("province:order", args=[one.pk])), one.get_kind_display(),
         level_tag(one.level), order_tag(one), short_time(one.due_at)]
        for one in open_orders(found)[:_SHOWN]
    ]  # fmt: skip
    listed = f"{reverse('province:orders')}?enterprise={found.pk}"
    heads = ["事项", "类别", "等级", "状态", "期限"]
    return Panel("下行事项", table=Table(heads, rows, "没有未闭环的事项"), url=listed)


def _rows(found: Enterprise, kind: str, title: str, route: str, **narrowed: str) -> Panel:
    rows = [
        [(one.title or one.key, row_url(one)), one.place, row_tag(one),
         short_time(one.at) if one.at else "", short_time(one.due_at) if one.due_at else ""]
        for one in rows_of(found, kind).filter(**narrowed)[:_SHOWN]
    ]  # fmt: skip
    url = f"{reverse(route)}?enterprise={found.pk}" if route else ""
    heads = ["内容", place_word(kind), "状态", "时间", "期限"]
    return Panel(title, table=Table(heads, rows), url=url)


def _points(found: Enterprise) -> Panel | None:
    rows: list[list[Any]] = [
        [(one.name, reverse("province:point", args=[one.pk])), one.object_name,
         f"{one.value:g} {one.unit}" if one.value is not None else "—",
         one.get_alarm_display() or "正常", short_time(one.at) if one.at else ""]
        for one in found.points.filter(is_retired=False)[:20]
    ]  # fmt: skip
    if not rows:
        return None
    listed = f"{reverse('province:points')}?enterprise={found.pk}"
    return Panel(
        "感知数据", table=Table(["指标", "对象", "当前值", "状态", "时间"], rows), url=listed
    )


def _evaluations(found: Enterprise) -> Panel | None:
    rows = [[one.title, one.get_kind_display(), report_tag(one), str(one.due_on)]
            for one in reports_of(found)[:_SHOWN]]  # fmt: skip
    if not rows:
        return None
    listed = f"{reverse('province:reports')}?enterprise={found.pk}"
    heads = ["报告", "类别", "状态", "有效期至"]
    return Panel("评价报告", table=Table(heads, rows), url=listed)


def _faults(found: Enterprise) -> Panel:
    rows = [[KINDS[one.code], one.text] for one in faults_at(found, clock.now())]
    return Panel("数据质量", table=Table(["问题", "说明"], rows, "没有数据质量问题"), side=True)


def _indicators(found: Enterprise, begin: Any, end: Any) -> Panel:
    score = evaluations([found], begin, end)[found.pk]
    rows = []
    for key, (word, meaning) in INDICATORS.items():
        rate = getattr(score, key)
        rows.append([word, "—" if rate is None else f"{100 * rate:.1f}\u00a0%", meaning])
    return Panel("综合评估（近 30 天）", table=Table(["指标", "值", "口径"], rows), side=True)


def _outages(found: Enterprise) -> Panel:
    rows = [
        [one.get_what_display(), short_time(one.began_at),
         short_time(one.ended_at) if one.ended_at else "未恢复"]
        for one in found.outages.all()[:_SHOWN]
    ]  # fmt: skip
    return Panel("离线记录", table=Table(["对象", "开始", "恢复"], rows), side=True)


@form_page(EDIT)
def create(request: HttpRequest) -> HttpResponse:
    """Register one; its key comes next."""
    account = account_of(request)
    form = EnterpriseForm(request.POST or None, account=account)
    fresh = Enterprise(company=company_of(account))
    return respond_form(
        request, form, lambda _: actions.save_enterprise(account, fresh, form.changes),
        "登记企业", enterprise_url, cancel=reverse("province:enterprises"),
    )  # fmt: skip


@form_page(EDIT)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what is known of it."""
    account = account_of(request)
    found = queries.enterprise_for(account, pk, EDIT)
    form = EnterpriseForm(request.POST or None, instance=found, account=account)
    return respond_form(
        request, form, lambda _: actions.save_enterprise(account, found, form.changes),
        f"编辑 {found.name}", enterprise_url(found),
    )  # fmt: skip


@post_only(EDIT)
def key(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new token and key, shown this once."""
    account = account_of(request)
    found = queries.enterprise_for(account, pk, EDIT)
    issued = actions.issue_key(account, found, clock.now())
    answer = render(request, "province/key.html", {"enterprise": found, "issued": issued,
                                                    "title": f"{found.name} 密钥"})  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer
