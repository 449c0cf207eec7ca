"""Reading alarms."""

from anhuan.domains.alarms.queries.cards import (
    RELATED,
    card_of,
    life_of,
    open_cards,
    url_of,
)
from anhuan.domains.alarms.queries.explaining import (
    explained_inputs,
)
from anhuan.domains.alarms.queries.listing import (
    alarm_for,
    alarms_of_area,
    alarms_of_person,
    kinds_of,
    suppressions_of,
    visible_alarms,
)
from anhuan.domains.alarms.queries.recipients import (
    climb_of,
    ladder_of,
    recipients,
)
from anhuan.domains.alarms.queries.standing import (
    Found,
    is_silenced,
    locked_alarm,
    look_up,
    silences_at,
    standing_alarm,
)
from anhuan.domains.alarms.queries.statistics import Statistics, statistics_of

__all__ = [
    "RELATED",
    "Found",
    "Statistics",
    "alarm_for",
    "alarms_of_area",
    "alarms_of_person",
    "card_of",
    "climb_of",
    "explained_inputs",
    "is_silenced",
    "kinds_of",
    "ladder_of",
    "life_of",
    "locked_alarm",
    "look_up",
    "open_cards",
    "recipients",
    "silences_at",
    "standing_alarm",
    "statistics_of",
    "suppressions_of",
    "url_of",
    "visible_alarms",
]
