"""One hot-work permit from reservation to archive, and what stands against each step."""

import pytest

from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.tests.make import accepted

pytestmark = pytest.mark.django_db


@pytest.mark.clause("PTW-009", "PTW-130", "AQP-057")
def test_from_reservation_to_archive(plant):
    permit = actions.archive(plant.head, accepted(plant))
    assert permit.state == "archived"
    assert queries.verify(permit) == []
    deeds = [one.deed for one in permit.signatures.all()]
    assert deeds[:5] == ["reserve", "approve_reservation", "apply", "analyse", "test_gas"]
    assert deeds[-4:] == ["start", "finish", "accept", "archive"]
    assert Permit.objects.get().closed_at is not None
