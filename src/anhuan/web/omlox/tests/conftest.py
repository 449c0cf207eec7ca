"""No throttling on the socket's REST side."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_throttling(settings):
    cache.clear()
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}
