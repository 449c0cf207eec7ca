"""Around a permit: delegated signing, permits that belong together, neighbours, weather, forms."""

from datetime import timedelta

import pytest

from anhuan.domains.org.rules import Role
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.actions import Delegated
from anhuan.domains.permits.models import FormTemplate, Permit, PermitPoint
from anhuan.domains.permits.queries.forms import form_of
from anhuan.domains.permits.rules.forms import template_data
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.roles import Signer
from anhuan.domains.permits.rules.states import Deed
from anhuan.domains.permits.tests.make import (
    approving,
    briefed,
    drafted,
    make_member,
    reserved,
    working,
)
from anhuan.domains.permits.tests.make_devices import space_issued, watched
from anhuan.domains.plant.tests.factories import box, make_structure
from anhuan.domains.positioning.models import JobArea
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def codes(act):
    try:
        act()
    except Refused as refused:
        return {one.code for one in refused.blockers}
    return set()


@pytest.mark.clause("AQP-038", "AQP-039")
def test_one_signs_for_another_with_authority_and_the_same_right(plant):
    permit = approving(plant)
    for by in (plant.guardian, plant.leader):
        actions.approve(by, permit)
    deputy = make_member(plant.company, Role.SAFETY_MANAGER, name="副手")
    now = plant.hand.now()
    without = {"given": {"point": scanned(plant)}}
    assert codes(lambda: actions.approve(deputy, permit, **without)) == {"not_yours"}
    worker = Delegated(plant.worker, now, now + HOUR, "出差")
    assert codes(lambda: actions.delegate(plant.head, worker)) == {"taker_without_right"}
    actions.delegate(plant.head, Delegated(deputy, now, now + HOUR, "出差"))
    actions.approve(deputy, permit, **without)
    row = permit.approvals.get(key="local_unit")
    assert (row.decided_name, row.on_behalf) == ("副手", "部门长")


def scanned(plant):
    """A point code at the work, for people without a tag."""

    values = {"name": "泵房", "x_m": 102.0, "y_m": 102.0}
    PermitPoint.objects.get_or_create(company=plant.company, code="PT-1", defaults=values)
    return "PT-1"


@pytest.mark.clause("PTW-050", "AQP-012", "AQP-100")
def test_a_plant_names_who_signs_for_a_post(plant):
    permit = approving(plant)
    for by in (plant.guardian, plant.leader):
        actions.approve(by, permit)
    actions.set_post_holders(plant.safety, plant.company, Signer.LOCAL_UNIT, [plant.boss])
    assert codes(lambda: actions.approve(plant.head, permit)) == {"not_yours"}
    assert not codes(lambda: actions.approve(plant.boss, permit))


@pytest.mark.clause("GBW-017", "AQP-074", "PTW-059", "PTW-123", "AQP-018", "PTW-004")
def test_work_of_two_kinds_needs_both_permits_linked(plant):
    hot = {"hot_part": "法兰", "hot_method": ["arc_welding"], "conditions": ["plugging_in"]}
    permit = briefed(plant, values=hot)
    assert codes(lambda: actions.submit(plant.applicant, permit)) == {
        "permits_incomplete_temp_power"
    }
    power = reserved(plant, kind=Kind.TEMP_POWER, values={"conditions": []})
    assert codes(lambda: actions.submit(plant.applicant, permit)) == {"not_linked_temp_power"}
    permit = actions.link(plant.applicant, permit, [power])
    assert not codes(lambda: actions.submit(plant.applicant, permit))
    power.refresh_from_db()
    assert power.job_id == permit.job_id
    assert list(queries.linked_with(power)) == [permit]


@pytest.mark.clause("GBW-068", "GBW-019")
@pytest.mark.parametrize(("away_m", "refused"), [(10.0, True), (10.1, False)])
def test_painting_within_10_m_of_hot_work_is_refused(plant, away_m, refused):
    permit = approving(plant)
    beside = {"type": "Point", "coordinates": [104.0 + away_m, 102.0]}
    other = drafted(plant, geometry=beside, radius_m=0.5, area=None)
    values = other.values | {"conditions": ["painting"]}
    Permit.objects.filter(pk=other.pk).update(
        kind="confined_space", state="working", values=values, issued_at=plant.hand.now(),
        valid_until=other.ends_at,
    )  # fmt: skip
    found = codes(lambda: actions.approve(plant.guardian, permit))
    assert any(one.startswith("conflict_") for one in found) == refused


