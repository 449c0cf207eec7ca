"""Weather entered by hand or by a source: work in the open that may not go on is stopped (R26)."""

from collections.abc import Iterable

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.org.models import Account, Company
from anhuan.domains.permits.actions.alarming import end_condition, raise_on
from anhuan.domains.permits.actions.working import suspend
from anhuan.domains.permits.models import Permit, WeatherNote
from anhuan.domains.permits.queries.guards.place import weather as weather_guard
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.codes import Alarm
from anhuan.domains.permits.rules.states import LIVE, State
from anhuan.domains.permits.rules.weather import Sky
from anhuan.kernel import clock


def note_weather(
    by: Account | None, company: Company, *, wind_mps: float = 0.0, sky: Iterable[Sky] = (),
    temperature_c: float | None = None, source: str = "hand",
) -> WeatherNote:  # fmt: skip
    """Write down what the weather is; PTW-080, PTW-081."""
    now = clock.now()
    with transaction.atomic():
        note = WeatherNote.objects.create(
            company=company, at=now, wind_mps=wind_mps, sky=[str(one) for one in sky],
            temperature_c=temperature_c, source=source, by=by,
        )  # fmt: skip
        if by is not None:
            record(by, "create", note, after={"wind_mps": wind_mps, "sky": note.sky})
        rows = Permit.objects.filter(company=company, state__in=LIVE)
        for permit in rows.select_related("company", "area"):
            _judge(permit)
    return note


def _judge(permit: Permit) -> None:
    now = clock.now()
    faults = list(weather_guard(Look(permit, None, now)))
    if not faults:
        end_condition(permit, Alarm.WEATHER, now)
        return
    text = "；".join(one.text for one in faults)
    raise_on(permit, Alarm.WEATHER, text, now)
    if permit.state == State.WORKING:
        suspend(None, permit, text, code=Alarm.WEATHER)
