"""Who was near a place, who passed through a drawn shape, who met a person, where time went."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.lists import Column, Link
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.pages import page
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.forms import where as forms
from anhuan.domains.positioning.pages.common import account_of, said
from anhuan.domains.positioning.pages.report import Report, respond_report
from anhuan.domains.positioning.queries import contacts as contact_queries
from anhuan.domains.positioning.queries import drawn, near
from anhuan.domains.positioning.queries.scope import scope_of
from anhuan.domains.positioning.queries.subjects import (
    KIND_LABELS,
    Subject,
    find_subjects,
    named_subjects,
)

AROUND = timedelta(minutes=5)
_ISO = "%Y-%m-%dT%H:%M:%SZ"
WHO = (
    Column("subject", "姓名/车辆", lambda row: str(row["subject"]), kind="link"),
    Column("kind", "类型", lambda row: KIND_LABELS[kind_of(row["subject"])]),
    Column("department", "部门", lambda row: row["subject"].department, phone=False),
    Column("first", "首次", kind="time"),
    Column("last", "末次", kind="time"),
    Column("stay", "累计", lambda row: said(timedelta(seconds=row["seconds"]))),
    Column("seconds", "累计秒数", kind="number", hidden=True),
)
CLOSEST = Column(
    "closest_m", "最近距离", lambda row: round(row["closest_m"], 1), "number", unit="m"
)


@page("tracks.view")
def who_was_near(request: HttpRequest) -> HttpResponseBase:
    """Click a place, say how far and when: everybody who was there, no fence needed (POS-052)."""
    account = account_of(request)
    form = forms.NearForm(request, account)
    report = Report(
        "附近人员追溯", form, [*WHO, CLOSEST], template="positioning/near.html",
        row_url=lambda row: track_url(row["subject"], row["first"], row["last"]),
        hint="在地图上点一个位置，设定半径和时段，查出那时到过附近的所有人。",
        empty="这段时间没有人到过这里。", links=_others("near"),
    )  # fmt: skip
    report.context["picker"] = {"floor_field": "floor"}
    asked = "x_m" in request.GET
    if asked and form.is_valid():
        report.rows = _near(account, form)
        report.figures = [(len(report.rows), "人（车）到过附近")]
    return respond_report(request, _told(report, asked))


def _near(account: Account, form: forms.NearForm) -> list[dict[str, Any]]:
    data, (start, end) = form.cleaned_data, form.period
    x_m, y_m, radius_m = data["x_m"], data["y_m"], data["radius_m"]
    found = near.who_was_near(account, x_m, y_m, data["floor"], radius_m, start, end)
    place = f"({x_m:.1f}, {y_m:.1f}) 周围 {radius_m:g} m"
    company = company_of(account)
    actions.record_look_at_place(account, company, start, end, place, data["purpose"])
    who = named_subjects(scope_of(account, "tracks.view"), [one.subject for one in found])
    return [
        {"subject": who[one.subject], "first": one.first, "last": one.last,
         "seconds": one.seconds, "closest_m": one.closest_m}
        for one in found if one.subject in who
    ]  # fmt: skip


@page("tracks.view")
def passed(request: HttpRequest) -> HttpResponseBase:
    """Draw any shape: who passed through, how often in and out, who is still inside (POS-044)."""
    account = account_of(request)
    form = forms.PassedForm(request, account)
    form.longest = timedelta(days=7)  # type: ignore[misc]
    columns = [
        *WHO, Column("entries", "进", kind="number"), Column("exits", "出", kind="number"),
        Column("inside", "时段末", _inside, kind="tag"),
    ]  # fmt: skip
    report = Report(
        "图上范围进出", form, columns, template="positioning/passed.html",
        row_url=lambda row: track_url(row["subject"], row["first"], row["last"]),
        hint="在地图上画出范围，设定时段，统计进出次数、停留和仍在内的人。",
        empty="这段时间没有人进入过这个范围。", links=_others("passed"),
    )  # fmt: skip
    report.context["editor"] = {"shapes": ["polygon", "rectangle", "circle"]}
    asked = bool(request.GET.get("geometry"))
    if asked and form.is_valid():
        found = _passed(account, form)
        report.rows = [_as_row(one) for one in found]
        report.figures = _sums(found)
    return respond_report(request, _told(report, asked))


def _passed(account: Account, form: forms.PassedForm) -> list[drawn.Passed]:
    data, (start, end) = form.cleaned_data, form.period
    floors = frozenset() if data["floor"] is None else frozenset({data["floor"]})
    shape, radius_m = data["geometry"], form.radius_m
    found = drawn.passed_through(account, shape, radius_m, start, end, floors)
    company = company_of(account)
    actions.record_look_at_place(account, company, start, end, "图上范围", data["purpose"])
    return found


def _as_row(one: drawn.Passed) -> dict[str, Any]:
    return {name: getattr(one, name) for name in drawn.Passed.__slots__}


def _sums(found: Sequence[drawn.Passed]) -> list[tuple[Any, str]]:
    return [
        (len(found), "人（车）经过"),
        (sum(one.entries for one in found), "次进入"),
        (sum(one.exits for one in found), "次离开"),
        (sum(one.is_inside for one in found), "时段末仍在内"),
    ]


def _inside(row: dict[str, Any]) -> Mark | None:
    return Mark("在内", "accent") if row["is_inside"] else None


@page("tracks.view")
def contacts(request: HttpRequest) -> HttpResponseBase:
    """Everybody near a person for a while: the list after an incident (POS-050)."""
    account = account_of(request)
    form = forms.ContactsForm(request, account)
    columns = [
        *WHO, Column("longest", "最长连续", lambda row: said(timedelta(seconds=row["longest_s"]))),
        CLOSEST,
    ]  # fmt: skip
    report = Report(
        "接触人员排查", form, columns, links=_others("contacts"),
        row_url=lambda row: track_url(row["subject"], row["first"], row["last"]),
        hint="填一个人、距离和累计时长，查出与其同楼层接近过的所有人。",
        empty="这段时间没有人与其接近到这个程度。",
    )  # fmt: skip
    asked = "who" in request.GET
    if asked and form.is_valid():
        _answer_contacts(account, form, report)
    return respond_report(request, _told(report, asked))


def _answer_contacts(account: Account, form: forms.ContactsForm, report: Report) -> None:
    """Rows when the name fits one; else the choice of those it fits."""
    data, (start, end) = form.cleaned_data, form.period
    hits = find_subjects(account, data["who"].strip())
    exact = [h for h in hits if data["who"].strip() in (h["name"], h["number"], str(h["subject"]))]
    chosen = exact if len(exact) == 1 else hits
    if len(chosen) != 1:
        names = "、".join(f"{h['name']}（{h['number']}）" for h in chosen[:8])
        text = f"有 {len(chosen)} 人符合，请填工号：{names}" if chosen else "没有找到此人或车辆"
        form.add_error("who", text)
        return
    own, found = contact_queries.contacts(
        account, chosen[0]["subject"], start, end, data["radius_m"], round(60 * data["minutes"])
    )
    actions.record_look(account, own, start, end, data["purpose"])
    columns = contact_queries.Met.__slots__
    report.rows = [{name: getattr(one, name) for name in columns} for one in found]
    report.figures = [(len(found), f"人接近过 {own}")]


def _told(report: Report, asked: bool) -> Report:
    """Before anything was asked, fields that are only empty are not called wrong."""
    if not asked:
        report.form.errors.clear()
    return report


def _others(here: str) -> list[Link]:
    """The sister questions."""
    routes = {"near": "附近人员", "passed": "图上范围", "contacts": "接触人员"}
    return [
        Link(label, reverse(f"positioning:{name}"), "tracks.view")
        for name, label in routes.items() if name != here
    ]  # fmt: skip


def track_url(subject: Subject, first: datetime, last: datetime) -> str:
    """The track around a stay, a little before and after."""
    start, end = (first - AROUND).astimezone(UTC), (last + AROUND).astimezone(UTC)
    span = {"from": f"{start:{_ISO}}", "to": f"{end:{_ISO}}"}
    query = {"subject": subject.pk} | span
    return f"{reverse('positioning:tracks')}?{urlencode(query)}"


def kind_of(subject: Subject) -> str:
    """How the map draws it."""
    return getattr(subject, "map_kind", "vehicle")
