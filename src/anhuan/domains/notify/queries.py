"""Reading notices and channels."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from anhuan.domains.notify.models import Channel, Notice
from anhuan.domains.org.models import Account


def notices_of(account: Account) -> QuerySet[Notice]:
    """An account's notices, newest first."""
    return Notice.objects.filter(account=account)


def notice_for(account: Account, pk: UUID) -> Notice:
    """One of them, else 404."""
    found = notices_of(account).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这条消息")
    return found


def unread_count(account: Account) -> int:
    """What the bell shows."""
    return notices_of(account).filter(read_at__isnull=True).count()


def notice_card(notice: Notice) -> dict[str, Any]:
    """A notice as JSON."""
    return {
        "id": str(notice.pk),
        "at": notice.at.isoformat(),
        "title": notice.title,
        "text": notice.text,
        "url": notice.url,
        "priority": notice.priority,
        "read": notice.read_at is not None,
    }


def channels_of(account: Account) -> QuerySet[Channel]:
    """The company's ways out."""
    return Channel.objects.filter(company=account.company_id)


def channel_for(account: Account, pk: UUID) -> Channel:
    """One of them, else 404."""
    found = channels_of(account).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这个渠道")
    return found
