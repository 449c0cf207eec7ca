"""What is known of a point whose code was scanned, and where I am myself."""

import pytest

from anhuan.domains.emergency.tests.make import make_wearer
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, make_person
from anhuan.domains.plant.tests.factories import make_area, make_hazard_source, make_structure
from anhuan.domains.risk.actions import save_card
from anhuan.domains.risk.tests.make import make_farm
from anhuan.web.fieldwork.tests.make import Phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make_company()


def worker(company, **changes) -> Phone:
    return Phone(make_account(company, Role.WORKER, **changes))


def test_an_area_tells_its_risk_its_limit_its_hazards_and_whom_to_call(company):
    area = make_area(company, code="A-1", risk="red", max_people=9)
    chief = make_person(company, name="刘总", phone="13800000000")
    make_hazard_source(company, area=area, name="苯罐区", level=3, primary=chief)
    found = worker(company).view("place", code="A-1").json()
    assert (found["name"], found["risk"], found["max_people"]) == (area.name, "red", 9)
    assert found["hazards"][0].startswith("苯罐区")
    assert [(one["name"], one["role"]) for one in found["contacts"]] == [("刘总", "主要负责人")]


def test_head_counts_are_for_who_may_see_them(company):
    make_area(company, code="A-1")
    assert worker(company).view("place", code="A-1").json()["people_now"] is None
    operator = Phone(make_account(company, Role.OPERATOR))
    assert operator.view("place", code="A-1").json()["people_now"] == 0


def test_a_structure_without_an_area_has_no_limits(company):
    make_structure(company, code="V-1", medium="苯", area=None)
    found = worker(company).view("place", code="V-1").json()
    assert (found["medium"], found["risk_label"], found["contacts"]) == ("苯", "未划区域", [])


@pytest.mark.parametrize("code", ["", "nowhere", "A" * 500, "../x"])
def test_a_code_that_is_none_and_another_plants_is_not_found(company, code):
    make_area(make_company(), code="B-1")
    phone = worker(company)
    assert phone.view("place", code=code).status_code == 404
    assert phone.view("place", code="B-1").status_code == 404


def test_ones_own_place_needs_no_right_and_a_tag_never_located_says_so(company):
    make_area(company)
    seen = worker(company, person=make_wearer(company)).view("position").json()["position"]
    assert seen["x_m"] == 125 and seen["radius_m"] == 0.5
    never = worker(company, person=make_wearer(company, at=None)).view("position").json()
    assert never["position"]["tag"] and never["position"]["at"] is None
    assert worker(company).view("position").json() == {"position": None}


@pytest.mark.clause("RISK-014")
def test_a_scanned_area_shows_its_emergency_card_and_its_gravest_risks(company):
    farm = make_farm(company)
    card = {"first_steps": "停泵\n关阀\n报警", "phones": "119", "must_know": "禁止烟火"}
    save_card(make_account(company), farm.area, card)
    found = worker(company).view("place", code=farm.area.code).json()
    assert [one["title"] for one in found["cards"]] == ["应急处置", "应急电话", "安全须知"]
    assert found["cards"][0]["lines"] == ["停泵", "关阀", "报警"]
    assert found["risks"][0]["name"] == farm.event.name
    visitor = Phone(make_account(company, Role.VISITOR))
    assert visitor.view("place", code=farm.area.code).json()["cards"] == []
