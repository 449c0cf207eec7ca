"""What a phone looks up: colours of areas, who may work here, laws in force."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anhuan.domains.contractors import actions as contractors
from anhuan.domains.contractors.actions.bars import Barring
from anhuan.domains.contractors.tests.make import TODAY, admitted, approved, enlisted, sent_by
from anhuan.domains.documents import actions as documents
from anhuan.domains.org.rules import Role
from anhuan.domains.permits.tests.make import make_member
from anhuan.domains.plant.tests.factories import make_area
from anhuan.domains.risk.actions import save_card
from anhuan.domains.risk.tests.make import make_farm, score

pytestmark = pytest.mark.django_db


@pytest.mark.clause("RISK-006")
def test_the_phone_shows_the_four_colours_and_what_stands_behind_one(plant, phone):
    farm = make_farm(plant.company)
    score(farm.event, "5", "5")
    save_card(plant.safety, farm.area, {"first_steps": "停泵\n报警"})
    areas = {one["name"]: one for one in phone("worker").view("risk-map").json()["areas"]}
    mine = areas[farm.area.name]
    assert (mine["level"], mine["colour"], mine["events"]) == ("red", "红", 1)
    assert mine["ring"] == farm.area.geometry["coordinates"][0]
    assert areas[plant.area.name]["level"] == "yellow"
    shown = phone("worker").view("risk-area", id=mine["id"]).json()
    assert shown["events"][0]["name"] == farm.event.name
    assert shown["events"][0]["measures"] == ["呼吸阀完好"]
    assert {"title": "应急处置", "lines": ["停泵", "报警"]} in shown["cards"]


def test_an_area_of_nobody_or_of_another_plant_is_not_there(plant, phone):
    other = make_area()
    for pk in ("", "x", str(other.pk)):
        assert phone("worker").view("risk-area", id=pk).status_code == 404


def firms_seen(phone):
    answer = phone("safety").view("qualified-contractors").json()["firms"]
    return {one["name"]: [each["name"] for each in one["people"]] for one in answer}


@pytest.mark.clause("CON-009")
def test_only_firms_and_people_nothing_stands_against_are_on_the_phone(plant, phone):
    good = approved(plant.safety)
    one = admitted(plant.safety, good)
    sent_by(good)  # nobody decided about him yet
    barred = admitted(plant.safety, good)
    contractors.bar(plant.safety, Barring("违章", person=barred))
    enlisted(plant.company)  # not approved
    assert firms_seen(phone) == {str(good): [one.name]}
    contractors.bar(plant.safety, Barring("违章", firm=good.firm))
    assert firms_seen(phone) == {}


def test_a_firm_whose_agreement_is_over_is_gone_from_the_phone(plant, phone):
    good = approved(plant.safety)
    assert str(good) in firms_seen(phone)
    good.papers.filter(kind="agreement").update(valid_until=TODAY - timedelta(days=1))
    assert firms_seen(phone) == {}


def test_who_may_not_see_contractors_does_not(plant, phone):
    assert phone("worker").view("qualified-contractors").status_code == 404


@pytest.mark.clause("BASE-020")
def test_laws_in_force_are_listed_and_open_on_the_phone(plant, phone):
    chief = make_member(plant.company, Role.SAFETY_MANAGER)
    file = SimpleUploadedFile("law.pdf", b"%PDF-1.4 law", "application/pdf")
    law = documents.file_document(chief, {"kind": "law", "title": "安全生产法"}, file)
    documents.file_document(chief, {"kind": "law", "title": "旧法", "is_void": True}, None)
    documents.file_document(chief, {"kind": "drawing", "title": "总图"}, None)
    found = phone("worker").view("laws").json()["laws"]
    assert [one["title"] for one in found] == ["安全生产法"]
    assert found[0]["file"] == f"/documents/{law.pk}/file/"
    opened = phone("worker").client.get(found[0]["file"])
    assert b"".join(opened.streaming_content) == b"%PDF-1.4 law"
    assert opened["Content-Type"] == "application/pdf"
