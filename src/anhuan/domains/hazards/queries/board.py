"""The board: open hazards by state, the oldest trouble first, and how old they are (DUAL-020)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.queries.hazards import cards, visible_hazards
from anhuan.domains.hazards.queries.todo import to_do
from anhuan.domains.hazards.rules.states import IN_TREATMENT, OPEN, Deed, State
from anhuan.domains.org.models import Account

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Board:
    """Columns of open states with how many there are, and what waits for me."""

    columns: dict[State, list[Hazard]]
    counts: dict[State, int]
    overdue: int
    major: int
    todo: list[tuple[Hazard, Deed]]


def board_of(account: Account, now: datetime) -> Board:
    """Eight small reads whatever the size of the ledger: each column takes its index."""
    rows = visible_hazards(account)
    plain = rows.select_related(None).order_by()
    open_ = plain.filter(state__in=OPEN)
    counts = dict(open_.values_list("state").annotate(Count("pk")))
    figures = open_.aggregate(
        overdue=Count("pk", filter=Q(state__in=IN_TREATMENT, due_at__lte=now)),
        major=Count("pk", filter=Q(level=1)),
    )
    soonest = cards(rows).order_by(F("due_at").asc(nulls_last=True), "id")
    columns = {state: list(soonest.filter(state=state)[:SHOWN]) for state in OPEN}
    return Board(
        columns, {state: counts.get(state, 0) for state in OPEN}, figures["overdue"],
        figures["major"], to_do(account, now),
    )  # fmt: skip
