"""My to-dos and today's board: five groups with counts, overdue first (AQ 3064.2-2025 5.12)."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from anhuan.desk.pages import page
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of
from anhuan.domains.permits.forms.filters import GROUP_LABELS
from anhuan.domains.permits.pages.words import kind_and_grade, left_text, state_tag
from anhuan.domains.permits.queries.board import board_of, group_of
from anhuan.domains.permits.queries.cards import Card
from anhuan.domains.permits.queries.todo import SIGNED_WITHIN, signed_lately
from anhuan.domains.permits.rules.states import State
from anhuan.kernel import clock

_TIMED = (State.ISSUED, State.VERIFIED, State.WORKING, State.SUSPENDED, State.EXPIRED)
SHOWN = 30  # cards of a group; overdue ones come first


@page("permits.view")
def board(request: HttpRequest) -> HttpResponse:
    """What waits for me, and the day; the page asks for itself anew every ten seconds."""
    account, now = account_of(request), clock.now()
    found = board_of(account, now)
    groups = [
        {
            "key": key, "label": GROUP_LABELS[key], "count": len(cards),
            "cards": [_drawn(one, now) for one in _shown(cards, key == request.GET.get("whole"))],
        }
        for key, cards in found.groups.items()
    ]  # fmt: skip
    context = {
        "title": "作业票", "groups": groups, "todo": [_drawn(one, now) for one in found.todo],
        "signed": signed_lately(account, now),
        "signed_url": _signed_url(account, now), "now": now,
        "may_reserve": account.may("permits.apply"),
        "over": sum(one.is_over for cards in found.groups.values() for one in cards),
    }  # fmt: skip
    return render(request, "permits/board.html", context)


def _signed_url(account: Account, now: datetime) -> str:
    """The ledger with what one has approved of late."""
    since = timezone.localtime(now - SIGNED_WITHIN).date()
    return reverse("permits:ledger") + f"?signed_by={account.pk}&starts_at_from={since}"


def _shown(cards: list[Card], whole: bool) -> list[Card]:
    """Of a long group what ends first, unless it is asked for as a whole."""
    return cards if whole else cards[:SHOWN]


def _drawn(card: Card, now: datetime) -> dict[str, Any]:
    """As plain words: a hundred cards are written with every look at the board."""
    permit = card.permit
    state, tag = State(permit.state), state_tag(permit)
    is_timed = card.is_over or state in _TIMED or permit.starts_at > now
    crew = (
        f"{permit.work_unit} · {card.people} {gettext('人')}" if card.people else permit.work_unit
    )
    return {
        "url": reverse("permits:permit", args=[permit.pk]), "number": permit.number,
        "place": permit.place, "content": permit.content, "kind": kind_and_grade(permit),
        "state": gettext(tag.text), "tone": tag.tone, "over": card.is_over,
        "crew": crew,
        "next": gettext(card.next.label) if card.next else "", "waits": _waits(card),
        "left": left_text(permit, card.ends_at, now) if is_timed else "",
    }  # fmt: skip


def _waits(card: Card) -> str:
    """For what, and for whom; what was cancelled waits for nothing any more."""
    if card.next is None or group_of(State(card.permit.state)) == "cancelled":
        return ""
    what = f"{gettext('待')}{gettext(card.next.label)}"
    return f"{what} · {card.waits_for}" if card.waits_for else what
