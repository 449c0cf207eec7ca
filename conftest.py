"""Tests run on real servers: one PostgreSQL and one NATS for the whole run (tests/servers.py).

A developer may point ANHUAN_TEST_DATABASE_URL at a PostgreSQL that already runs; tests that need
the other servers then still start their own.
"""

import os

from tests.servers import django_db_modify_db_settings, servers, start

__all__ = ["django_db_modify_db_settings", "servers"]

start()
if own := os.environ.get("ANHUAN_TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = own
os.environ["ANHUAN_MFA_REQUIRED"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.web.settings"

import django  # noqa: E402

django.setup()  # before collection: the servers' addresses had to be known first
