"""Pages around permits: what they show and change, for people who keep a plant's permits."""

import json
from datetime import timedelta

import pytest

from anhuan.domains.org.models import Holiday
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import (
    Delegation,
    FormTemplate,
    Permit,
    PermitPoint,
    PostHolder,
    WeatherNote,
)
from anhuan.domains.permits.tests.make import issued, reserved, working
from anhuan.domains.permits.tests.make_devices import make_instrument
from anhuan.domains.plant.tests.factories import make_area

pytestmark = pytest.mark.django_db


def read(account, url):
    answer = sign_in(account).get(f"/permits/{url}")
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def send(account, url, **data):
    return sign_in(account).post(f"/permits/{url}", data)


def test_ledger_map_and_statistics_show_the_permit(plant):
    permit = reserved(plant)
    for url in ("ledger/", "map/"):
        assert permit.number in read(plant.safety, url)
    assert "一号装置" in read(plant.safety, "statistics/?first=2026-11-01&last=2026-11-30")
    assert set(json.loads(read(plant.safety, "map/feed/"))) == {"shapes", "people"}
    assert "没有作业票" in read(plant.safety, "statistics/?first=2020-01-01&last=2020-01-02")


def test_libraries_show_limits_and_places(plant):
    actions.seed_permits(plant.company)
    gases = read(plant.safety, "gases/")
    assert "甲烷" in gases and "0.5" in gases and "硫化氢" in gases
    assert "火花" in read(plant.safety, "hazards/?kind=hot_work")
    assert "动火安全作业票" in read(plant.safety, "forms/")
    assert "审批步骤时限" in read(plant.safety, "settings/")


@pytest.mark.clause("AQP-013")
def test_a_reservation_begins_on_the_next_working_day_by_daylight(plant):
    tomorrow = plant.hand.now().date() + timedelta(days=1)
    Holiday.objects.create(company=plant.company, on=tomorrow, kind="holiday", name="庆典")
    page = read(plant.applicant, "reserve/?kind=hot_work")
    assert "2026-11-26T09:00" in page and "2026-11-26T13:00" in page, "a holiday lies between"


def test_a_point_code_is_place_and_outline(plant):
    point = PermitPoint.objects.create(
        company=plant.company, code="P-7", name="七号点", x_m=101.0, y_m=102.0, floor=2
    )
    send(
        plant.applicant, "reserve/?kind=hot_work", content="焊接", point=str(point.pk),
        unit=str(plant.unit.pk), work_unit="检修班", starts_at="2026-11-25T09:00",
        ends_at="2026-11-25T12:00", box_hot_part="法兰", box_hot_method="arc_welding",
    )  # fmt: skip
    permit = Permit.objects.get()
    assert permit.place == "七号点" and permit.floors == [2] and permit.radius_m == 5.0
    assert permit.geometry == {"type": "Point", "coordinates": [101.0, 102.0]}


