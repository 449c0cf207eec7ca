"""Reading notices."""

from typing import Any

from django.db.models import QuerySet

from anhuan.domains.notify.models import Notice
from anhuan.domains.org.models import Account


def notices_of(account: Account) -> QuerySet[Notice]:
    """An account's notices, newest first."""
    return Notice.objects.filter(account=account)


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
