"""What the office does for a play, in a real database."""

import time

import pytest

from anhuan.devices import office
from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.positioning.models import Fence, JobArea
from anhuan.domains.positioning.tests import factories as make

pytestmark = pytest.mark.django_db
RING = [[264, 202], [274, 202], [274, 218], [264, 218]]


@pytest.fixture
def plant():
    company = make.make_company()
    make.make_site(company)
    seed_kinds(company)
    return company


def test_a_job_area_is_opened_with_its_crew(plant):
    guardian, welder = make.make_person(plant, "监护人"), make.make_person(plant, "焊工")
    paper = {"what": "job", "name": "动火", "ring": RING, "until_s": time.time() + 240,
             "guardians": [guardian.number], "workers": [welder.number]}  # fmt: skip
    office.carry_out([paper], say=print)
    area = JobArea.objects.get()
    assert list(area.guardians.all()) == [guardian] and list(area.workers.all()) == [welder]
    assert area.geometry["coordinates"][0][0] == area.geometry["coordinates"][0][-1]


def test_a_fence_drawn_for_a_second_play_is_its_next_version(plant):
    keeper = make.make_person(plant)
    paper = {"what": "fence", "name": "演练", "purpose": "leave", "ring": RING, "approach_m": None,
             "people": [keeper.number]}  # fmt: skip
    for from_s in (time.time(), time.time() + 600):
        span = {"from_s": from_s, "until_s": from_s + 240}
        office.carry_out([paper | span], say=print)
    fence = Fence.objects.get()
    assert (fence.version, list(fence.allowed_people.all())) == (2, [keeper])


def test_gas_rings_and_is_over_with_the_play(plant):
    now_s, said = time.time(), []
    paper = {"what": "gas", "detector": "GT-1", "x_m": 10.0, "y_m": 20.0, "from_s": now_s,
             "until_s": now_s + 0.6}  # fmt: skip

    def say(text):
        said.append((text, Alarm.objects.get().returned_at))

    office.carry_out([paper], say)
    assert said and said[0][1] is None, "while it lasts"
    alarm = Alarm.objects.get()
    assert alarm.kind.code == "gas_combustible" and alarm.returned_at is not None
    assert (alarm.x_m, alarm.y_m) == (10.0, 20.0)


def test_no_papers_no_database():
    """This test has no database: one touched would fail it."""
    said: list[str] = []
    office.carry_out([], said.append)
    assert said == []
