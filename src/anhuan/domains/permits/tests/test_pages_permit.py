"""The desk pages of permits: board, permit, deeds one by one, as people of the trade use them."""

import re
from functools import partial

import pytest

from anhuan.domains.hazards.actions import Report, report
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import Instrument, Permit
from anhuan.domains.permits.pages.deeds import PAGES
from anhuan.domains.permits.tests.make import (
    application,
    conditions_of,
    reserved,
    sample,
    settle_measures,
)
from anhuan.domains.plant.tests.factories import make_area

pytestmark = pytest.mark.django_db


def read(account, url):
    answer = sign_in(account).get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def course(plant):
    """The states of one permit, one after the other."""
    permit = reserved(plant)
    yield permit
    actions.approve_reservation(plant.head, permit)
    yield actions.apply(plant.applicant, permit, application(plant))
    actions.analyse(plant.applicant, permit)
    yield actions.record_gas_test(plant.analyst, permit, sample(plant))
    yield settle_measures(plant, permit)
    actions.brief(plant.applicant, permit, "")
    actions.sign_briefing(plant.worker, permit, 40)
    yield actions.submit(plant.applicant, permit)
    for by in (plant.guardian, plant.leader, plant.head, plant.head):
        actions.approve(by, permit, "同意")
    actions.verify_issue(plant.shift, permit)
    yield actions.start(plant.guardian, permit)
    yield actions.suspend(plant.guardian, permit, "下雨")
    actions.resume(plant.guardian, permit)
    yield actions.finish(plant.guardian, permit)
    actions.accept(plant.head, permit, conditions_of(permit))
    yield actions.archive(plant.head, permit)


def test_the_page_shows_every_step_and_the_board_follows(plant):
    states = []
    for permit in course(plant):
        page = read(plant.safety, f"/permits/{permit.pk}/")
        assert permit.number in page
        assert "签字链校验通过" in page
        assert permit.number in read(plant.guardian, "/permits/")
        states.append(Permit.objects.get().state)
    assert states[0] == "reserved" and states[-1] == "archived"


def test_every_deed_has_a_page_and_says_why_it_is_not_possible_yet(plant):
    permit = reserved(plant)
    wrong = []
    for one in PAGES:
        url = f"/permits/{permit.pk}/{one.deed.replace('_', '-')}/"
        for by in (plant.shift, plant.head, plant.analyst):
            answer = sign_in(by).get(url)
            if answer.status_code not in (200, 403):
                wrong.append((url, answer.status_code))
    assert not wrong
    page = read(plant.shift, f"/permits/{permit.pk}/start/")
    assert "现在还不能办理" in page and "只能在：" in page


def faults_of(answer):
    page = answer.content.decode()
    return re.findall(r"<li>(.*?)</li>", page) + re.findall(r'class="error"[^>]*>(.*?)</p>', page)


def sent(account, url, **data):
    answer = sign_in(account).post(url, data)
    assert answer.status_code == 302, faults_of(answer)
    return answer.url


