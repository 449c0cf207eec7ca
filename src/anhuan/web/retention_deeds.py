"""What the page of retention does: check a day of tracks, take tracks out as a file."""

import shutil
import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.files import respond_file
from anhuan.desk.forms import Form, respond_form
from anhuan.desk.pages import form_page
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.queries.export import export_tracks
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

EXPORT_DAYS = 31
TOO_LONG = f"起止日期须先后有序，一次至多 {EXPORT_DAYS} 天；更长请用命令 anhuan export tracks"
PARQUET = "application/vnd.apache.parquet"


class CheckForm(Form):
    """One day of tracks against their seals."""

    day = forms.DateField(label="日期", help_text="厂区时间的一天")


class ExportForm(Form):
    """A period of days, both included."""

    first = forms.DateField(label="从")
    last = forms.DateField(label="至", help_text="含首尾两天；每次导出都记入审计")


@form_page("system.view")
def check_tracks(request: HttpRequest) -> HttpResponseBase:
    """Check a day now; what was found is on the page, and in the audit chain."""
    assert isinstance(request.user, Account)
    account = request.user

    def check(values: dict[str, Any]) -> None:
        start = _midnight(values["day"])
        end = start + timedelta(days=1)
        found = actions.check_tracks(account, company_of(account), start, end)
        said = f"核验 {found.buckets} 个时段、{found.chunks} 段轨迹"
        if found.is_whole:
            messages.success(request, f"{said}，与封存记录一致")
        else:
            messages.error(request, f"{said}，{len(found.findings)} 处不符")

    form = CheckForm(request.POST or None, initial={"day": timezone.localdate(clock.now())})
    back = reverse("system:retention")
    return respond_form(request, form, check, "核验轨迹", back, done="", submit="核验")


@form_page("tracks.view")
def export(request: HttpRequest) -> HttpResponseBase:
    """Tracks of whom the account may trace, as a Parquet file; every export is audited."""
    assert isinstance(request.user, Account)
    account = request.user
    made: list[tuple[Path, str]] = []

    def write(values: dict[str, Any]) -> None:
        start, end = _midnight(values["first"]), _midnight(values["last"]) + timedelta(days=1)
        if not timedelta() < end - start <= timedelta(days=EXPORT_DAYS):
            raise refuse("period", TOO_LONG)
        path = Path(tempfile.mkdtemp(prefix="anhuan-export-")) / "tracks.parquet"
        points = export_tracks(account, start, end, path)
        actions.note_export(account, company_of(account), start, end, points)
        made.append((path, f"轨迹 {values['first']} 至 {values['last']}.parquet"))

    yesterday = timezone.localdate(clock.now()) - timedelta(days=1)
    form = ExportForm(request.POST or None, initial={"first": yesterday, "last": yesterday})
    back = reverse("system:retention")
    answer = respond_form(request, form, write, "导出轨迹", back, done="", submit="导出 Parquet")
    if not made:
        return answer
    path, name = made[0]
    file = path.open("rb")
    shutil.rmtree(path.parent)  # the open file stays readable until it is sent
    return respond_file(request, file, name, PARQUET)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
