"""What a fence would have done: asking, waiting, the alarms by person, time and place."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.forms import respond_form
from anhuan.desk.marks import short_time
from anhuan.desk.pages import form_page, page
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.forms.drawn import as_feature
from anhuan.domains.positioning.forms.fences import TrialForm
from anhuan.domains.positioning.models import Fence, FenceTrial
from anhuan.domains.positioning.pages.common import account_of, said
from anhuan.domains.positioning.pages.fence_drawing import url_of
from anhuan.domains.positioning.queries import fences as fence_queries
from anhuan.domains.positioning.queries import trials as queries
from anhuan.kernel import clock

SHOWN = 500  # rows; the rest over the API
ON_MAP = 300


@form_page("fences.try")
def fence_try(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask what a fence in force did, or would have done at another time."""
    return _ask(request, pk, fence_queries.get_fence_for)


@form_page("fences.try")
def draft_try(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask what a draft would have done."""
    return _ask(request, pk, fence_queries.get_draft_for)


def _ask(request: HttpRequest, pk: UUID, find: Callable[..., Fence]) -> HttpResponse:
    account = account_of(request)
    found, now = find(account, pk), clock.now()
    form = TrialForm(request.POST or None, now=now)
    return respond_form(
        request, form,
        lambda data: actions.ask_trial(account, found, data["since"], data["until"], now),
        f"试算 {found.name}", lambda trial: reverse("positioning:trial", args=[trial.pk]),
        submit="开始试算", done="", cancel=url_of(found), template="positioning/trial_form.html",
    )  # fmt: skip


@page("fences.try")
def trial(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One trial; while it runs the page asks again every two seconds."""
    account = account_of(request)
    found = queries.get_trial_for(account, pk)
    findings = queries.findings_for(account, found)
    context = {
        "trial": found, "fence_url": _fence_url(found),
        "findings": [_row(one) for one in findings[:SHOWN]],
        "more": max(0, found.figures.get("alarms", 0) - SHOWN), "people": _by_person(findings),
        "figures": _figures(found), "is_open": found.state in ("waiting", "running"),
        "changed": found.fence.updated_at > found.asked_at and not found.fence.is_retired,
        "props": _props(found, findings),
    }  # fmt: skip
    return render(request, "positioning/trial.html", context)


def _row(finding: dict[str, Any]) -> dict[str, Any]:
    """With its time and how long it would have lasted."""
    at = datetime.fromisoformat(finding["at"])
    end = datetime.fromisoformat(finding["until"]) if finding["until"] else None
    lasted = said(max(timedelta(0), end - at)) if end else "到时段结束"
    return finding | {
        "at_text": timezone.localtime(at).strftime("%m-%d %H:%M:%S"),
        "lasted": lasted,
    }


def _fence_url(trial: FenceTrial) -> str:
    return "" if trial.fence.is_retired else url_of(trial.fence)


def _figures(trial: FenceTrial) -> list[tuple[Any, str, str]]:
    """Number, unit, what it is."""
    found = trial.figures
    most_at = (
        f"，{short_time(datetime.fromisoformat(found['most_at']))}" if found.get("most_at") else ""
    )
    rows: list[tuple[Any, str, str]] = [
        (found.get("alarms", 0), "次", "会报警"),
        (found.get("people", 0), "人", "涉及"),
        (found.get("entries", 0), "次", f"进入（{found.get('visitors', 0)} 人）"),
        (found.get("most", 0), "人", f"同时最多{most_at}"),
    ]
    real = queries.really_raised(trial)
    return rows if real is None else [*rows, (real, "次", "现行围栏同期实际报警")]


def _by_person(findings: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Who would have been told most often."""
    return Counter(one["name"] for one in findings if one["name"]).most_common(12)


def _props(trial: FenceTrial, findings: list[dict[str, Any]]) -> dict[str, Any]:
    """The fence as it was tried, and where the alarms would have been."""
    frame = fence_queries.frame_of(trial.company)
    content = trial.content
    spots = [one for one in findings if one["x_m"] is not None][:ON_MAP]
    return {
        "title": trial.fence.name,
        "geometry": as_feature(content["outline"], content.get("radius_m"), frame),
        "people": [
            {"id": one["id"], "name": one["name"], "kind": one["person_kind"] or "staff",
             "x_m": one["x_m"], "y_m": one["y_m"], "floor": one["floor"], "state": "live"}
            for one in spots
        ],
    }  # fmt: skip
