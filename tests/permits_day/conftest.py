"""One plant for a whole module, with the permits its `PERMITS` names; each test winds the clock."""

from collections.abc import Iterator

import pytest

from anhuan.domains.permits.models import PermitSettings
from anhuan.domains.permits.tests.make import TEN, Hand, at, make_plant
from tests.module_rows import module_rows
from tests.permits_day.calling import Near
from tests.permits_day.walk import Day

__all__ = ["module_rows"]


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest, module_rows: None) -> Day:
    """Made at ten, or when the module's `BEGINS` says, with its `FIGURES`. `PERMITS`: name →
    (state, kind, changes); each is parked as soon as it has come so far."""
    module = request.module
    with at(getattr(module, "BEGINS", TEN)) as hand:
        day = Day(make_plant(hand), Near).opened()
        figures = getattr(module, "FIGURES", {})
        PermitSettings.objects.create(company=day.plant.company, figures=figures)
        for name, (state, kind, changes) in getattr(module, "PERMITS", {}).items():
            day.park(name, day.to(state, kind, **changes))
    return day


@pytest.fixture
def hand(request: pytest.FixtureRequest, db: None) -> Iterator[Hand]:
    """The house's clock: ten on a Tuesday that is no holiday, or the module's `BEGINS`."""
    with at(getattr(request.module, "BEGINS", TEN)) as hand:
        yield hand


@pytest.fixture
def day(made: Day, hand: Hand) -> Day:
    """The plant with the clock in hand."""
    made.plant.hand = hand
    return made
