"""Reading alarms."""

from anhuan.domains.alarms.queries.cards import RELATED, card_of, life_of, open_cards, url_of
from anhuan.domains.alarms.queries.recipients import climb_of, ladder_of, recipients
from anhuan.domains.alarms.queries.standing import (
    is_silenced,
    known_alarm,
    silences_at,
    standing_alarm,
)

__all__ = [
    "RELATED",
    "card_of",
    "climb_of",
    "is_silenced",
    "known_alarm",
    "ladder_of",
    "life_of",
    "open_cards",
    "recipients",
    "silences_at",
    "standing_alarm",
    "url_of",
]
