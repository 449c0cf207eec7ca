"""Job areas, gate passages, sounders: contracts of permits and gates. POS-017, POS-101 to 103."""

from datetime import timedelta

import pytest

from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import GatePassage
from anhuan.domains.positioning.queries import job_areas as queries
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def plant():
    company = make.make_company()
    make.make_site(company)
    seed_kinds(company)
    return company


def with_tag(company, name):
    person, tag = make.make_person(company, name), make.make_tag(company)
    make.bind(tag, person)
    return person, tag


def test_handing_over_the_guard_and_closing_are_kept(plant):
    area = make.make_job_area(plant)
    other, _ = with_tag(plant, "接班人")
    changed = actions.change_job_area(SYSTEM, area, guardians=[other])
    assert (changed.version, list(changed.guardians.all())) == (2, [other])
    with pytest.raises(Refused, match="原因"):
        actions.close_job_area(SYSTEM, area, " ")
    actions.close_job_area(SYSTEM, area, "作业完成")
    assert not queries.open_job_areas(plant, clock.now()).exists()
    with pytest.raises(Refused, match="已关闭"):
        actions.change_job_area(SYSTEM, area, name="再来")
    verbs = AuditRow.objects.filter(target_id=str(area.pk)).values_list("verb", flat=True)
    assert sorted(verbs) == ["close", "create", "update"]


def test_everything_wrong_is_said_at_once(plant):
    now, person = clock.now(), make.make_person(plant)
    stranger = make.make_person(make.make_company())
    with pytest.raises(Refused) as refused:
        make.make_job_area(
            plant, geometry={"type": "Point", "coordinates": [1, 1]}, guardians=[],
            workers=[stranger], valid_from=now - HOUR, valid_until=now - 2 * HOUR,
        )  # fmt: skip
    assert {blocker.code for blocker in refused.value.blockers} == {
        "radius_missing", "ends_before_start", "ends_in_past", "guardian_missing", "person_foreign",
    }  # fmt: skip
    with pytest.raises(Refused, match="不能同时"):
        make.make_job_area(plant, guardians=[person], workers=[person])


def test_a_job_area_over_rest(plant):
    client = sign_in(make.make_account(plant))
    guard, _ = with_tag(plant, "监护人")
    body = {
        "name": "动火 3 号泵房", "guardians": [str(guard.pk)], "workers": [], "radius_m": 12,
        "geometry": {"type": "Point", "coordinates": [118.7005, 37.9005]},
        "valid_from": clock.now().isoformat(), "valid_until": (clock.now() + HOUR).isoformat(),
        "source_type": "permit", "source_id": "7",
    }  # fmt: skip
    made = client.post("/api/v1/job-areas", body, "application/json")
    assert made.status_code == 201, made.content
    row = made.json()
    assert row["geometry"]["coordinates"] == pytest.approx([118.7005, 37.9005], abs=1e-6)
    wrong = client.post("/api/v1/job-areas", {**body, "guardians": []}, "application/json")
    assert wrong.status_code == 422
    ended = client.post(f"/api/v1/job-areas/{row['id']}/close", {"reason": "完工"},
                        "application/json")  # fmt: skip
    assert ended.json()["closed_reason"] == "完工"


def test_a_gate_may_tell_twice(plant):
    person, at = make.make_person(plant), clock.now() - MINUTE
    for _ in range(2):
        actions.note_gate_passage(SYSTEM, person, "东门", "in", at)
    assert GatePassage.objects.count() == 1
    with pytest.raises(Refused) as refused:
        actions.note_gate_passage(SYSTEM, person, " ", "through", clock.now() + HOUR)
    assert {b.code for b in refused.value.blockers} == {"gate_missing", "way_unknown", "in_future"}


@pytest.mark.clause("POS-017", "AQL-013")
@pytest.mark.parametrize(("inside_s", "rings"), [(300, False), (301, True)])
def test_somebody_inside_by_the_gate_without_a_tag(plant, inside_s, rings):
    now, person = clock.now(), make.make_person(plant, "无卡人")
    _, heard = with_tag(plant, "有卡人")
    type(heard).objects.filter(pk=heard.pk).update(seen_at=now)
    actions.note_gate_passage(SYSTEM, person, "东门", "in", now - timedelta(seconds=inside_s))
    actions.check_devices(now)
    found = Alarm.objects.filter(kind__code="no_tag").values_list("title", flat=True)
    assert list(found) == (["未带标签 · 无卡人"] if rings else [])
    if rings:
        actions.note_gate_passage(SYSTEM, person, "东门", "out", now)
        actions.check_devices(now)
        assert Alarm.objects.get(kind__code="no_tag").returned_at is not None


@pytest.mark.clause("AQL-013")
def test_a_tag_located_since_the_gate_is_a_tag_carried(plant):
    now = clock.now()
    person, tag = with_tag(plant, "有卡人")
    type(tag).objects.filter(pk=tag.pk).update(seen_at=now)
    make.place(tag, now - 30 * MINUTE)
    actions.note_gate_passage(SYSTEM, person, "东门", "in", now - 10 * MINUTE)
    actions.check_devices(now)
    assert Alarm.objects.filter(kind__code="no_tag").exists()
    type(tag.latest).objects.update(t=now)
    actions.check_devices(now)
    assert Alarm.objects.get(kind__code="no_tag").returned_at is not None


@pytest.mark.clause("GATE-003", "POS-109")
def test_the_page_sets_the_gate_against_the_tags_and_names_who_differs(plant):
    now = clock.now()
    person, tag = with_tag(plant, "有卡人")
    for one in (person, make.make_person(plant, "无卡人")):
        actions.note_gate_passage(SYSTEM, one, "东门", "in", now - 10 * MINUTE)
    make.place(tag, now)
    desk = sign_in(make.make_account(plant))
    page = desk.get("/gates/inside/").content.decode()
    rows = {name: row for row in page.split("<tr") for name in ("有卡人", "无卡人") if name in row}
    assert "已定位" in rows["有卡人"] and "未带标签" in rows["无卡人"]
    actions.note_gate_passage(SYSTEM, person, "东门", "out", now)
    assert "有卡人" not in desk.get("/gates/inside/").content.decode()
