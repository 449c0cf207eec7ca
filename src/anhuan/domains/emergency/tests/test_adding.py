"""Untagged people on the roll-call, floors of an order, and what a large plant costs."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.emergency import actions
from anhuan.domains.emergency.models import Evacuation
from anhuan.domains.emergency.queries.roll import roll_now
from anhuan.domains.emergency.tests.make import (
    AT_MUSTER,
    DANGER,
    make_evacuation,
    make_muster,
    make_wearer,
    put,
    tag_of,
)
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, make_person, sign_in
from anhuan.domains.plant.tests.factories import make_area, make_site
from anhuan.domains.positioning.actions import note_gate_passage
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def company():
    company = make_company()
    make_site(company)
    make_muster(company)
    return company


@pytest.fixture
def operator(company):
    return make_account(company, Role.OPERATOR)


def test_who_is_inside_by_the_gate_without_a_tag_is_ticked_on_the_form_and_counts_as_left(
    company, operator
):
    make_wearer(company, name="有卡人")
    untagged, outside = make_person(company, name="无卡人"), make_person(company, name="在家的人")
    for person, way in ((untagged, "in"), (outside, "out")):
        note_gate_passage(SYSTEM, person, "东门", way, clock.now() - MINUTE)
    evacuation, client = make_evacuation(company, operator), sign_in(operator)
    url = f"/emergency/{evacuation.pk}/add/"
    form = client.get(url).context["form"]
    assert form.initial["people"] == [untagged.pk]
    assert {p.name for p in form.fields["people"].queryset} == {"无卡人", "在家的人"}
    assert client.post(url, {"people": [untagged.pk]}).status_code == 302
    roll = roll_now(evacuation)
    assert (roll.affected, roll.left) == (2, 2)
    page = client.get(f"/api/v1/evacuations/{evacuation.pk}").json()
    row = next(one for one in page["people"] if one["name"] == "无卡人")
    assert (row["joined"], row["stage"]) == ("added", "inside")
    assert "补登 无卡人" in [step.text for step in evacuation.steps.all()]
    actions.tick(operator, evacuation, untagged)
    assert roll_now(evacuation).left == 1


def test_adding_reopens_a_list_that_was_complete(company, operator):
    evacuation = make_evacuation(company, operator)
    assert Evacuation.objects.get().state == "cleared"
    actions.add_people(operator, evacuation, [make_person(company)])
    evacuation.refresh_from_db()
    assert (evacuation.state, evacuation.cleared_at) == ("clearing", None)


def test_adding_nobody_or_those_already_listed_is_refused(company, operator):
    person = make_wearer(company)
    evacuation = make_evacuation(company, operator)
    with pytest.raises(Refused, match="请选择"):
        actions.add_people(operator, evacuation, [])
    with pytest.raises(Refused, match="已在名单"):
        actions.add_people(operator, evacuation, [person])
    client = sign_in(operator)
    answer = client.post(f"/api/v1/evacuations/{evacuation.pk}/add", {"people": []},
                         "application/json")  # fmt: skip
    assert answer.status_code == 422 and evacuation.evacuees.count() == 1


def test_floors_on_the_form_cut_the_place(company, operator):
    make_wearer(company, name="一层", floor=1)
    make_wearer(company, name="三层", floor=3)
    area, client = make_area(company, name="框架", geometry=DANGER), sign_in(operator)
    form = {"area": area.pk, "text": "请撤离", "target_s": 120, "geometry": "", "floors": "2, 3"}
    assert client.post("/emergency/order/", form).status_code == 302
    made = Evacuation.objects.get()
    assert made.floors == [2, 3]
    assert [one.person.name for one in made.evacuees.all()] == ["三层"]
    wrong = client.post("/emergency/order/", form | {"floors": "顶楼"})
    assert wrong.status_code == 422 and "楼层写作" in json.dumps(
        wrong.context["form"].errors, ensure_ascii=False
    )


def queries_of(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_people_are_written_together_however_many_move(company, operator):
    """A plant of 2,000 took 8 s when everybody moved at once, and 0.3 s since."""
    counts = []
    for more in (3, 12):
        people = [make_wearer(company) for _ in range(more)]
        evacuation = make_evacuation(company, operator)
        for person in people:
            put(person, *AT_MUSTER, at=clock.now())
        at = clock.now() + MINUTE / 60
        counts.append(queries_of(lambda pk=evacuation.pk, at=at: actions.follow(pk, at)))
        stages = set(evacuation.evacuees.values_list("stage", flat=True))
        assert stages == {"out"}
        actions.stand_down(operator, evacuation, "结束", despite=True)
    assert counts[1] <= counts[0]


def test_telling_again_keeps_who_has_answered(company, operator):
    first, second = make_wearer(company), make_wearer(company)
    evacuation = make_evacuation(company, operator)
    before = evacuation.evacuees.get(person=first).message
    actions.note_acknowledgement(company, tag_of(first).number, before, clock.now())
    assert actions.tell_again(operator, evacuation) == 1
    assert evacuation.evacuees.get(person=first).message == before
    assert evacuation.evacuees.get(person=second).message not in (None, before)
