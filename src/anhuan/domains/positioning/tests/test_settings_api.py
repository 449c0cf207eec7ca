"""A plant's figures over REST: what the standard allows, who may, what the engine then goes by."""

import pytest

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.tests import factories as make

pytestmark = pytest.mark.django_db
URL = "/api/v1/positioning-settings"


@pytest.fixture
def company():
    found = make.make_company()
    make.make_site(found)
    return found


def patch(client, **changes):
    return client.patch(URL, changes, content_type="application/json")


def test_the_usual_figures_are_answered_while_none_are_set(company):
    client = sign_in(make.make_account(company, Role.ADMINISTRATOR))
    said = client.get(URL).json()
    assert (said["quality_good_m"], said["quality_fair_m"]) == (3.0, 5.0)
    assert (said["crowd_radius_m"], said["track_days"]) == (15.0, 400)
    assert "company" not in said


def test_what_is_changed_is_kept_audited_and_told_to_the_engine(company):
    client = sign_in(make.make_account(company, Role.ADMINISTRATOR))
    answer = patch(client, quality_good_m=2.0, path_loss_exponent=2.8)
    assert answer.status_code == 200
    assert (answer.json()["quality_good_m"], answer.json()["track_days"]) == (2.0, 400)
    kept = settings_of(company)
    assert (kept.quality_good_m, kept.path_loss_exponent) == (2.0, 2.8)
    assert AuditRow.objects.filter(target_type="positioning.positioningsettings").exists()
    assert OutboxEvent.objects.filter(type="positioning.config.changed").exists()


@pytest.mark.parametrize(("changes", "code"), [
    ({"track_days": 364}, "track_days"),
    ({"quality_good_m": 6.0, "quality_fair_m": 5.0}, "quality_radius"),
    ({"crowd_longer_than_s": 61}, None),
])  # fmt: skip
def test_behind_a_limit_it_is_refused_and_nothing_is_written(company, changes, code):
    client = sign_in(make.make_account(company, Role.ADMINISTRATOR))
    answer = patch(client, low_battery_pct=30, **changes)
    assert answer.status_code == 422
    if code:
        assert code in str(answer.json())
    assert settings_of(company).low_battery_pct == 20


def test_others_may_not(company):
    client = sign_in(make.make_account(company, Role.OPERATOR))
    assert patch(client, track_days=500).status_code == 403
