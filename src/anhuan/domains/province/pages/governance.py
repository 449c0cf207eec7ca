"""Data-quality governance, and who knocked without a key."""

from collections import Counter
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.details import Fact, Panel, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.marks import short_time
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.province import actions
from anhuan.domains.province.forms.settings import SettingsForm
from anhuan.domains.province.models import Clash, Refusal, Stranger
from anhuan.domains.province.pages.words import crumbs, enterprise_url
from anhuan.domains.province.queries import settings_of, visible_enterprises
from anhuan.domains.province.queries.governance import Finding, findings
from anhuan.domains.province.rules.governance import KINDS
from anhuan.domains.reporting.seeds.loader import tables
from anhuan.kernel import clock

MOST = 300


@page("province.view")
def governance(request: HttpRequest) -> HttpResponse:
    """Every fault of every plant in scope; `?kind=` narrows it to one kind."""
    account = account_of(request)
    wanted = request.GET.get("kind", "")
    found = findings(account, clock.now())
    counts = Counter(one.fault.code for one in found)
    here = reverse("province:governance")
    shown = [one for one in found if wanted in ("", one.fault.code)]
    may_act = account.may("province.act")
    rows = [_line(one, may_act=may_act) for one in shown[:MOST]]
    plants = len({one.enterprise.pk for one in found})
    heads = ["企业", "问题", ""] if may_act else ["企业", "问题"]
    return respond_detail(
        request, "数据治理", crumbs=crumbs(),
        facts=[
            Fact("有问题的企业", plants, "家", url=here),
            *(Fact(word, counts[code], "项", url=f"{here}?kind={code}",
                   tone="p3" if counts[code] else "") for code, word in KINDS.items()),
        ],
        panels=[
            Panel(KINDS.get(wanted, "全部问题"), table=Table(heads, rows, "没有数据质量问题")),
            _refusals(account), _clashes(account),
            _strangers() if account.may("province.edit") else None,
        ],
    )  # fmt: skip


def _line(one: Finding, *, may_act: bool) -> list[object]:
    plant, word = one.enterprise, KINDS[one.fault.code]
    query = urlencode({"title": f"数据质量督办：{word}"})
    url = f"{reverse('province:enterprise_order', args=[plant.pk])}?{query}"
    line: list[object] = [(plant.name, enterprise_url(plant)), f"{word}：{one.fault.text}"]
    return [*line, ("督办", url)] if may_act else line


def _refusals(account: Account) -> Panel:
    mine = visible_enterprises(account)
    rows = [
        [(one.enterprise.name, enterprise_url(one.enterprise)),
         tables()[one.table].name if one.table in tables() else one.table, one.key,
         "；".join(fault["text"] for fault in one.faults[:3]), short_time(one.at)]
        for one in Refusal.objects.filter(enterprise__in=mine).select_related("enterprise")[:50]
    ]  # fmt: skip
    heads = ["企业", "表", "主键", "问题", "时间"]
    return Panel("退回未更正的数据", table=Table(heads, rows, "没有退回的数据"))


def _clashes(account: Account) -> Panel | None:
    """Ids that came again with other data; nothing where there were none."""
    mine = visible_enterprises(account)
    rows = [
        [(one.enterprise.name, enterprise_url(one.enterprise)), one.message,
         tables()[one.table].name if one.table in tables() else one.table, str(one.times),
         short_time(one.last_at)]
        for one in Clash.objects.filter(enterprise__in=mine).select_related("enterprise")[:50]
    ]  # fmt: skip
    heads = ["企业", "报文编号", "表", "次数", "最近"]
    return Panel("报文编号重复（数据未入库）", table=Table(heads, rows)) if rows else None


def _strangers() -> Panel:
    rows = [[one.address, one.reason, str(one.times), short_time(one.last_at)]
            for one in Stranger.objects.all()[:20]]  # fmt: skip
    heads = ["来源", "原因", "次数", "最近"]
    return Panel("陌生来源", table=Table(heads, rows, "没有陌生来源"), side=True)


@form_page("province.edit")
def settings(request: HttpRequest) -> HttpResponse:
    """Points, bounds, deadlines, limits."""
    account = account_of(request)
    company = company_of(account)
    form = SettingsForm(request.POST or None, settings=settings_of(company))
    return respond_form(
        request, form, lambda _: actions.save_settings(account, company, form.changes),
        "监管设置", reverse("province:overview"),
    )  # fmt: skip
