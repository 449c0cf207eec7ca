"""The self-check of anchors: what walk tests of the last year say about each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.calibration.models import AnchorStand
from anhuan.domains.calibration.queries.rows import settings_of
from anhuan.domains.calibration.rules import anchors as rules
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.models import Anchor
from anhuan.domains.positioning.queries.devices import settings_of as positioning_settings

LOOKS_BACK = timedelta(days=366)
DRIFT_FRESH = timedelta(hours=25)  # an anchor nobody walked by today has its last figures


@dataclass(frozen=True, slots=True)
class Check:
    """One anchor, what was measured of it, what is wrong with it."""

    anchor: Anchor
    survey: rules.Survey | None
    findings: tuple[str, ...]
    drift: rules.Drift | None = None  # of the engine's running self-check

    @property
    def left_m(self) -> float | None:
        """What the correction in force leaves of the bias."""
        return None if self.survey is None else self.survey.bias_m - self.anchor.bias_m


def checks_for(account: Account, now: datetime) -> list[Check]:
    """Every anchor in use, those with most to say first."""
    company = company_of(account)
    seen, measures = _surveys(company, now), _measures(company)
    found = [_check(one, seen.get(one.pk, []), now, measures) for one in _anchors(company)]
    return sorted(found, key=lambda one: (not _is_urgent(one), one.anchor.number))


def check_for(account: Account, pk: UUID | str, now: datetime) -> Check:
    """One of them, else 404."""
    company = company_of(account)
    anchor = get_object_or_404(_anchors(company), pk=pk)
    return check_of(anchor, now)


def check_of(anchor: Anchor, now: datetime) -> Check:
    """As it stands now."""
    stands = _surveys(anchor.company, now, anchor).get(anchor.pk, [])
    return _check(anchor, stands, now, _measures(anchor.company))


def seen_from(anchor: Anchor, now: datetime) -> QuerySet[AnchorStand]:
    """The stands it was measured from in the last year, newest first."""
    rows = AnchorStand.objects.filter(anchor=anchor, stand__since__gte=now - LOOKS_BACK)
    rows = rows.filter(stand__walk__state="finished")
    return rows.select_related("stand__point", "stand__walk").order_by("-stand__since")


def _anchors(company: Company) -> QuerySet[Anchor]:
    rows = Anchor.objects.filter(company=company, is_retired=False)
    return rows.select_related("area", "company").order_by("number")


def _surveys(
    company: Company, now: datetime, anchor: Anchor | None = None
) -> dict[UUID, list[rules.StandSurvey]]:
    rows = AnchorStand.objects.filter(
        anchor__company=company, stand__walk__state="finished", stand__since__gte=now - LOOKS_BACK
    )
    if anchor is not None:
        rows = rows.filter(anchor=anchor)
    found: dict[UUID, list[rules.StandSurvey]] = defaultdict(list)
    for one in rows.select_related("stand"):
        if not rules.is_credible(one.stand.errors_m):
            continue
        if survey := rules.seen_from_stand(one.ranges_m, one.distance_m):
            found[one.anchor_id].append(survey)
    return found


@dataclass(frozen=True, slots=True)
class Measures:
    """After how long an anchor counts as silent; which bias and drift are too much."""

    silent_after: timedelta
    limit_m: float
    drift_limit_m: float
    refused_limit: float  # share, 0..1


def _measures(company: Company) -> Measures:
    offline_s, tuned = positioning_settings(company).anchor_offline_s, settings_of(company)
    return Measures(
        timedelta(seconds=offline_s), tuned.bias_limit_m, tuned.drift_limit_m,
        tuned.refused_limit_pct / 100,
    )  # fmt: skip


def _check(
    anchor: Anchor, stands: list[rules.StandSurvey], now: datetime, measures: Measures
) -> Check:
    silent = anchor.seen_at is None or now - anchor.seen_at > measures.silent_after
    survey = rules.survey_of(stands)
    found, drift = rules.findings(survey, anchor.bias_m, measures.limit_m, silent), None
    if anchor.residual_at is not None and now - anchor.residual_at <= DRIFT_FRESH:
        drift = drift_of(anchor)
    drifting = rules.drift_findings(drift, measures.drift_limit_m, measures.refused_limit)
    return Check(anchor, survey, (*drifting, *found), drift)


def drift_of(anchor: Anchor) -> rules.Drift | None:
    """What the engine wrote down last; None where it never had enough ranges."""
    if anchor.residual_m is None:
        return None
    return rules.Drift(anchor.residual_m, anchor.refused_share or 0, anchor.residual_ranges or 0)


def _is_urgent(check: Check) -> bool:
    urgent = {"silent", "biased", "scattered", "drifts", "refused"}
    return not urgent.isdisjoint(check.findings)
