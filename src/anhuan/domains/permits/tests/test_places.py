"""Places: fixed hot-work areas, the highest number of people, work without a permit, weather."""

from datetime import date, timedelta

import pytest

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.models import Person
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Found
from anhuan.domains.permits.models import FixedHotArea, Permit, PermitPlace, Unpermitted
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.weather import Sky
from anhuan.domains.permits.tests.make import (
    ON_SITE,
    approving,
    reserved,
)
from anhuan.domains.permits.tests.make_devices import blows, later, make_instrument, says
from anhuan.domains.plant.models import Area
from anhuan.domains.plant.tests.factories import box, make_area
from anhuan.domains.positioning.models import ZoneVisit
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def codes(act):
    try:
        act()
    except Refused as refused:
        return {one.code for one in refused.blockers}
    return set()


def standing(permit):
    return set(permit.alarms.filter(ended_at=None).values_list("code", flat=True))


def fixed_area(plant, **changes):
    """Around the usual place, in order in every way."""
    responsible = Person.objects.filter(company=plant.company).first()
    values = {
        "name": "机修间外", "geometry": box(95, 95, 20), "floor": 1, "responsible": responsible,
        "is_marked": True, "is_downwind": True,
    } | changes  # fmt: skip
    return actions.save_fixed_area(plant.safety, FixedHotArea(company=plant.company), values)


def in_force(plant, **changes):
    row = fixed_area(plant, **changes)
    actions.review_fixed_area(plant.safety, row, findings="周围无可燃物")
    return actions.approve_fixed_area(plant.boss, row)


@pytest.mark.clause("GBW-094", "GBW-095")
def test_a_fixed_area_is_approved_after_a_look_and_a_change_takes_that_away(plant):
    row = fixed_area(plant)
    assert codes(lambda: actions.approve_fixed_area(plant.boss, row)) == {"review_missing"}
    actions.review_fixed_area(plant.safety, row, findings="周围无可燃物")
    row = actions.approve_fixed_area(plant.boss, row)
    assert row.approved_on == date(2026, 11, 24)
    row = actions.save_fixed_area(plant.safety, row, {"is_indoors": True})
    assert row.approved_on is None
    assert codes(lambda: actions.approve_fixed_area(plant.boss, row)) == {"no_fire_wall"}


@pytest.mark.clause("GBW-095")
def test_surroundings_that_changed_end_the_approval(plant):
    row = in_force(plant)
    actions.review_fixed_area(plant.safety, row, findings="新建罐区", has_changed=True)
    row.refresh_from_db()
    assert row.approved_on is None


@pytest.mark.clause("GBW-096")
def test_thirty_metres_from_what_may_explode_and_every_reason_at_once(plant):
    row = fixed_area(plant, is_marked=False, responsible=None)
    actions.review_fixed_area(plant.safety, row, findings="看过")
    far = make_area(plant.company, name="罐区", kind="tank_farm", is_explosive=True,
                    geometry=box(145, 95, 10))  # fmt: skip
    found = codes(lambda: actions.approve_fixed_area(plant.boss, row))
    assert found == {"unmarked", "nobody_responsible"}
    far.geometry = box(144.9, 95, 10)
    far.save()
    assert "too_near" in codes(lambda: actions.approve_fixed_area(plant.boss, row))


@pytest.mark.clause("GBW-097")
def test_the_form_of_a_fixed_area_asks_its_conditions_its_detector_and_its_owner(plant):
    chief = sign_in(plant.safety)
    form = chief.get("/permits/fixed-areas/new/").content.decode()
    for name in ("is_downwind", "has_fire_wall", "is_in_process_area", "has_gas_alarm", "detector",
                 "responsible"):  # fmt: skip
        assert f'name="{name}"' in form, name
    row = fixed_area(plant, is_downwind=False, is_indoors=True, is_in_process_area=True,
                     responsible=None)  # fmt: skip
    actions.review_fixed_area(plant.safety, row, findings="看过")
    fixed = make_instrument(plant, "F-1", "fixed", x_m=104.0, y_m=102.0)
    assert codes(lambda: actions.approve_fixed_area(plant.boss, row)) == {
        "upwind", "no_fire_wall", "no_gas_alarm", "no_detector", "nobody_responsible",
    }  # fmt: skip
    page = chief.get(f"/permits/fixed-areas/{row.pk}/").content.decode()
    assert "应关联区内在用的联网可燃气体探测器" in page and "未明确防火责任人" in page
    row.refresh_from_db()
    mended = {"is_downwind": True, "has_fire_wall": True, "has_gas_alarm": True,
              "detector": fixed, "responsible": plant.leader.person}  # fmt: skip
    row = actions.save_fixed_area(plant.safety, row, mended)
    assert actions.approve_fixed_area(plant.boss, row).approved_on is not None
    says(plant, "F-1", methane=3.0)
    page = chief.get(f"/permits/fixed-areas/{row.pk}/").content.decode()
    assert "F-1 F-1 号" in page and "3 %LEL" in page
    assert actions.save_fixed_area(plant.safety, row, {"detector": None}).approved_on is None


