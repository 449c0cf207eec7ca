"""The register: levels roll up to the map, versions tell any day, rows wait for the province."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, make_department
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.plant.tests.factories import make_area, make_hazard_source, make_structure
from anhuan.domains.risk import actions, queries
from anhuan.domains.risk.models import Assessment, RiskEvent, RiskMeasure, RiskUnit
from anhuan.domains.risk.rules.direct_red import Facts
from anhuan.domains.risk.rules.scoring import Bounds
from anhuan.domains.risk.rules.settings import Settings
from anhuan.domains.risk.tests.make import (
    make_event,
    make_farm,
    make_measure,
    make_object,
    make_unit,
    score,
)
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def codes(act):
    try:
        act()
    except Refused as refused:
        return {one.code for one in refused.blockers}
    return set()


def sent(company, table):
    """The last row of the table in the outbox, with its faults."""
    rows = OutboxEvent.objects.filter(company=company.code, type="risk.row", data__table=table)
    data = rows.order_by("at", "id").last().data
    return data["row"], data["faults"]


@pytest.mark.clause("RISK-004", "RISK-005", "DUAL-040")
def test_a_graver_score_colours_unit_object_and_map():
    farm = make_farm()
    farm.area.refresh_from_db()
    assert farm.area.risk == "yellow"
    score(farm.event, "4", "4")
    for row in (farm.unit, farm.object, farm.area):
        row.refresh_from_db()
    assert (farm.event.level, farm.unit.level, farm.object.level) == ("orange",) * 3
    assert farm.area.risk == "orange"
    score(farm.event, "1", "1")
    farm.area.refresh_from_db()
    assert farm.area.risk == "blue"
    assert Assessment.objects.filter(event=farm.event).count() == 3


def test_a_plant_may_keep_the_maps_colours_to_itself():
    farm = make_farm()
    actions.save_settings(make_account(farm.company), farm.company, Settings(colours_areas=False))
    score(farm.event, "5", "5")
    farm.area.refresh_from_db()
    assert farm.area.risk == "yellow"


@pytest.mark.clause("RISK-016")
def test_control_follows_the_level_and_a_lift_is_kept_while_it_is_one():
    farm = make_farm()
    assert farm.event.control == "team"
    by = make_account(farm.company)
    low = lambda: actions.save_event(by, farm.event, {"raised_to": "post"})  # noqa: E731
    assert codes(low) == {"control_too_low"}
    actions.save_event(by, farm.event, {"raised_to": "department"})
    assert farm.event.control == "department"
    score(farm.event, "1", "1")
    assert farm.event.control == "department"
    score(farm.event, "5", "5")
    assert (farm.event.control, farm.event.raised_to) == ("company", "")


def test_facts_make_red_whatever_the_score_and_bounds_are_kept_as_they_were():
    farm = make_farm()
    score(farm.event, "1", "1", facts=Facts(had_accident=True))
    assert farm.event.level == "red"
    first = farm.event.assessments.first()
    assert (first.reds, first.value) == (["had_accident"], 1)
    looser = Settings(direct_red=(), ls=Bounds(*(map(type(first.value), (25, 20, 10)))))
    actions.save_settings(make_account(farm.company), farm.company, looser)
    farm.event.refresh_from_db()
    assert farm.event.level == "red"  # nothing turns milder by a setting
    score(farm.event, "4", "5", facts=Facts(had_accident=True))
    assert farm.event.level == "orange"
    assert farm.event.assessments.first().bounds["red"] == "25"


def test_an_object_that_is_a_major_source_is_red():
    farm = make_farm()
    source = make_hazard_source(farm.company, area=farm.area, code=farm.object.code)
    by = make_account(farm.company)
    actions.save_object(by, farm.object, {"source": source})
    assert farm.object.level == "red"
    actions.save_settings(by, farm.company, Settings(direct_red=("breaks_law",)))
    farm.object.refresh_from_db()
    assert farm.object.level == "yellow"


def test_an_object_that_moves_leaves_its_old_area_to_the_others():
    farm = make_farm()
    mild = make_unit(make_object(farm.company, area=farm.area))
    score(make_event(mild), "1", "1")
    other = make_area(farm.company, risk="blue")
    actions.save_object(make_account(farm.company), farm.object, {"area": other})
    farm.area.refresh_from_db()
    other.refresh_from_db()
    assert (farm.area.risk, other.risk) == ("blue", "yellow")


@pytest.mark.clause("DUAL-064")
def test_rows_of_tables_1_to_3_have_the_receivers_keys_and_codes():
    farm = make_farm()
    unit, faults = sent(farm.company, "DUAL_T1")
    assert not faults
    assert unit == {
        "ID": str(farm.unit.pk), "HAZARD_CODE": farm.object.code,
        "HAZARD_DEP": farm.person.department.name, "HAZARD_LIABLE_PERSON": "王海涛",
        "RISK_UNIT_NAME": farm.unit.name, "DELETED": "0",
    }  # fmt: skip
    event, _ = sent(farm.company, "DUAL_T2")
    assert (event["RISK_UNIT_ID"], event["RISK_EVENT_NAME"]) == (
        str(farm.unit.pk), farm.event.name)  # fmt: skip
    measure, _ = sent(farm.company, "DUAL_T3")
    assert measure == {
        "ID": str(farm.measure.pk), "RISK_EVENT_ID": str(farm.event.pk), "DATA_SRC": "2",
        "RISK_MEASURE_DESC": "呼吸阀完好", "CLASSIFY1": "1", "CLASSIFY2": "1-3",
        "CLASSIFY3": None, "TROUBLESHOOT_CONTENT": "呼吸阀有无堵塞", "DELETED": "0",
    }  # fmt: skip


def test_a_unit_without_code_waits_and_goes_when_the_code_is_there():
    above = make_object(code="")
    unit = make_unit(above)
    row, faults = sent(above.company, "DUAL_T1")
    assert row["HAZARD_CODE"] == ""
    assert "HAZARD_CODE" in faults[0]
    actions.save_object(make_account(above.company), above, {"code": "BA-9"})
    row, faults = sent(above.company, "DUAL_T1")
    assert (row["ID"], row["HAZARD_CODE"], faults) == (str(unit.pk), "BA-9", [])


def test_nothing_is_deleted_and_what_is_retired_is_sent_as_deleted():
    farm = make_farm()
    actions.retire(make_account(farm.company), farm.object)
    for table, model in (("DUAL_T1", RiskUnit), ("DUAL_T2", RiskEvent), ("DUAL_T3", RiskMeasure)):
        row, _ = sent(farm.company, table)
        assert row["DELETED"] == "1"
        assert model.objects.filter(pk=row["ID"], is_retired=True).exists()
    assert not queries.reported_lines(farm.company)
    assert len(queries.reported_lines(farm.company, deleted=True)) == 3


def test_a_score_alone_sends_no_row_again():
    farm = make_farm()
    before = OutboxEvent.objects.filter(type="risk.row").count()
    score(farm.event, "5", "5")
    assert OutboxEvent.objects.filter(type="risk.row").count() == before


def test_the_register_of_a_past_day_is_as_it_was():
    farm = make_farm()
    then = clock.now()
    by = make_account(farm.company)
    actions.save_measure(by, farm.measure, {"text": "呼吸阀、阻火器完好"})
    score(farm.event, "5", "5")
    actions.retire(by, farm.unit)
    make_unit(farm.object, name="新单元")
    (above,) = queries.register_at(farm.company, then)
    (unit,) = above.below
    (event,) = unit.below
    assert (above.content["level_label"], event.content["level"]) == ("一般", "yellow")
    assert event.below[0].content["name"] == "呼吸阀完好"
    (now,) = queries.register_at(farm.company, clock.now())
    assert [one.content["name"] for one in now.below] == ["新单元"]
    assert queries.register_at(farm.company, then - timedelta(days=1)) == []


def test_a_head_of_department_changes_what_is_the_departments():
    farm = make_farm()
    elsewhere = make_department(farm.company)
    stranger = make_account(farm.company, Role.DEPARTMENT_HEAD, department=elsewhere)
    own = make_account(farm.company, Role.DEPARTMENT_HEAD, department=farm.person.department)
    event = {"name": "新名称"}
    assert codes(lambda: actions.save_event(stranger, farm.event, event)) == {"not_your_department"}
    assert not codes(lambda: actions.save_event(own, farm.event, event))
    give_away = lambda: actions.save_object(own, farm.object, {"department": elsewhere})  # noqa: E731
    assert codes(give_away) == {"not_your_department"}


def test_every_reason_at_once():
    farm = make_farm()
    wrong = {"class_2": "9-9", "check_content": " ", "cycle_unit": ""}
    found = codes(lambda: actions.save_measure(make_account(farm.company), farm.measure, wrong))
    assert {"class_2", "check_content", "cycle_unit"} <= found
    twice = lambda: make_unit(farm.object, name=farm.unit.name)  # noqa: E731
    assert "unit_twice" in codes(twice)
    assert "accidents" in codes(lambda: make_event(farm.unit, accidents=["穿越"]))


def test_other_slices_find_risks_by_place_and_measures_to_check():
    farm = make_farm()
    tank = make_structure(farm.company, area=farm.area)
    near = make_unit(farm.object, name="有位号", structure=tank)
    grave = score(make_event(near, name="爆炸"), "5", "5")
    make_measure(grave, data_source="1", text="联锁")
    first, *_ = queries.risks_near(farm.company, structure=tank.pk)
    assert (first.name, first.level, first.measures[0].text) == ("爆炸", "red", "联锁")
    names = {one.name for one in queries.risks_near(farm.company, area=farm.area.pk)}
    assert names == {"爆炸", farm.event.name}
    assert not queries.risks_near(farm.company, point=(399.0, 299.0))
    assert queries.risks_near(farm.company, point=(12.0, 12.0), radius_m=5)
    (checked,) = queries.checked_risks(farm.company)
    assert checked.measures[0].reported_cycle == (1, "天")
    assert set(queries.units_of(farm.company)) == {farm.unit, near}
    assert queries.measure_of(make_company(), farm.measure.pk) is None


def test_what_was_done_is_in_the_history_with_its_score():
    farm = make_farm()
    row = AuditRow.objects.filter(target_id=str(farm.event.pk), verb="assess").get()
    assert row.after == {"level": "yellow"}
    assert "12" in row.note


def test_an_assessment_is_never_changed():
    farm = make_farm()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Assessment.objects.filter(event=farm.event).update(level="blue")
