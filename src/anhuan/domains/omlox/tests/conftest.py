"""Every omlox test has a plant; nothing is throttled."""

import pytest

from anhuan.domains.omlox.tests.plant import Plant


@pytest.fixture(autouse=True)
def _the_hub_alone(settings):
    settings.ROOT_URLCONF = "anhuan.domains.omlox.tests.addresses"
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}


@pytest.fixture
def plant(db) -> Plant:
    return Plant()
