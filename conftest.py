"""Tests run on real servers: one PostgreSQL and one NATS for the whole run (tests/servers.py).

A developer may point ANHUAN_TEST_DATABASE_URL at a PostgreSQL that already runs; tests that need
the other servers then still start their own.
"""

import os

import pytest
from tests.servers import django_db_modify_db_settings, servers, start

__all__ = ["django_db_modify_db_settings", "servers"]

start()
if own := os.environ.get("ANHUAN_TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = own
os.environ["ANHUAN_MFA_REQUIRED"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.web.settings"

import django  # noqa: E402

django.setup()  # before collection: the servers' addresses had to be known first


# Tests that hear everything said on the one NATS server would hear each other: one worker for them.
BUS = ("/web/live/", "/web/relay/", "/web/tests/", "/engine/tests/", "/domains/outbox/")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test of the bus the same xdist group (`--dist loadgroup`)."""
    for item in items:
        if any(part in item.path.as_posix() for part in BUS):
            item.add_marker(pytest.mark.xdist_group("bus"))
