"""Telling of a hazard at the desk; mending what was told."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.pages import form_page
from anhuan.domains.hazards import actions
from anhuan.domains.hazards.actions import Report, shot_of
from anhuan.domains.hazards.forms.reporting import CorrectForm, ReportForm
from anhuan.domains.hazards.models import Hazard, Stage
from anhuan.domains.hazards.queries import hazard_for
from anhuan.domains.hazards.rules.codes import Source
from anhuan.domains.org.queries import account_of, company_of

_PLAIN = ("name", "description", "place", "area", "structure", "floor", "check_unit", "inspectors",
          "found_at", "is_suspected_major", "object_code")  # fmt: skip
_FIXED = ("cause", "treatment", "result")


@form_page("hazards.report")
def create(request: HttpRequest) -> HttpResponse:
    """Everything one may tell; only what it is and where is asked for."""
    account = account_of(request)
    form = ReportForm(request.POST or None, request.FILES or None, company=company_of(account))
    return respond_form(
        request, form, lambda data: actions.report(account, _report(data)), "上报隐患",
        lambda hazard: reverse("hazards:hazard", args=[hazard.pk]), submit="上报",
        done="已上报", cancel=reverse("hazards:hazards"), template="hazards/form.html",
        crumbs=[("隐患", reverse("hazards:hazards"))],
    )  # fmt: skip


def _report(data: dict[str, Any]) -> Report:
    shots = [shot_of(one, Stage.FOUND) for one in data["photos"]]
    fixed = {key: data[key] for key in _FIXED} if data["is_fixed"] else None
    if fixed is not None:
        shots += [shot_of(one, Stage.FIXED) for one in data["photos_after"]]
    plain = {name: data[name] for name in _PLAIN}
    return Report(
        source=Source(data["source"]), photos=tuple(shots), fixed=fixed,
        risk_unit_id=data["risk_unit"], risk_measure_id=data["risk_measure"], **plain,
    )  # fmt: skip


@form_page("hazards.report")
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """As long as nobody has judged it."""
    account = account_of(request)
    hazard = hazard_for(account, pk)
    form = CorrectForm(request.POST or None, company=hazard.company, initial=_initial(hazard))
    page = reverse("hazards:hazard", args=[pk])

    def save(data: dict[str, Any]) -> Hazard:
        if data["found_at"] is None:
            data = {**data, "found_at": hazard.found_at}
        return actions.correct(account, hazard, data)

    return respond_form(
        request, form, save, f"更正：{hazard.number}", page,
        crumbs=[("隐患", reverse("hazards:hazards")), (hazard.number, page)],
        template="hazards/form.html",
    )  # fmt: skip


def _initial(hazard: Hazard) -> dict[str, Any]:
    return {name: getattr(hazard, name) for name in CorrectForm.base_fields}
