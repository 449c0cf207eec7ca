"""What the standards want a system to have: each opened by who may, counted, and led on from."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_PATH
from python_calamine import CalamineWorkbook

from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.models import Permit, PermitAlarm, PermitPerson, Unpermitted
from anhuan.domains.permits.queries.forms import form_of
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.surroundings import hazards_brought
from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.forms import Stage, check_values
from anhuan.domains.permits.rules.kinds import KINDS, Group, Kind
from anhuan.domains.permits.rules.lifecycle import TABLE
from anhuan.domains.permits.rules.states import State
from anhuan.domains.permits.seeds import shipped_form
from anhuan.domains.permits.tests.make import make_member, reservation, reserved, sample
from anhuan.domains.plant.tests.factories import make_structure
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
NOVEMBER = "?first=2026-11-01&last=2026-11-30"
FROM_THE_MENU = ("kinds", "forms", "hazards", "delegations", "map", "settings", "ledger",
                 "statistics", "archive", "unpermitted")  # fmt: skip
FROM_A_WORK = ("finish", "change-crew", "hand-over-guard", "suspend", "revoke")


def read(account, url):
    answer = sign_in(account).get(f"/permits/{url}")
    assert answer.status_code == 200, (url, answer.status_code)
    return answer


def codes(act):
    with pytest.raises(Refused) as refused:
        act()
    return {one.code for one in refused.value.blockers}


@pytest.mark.clause("AQP-007", "PTW-113")
def test_every_function_is_opened_from_the_menu_or_from_the_work(hot, plant):
    menu = sign_in(plant.safety).get("/more/").content.decode()
    assert all(f"/permits/{name}/" in menu for name in FROM_THE_MENU if name != "kinds")
    for name in FROM_THE_MENU:
        read(plant.applicant if name == "kinds" else plant.safety, f"{name}/")
    plant.everybody_on_site()
    work = actions.start(plant.guardian, hot)
    page = read(plant.guardian, f"{work.pk}/").content.decode()
    assert all(f"/permits/{work.pk}/{deed}/" in page for deed in FROM_A_WORK)


@pytest.mark.clause("PTW-102", "AQP-096")
def test_works_are_counted_by_equipment_and_by_area_of_a_month_and_lead_to_the_permits(plant):
    pump = make_structure(plant.company, code="P-101A", name="进料泵", kind="equipment")
    mine, _other = reserved(plant, structure=pump), reserved(plant)
    found = read(plant.safety, f"statistics/{NOVEMBER}").context["found"]
    assert found.by_structure == [("P-101A 进料泵", 1, "structure=P-101A")]
    client = sign_in(plant.safety)
    rows = client.get("/api/v1/permits?structure=P-101A").json()["results"]
    assert [one["number"] for one in rows] == [mine.number]
    (row,) = read(plant.safety, "map/?month=2026-11").context["rows"]
    assert (row["name"], row["count"]) == (plant.area.name, Permit.objects.count())
    assert client.get(row["url"]).context["page"].paginator.count == row["count"]
    assert read(plant.safety, "map/?month=2026-10").context["rows"] == []


@pytest.mark.clause("PTW-014", "PTW-106")
def test_months_set_bookings_permits_and_works_without_one_side_by_side(hot, plant):
    Unpermitted.objects.create(
        company=plant.company, kind="hot_work", place="围墙边", text="无票动火",
        at=plant.hand.now(), by=plant.safety,
    )  # fmt: skip
    answer = read(plant.safety, f"statistics/{NOVEMBER}&format=xlsx")
    book = BytesIO(b"".join(answer.streaming_content))
    rows = CalamineWorkbook.from_filelike(book).get_sheet_by_index(0).to_python()
    assert ["作业类型", "动火作业", 1.0] in rows
    assert rows[-4:] == [
        ["按月预约", "2026-11", 1.0], ["按月签发", "2026-11", 1.0], ["按月开工", "2026-11", 0.0],
        ["按月无票作业", "2026-11", 1.0],
    ]  # fmt: skip


@pytest.mark.clause("PTW-102", "PTW-106")
def test_the_same_counts_stand_on_paper(hot, plant):
    Unpermitted.objects.create(
        company=plant.company, kind="hot_work", place="围墙边", text="无票动火",
        at=plant.hand.now(), by=plant.safety,
    )  # fmt: skip
    answer = read(plant.safety, f"statistics/{NOVEMBER}&format=pdf")
    assert answer["Content-Type"] == "application/pdf"
    with pypdfium2.PdfDocument(b"".join(answer.streaming_content)) as document:
        lines = document[0].get_textpage().get_text_range().split()
        bars = [one for one in document[0].get_objects() if _is_filled(one)]
    told = "".join(lines)
    assert "2026-11-01至2026-11-30共1张作业票：" in told and "已申请1" in told
    for words in (
        "按作业类型动火作业1",
        "按级别动火二级1",
        "按月：预约、签发与无票作业",
        "2026-111101",
    ):
        assert words in told, told
    assert len(bars) == 5, "the most of each dimension is a whole bar"


def _is_filled(one):
    left, bottom, right, top = one.get_bounds()
    return one.type == FPDF_PAGEOBJ_PATH and right - left > 200 and 5 < top - bottom < 9


@pytest.mark.clause("AQP-098")
def test_what_one_has_to_sign_and_what_one_has_signed_lead_to_the_permits(hot, plant):
    waiting = reserved(plant)
    page = read(plant.head, "").context
    assert [one["number"] for one in page["todo"]] == [waiting.number]
    assert page["signed"] == 1
    rows = sign_in(plant.head).get(page["signed_url"]).context["page"].object_list
    assert [one.number for one in rows] == [hot.number]
    assert read(plant.worker, "").context["signed"] == 0
    own = read(plant.applicant, "").context
    assert waiting.number not in [one["number"] for one in own["todo"]]


@pytest.mark.clause("AQP-087")
def test_somebody_of_a_contractor_sees_the_permits_that_name_him_and_no_other(hot, plant):
    outsider = make_member(plant.company, Role.CONTRACTOR, name="外协焊工")
    assert list(queries.visible_permits(outsider)) == []
    mine = reserved(plant)
    PermitPerson.objects.create(
        permit=mine, person=outsider.person, part="worker", joined_at=plant.hand.now()
    )
    assert [one.pk for one in queries.visible_permits(outsider)] == [mine.pk]
    assert sign_in(outsider).get(f"/permits/{hot.pk}/").status_code == 404


@pytest.mark.clause("PTW-085")
def test_people_are_picked_from_the_plants_records(plant):
    permit = reserved(plant)
    actions.approve_reservation(plant.head, permit)
    new = make_member(plant.company, Role.WORKER, name="欧阳新").person
    assert f'value="{new.pk}"' in read(plant.applicant, f"{permit.pk}/apply/").content.decode()


@pytest.mark.clause("PTW-152")
def test_a_plant_of_class_three_has_special_work_done_by_a_firm(plant):
    assert reserved(plant).state == "reserved"
    actions.save_settings(plant.safety, plant.company, {"figures": {"needs_third_party": True}})
    assert codes(lambda: reserved(plant)) == {"third_party_missing"}
    tank = reservation(plant, kind=Kind.TANK_TRANSFER, values={"conditions": []})
    assert actions.reserve(plant.applicant, tank).state == "reserved"


@pytest.mark.clause("PTW-017", "PTW-109")
def test_a_form_cites_the_standard_in_the_edition_in_force(plant):
    permit = reserved(plant)
    page = read(plant.safety, f"forms/{permit.template_id}/").content.decode()
    assert "GB 30871-2022《危险化学品企业特殊作业安全规范》（2022-10-01 实施）" in page


@pytest.mark.clause("GBW-174")
def test_more_load_another_place_or_use_of_temporary_power_needs_a_new_permit(plant):
    permit = reserved(plant, kind=Kind.TEMP_POWER, values={"conditions": []})
    at_work = {"issued_at": plant.hand.now(), "valid_until": permit.ends_at}
    at_work |= {"started_at": plant.hand.now(), "state": "working"}
    Permit.objects.filter(pk=permit.pk).update(**at_work)
    PermitPerson.objects.create(
        permit=permit, person=plant.worker.person, part="worker", joined_at=plant.hand.now()
    )
    assert form_of(permit).kind is Kind.TEMP_POWER
    for box in ("devices", "allowed_kw", "place", "content"):
        assert codes(lambda box=box: actions.fill(plant.worker, permit, {box: "另一"})) == {
            "field_closed"
        }
    added = actions.Application(values={"allowed_kw": 50}, people=[], risks=[])
    assert "out_of_order" in codes(lambda: actions.apply(plant.applicant, permit, added))
    end = plant.hand.now() + timedelta(hours=2)
    new = actions.reissue(
        plant.applicant, permit, "增加用电设备", starts_at=plant.hand.now(), ends_at=end
    )
    assert (new.state, Permit.objects.get(pk=permit.pk).state) == ("reserved", "voided")


@pytest.mark.clause("GBW-099")
def test_energy_of_a_confined_space_is_locked_out_by_number_and_keeper_and_given_back(plant):
    form = shipped_form(Kind.CONFINED_SPACE)
    table = next(one for one in form.fields if one.key == "isolation")
    assert {"point", "lock_no", "keeper"} <= {one.key for one in table.columns}
    owed = {one.code for one in check_values(form, {}, Stage.MEASURES, "", Facts())}
    with_energy = check_values(form, {}, Stage.MEASURES, "", Facts().plus(Flag.ENERGY))
    assert {one.code for one in with_energy} - owed == {"isolation_missing"}
    assert any("锁具" in one.text for one in form.acceptance)


@pytest.mark.clause("GBW-021")
@pytest.mark.parametrize("kind", [Kind.HOT_WORK, Kind.CONFINED_SPACE, Kind.LIFTING])
def test_crossing_works_are_not_handed_in_without_their_own_analysis(kind):
    form = shipped_form(kind)
    alone = {one.code for one in check_values(form, {}, Stage.ANALYSIS, "", Facts())}
    crossing = check_values(form, {}, Stage.ANALYSIS, "", Facts().plus(Flag.CROSSING))
    assert {"crossing_analysis_missing", "coordinator_missing"} <= {
        one.code for one in crossing
    } - alone


@pytest.mark.clause("PTW-046")
def test_air_and_weather_add_their_hazards_to_a_running_permit_and_take_them_away(hot, plant):
    def brought():
        look = Look(Permit.objects.get(pk=hot.pk), plant.safety, plant.hand.now())
        look.facts = look.facts.plus(Flag.OUTDOOR)
        return {one.step for one in hazards_brought(look)}

    plant.everybody_on_site()
    work = actions.start(plant.guardian, hot)
    assert brought() == set()
    assert "环境变化新增风险" not in read(plant.safety, f"{work.pk}/").content.decode()
    actions.record_gas(plant.guardian, work, sample(plant, 0.6))
    actions.note_weather(plant.safety, plant.company, wind_mps=8.0)
    assert brought() == {"气体变化", "天气变化"}
    assert "环境变化新增风险" in read(plant.safety, f"{work.pk}/").content.decode()
    plant.hand.go(minutes=5)
    actions.note_weather(plant.safety, plant.company, wind_mps=7.9)
    actions.record_gas_test(plant.analyst, work, sample(plant, 0.1))
    assert brought() == set()


@pytest.mark.clause("PTW-045")
def test_what_the_jobs_own_conditions_make_likely_is_marked_among_the_suggestions(plant):
    actions.seed_permits(plant.company)
    night = plant.hand.now() + timedelta(hours=9)
    permit = reserved(plant, starts_at=night, ends_at=night + timedelta(hours=2))
    actions.approve_reservation(plant.head, permit)
    page = read(plant.applicant, f"{permit.pk}/apply/")
    marked = [one["line"].hazard for one in page.context["suggestions"] if one["is_key"]]
    assert any("夜间" in one for one in marked)
    assert "本票条件，易忽略" in page.content.decode()


@pytest.mark.clause("PTW-110", "PTW-143")
@pytest.mark.parametrize("kind", [one for one in Kind if KINDS[one].group is Group.SPECIAL])
def test_each_of_the_eight_goes_from_application_to_acceptance_in_the_system(kind):
    form = shipped_form(kind)
    signed = {one.stage for one in form.signatures}
    assert {Stage.APPROVAL, Stage.ACCEPTANCE} <= signed
    assert all((form.fields, form.measures, form.briefing, form.guardian_checks, form.acceptance))
    reached = {State.RESERVED}
    while more := {row.next for row in TABLE.values() if row.state in reached} - reached:
        reached |= more
    assert reached == set(State)


@pytest.mark.clause("PTW-023")
def test_who_keeps_the_system_is_named_and_how_soon_alarms_were_seen_to_is_told(hot, plant):
    actions.save_settings(plant.safety, plant.company, {"figures": {"keeper": "王管理"}})
    for began_min, ended_min in ((0, 10), (20, 25), (30, None)):
        began = plant.hand.now() + timedelta(minutes=began_min)
        ended = ended_min and plant.hand.now() + timedelta(minutes=ended_min)
        PermitAlarm.objects.create(
            permit=hot, what="gas_out", code="06", condition=f"c{began_min}", text="超限",
            started_at=began, ended_at=ended,
        )  # fmt: skip
    answer = read(plant.safety, f"statistics/{NOVEMBER}")
    (row,) = [one for one in answer.context["found"].handled if one.label.startswith("06")]
    assert (row.count, row.standing, row.mean_min) == (3, 1, 7.5)
    assert "王管理" in answer.content.decode()
