"""Statistics of a period, and the same as the report of town or county, to print."""

from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anhuan.desk.details import Fact
from anhuan.desk.pages import page
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of
from anhuan.domains.province.queries import visible_enterprises
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.queries.governance import evaluations, findings
from anhuan.domains.province.queries.statistics import FIGURES, classes, statistics
from anhuan.domains.province.rules.governance import INDICATORS, KINDS
from anhuan.kernel import clock

USUAL, LONGEST = timedelta(days=29), timedelta(days=366)


@page("province.view")
def report(request: HttpRequest) -> HttpResponse:
    """`?first=&last=`: plant days, both included; the last thirty unless told."""
    account, now = account_of(request), clock.now()
    today = now.astimezone(zone()).date()
    first, last = _days(request.GET.get("first", ""), request.GET.get("last", ""), today)
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    lines = statistics(account, begin, end, now)
    shown = zip(FIGURES.values(), lines[-1].shown(), strict=True) if lines else ()
    graded = [Fact(f"监管分类 {word}", count, "家") for word, count in classes(account)]
    context = {
        "title": "监管统计与报告", "first": first, "last": last, "heads": list(FIGURES.values()),
        "lines": [(one.bureau, one.shown()) for one in lines],
        "facts": [*(Fact(word, value) for word, value in shown), *graded],
        "indicators": [word for word, _ in INDICATORS.values()],
        "scores": _scores(account, begin, end), "faults": _faults(account, now), "now": now,
    }  # fmt: skip
    return render(request, "province/report.html", context)


def _days(first: str, last: str, today: date) -> tuple[date, date]:
    try:
        found = sorted((date.fromisoformat(first), date.fromisoformat(last)))
    except ValueError:
        return today - USUAL, today
    return max(found[0], found[1] - LONGEST), found[1]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, zone())


def _scores(account: Account, begin: datetime, end: datetime) -> list[tuple[str, list[str]]]:
    plants = list(visible_enterprises(account))
    found = evaluations(plants, begin, end)
    return [
        (one.name, ["—" if (rate := getattr(found[one.pk], key)) is None else f"{100 * rate:.1f}"
                    for key in INDICATORS])
        for one in plants
    ]  # fmt: skip


def _faults(account: Account, now: datetime) -> list[Fact]:
    found = [one.fault.code for one in findings(account, now)]
    return [Fact(word, found.count(code), "项") for code, word in KINDS.items()]
