"""Who leads which shift, and the days that are not ordinary."""

from datetime import date, timedelta

from anhuan.devices.plant.departments import TEAMS
from anhuan.devices.plant.people import people
from anhuan.devices.plant.shifts import SHIFT_H, STARTS_H, midnight_s, shift_of
from anhuan.devices.seeding.sown import Sown
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org import actions
from anhuan.domains.org.models import DutyShift, Holiday
from anhuan.kernel import clock

DAYS_BACK, DAYS_AHEAD = 7, 14
_HOLIDAYS = (
    (date(2026, 10, 1), 7, "国庆节"),
    (date(2027, 1, 1), 3, "元旦"),
    (date(2027, 2, 5), 7, "春节"),
)


def sow_roster(sown: Sown, today: date) -> None:
    """Control-room shifts of the past week and the next two, and the holidays."""
    leaders = {p.team: p for p in people() if p.post.code == "dispatcher"}
    for offset in range(-DAYS_BACK, DAYS_AHEAD):
        day = today + timedelta(days=offset)
        for team in TEAMS:
            if shift := shift_of(team, day):
                start_s = midnight_s(day) + STARTS_H[shift] * 3600
                start = clock.from_ms(round(start_s * 1000))
                changes = {
                    "team": f"{team}班",
                    "leader": sown.people[leaders[team].number],
                    "starts_at": start,
                    "ends_at": start + timedelta(hours=SHIFT_H),
                }
                actions.save_shift(SYSTEM, DutyShift(company=sown.company), changes)
    for first, days, name in _HOLIDAYS:
        for offset in range(days):
            changes = {"on": first + timedelta(days=offset), "kind": "holiday", "name": name}
            actions.save_holiday(SYSTEM, Holiday(company=sown.company), changes)
