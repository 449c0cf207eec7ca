"""Sending a delivery out through its channel, and trying again."""

import logging
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from anhuan.domains.notify import rules
from anhuan.domains.notify.models import Channel, Delivery, Notice
from anhuan.domains.org.models import Account, Company
from anhuan.kernel import clock

TASK = "notify.deliver"
_TYPES = {1: "failure", 2: "warning", 3: "warning", 4: "info"}


def queue_delivery(delivery: Delivery) -> None:
    """Put it on the worker's queue; it goes only if the transaction commits.

    Deliveries of one channel wait for each other, so that a dead channel holds up nobody else.
    """
    when = delivery.next_try_at if delivery.attempts else None
    job = app.configure_task(TASK, lock=f"channel:{delivery.channel_id}", schedule_at=when)
    job.defer(delivery_id=str(delivery.pk))


def deliver(delivery_id: str) -> Delivery | None:
    """Try once and write down how it went. No transaction is open while the wire is.

    None when it went out already, was given up, or is not due: it may be queued twice.
    """
    delivery = (
        Delivery.objects.select_related("channel", "notice")
        .filter(pk=delivery_id, state=Delivery.State.WAITING, next_try_at__lte=clock.now())
        .first()
    )
    if delivery is None:
        return None
    error = _send(delivery.channel, delivery.notice)
    with transaction.atomic():
        _record(delivery, error)
        if delivery.state == Delivery.State.WAITING:
            queue_delivery(delivery)
    return delivery


def try_channel(company: Company, channel: Channel, account: Account) -> Delivery:
    """Send a test message at once, past the queue; the answer says how it went."""
    notice = Notice.objects.create(
        company=company, account=account, at=clock.now(), topic=f"test:{channel.pk}",
        title="测试消息", text=f"渠道“{channel.name}”的测试消息，请忽略", read_at=clock.now(),
    )  # fmt: skip
    delivery = Delivery(notice=notice, channel=channel, attempts=rules.MOST_ATTEMPTS - 1)
    _record(delivery, _send(channel, notice))
    return delivery


def requeue_overdue() -> int:
    """Queue again what should have been tried a minute ago: a worker died in between."""
    late = clock.now() - rules.OVERDUE
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, next_try_at__lt=late)
    overdue = list(waiting[:100])
    for delivery in overdue:
        with transaction.atomic():
            delivery.next_try_at = clock.now()
            delivery.save(update_fields=["next_try_at"])
            queue_delivery(delivery)
    return len(overdue)


def _send(channel: Channel, notice: Notice) -> str:
    """The error, or nothing when it went out."""
    import apprise  # 170 ways out: loaded when one is used

    sender = apprise.Apprise()
    if not sender.add(channel.url):
        return "渠道地址无法识别"
    capture: Any = apprise.LogCapture
    with capture(level=logging.WARNING) as said:
        kind = _TYPES.get(notice.priority, "info")
        sent = sender.notify(title=notice.title, body=notice.text or notice.title, notify_type=kind)
        return "" if sent else (said.getvalue().strip()[-300:] or "对方没有接受")


def _record(delivery: Delivery, error: str) -> None:
    now = clock.now()
    delivery.attempts += 1
    delivery.error = error[:300]
    if not error:
        delivery.state, delivery.sent_at, delivery.next_try_at = Delivery.State.SENT, now, None
    else:
        delivery.next_try_at = rules.next_try_at(delivery.attempts, now)
        if delivery.next_try_at is None:
            delivery.state = Delivery.State.FAILED
    delivery.save()
