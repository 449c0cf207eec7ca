"""Tests run on real servers: one PostgreSQL, and a NATS for each worker (tests/servers.py).

A developer may point ANHUAN_TEST_DATABASE_URL at a PostgreSQL that already runs; tests that need
the other servers then still start their own.
"""

import gc
import os
from typing import Any

import pytest
from tests.servers import OWN, django_db_modify_db_settings, servers, start
from tests.together import Together

__all__ = ["django_db_modify_db_settings", "servers"]

gc.set_threshold(50_000, 20, 50)  # imports and tests are many objects, and they stay
start()
if own := os.environ.get(OWN):
    os.environ["DATABASE_URL"] = own
os.environ["ANHUAN_MFA_REQUIRED"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.web.settings"

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from tests import emptying  # noqa: E402

django.setup()  # before collection: the servers' addresses had to be known first
assert os.environ["NATS_URL"] == settings.NATS_URL, "the settings were read before start()"
settings.PASSWORD_HASHERS = ["tests.quick_passwords.QuickScrypt"]
emptying.install()
settings.WHITENOISE_AUTOREFRESH = True  # each test's client would else read all static files anew


def pytest_configure(config: pytest.Config) -> None:
    """Workers start servers of their own, so they must not find the settings named already."""
    if getattr(config.option, "numprocesses", None):
        del os.environ["DJANGO_SETTINGS_MODULE"]


# In this order: Playwright keeps an event loop in its process, so browser stories come last of all.
LATE = ("tests/faults/", "tests/cluster/", "tests/node/", "tests/exchange/", "tests/flows/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole plants and killed servers after everything else."""

    def late(item: pytest.Item) -> int:
        path = item.path.relative_to(item.config.rootpath).as_posix()
        return next((k for k, folder in enumerate(LATE, 1) if path.startswith(folder)), 0)

    items.sort(key=late)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    """Tests that share a plant stay in one worker, whole plants first."""
    return Together(config, log) if config.getvalue("dist") == "loadscope" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was collected is not looked through again for garbage: an eighth of the whole time."""
    gc.collect()
    gc.freeze()
