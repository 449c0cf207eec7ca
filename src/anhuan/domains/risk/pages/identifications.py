"""The major-hazard calculator of GB 18218: judge, keep, print, register."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, Filter, ListSpec, respond_list
from anhuan.desk.marks import Tag
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.risk import actions, queries
from anhuan.domains.risk.forms.sources import ROWS, IdentifyForm, RegisterForm
from anhuan.domains.risk.models import Identification
from anhuan.domains.risk.pages.common import answer_paper, url
from anhuan.domains.risk.paper import judgement_paper
from anhuan.domains.risk.seeds import shipped_tables
from anhuan.kernel.errors import Blocker

LEVELS = [("0", "不构成"), ("1", "一级"), ("2", "二级"), ("3", "三级"), ("4", "四级")]


@page("risk.view")
def identifications(request: HttpRequest) -> HttpResponseBase:
    """All judgements, "no" among them."""
    spec = ListSpec(
        title="重大危险源辨识", noun="次", default_sort="-at",
        columns=[
            Column("name", "单元名称", kind="link", sort="name"),
            Column("verdict", "结论", verdict_tag, kind="tag", sort="level"),
            Column("s", "S"), Column("r", "R"),
            Column("kind", "单元类别", "get_kind_display", phone=False),
            Column("object", "风险分析对象", phone=False),
            Column("by_name", "辨识人", phone=False),
            Column("at", "辨识时间", kind="time", sort="at"),
        ],
        filters=[Filter("level", "结论", choices=LEVELS)],
        search=("name", "object__name"), row_url=lambda row: url("identification", row),
        create_url=reverse("risk:identify"), create_right="risk.edit", create_label="新的辨识",
        empty="还没有辨识。填写单元内每种危险化学品的设计最大量，得出 S、R 和级别。",
    )  # fmt: skip
    return respond_list(request, spec, queries.visible_identifications(account_of(request)))


def verdict_tag(row: Identification) -> Tag:
    """The verdict as a word."""
    return Tag(*row.tag)


@page("risk.view")
def identification(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One judgement: the calculation line by line, sealed."""
    found = queries.get_identification_for(account_of(request), pk)
    intact = queries.is_intact(found)
    no_source = [] if found.level else [
        Blocker("not_major", "结论为不构成重大危险源，无需登记", "GB 18218-2018 4.2.1")
    ]  # fmt: skip
    rows = [
        (one["name"], one["quantity_t"], one["threshold_t"], one["threshold_by"], one["ratio"],
         one["beta"], one["beta_by"], one["weighted"])
        for one in found.lines
    ]  # fmt: skip
    heads = ["危险化学品", "q（t）", "Q（t）", "Q 依据", "q/Q", "β", "β 依据", "βq/Q"]
    return respond_detail(
        request, found.name, target=found,
        crumbs=[("重大危险源辨识", reverse("risk:identifications"))],
        tags=[verdict_tag(found), *([] if intact else [Tag("记录被改动", "p1")])],
        actions=[
            Action("打印", url("identification_pdf", found), style="primary"),
            Action("登记为重大危险源", url("identification_register", found), "plant.edit",
                   blockers=no_source),
            Action("据此重算", f"{reverse('risk:identify')}?from={pk}", "risk.edit"),
        ],
        facts=[
            Fact("结论", found.verdict), Fact("S＝Σq/Q", found.s), Fact("R＝αΣβq/Q", found.r),
            Fact("α", found.alpha), Fact("500 m 内常住人数", found.people_in_500m, "人"),
            Fact("单元类别", found.get_kind_display()), Fact("风险分析对象", found.object),
            Fact("已登记为", found.source), Fact("依据", found.standard),
            Fact("辨识人", found.by_name), Fact("辨识时间", found.at),
            Fact("说明", found.note, wide=True), Fact("SM3", found.digest, wide=True),
        ],
        panels=[Panel("计算", table=Table(heads, rows))],
        history=history_of(found)[:30],
    )  # fmt: skip


@form_page("risk.edit")
def identify(request: HttpRequest) -> HttpResponse:
    """Judge a unit; `?from=` begins with an earlier judgement, `?rows=` gives more lines."""
    account = account_of(request)
    company = company_of(account)
    wanted = request.GET.get("rows", "")
    given = _before(request)
    rows = max(int(wanted) if wanted.isdecimal() else ROWS, len(given.get("lines", ())))
    form = IdentifyForm(
        request.POST or None, company=company, rows=rows, initial=given.get("initial", {})
    )
    tables = shipped_tables()
    return respond_form(
        request, form, lambda data: actions.identify_unit(account, company, form.unit(data)),
        "重大危险源辨识", lambda made: url("identification", made),
        template="risk/identify_form.html", cancel=reverse("risk:identifications"), done="已辨识",
        submit="计算并保存", chemicals=tables.chemicals.values(),
        categories=tables.categories.values(),
    )  # fmt: skip


def _before(request: HttpRequest) -> dict[str, Any]:
    try:
        pk = UUID(request.GET.get("from", ""))
    except ValueError:
        return {}
    row = queries.get_identification_for(account_of(request), pk)
    initial: dict[str, Any] = {
        "name": row.name, "kind": row.kind, "people_in_500m": row.people_in_500m,
        "object": row.object_id,
    }  # fmt: skip
    for n, one in enumerate(row.stocks):
        initial |= {f"name_{n}": one["name"], f"quantity_{n}": one["quantity_t"],
                    f"categories_{n}": " ".join(one["categories"])}  # fmt: skip
    return {"initial": initial, "lines": row.stocks}


@page("risk.view")
def identification_pdf(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The calculation on paper."""
    found = queries.get_identification_for(account_of(request), pk)
    return answer_paper(request, judgement_paper(found), f"{found.name} 重大危险源辨识")


@form_page("plant.edit")
def identification_register(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Register what was judged, or renew the source it is."""
    account = account_of(request)
    found = queries.get_identification_for(account, pk)
    above = found.object
    initial = {"code": above.code, "area": above.area_id} if above else {}
    form = RegisterForm(request.POST or None, company=found.company, initial=initial)
    return respond_form(
        request, form,
        lambda data: actions.register_source(account, found, data["code"], data["area"]),
        f"登记 {found}", url("identification", found), done="已登记为重大危险源", submit="登记",
    )  # fmt: skip
