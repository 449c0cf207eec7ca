"""Drawing, stopping and starting fences on the desk."""

import json
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 20, tzinfo=UTC)
BACKEND = "anhuan.web.backend.AccountBackend"


@pytest.fixture
def plant():
    company = make.make_company()
    make.make_site(company)
    return company


@pytest.fixture
def desk(client, plant):
    client.force_login(make.make_account(plant), BACKEND)
    return client


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def at(name, *args):
    return reverse(f"positioning:{name}", args=args)


RING = [[118.7, 37.9], [118.7001, 37.9], [118.7001, 37.9001], [118.7, 37.9]]


def fence_data(**changes):
    return {"name": "罐区", "purpose": "restricted", "radius_m": "", "floors": "1，2",
            "allowed_kinds": ["staff"], "schedule-0-from": "08:00", "schedule-0-to": "18:00",
            "schedule-0-days": ["1", "2"],
            "geometry": json.dumps({"type": "Polygon", "coordinates": [RING]}),
            **changes}  # fmt: skip


@pytest.mark.clause("POS-007", "POS-008", "POS-093", "AQL-025")
def test_a_fence_drawn_on_the_map_is_stored_in_plant_metres(desk, plant):
    answer = desk.post(at("fence_create"), fence_data())
    fence = Fence.objects.get()
    assert (answer.status_code, answer.url) == (302, at("fence", fence.pk))
    assert fence.geometry["coordinates"][0][1][0] == pytest.approx(8.78, abs=0.01)
    assert fence.floors == [1, 2]
    assert fence.schedule == [{"days": [1, 2], "from": "08:00", "to": "18:00"}]
    shown = text(desk.get(at("fence", fence.pk)))
    for word in ("周一二 08:00–18:00", "1F 2F", "员工", "版本 1"):
        assert word in shown


@pytest.mark.clause("AQL-025")
def test_a_circle_comes_with_its_radius(desk, plant):
    drawn = {"type": "Feature", "properties": {"radius_m": 15},
             "geometry": {"type": "Point", "coordinates": [118.7, 37.9]}}  # fmt: skip
    desk.post(at("fence_create"), fence_data(geometry=json.dumps(drawn)))
    fence = Fence.objects.get()
    assert (fence.geometry, fence.radius_m) == ({"type": "Point", "coordinates": [0, 0]}, 15)
    form = text(desk.get(at("fence_edit", fence.pk)))
    assert "radius_m" in form
    assert desk.post(at("fence_edit", fence.pk), fence_data(
        geometry=json.dumps(drawn), name="罐区二", floors="", purpose="capacity", max_people="6",
    )).status_code == 302  # fmt: skip
    fence.refresh_from_db()
    assert (fence.version, fence.floors, fence.max_people) == (2, None, 6)


@pytest.mark.parametrize(("change", "said"), [
    ({"geometry": "{"}, "图形数据无法读取"),
    ({"geometry": ""}, "请选择区域，或在图上绘制"),
    ({"geometry": "[1]"}, "GeoJSON"),
    ({"floors": "一楼"}, "楼层写作"),
    ({"schedule-0-to": ""}, "起止时间应写作"),
    ({"purpose": "capacity"}, "限员围栏请填最多人数"),
    ({"purpose": "minimum", "min_people": "3", "max_people": "2"}, "最少人数 3 大于限员 2"),
])  # fmt: skip
def test_bad_fences_are_said_on_the_form(desk, change, said):
    answer = desk.post(at("fence_create"), fence_data(**change))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Fence.objects.exists()


def test_stopping_a_fence_needs_a_reason_starting_it_does_not(desk, plant):
    fence = make.make_fence(plant)
    assert desk.post(at("fence_disable", fence.pk), {"reason": ""}).status_code == 422
    desk.post(at("fence_disable", fence.pk), {"reason": "检修"})
    assert Fence.objects.get().is_enabled is False
    desk.post(at("fence_enable", fence.pk))
    assert Fence.objects.get().is_enabled is True
    desk.post(at("fence_disable", fence.pk), {"reason": "撤"})
    desk.post(at("fence_retire", fence.pk), {"reason": "撤"})
    assert desk.get(at("fence", fence.pk)).status_code == 404
