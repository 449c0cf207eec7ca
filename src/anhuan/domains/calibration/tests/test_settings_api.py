"""Limits of calibration over REST."""

import pytest

from anhuan.domains.calibration.queries.rows import settings_of
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.positioning.tests import factories as make

pytestmark = pytest.mark.django_db
URL = "/api/v1/calibration-settings"


@pytest.mark.parametrize(("every_months", "status"), [(12, 200), (13, 422)])
def test_a_year_is_the_longest_between_tests(every_months, status):
    """AQ 3064.3-2025 7.1.2: at least once a year."""
    company = make.make_company()
    client = sign_in(make.make_account(company, Role.ADMINISTRATOR))
    assert client.get(URL).json()["every_months"] == 12
    body = {"every_months": every_months, "bias_limit_m": 0.2}
    answer = client.patch(URL, body, content_type="application/json")
    assert answer.status_code == status
    assert settings_of(company).bias_limit_m == (0.2 if status == 200 else 0.3)


def test_who_only_looks_may_not_change():
    company = make.make_company()
    client = sign_in(make.make_account(company, Role.OPERATOR))
    assert client.get(URL).status_code == 200
    answer = client.patch(URL, {"every_months": 6}, content_type="application/json")
    assert answer.status_code == 403