@pytest.mark.clause("GBW-076", "GBW-077")
@pytest.mark.parametrize(("wind_mps", "state"), [(7.9, "working"), (8.0, "suspended")])
def test_a_wind_of_five_stops_hot_work_in_the_open(plant, wind_mps, state):
    hot = {"hot_part": "法兰", "hot_method": ["arc_welding"], "conditions": ["outdoor"]}
    permit = working(plant, values=hot)
    actions.note_weather(plant.safety, plant.company, wind_mps=wind_mps)
    permit.refresh_from_db()
    assert permit.state == state
    if state == "suspended":
        assert codes(lambda: actions.resume(plant.guardian, permit)) >= {"weather_wind"}
        actions.note_weather(plant.safety, plant.company, wind_mps=3.0)
        assert not codes(lambda: actions.resume(plant.guardian, permit))


@pytest.mark.clause("PTW-002", "AQP-078", "AQP-099")
def test_a_running_permit_keeps_the_form_it_began_with(plant):
    permit = reserved(plant)
    content = template_data(form_of(permit))
    content["title"] = "动火安全作业票（本厂）"
    made = actions.save_form(plant.safety, Kind.HOT_WORK, content)
    assert (made.version, made.is_current) == (2, True)
    assert form_of(Permit.objects.get()).title == "动火安全作业票"
    assert form_of(reserved(plant)).title == "动火安全作业票（本厂）"
    content["measures"] = content["measures"][1:]
    assert "measure_removed" in codes(
        lambda: actions.save_form(plant.safety, Kind.HOT_WORK, content)
    )


@pytest.mark.clause("PTW-148", "AQP-009")
def test_seeding_twice_adds_nothing_and_every_kind_has_its_form(plant):
    actions.seed_permits(plant.company)
    assert actions.seed_permits(plant.company) == 0
    kinds = set(FormTemplate.objects.filter(is_current=True).values_list("kind", flat=True))
    assert kinds == {str(kind) for kind in Kind}


@pytest.mark.clause("GBW-227", "AQP-003", "PTW-098")
def test_permits_are_kept_at_least_a_year(plant):
    save = actions.save_settings
    assert codes(lambda: save(plant.safety, plant.company, {"kept_days": 365})) == {"kept_days"}
    assert not codes(lambda: save(plant.safety, plant.company, {"kept_days": 366}))
    wrong = {"figures": {"on_site_radius_m": 51.0}}
    assert codes(lambda: save(plant.safety, plant.company, wrong)) == {"on_site_radius_m"}


def test_the_worklist_names_the_next_deed_of_each(plant):
    permit = drafted(plant)
    now = plant.hand.now()

    def mine(account):
        return [deed for _, deed in queries.to_do(account, now)]

    assert mine(plant.applicant) == [Deed.ANALYSE]
    assert mine(plant.analyst) == []
    actions.analyse(plant.applicant, permit)
    assert mine(plant.analyst) == [Deed.TEST_GAS]
    assert mine(plant.guardian) == []


@pytest.mark.clause("AQP-019", "AQP-020", "PTW-044", "PTW-124")
def test_suggestions_come_from_the_library_and_from_past_work(plant):
    actions.seed_permits(plant.company)
    permit = drafted(plant)
    assert len(queries.suggestions(permit)) > 3
    past = drafted(plant)
    Permit.objects.filter(pk=past.pk).update(state="archived")
    assert "火花引燃残留物" in {one.hazard for one in queries.suggestions(permit)}


def test_the_days_plan_is_queued_with_a_row_for_each_permit(plant):
    drafted(plant)
    reserved(plant)  # nobody has approved it
    assert actions.plan_day(plant.company, plant.hand.now()) == 1
    rows = OutboxEvent.objects.get(type="permits.day_plan").data["rows"]
    assert [len(row) for row in rows] == [33]


@pytest.mark.clause("GBW-116")
def test_the_space_that_is_entered_is_known_so_that_its_guardian_stays_outside(plant):
    tank = make_structure(plant.company, geometry=box(300, 300, 4))
    permit = space_issued(plant, structure=tank)
    watched(plant, permit)
    assert JobArea.objects.get(source_id=str(permit.pk)).space == tank.geometry
