"""Weather entered by hand or told by a station: open-air work that may not go on is stopped (R26).

PTW-080, PTW-081; GB 30871-2022 5.2.15, 8.2.6, 9.2.4, 11.5 d.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.org.models import Account, Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.permits.actions.alarming import end_condition, raise_on
from anhuan.domains.permits.actions.instruments import hear
from anhuan.domains.permits.actions.steps import Doing, do
from anhuan.domains.permits.actions.working import suspend
from anhuan.domains.permits.events import PermitReminder
from anhuan.domains.permits.models import Instrument, Permit, WeatherCheck, WeatherNote
from anhuan.domains.permits.queries.guards.place import weather as weather_guard
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.weather import weather_at, weather_of
from anhuan.domains.permits.rules.codes import Alarm
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.states import ISSUED_STATES, LIVE, Deed, State
from anhuan.domains.permits.rules.weather import Sky, Weather, owes_check_after
from anhuan.domains.permits.rules.wire import Health, Unread, WeatherReport
from anhuan.kernel import clock

WRITTEN_EVERY = timedelta(minutes=1)


def note_weather(
    by: Account | None, company: Company, *, wind_mps: float = 0.0, sky: Iterable[Sky] = (),
    temperature_c: float | None = None, source: str = "hand",
) -> WeatherNote:  # fmt: skip
    """Write down what the weather is, and judge every work in the open by it."""
    now = clock.now()
    with transaction.atomic():
        note = WeatherNote.objects.create(
            company=company, at=now, wind_mps=wind_mps, sky=sorted(str(one) for one in sky),
            temperature_c=temperature_c, source=source[:16], by=by,
        )  # fmt: skip
        if by is not None:
            record(by, "create", note, after={"wind_mps": wind_mps, "sky": note.sky})
        rows = Permit.objects.filter(company=company, state__in=ISSUED_STATES)
        for permit in rows.select_related("company", "area"):
            _judge(permit, note, now)
    return note


def _judge(permit: Permit, note: WeatherNote, now: datetime) -> None:
    if permit.state in LIVE:
        _stop_or_end(permit, now)
    if owed := owes_check_after(Kind(permit.kind), weather_of(note)):
        event = PermitReminder(permit.pk, permit.number, "weather_check", owed)
        if _is_news(permit, note):
            emit(permit.company.code, event)


def _is_news(permit: Permit, note: WeatherNote) -> bool:
    """Rain that lasts is said once."""
    rows = WeatherNote.objects.filter(company=permit.company_id, at__lt=note.at)
    last = rows.order_by("-at", "-id").first()
    return last is None or not owes_check_after(Kind(permit.kind), weather_of(last))


def _stop_or_end(permit: Permit, now: datetime) -> None:
    faults = list(weather_guard(Look(permit, None, now)))
    if not faults:
        end_condition(permit, Alarm.WEATHER, now)
        return
    text = "；".join(one.text for one in faults)
    raise_on(permit, Alarm.WEATHER, text, now)
    if permit.state == State.WORKING:
        suspend(None, permit, text, code=Alarm.WEATHER)


def take_weather(number: str, report: WeatherReport, health: Health) -> bool:
    """A station's observation; whether it was written down. Once a minute, at once when the wind
    changes its level or the sky changes. What a station does not measure stays as it was said."""
    rows = Instrument.objects.filter(
        number=number, form=Instrument.Form.WEATHER, is_retired=False
    ).select_related("company")
    row = rows.first()
    if row is None:
        raise Unread("unknown_station", number)
    now = clock.now()
    with transaction.atomic():
        row = rows.select_for_update(of=("self",)).get(pk=row.pk)
        last = datetime.fromisoformat(row.latest["noted_at"]) if "noted_at" in row.latest else None
        before = weather_at(row.company, now) or Weather()
        seen = _completed(report, before)
        is_due = last is None or now - last >= WRITTEN_EVERY or _differs(seen, before)
        if is_due:
            row.latest = _as_json(seen) | {"noted_at": now.isoformat()}
            note_weather(None, row.company, wind_mps=seen.wind_mps, sky=seen.sky,
                         temperature_c=seen.temperature_c, source=number)  # fmt: skip
        hear(row, report.at, health)
    return is_due


def _completed(report: WeatherReport, before: Weather) -> Weather:
    return Weather(
        before.wind_mps if report.wind_mps is None else report.wind_mps,
        before.sky if report.sky is None else report.sky,
        before.temperature_c if report.temperature_c is None else report.temperature_c,
    )


def _differs(seen: Weather, before: Weather) -> bool:
    return seen.wind_level != before.wind_level or seen.sky != before.sky


def _as_json(seen: Weather) -> dict[str, Any]:
    return {
        "wind_mps": seen.wind_mps, "temperature_c": seen.temperature_c,
        "sky": sorted(str(one) for one in seen.sky),
    }  # fmt: skip


def check_weather(
    by: Account, permit: Permit, text: str, given: dict[str, Any] | None = None
) -> Permit:
    """Scaffolds, slopes, shoring were looked at after the weather; what was found."""
    doing = Doing(Deed.CHECK_WEATHER, {**(given or {}), "findings": text}, note=text.strip()[:500])
    return do(by, permit, doing, lambda look: _checked(look, text.strip()))


def _checked(look: Look, text: str) -> dict[str, Any]:
    assert look.asker is not None
    WeatherCheck.objects.create(
        permit=look.permit, at=look.now, by=look.asker, by_name=look.asker.display_name,
        text=text[:500],
    )  # fmt: skip
    return {}
