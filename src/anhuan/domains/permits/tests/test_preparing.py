"""What is read, added to and picked before work: analysis, briefing, people, equipment, gases."""

import pytest

from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.forms import form_of
from anhuan.domains.permits.queries.todo import to_do
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.tests.make import confirmed, reserved
from anhuan.domains.plant.tests.factories import make_structure
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
EIGHT = (
    Kind.HOT_WORK, Kind.CONFINED_SPACE, Kind.BLIND_PLATE, Kind.WORK_AT_HEIGHT, Kind.LIFTING,
    Kind.TEMP_POWER, Kind.EXCAVATION, Kind.ROAD_BREAKING,
)  # fmt: skip


@pytest.mark.clause("AQP-021")
@pytest.mark.parametrize("kind", EIGHT)
def test_the_analysis_of_every_kind_begins_from_its_reservation_and_form(plant, kind):
    actions.seed_permits(plant.company)
    permit = reserved(plant, kind=kind, values={"conditions": []})
    assert form_of(permit).kind == kind
    lines = queries.suggestions(permit)
    assert lines and all(one.step and one.hazard and one.measure for one in lines)
    assert any(one.key.startswith(f"{kind.value}_") for one in lines)


@pytest.mark.clause("PTW-057")
def test_who_trains_who_guards_and_who_manages_add_to_the_briefing(plant):
    permit, text = confirmed(plant), ""
    lines = {plant.applicant: "先断电", plant.guardian: "逃生路线向东", plant.head: "风向西北"}
    for by, line in lines.items():
        plant.hand.go(minutes=1)
        url = f"/permits/{permit.pk}/brief/"
        text = sign_in(by).get(url).context["form"].initial["text"]
        sign_in(by).post(url, {"text": f"{text}\n{line}"})
    newest = permit.briefings.order_by("-given_at")[0].text
    assert all(line in newest for line in lines.values())
    assert [one.given_by_id for one in permit.briefings.order_by("given_at")] == [
        one.pk for one in lines
    ]


@pytest.mark.clause("PTW-058")
def test_what_is_added_to_the_briefing_is_signed_again_before_work(hot, plant):
    def asked() -> list[str]:
        return [deed for one, deed in to_do(plant.worker, plant.hand.now()) if one == hot]

    assert asked() == []
    plant.everybody_on_site()
    actions.brief(plant.guardian, hot, "风向转东，从西门撤离")
    with pytest.raises(Refused) as refused:
        actions.start(plant.guardian, hot)
    assert {one.code for one in refused.value.blockers} == {"briefing_open"}
    assert asked() == ["sign_briefing"]
    assert "接受交底" in sign_in(plant.worker).get(f"/permits/{hot.pk}/").content.decode()
    actions.sign_briefing(plant.worker, hot)
    assert asked() == []
    assert actions.start(plant.guardian, hot).state == "working"


@pytest.mark.clause("PTW-058")
def test_nobody_takes_the_briefing_without_the_promise_to_know_it(plant):
    permit = actions.brief(plant.applicant, confirmed(plant), "")
    url, page = f"/permits/{permit.pk}/sign-briefing/", sign_in(plant.worker)
    assert permit.briefings.get().text.splitlines()[0] in page.get(url).content.decode()
    assert page.post(url, {}).status_code != 302
    assert Permit.objects.get(pk=permit.pk).state == "measures_confirmed"
    assert page.post(url, {"understood": "on", "opened_ms": "0"}).status_code == 302
    assert Permit.objects.get(pk=permit.pk).state == "briefed"


@pytest.mark.clause("PTW-087")
def test_equipment_is_picked_by_its_tag_number(plant):
    pump = make_structure(plant.company, code="P-101A", name="进料泵", kind="equipment")
    page = sign_in(plant.applicant).get("/permits/reserve/?kind=hot_work").content.decode()
    assert "P-101A" in page and str(pump.pk) in page
    assert reserved(plant, structure=pump).structure == pump


@pytest.mark.clause("PTW-135")
def test_gases_of_a_test_come_from_the_plants_library(plant, hot):
    actions.seed_permits(plant.company)
    page = sign_in(plant.analyst).get(f"/permits/{hot.pk}/test-gas/").content.decode()
    for row in plant.company.permit_gases.filter(is_retired=False)[:5]:
        assert row.name in page, row.name
