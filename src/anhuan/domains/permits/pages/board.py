"""My to-dos and today's board: five groups with counts, overdue first (AQ 3064.2-2025 5.12)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anhuan.desk.pages import page
from anhuan.domains.org.queries import account_of
from anhuan.domains.permits.forms.filters import GROUP_LABELS
from anhuan.domains.permits.pages.words import grade_label, left_text, short_kind, state_tag
from anhuan.domains.permits.queries.board import Card, board_of
from anhuan.domains.permits.rules.states import State
from anhuan.kernel import clock

_TIMED = (State.ISSUED, State.VERIFIED, State.WORKING, State.SUSPENDED, State.EXPIRED)


@page("permits.view")
def board(request: HttpRequest) -> HttpResponse:
    """What waits for me, and the day; the page asks for itself anew every ten seconds."""
    account, now = account_of(request), clock.now()
    found = board_of(account, now)
    groups: list[dict[str, Any]] = [
        {"key": key, "label": GROUP_LABELS[key], "cards": [_drawn(one, now) for one in cards]}
        for key, cards in found.groups.items()
    ]
    context = {
        "title": "作业票", "groups": groups, "todo": [_drawn(one, now) for one in found.todo],
        "now": now, "may_reserve": account.may("permits.apply"),
        "over": sum(one["over"] for group in groups for one in group["cards"]),
    }  # fmt: skip
    return render(request, "permits/board.html", context)


def _drawn(card: Card, now: Any) -> dict[str, Any]:
    permit = card.permit
    state = State(permit.state)
    is_timed = card.is_over or state in _TIMED or permit.starts_at > now
    return {
        "permit": permit, "kind": short_kind(permit), "grade": grade_label(permit),
        "state": state_tag(permit), "next": card.next.label if card.next else "",
        "waits_for": card.waits_for, "people": card.people, "over": card.is_over,
        "left": left_text(permit, card.ends_at, now) if is_timed else "",
    }  # fmt: skip
