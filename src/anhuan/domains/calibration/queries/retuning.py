"""Runs of an alarm test with other thresholds, side by side."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max
from django.shortcuts import get_object_or_404

from anhuan.domains.calibration.models import AlarmTest, Retune
from anhuan.domains.calibration.queries.alarm_tests import PAST, raised_of, staged_of
from anhuan.domains.calibration.queries.rows import events_of
from anhuan.domains.calibration.rules import alarm_tests as rules
from anhuan.domains.calibration.rules.retuning import replayable
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of

LEAD_IN = timedelta(minutes=10)  # so that who is inside, and since when, is known at the start


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run and its rates; None until it is computed."""

    run: Retune
    result: rules.Result | None
    passed: bool | None


def get_retune_for(account: Account, pk: UUID | str) -> Retune:
    """One of the company, else 404."""
    rows = Retune.objects.filter(test__company=company_of(account))
    return get_object_or_404(rows.select_related("test__company"), pk=pk)


def span_of(test: AlarmTest, now: datetime) -> tuple[datetime, datetime]:
    """What is replayed: from the test's start to its last event and what may follow it."""
    last = test.events.aggregate(last=Max("until"))["last"] or now
    end = max(last + PAST, test.finished_at or last)
    return test.started_at, min(end, now)


def outcomes_of(test: AlarmTest) -> list[Outcome]:
    """Every run of the session against the same events, in the order asked for."""
    ended = [one for one in events_of(test) if one.until is not None]
    staged = replayable([staged_of(one, one.until) for one in ended if one.until])
    return [_outcome(test, one, staged) for one in test.retunes.order_by("asked_at")]


def _outcome(test: AlarmTest, run: Retune, staged: list[rules.Staged]) -> Outcome:
    if run.state != Retune.State.DONE:
        return Outcome(run, None, None)
    heard = [one for one in run.alarms if not test.area_id or one["area"] == str(test.area_id)]
    result = rules.result_of(staged, [raised_of(one) for one in heard], test.within_s,
                             test.sample_s)  # fmt: skip
    limits = test.miss_limit_pct / 100, test.false_limit_pct / 100
    return Outcome(run, result, rules.verdict(result.whole, *limits))