@pytest.mark.clause("GBW-049", "GBW-094")
def test_hot_work_inside_needs_no_permit_and_the_grade_says_why(plant):
    in_force(plant)
    why = reserved(plant).grade_why
    assert why["needs_permit"] is False
    assert [one["code"] for one in why["reasons"]] == ["fixed_hot_area"]


@pytest.mark.clause("GBW-095")
@pytest.mark.parametrize(("days", "exempt"), [(365, True), (366, False)])
def test_a_year_without_a_look_and_the_area_exempts_nothing(plant, days, exempt):
    in_force(plant)
    plant.hand.go(days=days)
    assert reserved(plant).grade_why["needs_permit"] is not exempt


def test_only_the_register_exempts_not_a_tick(plant):
    ticked = {"hot_part": "P-101", "hot_method": ["arc_welding"], "conditions": ["fixed_hot_area"]}
    assert codes(lambda: reserved(plant, values=ticked)) == {"fixed_area_unknown"}
    in_force(plant, geometry=box(101, 95, 20))  # a part of the job lies outside
    assert codes(lambda: reserved(plant, values=ticked)) == {"fixed_area_unknown"}


def test_a_month_before_its_year_is_over_the_safety_manager_hears_of_it_once_a_day(plant):
    in_force(plant)
    assert actions.remind_fixed_areas(plant.hand.go(days=334)) == 0
    assert actions.remind_fixed_areas(plant.hand.go(days=1)) == 1
    assert actions.remind_fixed_areas(plant.hand.now()) == 0
    assert Notice.objects.filter(account=plant.safety, topic__startswith="fixed_area:").exists()


@pytest.mark.clause("PTW-088")
@pytest.mark.parametrize(("most", "found"), [(3, set()), (2, {"place_full"})])
def test_a_permit_names_no_more_people_than_its_place_may_hold(plant, most, found):
    permit = approving(plant, **later(plant))
    hold(plant, most)
    assert codes(lambda: actions.approve(plant.guardian, permit)) == found


@pytest.mark.clause("PTW-088")
def test_who_is_there_already_counts_when_work_begins(plant, hot):
    permit = hot
    hold(plant, 4)
    for one in (plant.boss, plant.shift):
        visit(plant, one)
    assert codes(lambda: actions.start(plant.guardian, permit)) == {"place_full"}
    hold(plant, 5)
    assert actions.start(plant.guardian, permit).state == "working"


def hold(plant, most):
    """So many may be in the area at most."""
    Area.objects.filter(pk=plant.area.pk).update(max_people=most)


def visit(plant, account, area=None):
    """He is in the area, as the engine has written it."""
    plant.put(account, ON_SITE)
    return ZoneVisit.objects.create(
        company=plant.company, tag=plant.tags[account.pk], area=area or plant.area,
        entered_at=plant.hand.now(),
    )  # fmt: skip


@pytest.mark.clause("PTW-088", "POS-065")
def test_too_many_at_work_is_an_alarm_until_they_have_left(plant, hot):
    permit = actions.start(plant.guardian, hot)
    away = (400.0, 400.0)
    for one in plant.everybody():
        plant.put(one, away)
    for one in (plant.guardian, plant.leader, plant.worker):
        plant.put(one, ON_SITE)
    assert actions.count_heads(plant.hand.now()) == 0
    plant.put(plant.boss, ON_SITE)
    assert actions.count_heads(plant.hand.now()) == 1
    assert standing(permit) == {"34"}
    plant.put(plant.boss, away)
    actions.count_heads(plant.hand.now())
    assert standing(permit) == set()
    plant.hand.at = permit.ends_at  # and time agrees with the permit as well
    actions.tick_due(plant.hand.now())
    assert standing(permit) == set()
    actions.tick_due(plant.hand.go(seconds=1))
    assert standing(permit) == {"10"}


