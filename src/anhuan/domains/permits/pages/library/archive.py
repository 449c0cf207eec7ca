"""The archive of closed permits: its seals, checking them, taking it out (B.3)."""

import tempfile
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.files import respond_file
from anhuan.desk.forms import Form, respond_form
from anhuan.desk.marks import Tag
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits.actions import check_archive, note_archive_export
from anhuan.domains.permits.models import DaySeal
from anhuan.domains.permits.queries import settings_of
from anhuan.domains.permits.queries.archive import write_archive
from anhuan.domains.permits.queries.permits import zone_of
from anhuan.domains.permits.rules.archive import span_blockers
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any


class SpanForm(Form):
    """Plant days, both included."""

    first = forms.DateField(label="从")
    last = forms.DateField(label="至", help_text="含首尾两天")


@page("permits.all")
def archive(request: HttpRequest) -> HttpResponseBase:
    """What is sealed, what the last check found."""
    account = account_of(request)
    company = company_of(account)
    seals = DaySeal.objects.filter(company=company)
    check = AuditRow.objects.filter(verb="permit_check", target_id=str(company.pk)).last()
    after: dict[str, Any] = (check.after or {}) if check else {}
    wrong = int(after.get("wrong", 0))
    return respond_detail(
        request, "作业票档案", crumbs=[("作业票", reverse("permits:permits"))],
        tags=[Tag("全部一致", "good") if check and not wrong else
              Tag(f"{wrong} 处不符", "p1") if wrong else Tag("尚未核验", "off")],
        actions=[
            Action("核验", reverse("permits:archive_check"), "permits.all"),
            Action("导出", reverse("permits:archive_export"), "permits.all"),
        ],
        facts=[
            Fact("保存", f"{settings_of(company).kept_days} 天以上，不自动删除"),
            Fact("已封存", seals.count(), "天"), Fact("最近核验", check.at if check else None),
            Fact("核验张数", after.get("permits"), "张"),
        ],
        panels=[_findings(after), _seals(list(seals[:60]))],
    )  # fmt: skip


def _findings(after: dict[str, Any]) -> Panel | None:
    rows = [[one] for one in after.get("findings", [])]
    return Panel("不符之处", table=Table(["问题"], rows)) if rows else None


def _seals(seals: list[DaySeal]) -> Panel:
    rows = [[str(one.day), len(one.rows), one.sm3[:16], one.at] for one in seals]
    note = "每夜把前一天关闭的作业票按末次签字的 SM3 封存，并记入审计链"
    heads = ["日期", "作业票", "SM3", "封存时间"]
    return Panel("封存记录", table=Table(heads, rows, "还没有关闭的作业票"), note=note)


def _initial(request: HttpRequest) -> dict[str, date]:
    today = clock.now().astimezone(zone_of(company_of(account_of(request)))).date()
    return {"first": today - timedelta(days=30), "last": today - timedelta(days=1)}


@form_page("permits.all")
def archive_check(request: HttpRequest) -> HttpResponseBase:
    """Compare now; what was found is on the page and in the audit chain."""
    account = account_of(request)

    def check(values: dict[str, Any]) -> None:
        refuse_if_any(span_blockers(values["first"], values["last"]))
        found = check_archive(account, company_of(account), values["first"], values["last"])
        said = f"核验 {found.days} 天、{found.permits} 张作业票"
        if found.wrong:
            messages.error(request, f"{said}，{len(found.wrong)} 处不符")
        else:
            messages.success(request, f"{said}，与封存记录一致")

    form = SpanForm(request.POST or None, initial=_initial(request))
    back = reverse("permits:archives")
    return respond_form(request, form, check, "核验作业票档案", back, done="", submit="核验")


@form_page("permits.all")
def archive_export(request: HttpRequest) -> HttpResponseBase:
    """One zip: each permit, photos, detectors' minutes, seals, digests. Every export is audited."""
    account = account_of(request)
    company, made = company_of(account), []

    def write(values: dict[str, Any]) -> None:
        refuse_if_any(span_blockers(values["first"], values["last"]))
        file = tempfile.TemporaryFile()  # noqa: SIM115 - sent and closed by the answer
        count = write_archive(account, company, values["first"], values["last"], file, clock.now())
        note_archive_export(account, company, values["first"], values["last"], count)
        file.seek(0)
        made.append((file, f"作业票档案 {values['first']} 至 {values['last']}.zip"))

    form = SpanForm(request.POST or None, initial=_initial(request))
    back = reverse("permits:archives")
    answer = respond_form(request, form, write, "导出作业票档案", back, done="", submit="导出 ZIP")
    if not made:
        return answer
    return respond_file(request, made[0][0], made[0][1], "application/zip")
