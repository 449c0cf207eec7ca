"""A plant that works by permits, with phones; and files that go where tests put them."""

import pytest
from django.core.cache import cache
from tests.module_rows import module_rows

from anhuan.domains.permits.tests.make import Plant, at, make_plant
from anhuan.web.fieldwork.tests.make import Phone

__all__ = ["module_rows"]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_URL = f"file://{tmp_path}"
    cache.clear()


@pytest.fixture(scope="module")
def made_plant(module_rows: None) -> Plant:
    """Its people and tags."""
    with at() as hand:
        return make_plant(hand)


@pytest.fixture
def plant(made_plant: Plant, db: None):
    """Ten o'clock on a working day, the clock in the test's hand."""
    with at() as hand:
        made_plant.hand = hand
        yield made_plant


@pytest.fixture
def phone(plant: Plant):
    """The phone of somebody of the plant."""
    phones: dict[str, Phone] = {}

    def of(who: str) -> Phone:
        return phones.setdefault(who, Phone(getattr(plant, who)))

    return of
