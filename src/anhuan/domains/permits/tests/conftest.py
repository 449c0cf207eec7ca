"""One plant for all tests of a module; what a test does to it is gone after the test."""

from collections.abc import Iterator

import pytest
from tests.module_rows import module_rows

from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.tests.make import TEN, Plant, at, make_plant, verified
from anhuan.domains.permits.tests.make_devices import space_issued

__all__ = ["module_rows"]


@pytest.fixture(scope="module")
def made_plant(module_rows: None) -> Plant:
    """Nine people at ten on a Tuesday."""
    with at(TEN) as hand:
        return make_plant(hand)


@pytest.fixture
def plant(made_plant: Plant, db: None) -> Iterator[Plant]:
    """The same people with the clock in hand. Not for tests that commit."""
    with at(TEN) as hand:
        made_plant.hand = hand
        yield made_plant


@pytest.fixture(scope="module")
def made_space(made_plant: Plant) -> Permit:
    """A tank that may be entered, signed by all."""
    with at(TEN) as made_plant.hand:
        return space_issued(made_plant)


@pytest.fixture
def space(plant: Plant, made_space: Permit) -> Permit:
    """The same, as this test alone changes it."""
    return Permit.objects.get(pk=made_space.pk)


@pytest.fixture(scope="module")
def made_hot(made_plant: Plant) -> Permit:
    """Hot work of the second grade, checked by the shift leader, not begun."""
    with at(TEN) as made_plant.hand:
        return verified(made_plant)


@pytest.fixture
def hot(plant: Plant, made_hot: Permit) -> Permit:
    """The same, as this test alone changes it."""
    return Permit.objects.get(pk=made_hot.pk)
