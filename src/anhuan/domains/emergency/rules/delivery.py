"""Whether the order has reached somebody's device."""

from datetime import datetime, timedelta
from enum import StrEnum


class Delivery(StrEnum):
    """Sent, acknowledged, or not to be reached."""

    WAITING = "waiting"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    UNREACHABLE = "unreachable"


DELIVERY_LABELS = {
    Delivery.WAITING: "待发", Delivery.SENT: "已发", Delivery.ACKNOWLEDGED: "已确认",
    Delivery.UNREACHABLE: "无法送达",
}  # fmt: skip
TOLD_FOR = timedelta(minutes=10)  # an order older than that is not shown by a tag any more


def delivery_of(
    has_tag: bool,
    sent_at: datetime | None,
    acknowledged_at: datetime | None,
    heard_at: datetime | None,
    now: datetime,
    silent_s: int,
) -> Delivery:
    """`heard_at`: when the tag gave its last sign of life. A tag that has fallen silent cannot
    have heard; one that answered has heard, whatever became of it since."""
    if acknowledged_at:
        return Delivery.ACKNOWLEDGED
    is_silent = heard_at is None or now - heard_at > timedelta(seconds=silent_s)
    if not has_tag or is_silent:
        return Delivery.UNREACHABLE
    return Delivery.SENT if sent_at else Delivery.WAITING
