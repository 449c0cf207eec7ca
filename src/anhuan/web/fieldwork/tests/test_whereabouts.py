"""Where somebody is: the tag while it is fresh, then the phone, then the tag however old."""

from datetime import timedelta

import pytest

from anhuan.domains.emergency.tests.make import make_wearer, put, tag_of
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, make_person
from anhuan.domains.plant.tests.factories import make_site
from anhuan.kernel import clock
from anhuan.web.fieldwork.whereabouts import held_by, latest_of, place_of

pytestmark = pytest.mark.django_db
GATE = {"lon": 117.5, "lat": 38.3, "accuracy_m": 12}


def wearer(age_s: float):
    company = make_company()
    make_site(company)
    person = make_wearer(company)
    now = clock.now()
    put(person, 50, 60, at=now - timedelta(seconds=age_s))
    return make_account(company, Role.WORKER, person=person), now


@pytest.mark.parametrize(("age_s", "by_tag"), [(0, True), (120, True), (120.5, False)])
def test_the_tag_speaks_for_two_minutes_then_the_phone(age_s, by_tag):
    account, now = wearer(age_s)
    found = place_of(account, GATE, now)
    assert ((found.x_m, found.y_m) == (50, 60)) is by_tag
    assert found.radius_m == (0.5 if by_tag else 12)


def test_an_old_tag_is_better_than_nothing_and_nothing_is_nothing():
    account, now = wearer(3600)
    assert place_of(account, None, now).x_m == 50
    bare = make_account(account.company, person=make_person(account.company))
    assert place_of(bare, None, now).x_m is None
    assert held_by(None) is None and latest_of(bare.person) is None


def test_the_tag_is_the_one_that_is_worn():
    account, _now = wearer(1)
    held = held_by(account.person)
    assert held is not None and held.tag == tag_of(account.person)
