"""Evacuation orders that concern me: received, and safe at a muster point."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from anhuan.domains.emergency.actions import note_acknowledgement, tick
from anhuan.domains.emergency.models import Evacuation, Evacuee
from anhuan.domains.emergency.queries import evacuation_for, open_evacuations
from anhuan.domains.emergency.rules.person import Stage
from anhuan.domains.field.queries import Done, Todo
from anhuan.domains.org.models import Account
from anhuan.kernel.errors import refuse


def my_evacuations(account: Account, now: datetime) -> Iterator[Todo]:
    """Open orders with me on the list, until I am safe."""
    if account.person is None or account.company is None:
        return
    mine = Evacuee.objects.filter(person=account.person).exclude(stage=Stage.SAFE)
    orders = open_evacuations(account.company).filter(pk__in=mine.values("evacuation"))
    for order in orders.prefetch_related("musters"):
        musters = [{"id": str(muster.pk), "name": muster.name} for muster in order.musters.all()]
        title = f"{'演练：' if order.is_drill else ''}{order.title}"
        yield Todo(
            f"evacuation:{order.pk}", "emergency", title, order.text, 1,
            f"/evacuation/{order.pk}", order.ordered_at, data={"musters": musters},
        )  # fmt: skip


def received(account: Account, done: Done) -> dict[str, Any]:
    """The order was read, as if the tag had said so."""
    order = _order(account, done)
    mine = order.evacuees.filter(person=account.person).select_related("tag").first()
    if mine is None:
        raise refuse("not_concerned", "您不在这次疏散的名单上")
    if mine.tag and mine.message:
        note_acknowledgement(order.company, mine.tag.number, mine.message, done.happened_at)
    return {"evacuation": str(order.pk)}


def safe(account: Account, done: Done) -> dict[str, Any]:
    """Ticked off by oneself; the place is what one says, the tag is held against it."""
    order = _order(account, done)
    if account.person is None:
        raise refuse("no_person", "账号没有对应的人员，请向集合点负责人报到")
    if not order.is_open:
        raise refuse("stood_down", "这次疏散已经解除")
    muster = None
    if given := done.payload.get("muster"):
        muster = order.musters.filter(pk=_uuid(given)).first()
        if muster is None:
            raise refuse("muster_unknown", "没有这个集合点，请向集合点负责人报到")
    evacuee = tick(
        account, order, account.person, muster, f"本人手机确认 {done.happened_at:%H:%M:%S}Z"
    )
    return {"safe_at": evacuee.safe_at.isoformat() if evacuee.safe_at else ""}


def _order(account: Account, done: Done) -> Evacuation:
    return evacuation_for(account, _uuid(done.payload.get("evacuation")))


def _uuid(given: Any) -> UUID:
    try:
        return UUID(str(given))
    except ValueError:
        raise Http404("没有这次疏散") from None
