"""Rows that a whole module of tests reads: made once, each test in a savepoint of its own.

    from tests.module_rows import module_rows

    @pytest.fixture(scope="module")
    def plant(module_rows):
        return make_plant()          # stays until the module ends

    @pytest.mark.django_db
    def test_…(plant): …             # what it writes is gone after it

Not for tests that ask for `transaction=True`: those commit.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def module_rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """An open transaction around the module; nothing of it is kept."""
    outer: Any = transaction.atomic()
    outer._from_testcase = True  # as Django's own: durable blocks inside are fine
    with django_db_blocker.unblock(), outer:
        yield
        transaction.set_rollback(True)
