"""What waits for somebody: the worklist of the desk and the phone (AQ 3064.2-2025 5.12.3)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import Permit, Signature
from anhuan.domains.permits.queries.board import open_cards
from anhuan.domains.permits.queries.permits import visible_permits
from anhuan.domains.permits.rules.states import Deed

SIGNED_WITHIN = timedelta(days=30)
_APPROVING = (Deed.APPROVE_RESERVATION, Deed.APPROVE, Deed.VERIFY, Deed.ACCEPT)


def to_do(account: Account, now: datetime) -> list[tuple[Permit, Deed]]:
    """Open permits whose next deed is this account's, the soonest first."""
    cards = sorted(open_cards(account, now), key=lambda card: card.permit.starts_at)
    return [(card.permit, card.next) for card in cards if card.mine and card.next]


def approvals_of(account: UUID) -> QuerySet[Signature]:
    """Every approval somebody has signed: reservations, levels, checks, acceptances."""
    return Signature.objects.filter(account=account, deed__in=_APPROVING).order_by()


def signed_lately(account: Account, now: datetime) -> int:
    """How many permits of the last 30 days one has approved."""
    rows = visible_permits(account).filter(starts_at__gte=now - SIGNED_WITHIN)
    return rows.filter(pk__in=approvals_of(account.pk).values("permit")).count()
