"""A sounder's test goes out to the device and to nobody else; an old one goes nowhere."""

from datetime import timedelta

import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock
from anhuan.web.wiring import signals_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tested():
    plant = make.make_company()
    sounder = make.make_sounder(plant, make.make_area(plant), number="S-9")
    actions.try_sounder(SYSTEM, sounder)
    return OutboxEvent.objects.get(type="positioning.sounder.tested")


def test_the_sounder_is_told_and_the_engine_is_not(tested):
    ((subject, words),) = signals_of(tested)
    assert subject == "anhuan.v1.down.S-9"
    assert (words["cmd"], words["id"]) == ("test", str(tested.pk))


def test_nothing_sounds_half_a_minute_late(tested, monkeypatch):
    late = clock.now() + timedelta(seconds=31)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert list(signals_of(tested)) == []
