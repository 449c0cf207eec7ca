"""Who may read and write over REST, and how errors look."""

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.omlox.tests.helpers import location
from anhuan.domains.omlox.tests.plant import Hub, Plant, standing
from anhuan.domains.org.rules import Role
from anhuan.domains.positioning.tests import factories as make


def test_errors_have_the_form_of_the_specification(plant):
    for hub, status, kind in (
        (Hub(), 401, "unauthorized"),
        (Hub("anh_wrong"), 401, "unauthorized"),
        (Hub(plant.token(scopes=("devices.view",))), 403, "forbidden"),
    ):
        answer = hub.ask("get", "providers/locations")
        assert answer.status_code == status
        assert answer.json()["type"] == f"anhuan.http.{kind}"
        assert answer.json()["code"] == status


def test_another_companys_plant_is_never_seen(plant):
    other = Plant()
    for path in ("trackables", "providers", "fences", "zones"):
        assert not set(plant.hub.get(path)) & set(other.hub.get(path))
    with standing(plant.row(plant.tag, 1, 1), other.row(other.tag, 2, 2)):
        (mine,) = plant.hub.get("providers/locations")
        assert mine["provider_id"] == plant.tag.number
        theirs = f"trackables/{other.wang.pk}/location"
        assert plant.hub.ask("get", theirs).status_code == 404
        assert plant.hub.ask("put", f"fences/{other.fence.pk}", {}).status_code == 404
    body = location(other.tag.number)
    assert plant.hub.ask("put", "providers/locations", [body]).status_code == 400


def test_who_answers_for_one_department_sees_its_people_only(plant):
    elsewhere = make.make_department(plant.company, "储运车间")
    leader = make.make_account(plant.company, Role.SHIFT_LEADER, elsewhere)
    stranger = make.make_person(plant.company, "赵六", department=elsewhere)
    tag = plant.carried(stranger)
    hub = Hub(plant.token(leader))
    with standing(plant.row(plant.tag, 1, 1), plant.row(tag, 2, 2)):
        assert [one["provider_id"] for one in hub.get("providers/locations")] == [tag.number]
        assert [one["id"] for one in hub.get("trackables/motions")] == [str(stranger.pk)]
    assert hub.get("trackables") == [str(stranger.pk)]


def test_reading_positions_leaves_one_audit_row_an_hour(plant):
    with standing(plant.row(plant.tag, 1, 1)):
        for _ in range(3):
            plant.hub.get("trackables/motions")
    rows = AuditRow.objects.filter(verb="view_positions", actor_id=plant.account.pk)
    assert [row.note for row in rows] == ["omlox 接口读取全部实时位置"]
