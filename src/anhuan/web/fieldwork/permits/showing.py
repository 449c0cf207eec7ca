"""Permits as the app lists and shows them, and what of them is to be done."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from anhuan.domains.field.queries import Todo, View
from anhuan.domains.org.models import Account
from anhuan.domains.permits import queries
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.board import board_of
from anhuan.domains.permits.queries.field import field_permit, here, takers
from anhuan.domains.permits.queries.field_list import my_groups
from anhuan.domains.permits.queries.look import Look
from anhuan.web.fieldwork.permits.reserving import choices

SHOWN = 50
URGENT, USUAL = 2, 3


def my_permits(account: Account, now: datetime) -> Iterator[Todo]:
    """Each permit whose next step is mine, overdue ones louder (PTW-157)."""
    if account.company is None or not account.may("permits.join"):
        return
    for card in board_of(account, now).todo[:SHOWN]:
        one = card.permit
        assert card.next is not None  # it is mine to do
        yield Todo(
            f"permit:{one.pk}", "permits", f"{card.next.label}：{one.content}",
            f"{one.number} {one.place}", URGENT if card.is_over else USUAL, f"/permits/{one.pk}",
            due=card.ends_at, data={"deed": str(card.next)},
        )  # fmt: skip


def permits(account: Account, _asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """My permits, by what is asked of me now."""
    return {"groups": my_groups(account, now), "now": now}


def permit(account: Account, asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """One of them, whole."""
    return field_permit(_permit(account, asked), account, now)


def permit_here(account: Account, asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Whether a scanned point is at the work, said before anybody signs by it."""
    given = {"point": asked.get("point", "")[:64], "how": asked.get("how", "")[:8]}
    return {"here": here(Look(_permit(account, asked), None, now, given))}  # the point's own word


def permit_takers(account: Account, asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Who may take over."""
    found = takers(_permit(account, asked), account, now, asked.get("q", "").strip()[:20])
    return {"people": found}


def _permit(account: Account, asked: Mapping[str, str]) -> Permit:
    try:
        return queries.permit_for(account, UUID(asked.get("id", "")))
    except ValueError:
        raise Http404("没有这张作业票") from None


PERMIT_VIEWS: dict[str, View] = {
    "permits": View("permits.view", permits),
    "permit": View("permits.view", permit),
    "permit-here": View("permits.view", permit_here),
    "permit-new": View("permits.apply", choices),
    "permit-takers": View("permits.join", permit_takers),
}
