"""One's permits as the phone lists them: what is asked of me now first, then where I take part."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.board import board_of
from anhuan.domains.permits.queries.cards import Card
from anhuan.domains.permits.queries.next import NEXT
from anhuan.domains.permits.queries.permits import own_permits
from anhuan.domains.permits.queries.picture import summary
from anhuan.domains.permits.rules.states import CLOSED, LIVE, Deed, State

SHOWN = 200
Group = dict[str, Any]


def my_groups(account: Account, now: datetime) -> list[Group]:
    """Groups by the deed that is mine now, then 作业中, then those that wait for others."""
    mine = board_of(account, now).todo
    asked = [_line(card) for card in mine if State(card.permit.state) not in LIVE]
    going = [_line(card) for card in mine if State(card.permit.state) in LIVE]
    known = {card.permit.pk for card in mine}
    rows = own_permits(account).exclude(state__in=CLOSED).exclude(pk__in=known)
    rest = [summary(one) | {"mine": "", "waits_for": ""} for one in rows.order_by("starts_at")]
    offered = [one | {"mine": Deed.TAKE_OVER} for one in rest if _is_offered(account, one["id"])]
    taken = {one["id"] for one in offered}
    return [
        *_groups([*offered, *asked]), *_one("working", "作业中", going),
        *_one("others", "等待他人办理", [one for one in rest if one["id"] not in taken][:SHOWN]),
    ]  # fmt: skip


def _line(card: Card) -> dict[str, Any]:
    return summary(card.permit) | {
        "mine": card.next or "", "waits_for": card.waits_for, "ends_at": card.ends_at,
        "is_over": card.is_over,
    }  # fmt: skip


def _is_offered(account: Account, permit: str) -> bool:
    rows = Permit.objects.filter(pk=permit, handovers__taken_at__isnull=True)
    return rows.filter(handovers__taker=account.person_id).exists()


def _groups(lines: Iterable[dict[str, Any]]) -> list[Group]:
    found: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        found.setdefault(line["mine"], []).append(line)
    order = [Deed.TAKE_OVER, *NEXT.values()]
    keys = sorted(found, key=lambda key: order.index(Deed(key)) if key in order else 99)
    return [{"key": key, "label": Deed(key).label, "permits": found[key]} for key in keys]


def _one(key: str, label: str, lines: list[dict[str, Any]]) -> list[Group]:
    return [{"key": key, "label": label, "permits": lines}] if lines else []