@pytest.mark.clause("PTW-032")
def test_a_permit_goes_its_way_by_the_forms(plant):
    moment = "2026-11-24T10:00"
    answer = sent(
        plant.applicant, "/permits/reserve/?kind=hot_work", content="焊接法兰", place="一号泵房",
        area=str(plant.area.pk), unit=str(plant.unit.pk), work_unit="检修一班", starts_at=moment,
        ends_at="2026-11-24T14:00", is_urgent="on", urgent_reason="泄漏", box_hot_part="法兰",
        box_hot_method="arc_welding", box_conditions="outdoor",
    )  # fmt: skip
    permit = Permit.objects.get()
    assert answer == f"/permits/{permit.pk}/" and permit.grade == "second"
    assert permit.geometry == plant.area.geometry
    at_ = answer
    sent(plant.head, f"{at_}approve-reservation/", opinion="同意")
    people = {
        "people-0-part": "work_leader", "people-0-person": str(plant.leader.person_id),
        "people-1-part": "worker", "people-1-person": str(plant.worker.person_id),
        "people-1-trade": "welding", "people-1-number": "T37", "people-1-valid_until": "2028-01-01",
        "people-2-part": "guardian", "people-2-person": str(plant.guardian.person_id),
        "people-2-trade": "guardian", "people-2-number": "JH7",
        "people-2-valid_until": "2027-01-01", "risks-0-step": "动火", "risks-0-hazard": "火花",
        "risks-0-consequence": "火灾", "risks-0-measure": "清理",
    }  # fmt: skip
    kept = {"box_hot_part": "法兰", "box_hot_method": "arc_welding", "box_conditions": "outdoor"}
    sent(plant.applicant, f"{at_}apply/", box_risk_result="火灾", **people, **kept)
    permit.refresh_from_db()
    assert permit.values["hot_method"] == ["arc_welding"] and permit.people.count() == 3
    sent(plant.applicant, f"{at_}analyse/")
    reading = {
        "readings-0-gas": "methane", "readings-0-value": "0.6", "readings-0-unit": "vol_pct",
        "readings-0-zone": "surroundings",
    }  # fmt: skip
    bad = sign_in(plant.guardian).post(f"{at_}judged/", reading).content.decode()
    assert "不合格" in bad and "超过 0.5 %vol" in bad
    good = reading | {"readings-0-value": "0.5"}
    assert "不超过 0.5 %vol" in sign_in(plant.guardian).post(f"{at_}judged/", good).content.decode()
    sent(plant.analyst, f"{at_}test-gas/", sampled_at=moment, **good)
    permit.refresh_from_db()
    assert permit.state == "tested"
    row = permit.measures.filter(is_forced=False).first()
    sent(plant.guardian, f"{at_}confirm-measure/", no=row.no, is_involved="no", reason="不涉及")
    row.refresh_from_db()
    assert row.confirmed_by == plant.guardian and row.is_involved is False
    refused = sign_in(plant.guardian).post(f"{at_}start/", {})
    assert refused.status_code == 422 and "只能在：" in refused.content.decode()


@pytest.mark.clause("POS-122")
def test_a_permit_at_work_leads_to_the_tracks_of_its_people(plant, hot):
    assert "人员轨迹" not in read(plant.safety, f"/permits/{hot.pk}/")
    permit = actions.start(plant.guardian, hot)
    page = read(plant.safety, f"/permits/{permit.pk}/")
    assert f"subject={plant.guardian.person.pk}" in page and "人员轨迹" in page
    assert f"from={permit.started_at:%Y-%m-%dT%H:%M:%SZ}" in page


@pytest.mark.clause("AQG-007")
def test_from_a_permit_people_cameras_detectors_and_hazards_are_a_link_away(plant, hot):
    make = partial(Instrument.objects.create, company=hot.company, area=hot.area)
    camera = make(number="CAM-1", name="云台", form="camera")
    fixed = make(number="GD-1", name="探头", form="fixed")
    gone = make(number="CAM-2", name="旧云台", form="camera", is_retired=True)
    elsewhere = make_area(hot.company, name="别处")
    leak, far = (
        report(plant.safety, Report(name, "渗漏", "法兰", area=area))
        for name, area in (("法兰渗漏", hot.area), ("别处渗漏", elsewhere))
    )
    page = read(plant.safety, f"/permits/{hot.pk}/")
    for link in (
        f"/people/{plant.guardian.person.pk}/", f"/permits/detectors/{camera.pk}/",
        f"/permits/detectors/{fixed.pk}/", f"/hazards/{leak.pk}/",
    ):  # fmt: skip
        assert f'href="{link}"' in page, link
        assert read(plant.safety, link)
    assert str(gone.pk) not in page and str(far.pk) not in page


@pytest.mark.parametrize("why", [{"computed": "second", "reasons": [{"code": "x"}]}, {}])
def test_a_permit_of_another_system_shows_though_its_grade_has_no_reasons_of_ours(plant, hot, why):
    Permit.objects.filter(pk=hot.pk).update(kind="work_at_height", grade="II", grade_why=why)
    page = read(plant.safety, f"/permits/{hot.pk}/")
    assert hot.number in page and "级别依据" in page
