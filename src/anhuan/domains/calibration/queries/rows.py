"""Points, walk tests and alarm tests of the asker's company."""

from uuid import UUID

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.calibration.models import (
    AlarmTest,
    CalibrationSettings,
    Instrument,
    Passing,
    RouteStop,
    StagedEvent,
    Stand,
    SurveyPoint,
    SurveyRoute,
    WalkTest,
)
from anhuan.domains.calibration.rules.accuracy import Limits
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of


def settings_of(company: Company) -> CalibrationSettings:
    """The plant's limits, or the defaults (unsaved) while it has none."""
    found = CalibrationSettings.objects.filter(company=company).first()
    return found or CalibrationSettings(company=company)


def limits_of(company: Company) -> Limits:
    """As the rules take them."""
    one = settings_of(company)
    return Limits(
        one.limit_m, one.key_limit_m, one.static_limit_m, one.high_risk_limit_m,
        one.moving_limit_m,
    )  # fmt: skip


def visible_points(account: Account) -> QuerySet[SurveyPoint]:
    """Points of the company in use."""
    rows = SurveyPoint.objects.filter(company=company_of(account), is_retired=False)
    return rows.select_related("area", "company")


def get_point_for(account: Account, pk: UUID | str) -> SurveyPoint:
    """One of them, else 404."""
    return get_object_or_404(visible_points(account), pk=pk)


def visible_instruments(account: Account) -> QuerySet[Instrument]:
    """Timers and range finders of the company in use."""
    rows = Instrument.objects.filter(company=company_of(account), is_retired=False)
    return rows.select_related("company")


def get_instrument_for(account: Account, pk: UUID | str) -> Instrument:
    """One of them, else 404."""
    return get_object_or_404(visible_instruments(account), pk=pk)


def visible_walks(account: Account) -> QuerySet[WalkTest]:
    """Walk tests of the company, each with how many stands it has."""
    rows = WalkTest.objects.filter(company=company_of(account))
    rows = rows.select_related("tag", "company", "route")
    return rows.annotate(
        stand_count=Count("stands", distinct=True) + Count("passings", distinct=True)
    )


def get_walk_for(account: Account, pk: UUID | str) -> WalkTest:
    """One of them, else 404."""
    return get_object_or_404(visible_walks(account), pk=pk)


def stands_of(walk: WalkTest) -> QuerySet[Stand]:
    """In order of time."""
    return Stand.objects.filter(walk=walk).select_related("point").order_by("since")


def passings_of(walk: WalkTest) -> QuerySet[Passing]:
    """In the order walked."""
    return Passing.objects.filter(walk=walk).select_related("point").order_by("order")


def visible_routes(account: Account) -> QuerySet[SurveyRoute]:
    """Routes of the company in use, each with how many points it has."""
    rows = SurveyRoute.objects.filter(company=company_of(account), is_retired=False)
    return rows.select_related("company").annotate(stop_count=Count("stops"))


def get_route_for(account: Account, pk: UUID | str) -> SurveyRoute:
    """One of them, else 404."""
    return get_object_or_404(visible_routes(account), pk=pk)


def stops_of(route: SurveyRoute) -> QuerySet[RouteStop]:
    """In the order they are passed."""
    return RouteStop.objects.filter(route=route).select_related("point__area").order_by("order")


def visible_alarm_tests(account: Account) -> QuerySet[AlarmTest]:
    """Alarm tests of the company, each with how many events it has."""
    rows = AlarmTest.objects.filter(company=company_of(account))
    return rows.select_related("area", "company").annotate(event_count=Count("events"))


def get_alarm_test_for(account: Account, pk: UUID | str) -> AlarmTest:
    """One of them, else 404."""
    return get_object_or_404(visible_alarm_tests(account), pk=pk)


def get_event_for(account: Account, pk: UUID | str) -> StagedEvent:
    """A staged event of the company, else 404."""
    rows = StagedEvent.objects.filter(test__company=company_of(account))
    return get_object_or_404(rows.select_related("test__company", "area"), pk=pk)


def events_of(test: AlarmTest) -> QuerySet[StagedEvent]:
    """In order of time."""
    return StagedEvent.objects.filter(test=test).select_related("area").order_by("since")
