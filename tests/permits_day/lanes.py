"""Many jobs of one day: each with its own crew and place, all with the same offices."""

from dataclasses import replace

from anhuan.domains.org.rules import Role
from anhuan.domains.permits.models import PermitSettings
from anhuan.domains.permits.tests.make import make_member
from anhuan.domains.plant.tests.factories import box, make_area
from tests.permits_day.calling import Caller
from tests.permits_day.walk import EVERYBODY, Day

ACROSS, STEP_M, SIDE_M = 20, 18.0, 4.0
CREW = {"leader": Role.WORKER, "guardian": Role.GUARDIAN, "worker": Role.WORKER}


def lanes(day: Day, count: int) -> list[Day]:
    """`count` jobs far enough apart; who signs need not stand beside each of them."""
    PermitSettings.objects.create(company=day.plant.company, on_site="recorded")
    day.opened()
    shared = {who: day.by(who) for who in EVERYBODY if who not in CREW}
    return [_lane(day, n, shared) for n in range(count)]


def _lane(day: Day, n: int, shared: dict[str, Caller]) -> Day:
    plant, place = day.plant, box(10 + STEP_M * (n % ACROSS), 10 + STEP_M * (n // ACROSS), SIDE_M)
    crew = {
        part: make_member(plant.company, role, name=f"{part}{n}", department=plant.unit)
        for part, role in CREW.items()
    }
    area = make_area(plant.company, name=f"{n} 号作业点", kind="production", geometry=place)
    lane = Day(replace(plant, area=area, **crew), day.call, dict(shared), day.forms)
    for part in CREW:
        lane.by(part)
    return lane
