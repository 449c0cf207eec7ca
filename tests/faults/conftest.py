"""One real box for all fault tests: bringing it up takes longer than the tests."""

import pytest

from anhuan.engine.core.warmup import warmup
from tests.faults.box import Box

TAGS = 24


@pytest.fixture(scope="session")
def box():
    """Up, with a checkpoint every three seconds; taken down at the end."""
    warmup()  # compiles once for all processes of the box, if anything is to be compiled
    found = Box(TAGS, ANHUAN_CHECKPOINT_S="3")
    try:
        found.wait_up()
        yield found
    finally:
        found.stop()
        found.remove()
