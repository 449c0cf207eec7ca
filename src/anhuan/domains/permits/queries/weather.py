"""The weather that counts now: the newest note of the plant while it is fresh."""

from datetime import datetime, timedelta

from anhuan.domains.org.models import Company
from anhuan.domains.permits.models import WeatherNote
from anhuan.domains.permits.rules.weather import Sky, Weather

FRESH = timedelta(hours=3)


def weather_at(company: Company, now: datetime) -> Weather | None:
    """None while nobody has said anything for three hours."""
    rows = WeatherNote.objects.filter(company=company, at__lte=now, at__gt=now - FRESH)
    one = rows.order_by("-at", "-id").first()
    if one is None:
        return None
    known = {sky.value for sky in Sky}
    sky = frozenset(Sky(code) for code in one.sky if code in known)
    return Weather(one.wind_mps, sky, one.temperature_c)
