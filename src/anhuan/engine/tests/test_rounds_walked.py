"""Rounds that are being walked reach the engine: their way, and how long one may stay. POS-045."""

from datetime import timedelta
from uuid import uuid4

import pytest

from anhuan.domains.inspection.models import RouteStop, Task
from anhuan.domains.inspection.tests import make as inspection
from anhuan.domains.positioning.tests import factories as make
from anhuan.engine.adapters.configuration import load_plant
from anhuan.engine.core.fences import contains
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
PATH = [[100, 100], [150, 100], [150, 150]]
MIN = timedelta(minutes=1)


@pytest.fixture
def walked():
    """A round begun a minute ago by somebody with a tag; five minutes at each point at most."""
    company, now = make.make_company(), clock.now()
    make.make_site(company)
    person, tag = make.make_person(company, "巡检员"), make.make_tag(company)
    make.bind(tag, person)
    route = inspection.make_route(company, path=PATH, corridor_m=6.0)
    RouteStop.objects.filter(route=route).update(longest_min=5)
    plan = inspection.make_plan(company, route=route)
    task = Task.objects.create(
        id=uuid4(), company=company, plan=plan, route=route, department=route.department,
        kind="patrol", name="罐区", slot_at=now, begins_at=now - MIN, ends_at=now + 60 * MIN,
        opens_at=now - MIN, due_at=now + 60 * MIN, closes_at=now + 90 * MIN,
        started_at=now - MIN, by=person,
    )  # fmt: skip
    return task, tag


@pytest.mark.clause("POS-045")
def test_the_way_is_a_zone_of_its_walker_and_stays_are_limited(walked):
    task, tag = walked
    loaded = load_plant(task.company)
    way, *stops = loaded.config_at(clock.now()).fences
    assert (way.is_way, way.about, way.active) == (True, {tag.pk}, True)
    assert contains(way, 125.0, 106.0, 1.0, 1) and not contains(way, 125.0, 107.0, 1.0, 1)
    assert contains(way, 100.0, 92.0, 1.0, 1)  # within reach of a point, off the line
    assert [one.max_stay_s for one in stops] == [300.0] * 3
    assert {one.about for one in stops} == {frozenset({tag.pk})}
    assert loaded.zones.names[way.id].name == "巡检路线 罐区路线"


@pytest.mark.clause("POS-045")
def test_a_round_that_ended_is_watched_no_more(walked):
    task, _ = walked
    Task.objects.filter(pk=task.pk).update(finished_at=clock.now(), outcome="done")
    assert load_plant(task.company).config.fences == ()
