"""The weather that counts now, and what is owed after it."""

from datetime import datetime, timedelta

from anhuan.domains.org.models import Company
from anhuan.domains.permits.models import WeatherCheck, WeatherNote
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.weather import CHECKED_AFTER, Sky, Weather, owes_check_after

FRESH = timedelta(hours=3)
REMEMBERED = timedelta(days=7)  # longer than any of these works lasts unlooked at


def weather_at(company: Company, now: datetime) -> Weather | None:
    """None while nobody has said anything for three hours."""
    rows = WeatherNote.objects.filter(company=company, at__lte=now, at__gt=now - FRESH)
    one = rows.order_by("-at", "-id").first()
    return weather_of(one) if one else None


def weather_of(note: WeatherNote) -> Weather:
    """As the rules take it."""
    known = {sky.value for sky in Sky}
    sky = frozenset(Sky(code) for code in note.sky if code in known)
    return Weather(note.wind_mps, sky, note.temperature_c)


def check_owed(look: Look) -> str:
    """What must be looked at before this work begins or goes on; "" for nothing.

    Measures confirmed after the weather were looked at after it.
    """
    if look.kind not in CHECKED_AFTER:
        return ""
    rows = WeatherNote.objects.filter(
        company=look.permit.company_id, at__lte=look.now, at__gt=look.now - REMEMBERED
    )
    looked = _looked_at(look)
    for note in rows.filter(at__gt=looked) if looked else rows:
        if owed := owes_check_after(look.kind, weather_of(note)):
            return owed
    return ""


def _looked_at(look: Look) -> datetime | None:
    checks = WeatherCheck.objects.filter(permit=look.permit).values_list("at", flat=True)
    measures = [one.confirmed_at for one in look.measures if one.confirmed_at]
    return max([*checks, *measures], default=None)
