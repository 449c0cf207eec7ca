"""Looking at people's whereabouts: a purpose where the plant asks for one, one row for one look."""

from datetime import UTC, datetime, timedelta

import pytest
from django.forms import model_to_dict
from django.urls import reverse

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.rules import Role
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 20, tzinfo=UTC)
H = timedelta(hours=1)
BACKEND = "anhuan.web.backend.AccountBackend"


@pytest.fixture
def plant():
    company = make.make_company()
    make.make_site(company)
    return company


@pytest.fixture
def wang(plant):
    person = make.make_person(plant)
    person.tag = make.make_tag(plant)
    make.bind(person.tag, person)
    make.seal(person.tag, make.make_points(DAY, range(60), 5, 5))
    return person


@pytest.fixture
def operator(plant, client):
    account = make.make_account(plant, Role.OPERATOR)
    client.force_login(account, BACKEND)
    return account


def looks(verb="view_track"):
    return AuditRow.objects.filter(verb=verb)


def ask(client, name, **query):
    return client.get(reverse(f"positioning:{name}"), query)


def span(start=DAY, end=DAY + H):
    return {"from": start.isoformat(), "to": end.isoformat()}


def test_a_named_role_must_say_what_for_and_it_is_kept(client, plant, operator, wang):
    actions.change_settings(make.make_account(plant), plant, purpose_roles=["operator"])
    answer = ask(client, "api_tracks", subject=wang.pk, **span())
    assert answer.status_code == 422
    assert [b["code"] for b in answer.json()["blockers"]] == ["purpose_required"]
    assert not looks().exists()
    answer = ask(client, "api_tracks", subject=wang.pk, purpose=" 事故调查 ", **span())
    assert answer.status_code == 200
    row = looks().get()
    assert row.after["目的"] == "事故调查"
    assert "事故调查" in row.note


@pytest.mark.parametrize("name", ["api_film", "api_near", "api_contacts"])
def test_every_question_to_tracks_asks(client, plant, operator, wang, name):
    actions.change_settings(make.make_account(plant), plant, purpose_roles=["operator"])
    query = {"subject": wang.pk, "x_m": 5, "y_m": 5, "radius_m": 5, "step_s": 60, **span()}
    assert ask(client, name, **query).status_code == 422
    assert ask(client, name, purpose="作业核查", **query).status_code == 200


def test_roles_not_named_look_without_a_purpose(client, plant, operator, wang):
    actions.change_settings(make.make_account(plant), plant, purpose_roles=["shift_leader"])
    assert ask(client, "api_tracks", subject=wang.pk, **span()).status_code == 200


def test_zooming_is_one_look_and_going_further_is_another(client, operator, wang):
    for start, end in ((DAY, DAY + H), (DAY + H / 4, DAY + H / 2), (DAY, DAY + H)):
        ask(client, "api_tracks", subject=wang.pk, **span(start, end))
    assert looks().count() == 1
    ask(client, "api_tracks", subject=wang.pk, **span(DAY, DAY + 2 * H))
    assert looks().count() == 2
    ask(client, "api_tracks", subject=wang.pk, purpose="应急救援", **span(DAY, DAY + H))
    assert looks().count() == 3


def test_dragging_the_time_bar_does_not_flood_the_audit(client, operator, wang):
    for second in range(20):
        ask(client, "api_at", t=(DAY + timedelta(seconds=second)).isoformat())
        ask(client, "api_film", step_s=10, **span(DAY, DAY + 60 * timedelta(seconds=second + 1)))
    assert looks("view_positions").count() == 1


def test_asking_who_was_at_a_place_is_audited(client, operator, wang):
    answer = ask(client, "api_near", x_m=20, y_m=5, radius_m=5, **span())
    assert [row["name"] for row in answer.json()["rows"]] == ["王海涛"]
    assert "(20.0, 5.0) 周围 5 m" in looks("view_place").get().note


def test_the_settings_page_offers_the_roles(client, plant):
    client.force_login(make.make_account(plant), BACKEND)
    url = reverse("positioning:settings")
    assert "查看轨迹须填目的的角色" in client.get(url).content.decode()
    values = {k: v for k, v in model_to_dict(settings_of(plant)).items() if v is not False}
    assert client.post(url, values | {"purpose_roles": ["operator"]}).status_code == 302
    assert settings_of(plant).purpose_roles == ["operator"]
