"""The register of certificates (TRAIN-014, PTW-086): list, one, put on file, make void, scan."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.imports import respond_import
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.training import actions
from anhuan.domains.training.forms.certificates import (
    CERTIFICATE_FILTERS,
    CERTIFICATE_SEARCH,
    CertificateForm,
    VoidForm,
    certificate_sheet,
)
from anhuan.domains.training.models import Certificate
from anhuan.domains.training.pages.common import HISTORY, certificate_tag, respond_evidence, url
from anhuan.domains.training.queries import certificates as queries

VIEW, EDIT = queries.VIEW, queries.EDIT


@page(VIEW)
def certificates(request: HttpRequest) -> HttpResponseBase:
    """Every certificate, those that end first on top."""
    spec = ListSpec(
        title="人员证书",
        noun="张",
        default_sort="until",
        columns=[
            Column("person", "持证人", "person.name", kind="link", sort="person__pinyin"),
            Column("unit", "单位", lambda c: c.person.employer or c.person.department or ""),
            Column("kind", "种类", "kind.name", sort="kind__name"),
            Column("number", "证书编号", sort="number", phone=False),
            Column("valid_until", "有效期至", kind="date", sort="valid_until", phone=False),
            Column("reviewed_until", "应复审日期", kind="date", sort="reviewed_until",
                   phone=False),
            Column("until", "到期日", kind="date", sort="until"),
            Column("standing", "效力", certificate_tag, kind="tag"),
            Column("scan", "扫描件", lambda c: bool(c.file_sm3), kind="bool"),
            Column("issuer", "发证机关", hidden=True),
        ],
        filters=CERTIFICATE_FILTERS,
        search=CERTIFICATE_SEARCH,
        search_hint="姓名、工号、证书编号",
        row_url=lambda row: url("certificate", row),
        row_tone=lambda row: "off" if row.is_void else "",
        create_url=reverse("training:certificate_create"),
        create_right=EDIT,
        create_label="登记证书",
        import_url=reverse("training:certificates_import"),
        import_right=EDIT,
        links=[Link("证书种类", reverse("training:kinds"), VIEW),
               Link("提醒设置", reverse("training:settings"), EDIT)],
        empty="还没有证书。先在“证书种类”补齐常用种类，再登记或用 Excel 导入。",
    )  # fmt: skip
    return respond_list(request, spec, queries.visible_certificates(account_of(request)))


@page(VIEW)
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One certificate."""
    found = queries.get_certificate_for(account_of(request), pk)
    scan = url("certificate_scan", found) if found.file_sm3 else ""
    return respond_detail(
        request, f"{found.person.name} · {found.kind}", target=found,
        crumbs=[("人员证书", reverse("training:certificates"))],
        tags=[certificate_tag(found)], actions=_actions(found, scan),
        facts=[
            Fact("持证人", found.person.name, url=reverse("org:person", args=[found.person_id])),
            Fact("单位", found.person.employer or found.person.department),
            Fact("类别", found.kind.get_group_display()),
            Fact("作业票认定", found.kind.get_trade_display() or "与作业票无关"),
            Fact("证书编号", found.number), Fact("证上姓名", found.holder_name or "与持证人相同"),
            Fact("发证机关", found.issuer), Fact("发证日期", found.issued_on),
            Fact("有效期至", found.valid_until or "长期"),
            Fact("应复审日期", found.reviewed_until or "不复审"),
            Fact("扫描件", found.file_name or "没有上传", url=scan),
            *([Fact("作废原因", found.void_why, wide=True)] if found.is_void else []),
        ],
        history=history_of(found)[:HISTORY],
    )  # fmt: skip


def _actions(found: Certificate, scan: str) -> list[Action]:
    shown = [Action("打开扫描件", scan, style="primary")] if scan else []
    if found.is_void:
        return shown
    return [
        *shown,
        Action("编辑", url("certificate_edit", found), EDIT),
        Action("作废", url("certificate_void", found), EDIT, style="danger"),
    ]


@form_page(EDIT)
def certificate_create(request: HttpRequest) -> HttpResponse:
    """Put one on file; `?person=` names whose."""
    company = company_of(account_of(request))
    return _form(request, Certificate(company=company), "登记证书")


@form_page(EDIT)
def certificate_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Renewed, reviewed, or corrected."""
    found = queries.get_certificate_for(account_of(request), pk, EDIT)
    return _form(request, found, f"编辑 {found.person.name} 的证书")


def _form(request: HttpRequest, found: Certificate, title: str) -> HttpResponse:
    account = account_of(request)
    form = CertificateForm(
        request.POST or None, request.FILES or None, instance=found, company=found.company,
        initial={"person": request.GET.get("person")} if found._state.adding else None,
    )  # fmt: skip

    def save(data: dict[str, Any]) -> Certificate:
        changes = dict(data)
        upload = changes.pop("upload", None)
        return actions.save_certificate(account, found, changes, upload)

    return respond_form(
        request, form, save, title, lambda saved: url("certificate", saved),
        cancel=reverse("training:certificates"),
    )  # fmt: skip


@form_page(EDIT)
def certificate_void(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It no longer counts."""
    account = account_of(request)
    found = queries.get_certificate_for(account, pk, EDIT)
    return respond_form(
        request, VoidForm(request.POST or None),
        lambda data: actions.void_certificate(account, found, data["reason"]),
        f"作废 {found.person.name} 的证书", url("certificate", found), submit="作废", done="已作废",
    )  # fmt: skip


@form_page(EDIT)
def certificates_import(request: HttpRequest) -> HttpResponseBase:
    """Certificates from Excel."""
    account = account_of(request)
    company = company_of(account)
    return respond_import(
        request, certificate_sheet(company),
        lambda values: actions.put_certificate(account, company, values),
        reverse("training:certificates"),
    )  # fmt: skip


@page(VIEW)
def certificate_scan(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The scan itself."""
    found = queries.get_certificate_for(account_of(request), pk)
    return respond_evidence(request, found)
