"""The hazards of a running work as its surroundings are now: air, weather, neighbours, people."""

from collections.abc import Iterator

from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.weather import weather_at
from anhuan.domains.permits.rules.codes import Alarm
from anhuan.domains.permits.rules.hazards import HazardRow
from anhuan.domains.permits.rules.states import ISSUED_STATES
from anhuan.domains.permits.rules.surroundings import hazard_of_alarm, hazard_of_weather
from anhuan.domains.permits.rules.weather import weather_faults


def hazards_brought(look: Look) -> list[HazardRow]:
    """What was not there when the analysis was made; gone again when its cause is (PTW-046)."""
    if look.state not in ISSUED_STATES:
        return []
    return [*_by_alarms(look), *_by_weather(look)]


def _by_alarms(look: Look) -> Iterator[HazardRow]:
    for row in look.ringing:
        if found := hazard_of_alarm(Alarm(row.what), row.text):
            yield found


def _by_weather(look: Look) -> Iterator[HazardRow]:
    known = weather_at(look.permit.company, look.now)
    for one in weather_faults(look.kind, look.facts, known, look.figures) if known else ():
        yield hazard_of_weather(one.code, one.text)
