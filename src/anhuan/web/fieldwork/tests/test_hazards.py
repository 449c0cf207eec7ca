"""A hazard told, judged, put right and accepted with phones, without a network in between."""

from datetime import timedelta

import pytest

from anhuan.domains.field.tests.make import operation
from anhuan.domains.hazards.models import Hazard, Stage
from anhuan.domains.hazards.queries import verify_hazard
from anhuan.domains.hazards.rules.states import State
from anhuan.domains.hazards.tests.make import DONE, judged, make_plant, told
from anhuan.kernel import clock
from anhuan.web.fieldwork.tests.make import Phone, codes

pytestmark = pytest.mark.django_db
QUARTER_S = 900


@pytest.fixture
def plant():
    return make_plant()


@pytest.mark.clause("DUAL-027", "DUAL-038", "DUAL-060", "INS-053", "DUAL-002")
def test_a_report_from_a_dead_spot_is_there_with_picture_voice_and_its_true_time(plant):
    worker = Phone(plant.worker)
    shot, said = worker.photo(QUARTER_S), worker.voice()
    answer = worker.do(
        "hazard.report", ago_s=QUARTER_S, files=(shot, said), name="机封滴漏",
        area=str(plant.area.pk), photos=[shot, said],
    )  # fmt: skip
    assert answer["state"] == "accepted", answer
    hazard = Hazard.objects.get(pk=answer["result"]["hazard"])
    assert abs(clock.now() - hazard.found_at - timedelta(seconds=QUARTER_S)) < timedelta(seconds=30)
    assert {one.media_type for one in hazard.photos.all()} == {"image/jpeg", "audio/webm"}
    assert hazard.place == plant.area.name and hazard.object_code == "370500001"


def test_a_report_without_words_says_so_and_one_without_a_place_is_refused(plant):
    worker = Phone(plant.worker)
    made = worker.do("hazard.report", area=str(plant.area.pk), photos=[])
    assert Hazard.objects.get(pk=made["result"]["hazard"]).name.startswith("现场上报")
    assert codes(worker.do("hazard.report", name="某处")) == ["place_missing"]


@pytest.mark.clause("DUAL-028", "DUAL-059", "DUAL-025")
def test_it_is_judged_put_right_and_accepted_with_phones(plant):
    hazard = told(plant)
    safety, other, head = Phone(plant.safety), Phone(plant.other), Phone(plant.head)
    due = (clock.now() + timedelta(days=2)).isoformat()
    payload = {"hazard": str(hazard.pk), "level": 0, "kind": 7, "due_at": due,
               "rectifier": str(plant.other.person.pk)}  # fmt: skip
    judged_ = safety.send(operation("hazard.assess", payload=payload))[0]
    assert judged_["result"]["state"] == "rectifying"
    todos = other.client.get("/api/v1/field/todos").json()["todos"]
    assert [one["screen"] for one in todos] == [f"/hazards/{hazard.pk}"]
    assert codes(other.do("hazard.submit", hazard=str(hazard.pk), cause="老化")) == [
        "treatment_missing", "result_missing", "photo_missing",
    ]  # fmt: skip
    shot = other.photo()
    done = other.do("hazard.submit", files=(shot,), hazard=str(hazard.pk), photos=[shot], **DONE)
    assert done["result"]["state"] == "submitted"
    hand = head.signature()
    good = head.do("hazard.accept", files=(hand,), hazard=str(hazard.pk), signature=[hand])
    assert good["result"]["state"] == "accepted"
    hazard.refresh_from_db()
    assert hazard.state == State.ACCEPTED and hazard.steps.last().method == "phone"
    assert hazard.photos.filter(stage=Stage.SIGNATURE).exists() and verify_hazard(hazard) == []


def test_more_time_and_sending_back_from_the_phone(plant):
    hazard = judged(plant)
    other, head = Phone(plant.other), Phone(plant.head)
    later = (hazard.due_at + timedelta(days=2)).isoformat()
    asked = other.do("hazard.extend", hazard=str(hazard.pk), to_due=later, reason="等备件")
    assert asked["state"] == "accepted" and hazard.extensions.exists()
    shot = other.photo()
    other.do("hazard.submit", files=(shot,), hazard=str(hazard.pk), photos=[shot], **DONE)
    back = head.do("hazard.return", hazard=str(hazard.pk), reason="仍有滴漏")
    assert back["result"]["state"] == "rectifying"


def test_the_forms_choose_from_the_plants_own(plant):
    found = Phone(plant.safety).view("hazards").json()
    assert [one["name"] for one in found["areas"]] == ["一号罐区"]
    assert "孙检修" in {one["name"] for one in found["people"]}
    assert Phone(plant.worker).view("hazards").json()["people"] == []
