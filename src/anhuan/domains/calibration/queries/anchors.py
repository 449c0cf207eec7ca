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


@dataclass(frozen=True, slots=True)
class Check:
    """One anchor, what was measured of it, what is wrong with it."""

    anchor: Anchor
    survey: rules.Survey | None
    findings: tuple[str, ...]

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


def _measures(company: Company) -> tuple[timedelta, float]:
    """After how long an anchor counts as silent; which bias is too much, metres."""
    offline_s = positioning_settings(company).anchor_offline_s
    return timedelta(seconds=offline_s), settings_of(company).bias_limit_m


def _check(
    anchor: Anchor, stands: list[rules.StandSurvey], now: datetime,
    measures: tuple[timedelta, float],
) -> Check:  # fmt: skip
    silent_after, limit_m = measures
    silent = anchor.seen_at is None or now - anchor.seen_at > silent_after
    survey = rules.survey_of(stands)
    return Check(anchor, survey, tuple(rules.findings(survey, anchor.bias_m, limit_m, silent)))


def _is_urgent(check: Check) -> bool:
    return not set(check.findings).isdisjoint({"silent", "biased", "scattered"})
