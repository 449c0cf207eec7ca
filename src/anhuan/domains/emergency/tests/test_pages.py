"""Pages and endpoints: one click from an alarm, by hand, the live picture, ticks, the report."""

import json
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.alarms.rules import Place
from anhuan.domains.alarms.tests.make import make_alarm
from anhuan.domains.emergency import actions
from anhuan.domains.emergency.models import Evacuation
from anhuan.domains.emergency.tests.make import (
    DANGER,
    make_evacuation,
    make_muster,
    make_wearer,
    tag_of,
)
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.plant.models import Site
from anhuan.domains.plant.tests.factories import make_area, make_site
from anhuan.kernel import clock
from anhuan.kernel.geometry import map_coordinates

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    company = make_company()
    make_site(company)
    make_muster(company)
    seed_kinds(company)
    return company


@pytest.fixture
def operator(company):
    return sign_in(make_account(company, Role.OPERATOR))


@pytest.fixture
def alarm(company):
    area = make_area(company, name="合成装置", geometry=DANGER)
    return make_alarm(company, kind="gas_toxic", place=Place(area=area.pk, x_m=125.0, y_m=125.0))


def in_degrees(company, geometry):
    return map_coordinates(geometry, Site.objects.get(company=company).georeference.to_lonlat)


def post(client, url, body):
    return client.post(url, body, content_type="application/json")


@pytest.mark.clause("AQL-073", "POS-068", "POS-069", "POS-107")
def test_an_alarms_page_lists_who_is_in_its_place_and_orders_with_one_button(
    company, operator, alarm
):
    make_wearer(company, name="赵立新", phone="13800000001")
    page = operator.get(f"/alarms/{alarm.pk}/").content.decode()
    assert "赵立新" in page
    assert "tel:13800000001" in page
    answer = operator.post(f"/emergency/alarms/{alarm.pk}/order/")
    made = Evacuation.objects.get()
    assert answer.url == f"/emergency/{made.pk}/"
    assert (made.alarm, made.area.name, made.evacuees.count()) == (alarm, "合成装置", 1)
    assert OutboxEvent.objects.get(type="emergency.told").data["words"]["cmd"] == "evacuate"
    page = operator.get(f"/alarms/{alarm.pk}/").content.decode()
    assert f"/emergency/{made.pk}/" in page


def test_an_alarm_without_a_place_leads_to_the_map(company, operator):
    nowhere = make_alarm(company, kind="sos", place=Place())
    answer = operator.post(f"/emergency/alarms/{nowhere.pk}/order/")
    assert answer.url == f"/emergency/order/?alarm={nowhere.pk}"
    assert not Evacuation.objects.exists()


def test_by_hand_an_area_or_a_drawing_and_every_reason_when_neither(company, operator):
    make_wearer(company)
    form = {"text": "请撤离", "target_s": 120, "geometry": ""}
    refused = operator.post("/emergency/order/", form)
    assert refused.status_code == 422
    assert not refused.context["form"].errors
    assert "请选择区域，或在地图上画出危险区" in refused.content.decode()
    shape = {"type": "Feature", "properties": {}, "geometry": in_degrees(company, DANGER)}
    drawn = operator.post("/emergency/order/", form | {"geometry": json.dumps(shape)})
    made = Evacuation.objects.get()
    assert drawn.status_code == 302
    assert (made.evacuees.count(), made.target_s) == (1, 120)
    area = make_area(company, name="罐区", geometry=DANGER)
    operator.post("/emergency/order/", form | {"area": area.pk, "is_drill": "on"})
    assert Evacuation.objects.filter(is_drill=True, area=area).exists()


def test_a_broken_drawing_is_refused_in_words(company, operator):
    form = {"text": "请撤离", "target_s": 120, "geometry": "{no json"}
    assert operator.post("/emergency/order/", form).status_code == 422


@pytest.mark.parametrize("path", ["", "report/", "stand-down/", "?wall=1"])
def test_the_pages_of_an_evacuation_open(company, operator, path):
    make_wearer(company)
    evacuation = make_evacuation(company, is_drill=True)
    answer = operator.get(f"/emergency/{evacuation.pk}/{path}")
    assert answer.status_code == 200
    assert "演练" in answer.content.decode()


@pytest.mark.clause("POS-070")
def test_a_drill_is_led_from_a_live_map_with_everybody_s_place(company, operator):
    make_wearer(company, name="赵立新")
    drill = make_evacuation(company, is_drill=True)
    page = operator.get(f"/emergency/{drill.pk}/").content.decode()
    assert 'data-island="evacuation"' in page
    found = operator.get(f"/api/v1/evacuations/{drill.pk}").json()
    assert found["is_drill"] and found["people"][0]["name"] == "赵立新"
    assert found["people"][0]["x_m"] is not None


def test_every_page_says_that_an_evacuation_is_running(company, operator):
    assert 'class="evacuating' not in operator.get("/alarms/").content.decode()
    evacuation = make_evacuation(company)
    assert f'href="/emergency/{evacuation.pk}/"' in operator.get("/alarms/").content.decode()


