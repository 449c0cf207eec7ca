"""What has fallen due, decided for many permits at once: read in sets, however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from anhuan.domains.permits.models import Approval, GasTest, Permit, Suspension
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.timing import dues_of, is_told
from anhuan.domains.permits.rules.forms import Stage
from anhuan.domains.permits.rules.states import State
from anhuan.domains.permits.rules.timers import Due, urgency

_OF_PLANT = ("settings", "figures", "zone", "fixed_areas")


class _OfPermit(Protocol):
    permit_id: UUID


Row = TypeVar("Row", bound=_OfPermit)


def urgent_first(keys: list[UUID], now: datetime) -> list[UUID]:
    """The same keys: works to stop, then what else alarms, then reminders; each by its moment."""
    return [look.permit.pk for look in sorted(looks_at(keys, now), key=_rank)]


def fallen_due(look: Look) -> list[Due]:
    """What is past and was not told yet."""
    past = (due for due in dues_of(look) if due.is_over(look.now))
    return [due for due in past if not is_told(look.permit, due)]


def _rank(look: Look) -> tuple[int, datetime]:
    working = look.state is State.WORKING
    ranks = (urgency(due.alarm, is_working=working) for due in fallen_due(look))
    return min(ranks, default=3), look.permit.due_at or look.now


def looks_at(keys: list[UUID], now: datetime) -> Iterator[Look]:
    """A look at each, knowing already what its timers run by."""
    tests = GasTest.objects.filter(permit__in=keys).order_by("-sampled_at", "-id")
    tests_of = _sorted_by_permit(tests.defer("readings", "verdict"))
    rests_of = _sorted_by_permit(Suspension.objects.filter(permit__in=keys))
    asked = Approval.objects.filter(permit__in=keys, stage=Stage.APPROVAL)
    asked_of = _sorted_by_permit(asked.order_by("order", "id"))
    plants: dict[UUID, dict[str, Any]] = {}
    for permit in Permit.objects.filter(pk__in=keys).select_related("company", "area"):
        look = Look(permit, None, now)
        if permit.company_id not in plants:
            plants[permit.company_id] = {name: getattr(look, name) for name in _OF_PLANT}
        turn = (permit.round, permit.turn)
        look.__dict__ |= plants[permit.company_id] | {
            "tests": [one for one in tests_of[permit.pk] if one.round == permit.round],
            "approvals": [one for one in asked_of[permit.pk] if (one.round, one.turn) == turn],
            "rests": rests_of[permit.pk],
        }
        yield look


def _sorted_by_permit(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.permit_id].append(row)
    return found
