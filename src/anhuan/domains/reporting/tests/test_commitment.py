"""The day's commitment counts its works from the permits, and says the four things it must."""

import pytest
from django.urls import reverse

from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits import actions as permits
from anhuan.domains.permits.tests.make import at, make_plant, reserved
from anhuan.domains.reporting.models import Commitment
from anhuan.domains.reporting.queries.commitment import row_of, works_of
from anhuan.domains.reporting.rules.commitment import UNITS, WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    with at() as hand:
        yield make_plant(hand)


def counted(plant):
    works = works_of(plant.company, plant.hand.now().date())
    return {key: number for key, number in works.items() if number}


@pytest.mark.clause("BASE-013")
def test_the_works_of_the_day_are_those_of_the_permits(plant):
    assert counted(plant) == {}
    permit = permits.approve_reservation(plant.head, reserved(plant))
    assert counted(plant) == {"fire2Number": 1}
    permits.ask_cancel(plant.applicant, permit, "检修推迟")
    permits.cancel(plant.head, permit)
    assert counted(plant) == {}


@pytest.mark.clause("BASE-012")
def test_it_says_units_works_grade_and_the_words(plant):
    permits.approve_reservation(plant.head, reserved(plant))
    form = {key: 0 for key in UNITS} | {
        "unitsNumber": 3, "runNumber": 3, "grade": "4", "content": WORDS, "duties_done": "on",
        "duty_leader": "厂长", "duty_phone": "13800000000",
    }  # fmt: skip
    client = sign_in(plant.boss)
    answer = client.post(reverse("reporting:commit"), form)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    made = Commitment.objects.get()
    row = row_of(made)
    assert (row["unitsNumber"], row["fire2Number"], row["riskGrade"]) == (3, 1, "4")
    assert row["commitContent"] == WORDS
    page = client.get(reverse("reporting:commitment", args=[made.pk])).content.decode()
    for text in ("生产装置套数", "二级动火", "蓝（低）", WORDS):
        assert text in page, text