@pytest.mark.clause("AQP-012", "PTW-028")
def test_the_plant_adds_a_box_and_raises_an_approver_without_a_programmer(plant):
    actions.seed_permits(plant.company)
    form = FormTemplate.objects.get(company=plant.company, kind="hot_work", is_current=True)
    page = sign_in(plant.safety).get(f"/permits/forms/{form.pk}/edit/")
    data = posted(page.context["form"])
    n = len(form.content["fields"])
    data |= {
        f"fields-{n}-label": "风向", f"fields-{n}-type": "choice", f"fields-{n}-options": "东\n南",
        f"fields-{n}-stage": "application", f"fields-{n}-required": "no",
    }  # fmt: skip
    row = next(k for k, one in enumerate(form.content["approvals"]) if one["levels"] == ["second"])
    data[f"approvals-{row}-role"] = "safety"
    data[f"approvals-{row}-raised_role"] = "leader"
    answer = sign_in(plant.safety).post(f"/permits/forms/{form.pk}/edit/", data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    now = FormTemplate.objects.get(company=plant.company, kind="hot_work", is_current=True).content
    assert now["version"] == form.content["version"] + 1
    box = now["fields"][-1]
    assert (box["key"], box["label"], box["options"][1]["label"]) == ("own_1", "风向", "南")
    assert now["approvals"][row]["role"] == "safety"
    assert now["measures"] == form.content["measures"], "what nobody touched stays"
    data["approvals-0-role"] = "local_unit"
    lowered = sign_in(plant.safety).post(f"/permits/forms/{form.pk}/edit/", data)
    assert lowered.status_code == 422 and "或更高岗位审批" in lowered.content.decode()


def posted(form):
    """What a browser would send of the form as it is shown."""
    data = {"title": form.initial["title"]}
    for name, rows in form.initial.items():
        for n, row in enumerate(rows if isinstance(rows, list) else []):
            data |= {f"{name}-{n}-{key}": value for key, value in row.items() if value is not None}
    return data


@pytest.mark.clause("PTW-050", "AQP-100")
def test_a_post_is_given_to_somebody_and_back_to_the_role(plant):
    assert "按角色：" in read(plant.safety, "posts/")
    send(plant.safety, "posts/edit/?post=safety", accounts=[str(plant.boss.pk)])
    assert PostHolder.objects.get().account == plant.boss
    assert plant.boss.display_name in read(plant.safety, "posts/")
    send(plant.safety, "posts/edit/?post=safety", unit="")
    assert not PostHolder.objects.exists()


@pytest.mark.clause("AQP-038", "AQP-039")
def test_a_delegation_is_made_shown_and_taken_back(plant):
    span = {"from_at": "2026-11-24T08:00", "until_at": "2026-11-25T18:00", "reason": "出差"}
    refused = send(plant.head, "delegations/new/", taker=str(plant.worker.pk), **span)
    assert refused.status_code == 422 and "没有签批权限" in refused.content.decode()
    send(plant.head, "delegations/new/", taker=str(plant.safety.pk), **span)
    row = Delegation.objects.get()
    assert "出差" in read(plant.safety, "delegations/")
    send(plant.safety, f"delegations/{row.pk}/end/")
    row.refresh_from_db()
    assert row.ended_at is None, "not the taker's to end"
    send(plant.head, f"delegations/{row.pk}/end/")
    row.refresh_from_db()
    assert row.ended_at is not None


@pytest.mark.clause("PTW-080")
def test_weather_noted_at_the_desk_is_kept(plant):
    send(plant.applicant, "weather/new/", wind_mps="9.5", sky=["rain"], temperature_c="6")
    note = WeatherNote.objects.get()
    assert (note.wind_mps, note.sky, note.by) == (9.5, ["rain"], plant.applicant)
    assert "5 级" in read(plant.safety, "weather/") and "雨" in read(plant.safety, "weather/")


@pytest.mark.clause("PTW-066", "PTW-095", "AQP-091")
def test_an_open_page_is_told_when_the_permit_has_moved(plant):
    permit = issued(plant)
    page = sign_in(plant.safety).get(f"/permits/{permit.pk}/")
    pulse = f"{permit.pk}/pulse/?seen={page.context['mark']}"
    assert pulse in page.content.decode()
    quiet = sign_in(plant.safety).get(f"/permits/{pulse}")
    assert quiet.status_code == 204 and "HX-Refresh" not in quiet
    actions.verify_issue(plant.shift, permit)
    assert sign_in(plant.safety).get(f"/permits/{pulse}")["HX-Refresh"] == "true"


@pytest.mark.clause("GBW-019", "AQP-095")
def test_works_beside_are_shown_with_their_verdict(plant):
    permit = working(plant)
    other = reserved(plant, content="喷漆", values={
        "hot_part": "支架", "hot_method": ["grinder"], "conditions": [],
    })  # fmt: skip
    times = {"issued_at": other.starts_at, "valid_until": other.ends_at}
    Permit.objects.filter(pk=other.pk).update(state="issued", **times)
    page = read(plant.safety, f"{permit.pk}/")
    assert ("同时作业" in page and other.number in page and "须协调" in page) or "不能同时" in page


def test_papers_are_offered(plant):
    permit = reserved(plant)
    page = read(plant.safety, f"{permit.pk}/")
    assert f"/permits/{permit.pk}/pdf/?copies=1" in page
    assert f"/permits/{permit.pk}/hazards/pdf/" in page


@pytest.mark.clause("AQP-110")
def test_detectors_and_cameras_that_do_not_suit_their_zone_are_flagged(plant):
    area = make_area(plant.company, is_explosive=True, ex_zone="0区")
    make_instrument(plant, "P-8", area=area, ex_mark="Ex ia IIC T4 Ga")
    make_instrument(plant, "C-8", "camera", area=area, ex_mark="Ex d IIC T6 Gb")
    page = read(plant.safety, "detectors/")
    rows = {name: row for row in page.split("<tr") for name in ("P-8", "C-8") if name in row}
    assert "符合" in rows["P-8"] and "不适用 0 区" in rows["C-8"]
