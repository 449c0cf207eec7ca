"""What came in and what was refused; the plant's limits."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.forms.devices import SettingsForm
from anhuan.domains.positioning.models import DeadLetter
from anhuan.domains.positioning.pages.common import account_of
from anhuan.domains.positioning.queries import inflow as queries
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.kernel import clock

SPANS: Mapping[str, int] = {"1": 1, "24": 24, "168": 168}


@page("devices.view")
def inflow(request: HttpRequest) -> HttpResponse:
    """Refusals by reason and source with samples; devices silent or slow (AQL-087)."""
    company, now = company_of(account_of(request)), clock.now()
    hours = SPANS.get(request.GET.get("hours", ""), 24)
    since = now - timedelta(hours=hours)
    reason, source = request.GET.get("reason", "")[:32], request.GET.get("source", "")[:100]
    measured_at, rates = queries.tag_rates(company, now)
    totals = queries.refusal_totals(since)
    context = {
        "title": "数据接入",
        "hours": hours, "spans": [(1, "1 小时"), (24, "24 小时"), (168, "7 天")],
        "totals": totals, "refused": sum(count for _, count in totals),
        "refusals": queries.refusals(since),
        "samples": [_sample(one) for one in queries.samples(reason, source)[:20]],
        "reason": reason, "reason_label": queries.REASONS.get(reason, reason), "source": source,
        "devices": queries.silent_devices(company, now),
        "engines": queries.engine_states(company),
        "measured_at": measured_at, "rates": rates,
        "slow": [rate for rate in rates if rate.is_slow],
        "may_edit": account_of(request).may("devices.edit"),
        "limit": settings_of(company).min_fixes_per_minute,
    }  # fmt: skip
    return render(request, "positioning/inflow.html", context)


def _sample(letter: DeadLetter) -> dict[str, Any]:
    """A refused message as a person can read it."""
    text = bytes(letter.payload)[:600].decode("utf-8", errors="replace")
    return {
        "at": letter.at, "subject": letter.subject, "detail": letter.detail, "text": text,
        "reason": queries.REASONS.get(letter.reason, letter.reason),
    }  # fmt: skip


@form_page("devices.edit")
def settings(request: HttpRequest) -> HttpResponse:
    """Limits for off line, low battery, upload rate; how long tracks are kept."""
    account = account_of(request)
    company = company_of(account)
    form = SettingsForm(request.POST or None, instance=settings_of(company))
    return respond_form(
        request, form, lambda _: actions.change_settings(account, company, **form.changes),
        "定位设置", reverse("positioning:inflow"),
    )  # fmt: skip
