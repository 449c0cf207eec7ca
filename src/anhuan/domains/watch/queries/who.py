"""Who was on watch at a moment."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from anhuan.domains.org.models import Account
from anhuan.domains.watch.models import Turn
from anhuan.domains.watch.queries.rows import whole_turns

LONGEST_OVER = timedelta(hours=4)  # who was relieved late was on watch until then


def on_watch(company_id: Any, at: datetime) -> QuerySet[Turn]:
    """Turns running then: until their end, or until they were taken over if that was later."""
    running = Q(shift__starts_at__lte=at, shift__ends_at__gt=at)
    late = Q(
        shift__ends_at__lte=at, shift__ends_at__gt=at - LONGEST_OVER, handover__taken_at__gt=at
    )
    rows = whole_turns().filter(running | late, post__company_id=company_id)
    return rows.order_by("post__name", "shift__starts_at")


def was_on_watch(account: Account, at: datetime) -> Turn | None:
    """The turn the account's person was on then, if any."""
    if account.person_id is None:
        return None
    return on_watch(account.company_id, at).filter(people=account.person_id).first()
