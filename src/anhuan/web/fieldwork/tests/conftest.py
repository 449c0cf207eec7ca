"""A plant that works by permits, with phones; and files that go where tests put them."""

import pytest
from django.core.cache import cache

from anhuan.domains.permits.tests.make import Plant, at, make_plant
from anhuan.web.fieldwork.tests.make import Phone


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_URL = f"file://{tmp_path}"
    cache.clear()


@pytest.fixture
def plant(db):
    """Ten o'clock on a working day, the clock in the test's hand."""
    with at() as hand:
        yield make_plant(hand)


@pytest.fixture
def phone(plant: Plant):
    """The phone of somebody of the plant."""
    phones: dict[str, Phone] = {}

    def of(who: str) -> Phone:
        return phones.setdefault(who, Phone(getattr(plant, who)))

    return of