def test_once_over_the_address_leads_to_the_report(company, operator):
    evacuation = make_evacuation(company)
    answer = operator.post(f"/emergency/{evacuation.pk}/stand-down/", {"reason": "险情解除"})
    assert answer.url == f"/emergency/{evacuation.pk}/report/"
    assert operator.get(f"/emergency/{evacuation.pk}/").url == answer.url


def test_the_report_goes_out_as_a_workbook(company, operator):
    make_wearer(company, name="赵立新")
    evacuation = make_evacuation(company)
    answer = operator.get(f"/emergency/{evacuation.pk}/report/?format=xlsx")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][:2] == ["姓名", "工号"]
    assert rows[1][0] == "赵立新"
    assert "未到位" in rows[1]


@pytest.mark.clause("AQL-073")
def test_the_affected_before_anything_is_ordered(company, operator):
    make_wearer(company, name="二层", floor=2, phone="13800000002")
    make_wearer(company, name="失联", age_s=3600)
    body = {"geometry": in_degrees(company, DANGER)}
    found = post(operator, "/api/v1/evacuations/affected", body).json()
    rows = {row["name"]: row for row in found["people"]}
    assert (found["total"], found["kinds"]) == (2, {"staff": 2})
    assert (rows["二层"]["floor"], rows["二层"]["phone"]) == (2, "13800000002")
    assert (rows["失联"]["silent"], rows["二层"]["silent"]) == (True, False)
    nothing = post(operator, "/api/v1/evacuations/affected", {})
    assert nothing.status_code == 422
    assert nothing.json()["blockers"][0]["code"] == "place_missing"


def test_ordered_ticked_and_stood_down_over_rest(company, operator):
    person = make_wearer(company)
    centre = in_degrees(company, {"type": "Point", "coordinates": [125, 125]})
    body = {"geometry": centre, "radius_m": 30, "is_drill": True, "title": "月度演练"}
    made = post(operator, "/api/v1/evacuations", body).json()
    url = f"/api/v1/evacuations/{made['id']}"
    assert operator.get(url).json()["roll"]["left"] == 1
    refused = post(operator, f"{url}/stand-down", {"reason": "结束"})
    assert [one["code"] for one in refused.json()["blockers"]] == ["people_left"]
    ticked = post(operator, f"{url}/tick", {"person": str(person.pk), "note": "在场"}).json()
    assert (ticked["roll"]["left"], ticked["state"]) == (0, "cleared")
    back = post(operator, f"{url}/untick", {"person": str(person.pk), "reason": "看错"}).json()
    assert back["roll"]["left"] == 1
    assert post(operator, f"{url}/tell-again", {}).status_code == 200
    over = post(operator, f"{url}/stand-down", {"reason": "结束", "despite": True}).json()
    assert over["state"] == "stood_down"
    found = operator.get(f"{url}/report").json()
    assert (found["affected"], found["never"], found["within_pct"]) == (1, 1, 0)
    late = post(operator, f"{url}/tick", {"person": str(person.pk)})
    assert late.json()["blockers"][0]["code"] == "stood_down"


def test_at_a_muster_point_everybody_may_tick_but_phones_are_for_who_leads(company):
    person = make_wearer(company, phone="13800000003")
    evacuation = make_evacuation(company)
    url = f"/api/v1/evacuations/{evacuation.pk}"
    worker = sign_in(make_account(company, Role.WORKER))
    assert worker.get(url).json()["people"][0]["phone"] == ""
    assert worker.get(f"/emergency/{evacuation.pk}/").status_code == 200
    assert post(worker, f"{url}/tick", {"person": str(person.pk)}).status_code == 200
    assert post(worker, f"{url}/stand-down", {"reason": "我说的"}).status_code == 403
    inspector = sign_in(make_account(company, Role.REGULATOR))
    assert post(inspector, f"{url}/tick", {"person": str(person.pk)}).status_code == 403


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OPERATOR, 201), (Role.SHIFT_LEADER, 201), (Role.SAFETY_MANAGER, 201),
     (Role.WORKER, 403), (Role.ADMINISTRATOR, 403), (Role.REGULATOR, 403)],
)  # fmt: skip
def test_operators_shift_leaders_and_safety_managers_may_order(company, role, status):
    client = sign_in(make_account(company, role))
    body = {"geometry": in_degrees(company, DANGER)}
    assert post(client, "/api/v1/evacuations", body).status_code == status


def test_an_acknowledgement_shows_on_the_list(company, operator):
    person = make_wearer(company)
    evacuation = make_evacuation(company)
    message = evacuation.evacuees.get().message
    actions.note_acknowledgement(company, tag_of(person).number, message, clock.now())
    people = operator.get(f"/api/v1/evacuations/{evacuation.pk}").json()["people"]
    assert people[0]["delivery"] == "acknowledged"


def test_settings_refuse_less_than_a_year(company):
    client = sign_in(make_account(company, Role.SAFETY_MANAGER))
    page = client.get("/emergency/settings/")
    assert page.status_code == 200
    values = dict(page.context["form"].initial) | {"kept_days": 365}
    assert client.post("/emergency/settings/", values).status_code == 422
    assert client.post("/emergency/settings/", values | {"kept_days": 366}).status_code == 302