@pytest.mark.clause("AQP-134")
def test_people_where_a_permit_is_owed_and_none_runs_are_alarm_60_after_a_minute(plant):
    pit = make_area(plant.company, name="污水池", kind="other", geometry=box(100, 100, 4))
    row = PermitPlace(company=plant.company)
    actions.save_place(plant.safety, row, {"area": pit, "kind": Kind.CONFINED_SPACE})
    seen = visit(plant, plant.worker, pit)
    assert actions.look_for_unpermitted(plant.hand.go(seconds=59)) == 0
    plant.put(plant.worker)
    assert actions.look_for_unpermitted(plant.hand.go(seconds=1)) == 1
    assert actions.look_for_unpermitted(plant.hand.now()) == 1
    found = Unpermitted.objects.get()
    assert (found.alarm.kind.code, found.alarm.returned_at) == ("permit_no_permit", None)
    told = OutboxEvent.objects.get(type="permits.unpermitted").data["row"]
    assert (told["ALARM_TYPE"], told["TICKET_ID"]) == ("60", None)
    seen.left_at = plant.hand.now()
    seen.save()
    actions.look_for_unpermitted(plant.hand.now())
    found.refresh_from_db()
    assert found.ended_at and Alarm.objects.get(pk=found.alarm_id).returned_at


def test_people_at_work_on_a_permit_there_are_no_alarm(plant, hot):
    row = PermitPlace(company=plant.company)
    actions.save_place(plant.safety, row, {"area": plant.area, "kind": Kind.HOT_WORK})
    actions.start(plant.guardian, hot)
    visit(plant, plant.worker)
    plant.hand.go(minutes=2)
    plant.everybody_on_site()
    assert actions.look_for_unpermitted(plant.hand.now()) == 0


@pytest.mark.clause("AQP-134")
def test_work_seen_without_a_permit_is_reported_and_dealt_with(plant):
    made = actions.report_unpermitted(
        plant.guardian, Found(Kind.HOT_WORK, "罐区东侧", "两人电焊，无票", plant.area)
    )
    assert made.alarm.kind.code == "permit_no_permit"
    assert codes(lambda: actions.settle_unpermitted(plant.safety, made, " ")) == {"result_missing"}
    actions.settle_unpermitted(plant.safety, made, "已停止作业，人员离场")
    assert Alarm.objects.get(pk=made.alarm_id).returned_at
    again = codes(lambda: actions.settle_unpermitted(plant.safety, made, "再次"))
    assert again == {"already_settled"}


@pytest.mark.clause("PTW-081", "GBW-157")
def test_a_station_stops_lifting_at_force_six_and_not_before(plant, hot):
    make_instrument(plant, "W-1", "weather")
    permit = actions.start(plant.guardian, hot)
    Permit.objects.filter(pk=permit.pk).update(
        kind="lifting", grade="third", values={"conditions": ["outdoor"]}
    )
    blows(plant, "W-1", wind_mps=10.7)
    assert Permit.objects.get(pk=permit.pk).state == "working"
    blows(plant, "W-1", wind_mps=10.8)
    assert Permit.objects.get(pk=permit.pk).state == "suspended"
    assert standing(permit) == {"92"}


def test_what_a_station_does_not_measure_stays_as_somebody_said(plant):
    make_instrument(plant, "W-1", "weather")
    actions.note_weather(plant.safety, plant.company, wind_mps=3.0, sky=[Sky.THUNDER])
    plant.hand.go(minutes=1)
    assert blows(plant, "W-1", wind_mps=4.0)
    note = plant.company.permit_weather.first()
    assert (note.wind_mps, note.sky, note.source) == (4.0, ["thunder"], "W-1")
    plant.hand.go(seconds=30)
    assert not blows(plant, "W-1", wind_mps=4.1)  # of no news within the minute
    assert blows(plant, "W-1", wind_mps=8.0)  # force 5 is


@pytest.mark.clause("GBW-147")
def test_after_a_storm_somebody_looks_at_scaffolds_before_work_goes_on(plant, hot):
    permit = actions.start(plant.guardian, hot)
    values = {"conditions": ["outdoor"], "height_m": 6}
    Permit.objects.filter(pk=permit.pk).update(kind="work_at_height", grade="II", values=values)
    plant.hand.go(minutes=1)
    actions.note_weather(plant.safety, plant.company, wind_mps=2, sky=[Sky.RAINSTORM])
    plant.hand.go(minutes=5)
    actions.note_weather(plant.safety, plant.company, wind_mps=2)
    told = OutboxEvent.objects.filter(type="permits.reminder")
    assert [one.data["what"] for one in told] == ["weather_check"]
    permit = Permit.objects.get(pk=permit.pk)
    assert "weather_check_missing" in codes(lambda: actions.resume(plant.guardian, permit))
    assert codes(lambda: actions.check_weather(plant.guardian, permit, "")) == {"findings_missing"}
    actions.check_weather(plant.guardian, permit, "脚手架、生命绳完好")
    assert "weather_check_missing" not in codes(lambda: actions.resume(plant.guardian, permit))
    again = codes(lambda: actions.check_weather(plant.guardian, permit, "再看"))
    assert again == {"check_not_owed"}
