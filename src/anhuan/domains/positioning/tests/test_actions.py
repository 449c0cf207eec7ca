"""Registering, binding and fencing: the change, its audit row and its event, or a refusal."""

from datetime import timedelta

import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.audit.queries import history_of
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import Assignment, Fence, Tag
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    return make.make_company()


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return [blocker.code for blocker in caught.value.blockers]


def events(company):
    return list(
        OutboxEvent.objects.filter(company=company.code).order_by("id").values_list("type", "data")
    )


def test_registering_is_one_row_one_audit_one_event(plant):
    account = make.make_account(plant)
    tag = actions.register_tag(account, plant, number="T-1", form="helmet")
    row = history_of(tag).get()
    assert (row.verb, row.actor_id, row.after["number"]) == ("create", account.pk, "T-1")
    assert events(plant) == [("positioning.config.changed", {"what": "tags"})]


def test_a_refused_registration_leaves_nothing(plant):
    codes = refused(actions.register_tag, SYSTEM, plant, number="", form="crown")
    assert codes == ["invalid_number", "invalid_form"]
    assert not Tag.objects.exists()
    assert events(plant) == []


def test_numbers_are_unique_in_a_company_only(plant):
    make.make_tag(plant, number="T-1")
    assert len(refused(make.make_tag, plant, number="T-1")) == 1
    make.make_tag(make.make_company(), number="T-1")


@pytest.mark.clause("TECH-002", "TECH-007", "POS-033")
def test_an_anchor_in_a_dangerous_area_needs_its_marks(plant):
    area = make.make_area(plant, is_explosive=True, ex_zone="1")
    codes = refused(
        make.make_anchor,
        plant,
        area=area,
        ex_mark="Ex ic IIC T4 Gc",
        max_temperature_c=69,
        range_limit_m=9,
    )
    assert codes == ["range_limit", "ex_mark_zone", "temperature_too_low"]
    anchor = make.make_anchor(plant, area=None, ex_mark="")
    assert refused(actions.edit_anchor, SYSTEM, anchor, area=area) == ["ex_mark_missing"]
    anchor.refresh_from_db()
    assert anchor.area is None


def test_a_tag_whose_mark_suits_no_dangerous_area_is_refused_where_there_is_one(plant):
    make.make_tag(plant, max_temperature_c=60)
    make.make_area(plant, is_explosive=True)
    assert refused(make.make_tag, plant, max_temperature_c=60) == ["temperature_too_low"]


def test_another_plants_area_is_refused(plant):
    area = make.make_area(make.make_company())
    assert refused(make.make_anchor, plant, area=area) == ["area_foreign"]


@pytest.mark.clause("AQL-020", "GATE-004")
def test_one_tag_one_person_and_the_history_says_who_held_it(plant):
    tag, other = make.make_tag(plant), make.make_tag(plant)
    wang, li = make.make_person(plant, "王海涛"), make.make_person(plant, "李建国")
    actions.bind_tag(SYSTEM, tag, wang, since=make.LONG_AGO)
    assert refused(actions.bind_tag, SYSTEM, tag, li) == ["tag_taken"]
    assert refused(actions.bind_tag, SYSTEM, other, wang) == ["holder_has_tag"]
    until = make.LONG_AGO + timedelta(days=3)
    actions.unbind_tag(SYSTEM, tag, until=until, reason="离职")
    actions.bind_tag(SYSTEM, tag, li, since=until)
    held = Assignment.objects.filter(tag=tag).order_by("since")
    assert [(h.person.name, h.until) for h in held] == [("王海涛", until), ("李建国", None)]
    assert [row.verb for row in history_of(tag)] == ["bind", "unbind", "bind", "create"]
    assert [row.verb for row in history_of(wang)] == ["unbind", "bind"]
    types = [kind for kind, _ in events(plant)]
    assert types.count("positioning.tag.bound") == 2
    assert types.count("positioning.tag.returned") == 1


