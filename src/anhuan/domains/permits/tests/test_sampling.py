"""Who goes in for the sample wears what is asked for and is registered; instruments are in date."""

from datetime import timedelta

import pytest

from anhuan.domains.permits import actions
from anhuan.domains.permits.tests.make import analysed, sample, space_sample
from anhuan.domains.permits.tests.make_devices import make_instrument, watched
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def codes(act):
    with pytest.raises(Refused) as refused:
        act()
    return {one.code for one in refused.value.blockers}


@pytest.mark.clause("GBW-103")
def test_who_goes_in_for_a_sample_says_what_was_worn_and_is_registered(plant, space):
    permit, inside = watched(plant, space), plant.analyst.person
    bare = space_sample(plant, is_inside=True, gear=" ")
    assert codes(lambda: actions.record_gas(plant.analyst, permit, bare)) == {"gear_missing"}
    assert not permit.entries.filter(person=inside).exists()
    worn = space_sample(plant, is_inside=True, gear="长管呼吸器、安全绳")
    plant.hand.go(minutes=2)
    actions.record_gas(plant.analyst, permit, worn)
    entry = permit.entries.get(person=inside)
    assert (entry.entered_at, entry.left_at) == (worn.sampled_at, plant.hand.now())
    assert permit.gas_tests.filter(verdict__inside__gear=worn.gear).count() == 1
    actions.record_gas(plant.analyst, permit, space_sample(plant))  # from outside: nothing more
    assert permit.entries.filter(person=inside).count() == 1


@pytest.mark.clause("GBW-041")
@pytest.mark.parametrize(("days", "good"), [(0, True), (-1, False)])
def test_a_registered_instrument_past_its_check_makes_no_analysis(plant, days, good):
    permit, today = analysed(plant), plant.hand.now().date()
    make_instrument(plant, "GX-9", checked_until=today + timedelta(days=days))
    typed = sample(plant, instrument="GX-9", instrument_until=today + timedelta(days=300))
    act = lambda: actions.record_gas_test(plant.analyst, permit, typed)  # noqa: E731
    if good:
        assert act().state == "tested"
    else:
        assert codes(act) == {"instrument_expired"}
