"""What waits for somebody: the worklist of the desk and the phone (AQ 3064.2-2025 5.12.3)."""

from datetime import datetime

from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.board import open_cards
from anhuan.domains.permits.rules.states import Deed


def to_do(account: Account, now: datetime) -> list[tuple[Permit, Deed]]:
    """Open permits whose next deed is this account's, the soonest first."""
    cards = sorted(open_cards(account, now), key=lambda card: card.permit.starts_at)
    return [(card.permit, card.next) for card in cards if card.mine and card.next]
