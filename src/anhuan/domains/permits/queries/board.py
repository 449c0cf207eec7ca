"""The day's board: open work in five groups, what each permit waits for, and whose turn it is.

Everything is read in sets: two hundred permits cost as many queries as two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import (
    Permit,
)
from anhuan.domains.permits.queries.cards import Card, cards_of, ready, zone_of
from anhuan.domains.permits.queries.kept import known_or_read
from anhuan.domains.permits.queries.permits import visible_permits
from anhuan.domains.permits.rules.states import CLOSED, DAY_GROUPS, State

_OPEN = tuple(state for state in State if state not in CLOSED)
_WIDE = ("values", "grade_why", "geometry", "reminded", "floors")


@dataclass(frozen=True, slots=True)
class Board:
    """The day: groups by key of `DAY_GROUPS`, and what waits for the asker, overdue first."""

    groups: dict[str, list[Card]]
    todo: list[Card]
    now: datetime


def todays_permits(account: Account, now: datetime) -> QuerySet[Permit]:
    """What is planned for today, and whatever older is still going on."""
    zone = zone_of(account)
    begin = datetime.combine(now.astimezone(zone).date(), time.min, zone)
    planned = Q(starts_at__lt=begin + timedelta(days=1), ends_at__gte=begin)
    going_on = Q(state__in=[*DAY_GROUPS["running"], State.ISSUED, State.VERIFIED, State.FINISHED])
    return visible_permits(account).filter(planned | going_on)


def board_of(account: Account, now: datetime) -> Board:
    """Today's board as the account sees it; its to-dos reach beyond today."""
    today = todays_permits(account, now)
    known = set(today.exclude(state__in=CLOSED).order_by().values_list("pk", flat=True))
    cards = open_cards(account, now)
    groups: dict[str, list[Card]] = {key: [] for key in DAY_GROUPS}
    for card in (*(one for one in cards if one.permit.pk in known), *_done(today)):
        if key := group_of(State(card.permit.state)):
            groups[key].append(card)
    return Board(groups, [card for card in cards if card.mine], now)


def open_cards(account: Account, now: datetime) -> list[Card]:
    """Everything the account sees that is not closed, of whatever day."""
    rows = visible_permits(account).filter(state__in=_OPEN)
    return cards_of(account, known_or_read(rows, ready), now)


def group_of(state: State) -> str:
    """The day's group of a state."""
    return next((key for key, states in DAY_GROUPS.items() if state in states), "")


def _done(today: QuerySet[Permit]) -> Iterator[Card]:
    """What is closed waits for nobody; it is told in a line."""
    here = Count("people", filter=Q(people__left_at__isnull=True))
    rows = today.filter(state__in=CLOSED).select_related(None).defer(*_WIDE)
    for permit in rows.annotate(here=here).order_by("ends_at"):
        ends_at = permit.valid_until or permit.ends_at
        yield Card(permit, None, "", permit.here, mine=False, ends_at=ends_at, is_over=False)
