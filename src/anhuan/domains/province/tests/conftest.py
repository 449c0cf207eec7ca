"""An authority, and somebody who looks after its plants."""

import pytest

from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account
from anhuan.domains.province.tests.make import make_authority


@pytest.fixture(autouse=True)
def _data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def company():
    return make_authority()


@pytest.fixture
def regulator(company):
    return make_account(company, Role.REGULATOR)
