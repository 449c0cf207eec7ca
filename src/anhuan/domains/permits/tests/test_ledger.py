"""The ledger grows with the years and stays as quick: the same few queries for any page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.tests.make import at, make_plant, reserved
from anhuan.kernel.ids import uuid7


@pytest.fixture
def plant(db):
    with at() as hand:
        yield make_plant(hand)


def copies(permit, number):
    """Archived ones of the same kind, day by day into the past."""
    fields = {one.attname: getattr(permit, one.attname) for one in Permit._meta.fields}
    rows = []
    for k in range(number):
        begin = permit.starts_at - timedelta(days=k % 700)
        rows.append(
            Permit(**fields | {
                "id": uuid7(), "number": f"DH-OLD-{k:06d}", "state": "archived", "due_at": None,
                "starts_at": begin, "ends_at": begin + timedelta(hours=4), "closed_at": begin,
            })
        )  # fmt: skip
    Permit.objects.bulk_create(rows, batch_size=5000)


@pytest.mark.clause("AQP-090")
def test_a_page_of_the_ledger_costs_the_same_for_any_number_of_permits(plant):
    permit = reserved(plant)
    client = sign_in(plant.safety)

    def queries():
        client.get("/api/v1/permits")
        with CaptureQueriesContext(connection) as found:
            assert client.get("/api/v1/permits").status_code == 200
        return len(found)

    few = queries()
    copies(permit, 60)
    assert queries() == few
