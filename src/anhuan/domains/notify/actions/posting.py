"""Telling people: a notice each in page, and one delivery for each channel that carries it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anhuan.domains.notify import rules
from anhuan.domains.notify.actions.delivering import queue_delivery
from anhuan.domains.notify.events import NoticePosted
from anhuan.domains.notify.models import Channel, Delivery, Notice
from anhuan.domains.org.models import Account, Company
from anhuan.domains.outbox.actions import emit
from anhuan.kernel import clock


@dataclass(frozen=True, slots=True)
class Message:
    """What is said. An unread notice of the same topic is replaced by the newer one."""

    topic: str  # "alarm:<uuid>"
    title: str
    text: str = ""
    url: str = ""
    priority: int = 4


def post(company: Company, accounts: Iterable[Account], message: Message) -> list[Notice]:
    """Tell these accounts. Channels belong to the company, so each is used once, not per head."""
    with transaction.atomic():
        told = list({account.pk: account for account in accounts}.values())
        notices = _write(company, told, message, clock.now())
        if notices:
            emit(company.code, _event(told, message))
            _send_out(company, notices[0])
        return notices


def mark_read(account: Account, notice_ids: Iterable[object] | None = None) -> int:
    """Mark the account's notices read, all of them when no ids are given."""
    unread = Notice.objects.filter(account=account, read_at__isnull=True)
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    return unread.update(read_at=clock.now())


def _write(
    company: Company, accounts: list[Account], message: Message, now: datetime
) -> list[Notice]:
    unread = {
        notice.account_id: notice
        for notice in Notice.objects.filter(
            account__in=accounts, topic=message.topic, read_at__isnull=True
        )
    }
    notices = [unread.get(a.pk) or Notice(company=company, account=a) for a in accounts]
    for notice in notices:
        notice.at, notice.topic, notice.priority = now, message.topic, message.priority
        notice.title, notice.text = message.title[:100], message.text[:300]
        notice.url = message.url
    Notice.objects.bulk_create([n for n in notices if n.account_id not in unread])
    Notice.objects.bulk_update(list(unread.values()), ["at", "title", "text", "url", "priority"])
    return notices


def _event(accounts: list[Account], message: Message) -> NoticePosted:
    return NoticePosted(
        accounts=tuple(str(account.pk) for account in accounts),
        topic=message.topic,
        title=message.title,
        text=message.text,
        url=message.url,
        priority=message.priority,
    )


def _send_out(company: Company, notice: Notice) -> None:
    for channel in Channel.objects.filter(company=company, is_enabled=True):
        if rules.goes_out(channel.min_priority, notice.priority):
            delivery = Delivery.objects.create(
                notice=notice, channel=channel, next_try_at=clock.now()
            )
            queue_delivery(delivery)
