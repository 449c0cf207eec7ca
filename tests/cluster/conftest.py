"""One cluster for all its tests."""

import os

import pytest
from django.db import connection

from anhuan.engine.core.warmup import warmup
from tests.cluster.plant import Cluster

TAGS = 24
NEIGHBOURS = 3  # tags of the plant beside it, all of them crossers
PARTS = 2
WORKERS = 3


@pytest.fixture(scope="module")
def cluster(django_db_setup, django_db_blocker):
    """Three workers of two plants, each cut into two solvers and a judge, all leases held."""
    warmup()  # compiles once for all processes, if anything is to be compiled
    with django_db_blocker.unblock():
        template = connection.settings_dict["NAME"]
        connection.close()
        connection.close_pool()
    found = Cluster(os.environ["DATABASE_URL"], template, TAGS, NEIGHBOURS, PARTS)
    try:
        for _ in range(WORKERS):
            found.add_worker()
        yield found
    finally:
        found.stop()
