"""Providers, trackables and fences over REST: what a client changes in our plant."""

from uuid import uuid4

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.omlox.models import Extra
from anhuan.domains.omlox.tests.helpers import ORIGIN
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning.models import Assignment, Fence, Tag
from anhuan.domains.positioning.tests import factories as make


def test_a_provider_is_registered_as_a_tag_with_audit_and_event(plant):
    body = {"id": "AABBCCDDEEFF0022", "type": "ibeacon", "properties": {"batch": 7}}
    answer = plant.hub.ask("post", "providers", body)
    assert answer.status_code == 201
    assert answer.json()["properties"]["batch"] == 7
    tag = Tag.objects.get(number="AABBCCDDEEFF0022")
    assert tag.technology == "BLE"
    assert AuditRow.objects.filter(target_id=str(tag.pk), verb="create").exists()
    assert OutboxEvent.objects.filter(type="positioning.config.changed").exists()
    assert plant.hub.ask("post", "providers", body).status_code == 400  # its number is taken
    assert plant.hub.ask("delete", f"providers/{tag.number}").status_code == 204
    tag.refresh_from_db()
    assert tag.is_retired


def test_a_tag_somebody_carries_is_not_deleted(plant):
    answer = plant.hub.ask("delete", f"providers/{plant.tag.number}")
    assert answer.status_code == 403
    assert answer.json() == {
        "type": "anhuan.http.forbidden", "code": 403, "message": "标签还在人员或车辆手中，请先收回",
    }  # fmt: skip


def test_a_new_trackable_is_a_vehicle_and_takes_its_tag(plant):
    make.make_tag(plant.company, number="CART-1", form="vehicle")
    body = {
        "id": str(uuid4()),
        "type": "virtual",
        "name": "平板车",
        "location_providers": ["CART-1"],
    }
    made = plant.hub.ask("post", "trackables", body)
    assert made.status_code == 201
    assert made.json()["location_providers"] == ["CART-1"]
    path = f"trackables/{made.json()['id']}"
    assert plant.hub.ask("put", path, body | {"location_providers": []}).status_code == 200
    assert plant.hub.get(path)["location_providers"] == []
    assert plant.hub.ask("delete", path).status_code == 204
    assert plant.hub.ask("get", path).status_code == 404


def test_a_trackable_with_an_unknown_tag_leaves_nothing_behind(plant):
    body = {"id": str(uuid4()), "type": "virtual", "name": "车", "location_providers": ["nobody"]}
    assert plant.hub.ask("post", "trackables", body).status_code == 400
    assert len(plant.hub.get("trackables")) == 3
    assert not Extra.objects.exists()


def test_people_are_neither_deleted_nor_renamed_here(plant):
    path = f"trackables/{plant.wang.pk}"
    assert plant.hub.ask("delete", path).status_code == 403
    assert plant.hub.ask("delete", "trackables").status_code == 403
    renamed = {"id": str(uuid4()), "type": "virtual", "name": "张三"}
    assert plant.hub.ask("put", path, renamed).status_code == 400
    plant.wang.refresh_from_db()
    assert (plant.wang.name, plant.wang.is_retired) == ("王海涛", False)
    assert Assignment.objects.filter(person=plant.wang, until__isnull=True).exists()


def test_a_fence_comes_disabled_and_keeps_what_omlox_says_of_it(plant):
    body = {
        "id": str(uuid4()), "name": "装卸口", "region": ORIGIN, "radius": 12.5, "floor": 0,
        "exit_tolerance": 2, "foreign_id": "dock", "properties": {"colour": "red"},
    }  # fmt: skip
    made = plant.hub.ask("post", "fences", body)
    assert made.status_code == 201
    fence = Fence.objects.get(pk=made.json()["id"])
    assert (fence.is_enabled, fence.geometry["coordinates"], fence.radius_m) == (
        False,
        [0, 0],
        12.5,
    )
    assert fence.floors == [1]
    again = plant.hub.get(f"fences/{fence.pk}")
    assert again["properties"] == {
        "colour": "red",
        "anhuan": {"purpose": "restricted", "enabled": False, "floors": [1]},
    }
    assert (again["radius"], again["exit_tolerance"], again["foreign_id"]) == (12.5, 2.0, "dock")
    assert plant.hub.ask("put", f"fences/{fence.pk}", again | {"radius": 20}).status_code == 204
    fence.refresh_from_db()
    assert (fence.radius_m, fence.version) == (20.0, 2)
    assert plant.hub.ask("delete", f"fences/{fence.pk}").status_code == 204


def test_a_fence_in_force_is_not_deleted(plant):
    assert plant.hub.ask("delete", f"fences/{plant.fence.pk}").status_code == 403
    assert plant.hub.ask("delete", "fences").status_code == 403
    plant.fence.refresh_from_db()
    assert plant.fence.is_enabled


def test_sensors_are_kept_as_they_come(plant):
    said = {"temperature_c": [21.5, None], "note": "正常", "counter": 10**21}
    path = f"providers/{plant.tag.number}/sensors"
    assert plant.hub.get(path) == {}
    assert plant.hub.ask("put", path, said).status_code == 204
    assert plant.hub.get(path) == said
    assert plant.hub.get(f"trackables/{plant.wang.pk}/sensors") == {plant.tag.number: said}