def test_times_of_binding_may_not_overlap_or_lie_ahead(plant):
    tag, person = make.make_tag(plant), make.make_person(plant)
    tomorrow = clock.now() + timedelta(days=1)
    assert refused(actions.bind_tag, SYSTEM, tag, person, since=tomorrow) == ["given_in_future"]
    make.bind(tag, person)
    long_ago = make.LONG_AGO
    assert refused(actions.unbind_tag, SYSTEM, tag, until=long_ago) == ["returned_before_given"]
    actions.unbind_tag(SYSTEM, tag, until=long_ago + timedelta(days=2))
    again = long_ago + timedelta(days=1)
    codes = refused(actions.bind_tag, SYSTEM, tag, person, since=again)
    assert codes == ["tag_overlap", "holder_overlap"]
    assert refused(actions.unbind_tag, SYSTEM, tag) == ["tag_not_held"]


def test_a_vehicle_takes_vehicle_tags_only(plant):
    vehicle = make.make_vehicle(plant)
    assert refused(actions.bind_tag, SYSTEM, make.make_tag(plant), vehicle) == ["tag_form"]
    make.bind(make.make_tag(plant, form="vehicle"), vehicle)
    assert refused(actions.retire_vehicle, SYSTEM, vehicle, "报废") == ["vehicle_has_tag"]


def test_another_plants_person_gets_no_tag(plant):
    stranger = make.make_person(make.make_company())
    assert refused(actions.bind_tag, SYSTEM, make.make_tag(plant), stranger) == ["holder_foreign"]


def test_retiring_needs_the_tag_back_and_a_reason(plant):
    tag = make.make_tag(plant)
    make.bind(tag, make.make_person(plant))
    assert refused(actions.retire_tag, SYSTEM, tag, "损坏") == ["tag_is_held"]
    actions.unbind_tag(SYSTEM, tag)
    assert refused(actions.retire_tag, SYSTEM, tag, " ") == ["reason_missing"]
    actions.retire_tag(SYSTEM, tag, "损坏")
    assert history_of(tag).first().note == "损坏"
    assert refused(actions.retire_tag, SYSTEM, tag, "损坏") == ["already_retired"]


@pytest.mark.clause("AQL-025")
def test_each_change_of_a_fence_is_a_version_and_the_old_one_is_kept(plant):
    fence = make.make_fence(plant, name="罐区")
    assert fence.version == 1
    same = actions.save_fence(SYSTEM, plant, fence, name="罐区")
    assert same.version == 1
    moved = actions.save_fence(SYSTEM, plant, fence, geometry=make.box(50, 50))
    assert moved.version == 2
    row = history_of(fence).first()
    assert row.before["geometry"] == make.box(0, 0)
    assert (row.before["version"], row.after["version"]) == (1, 2)
    dept = make.make_department(plant)
    assert actions.save_fence(SYSTEM, plant, fence, allowed_departments=[dept]).version == 3
    assert actions.save_fence(SYSTEM, plant, fence, allowed_departments=[dept]).version == 3
    assert events(plant)[-1] == ("positioning.config.changed", {"what": "fences"})


def test_switching_a_fence_needs_a_reason_and_is_a_version(plant):
    fence = make.make_fence(plant)
    assert refused(actions.disable_fence, SYSTEM, fence, "") == ["reason_missing"]
    assert refused(actions.retire_fence, SYSTEM, fence, "撤") == ["fence_in_force"]
    assert actions.disable_fence(SYSTEM, fence, "检修").version == 2
    assert actions.enable_fence(SYSTEM, fence).version == 3
    actions.disable_fence(SYSTEM, fence, "撤")
    actions.retire_fence(SYSTEM, fence, "撤")
    assert refused(actions.enable_fence, SYSTEM, fence) == ["fence_retired"]


def test_a_bad_or_foreign_fence_is_refused_whole(plant):
    other = make.make_company()
    codes = refused(
        actions.save_fence,
        SYSTEM,
        plant,
        name="x",
        purpose="capacity",
        area=make.make_area(other),
        allowed_posts=[make.make_post(other)],
    )
    assert codes == ["fence_max_people_missing", "area_foreign", "allowed_foreign"]
    assert not Fence.objects.exists()
