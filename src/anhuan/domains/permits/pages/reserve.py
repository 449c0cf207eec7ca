"""Reserving: which kind, the facts, the grade they give and what else is needed, the place."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits import actions
from anhuan.domains.permits.forms.boxes import KNOWN, values_of
from anhuan.domains.permits.forms.reservation import USUAL_LENGTH, ReservationForm
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.forms import current_form
from anhuan.domains.permits.queries.preview import preview_of
from anhuan.domains.permits.queries.proposing import proposed_for
from anhuan.domains.permits.rules.forms import Field, Stage, parse_template
from anhuan.domains.permits.rules.kinds import KINDS, Group, Kind
from anhuan.domains.permits.seeds import shipped_form
from anhuan.domains.plant.queries import known_site
from anhuan.kernel import clock

GROUPS = ((Group.SPECIAL, "特殊作业"), (Group.TANK, "储罐作业"), (Group.LOADING, "装卸作业"),
          (Group.INTERLOCK, "联锁作业"))  # fmt: skip


@page("permits.apply")
def choose(request: HttpRequest) -> HttpResponse:
    """Which kind of work."""
    groups = [
        (label, [info for info in KINDS.values() if info.group is group]) for group, label in GROUPS
    ]
    return render(request, "permits/kinds.html", {"title": "预约作业", "groups": groups})


def _kind(request: HttpRequest) -> Kind | None:
    text = request.GET.get("kind", "")
    return Kind(text) if text in set(Kind) else None


def _form(request: HttpRequest, account: Account, kind: Kind) -> ReservationForm:
    company = company_of(account)
    site = known_site(company)
    department = account.person.department if account.person else None
    starts_at, ends_at = proposed_for(account, clock.now(), USUAL_LENGTH)
    start = {"unit": department, "work_unit": str(department or ""), "starts_at": starts_at,
             "ends_at": ends_at}  # fmt: skip
    return ReservationForm(
        request.POST or None, kind=kind, boxes=_boxes(account, kind), company=company,
        frame=site.georeference if site else None, initial=start,
    )  # fmt: skip


def _boxes(account: Account, kind: Kind) -> list[Field]:
    """What the form asks for with the reservation."""
    stored = current_form(company_of(account), kind)
    form = parse_template(stored.content) if stored else shipped_form(kind)
    first = [one for one in form.fields if one.stage is Stage.RESERVATION and one.key not in KNOWN]
    counted = [one for one in form.fields if one.stage is Stage.APPLICATION
               and one.type.value == "number" and one not in first]  # fmt: skip
    return [*first, *counted]


@form_page("permits.apply")
def reserve(request: HttpRequest) -> HttpResponse:
    """The form of one kind; the grade is told while one types."""
    account, kind = account_of(request), _kind(request)
    if kind is None:
        return redirect("permits:choose_kind")
    form = _form(request, account, kind)
    return respond_form(
        request, form, lambda _: actions.reserve(account, form.asked()),
        f"预约{kind.label}", lambda made: reverse("permits:permit", args=[made.pk]),
        template="permits/reservation_form.html", cancel=reverse("permits:choose_kind"),
        submit="提交预约", done="已预约，等待批准", kind=kind,
        props={"shapes": ["rectangle", "polygon", "circle", "line"], "area_field": "area"},
        crumbs=[("作业票", reverse("permits:permits")),
                ("预约作业", reverse("permits:choose_kind"))],
    )  # fmt: skip


@post_only("permits.apply")
def preview(request: HttpRequest) -> HttpResponse:
    """The grade explained, from what is typed so far; nothing is written."""
    account, kind = account_of(request), _kind(request) or Kind.HOT_WORK
    form = _form(request, account, kind)
    form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    now = clock.now()
    starts_at = data.get("starts_at") or now
    ends_at = data.get("ends_at") or starts_at + timedelta(hours=1)
    permit = Permit(
        company=company_of(account), kind=kind, area=data.get("area"), starts_at=starts_at,
        ends_at=max(ends_at, starts_at), values=values_of(form.boxes, data),
    )  # fmt: skip
    found = preview_of(permit, account, data.get("grade") or "", now)
    context = {"found": found, "graded": KINDS[kind].is_graded}
    return render(request, "permits/_level.html", context)
