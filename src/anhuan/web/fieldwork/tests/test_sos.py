"""A call for help by phone rings once, with a place, and says how late it came."""

import pytest

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_person
from anhuan.domains.plant.tests.factories import make_area
from anhuan.web.fieldwork.tests.make import Phone, deed

pytestmark = pytest.mark.django_db
GATE = {"lon": 117.5, "lat": 38.3, "accuracy_m": 12}


@pytest.fixture
def caller():
    person = make_person(name="张三")
    make_area(person.company)
    return make_account(person.company, Role.WORKER, person=person)


def test_a_call_is_raised_once_however_often_it_is_sent(caller):
    one = deed("sos", position=GATE)
    answers = Phone(caller).send(one, one)
    assert [a["duplicate"] for a in answers] == [False, True]
    alarm = Alarm.objects.get()
    assert (alarm.kind.code, alarm.title) == ("sos", "张三 手机求救")
    assert alarm.x_m is not None and "请立即联系本人" in alarm.text


@pytest.mark.parametrize(("ago_s", "says"), [(59, "通过现场应用求救"), (600, "10 分钟前按下")])
def test_a_call_that_comes_late_says_how_late(caller, ago_s, says):
    Phone(caller).do("sos", ago_s=ago_s)
    assert says in Alarm.objects.get().text


@pytest.mark.parametrize("position", [None, "x", {"lon": "a", "lat": 1}, {"lon": 999, "lat": 0}])
def test_nonsense_for_a_position_stops_no_call(caller, position):
    assert Phone(caller).do("sos", position=position)["state"] == "accepted"
    assert Alarm.objects.get().x_m is None
