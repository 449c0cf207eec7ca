"""A hazard is put right under a permit: each page leads to the other (DUAL-057)."""

import pytest

from anhuan.domains.hazards import actions as hazards
from anhuan.domains.hazards.tests import make as hazard_plant
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits.tests.make import at, make_plant, reserved
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.mark.clause("DUAL-057")
def test_a_hazard_and_the_permit_it_is_put_right_under_lead_to_each_other():
    with at() as hand:
        plant = make_plant(hand)
        permit = reserved(plant)
        works = hazard_plant.make_plant(plant.company)
        hazard = hazard_plant.judged(works)
        with pytest.raises(Refused):
            hazards.link_permits(works.safety, hazard, [])
        hazards.link_permits(works.safety, hazard, [permit.pk])
        page = sign_in(works.safety)
        assert permit.number in page.get(f"/hazards/{hazard.pk}/").content.decode()
        assert hazard.number in page.get(f"/permits/{permit.pk}/").content.decode()
