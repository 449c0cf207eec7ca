"""What ends or renews a permit, by phone."""

from datetime import timedelta

import pytest

from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.tests.make import reserved, working
from anhuan.web.fieldwork.tests.make import codes

pytestmark = pytest.mark.django_db


def fresh(permit) -> Permit:
    return Permit.objects.get(pk=permit.pk)


def test_one_asks_for_the_cancelling_and_another_decides(plant, phone):
    permit = str(reserved(plant).pk)
    ask = {"permit": permit, "reason": "检修推迟"}
    assert phone("applicant").do("permit.ask_cancel", **ask)["state"] == "accepted"
    assert phone("head").do("permit.cancel", permit=permit)["state"] == "accepted"
    found = Permit.objects.get(pk=permit)
    assert (found.state, found.closed_why) == ("cancelled", "检修推迟")


def test_a_changed_work_begins_anew_and_hot_work_is_not_prolonged(plant, phone):
    permit, now = working(plant), plant.hand.now()
    until = (now + timedelta(hours=9)).isoformat()
    again = {"starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=2)).isoformat()}
    longer = phone("head").do("permit.extend", permit=str(permit.pk), until=until, reason="未完")
    assert "not_extendable" in codes(longer)
    done = phone("applicant").do("permit.reissue", permit=str(permit.pk), reason="换位置", **again)
    assert done["state"] == "accepted", done
    assert fresh(permit).state == "voided"
    assert Permit.objects.get(replaces=permit).state == "reserved"
