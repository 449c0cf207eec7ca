"""Pages, sheets, papers and REST, as people and programs meet them."""

from datetime import timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.sheet_files import write_template
from anhuan.desk.sheets import read_sheet
from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.hazards import actions
from anhuan.domains.hazards.forms.importing import sheet_of
from anhuan.domains.hazards.models import Hazard, Stage
from anhuan.domains.hazards.rules.states import State
from anhuan.domains.hazards.tests.make import (
    DONE,
    accepted,
    handed_in,
    judged,
    make_measure,
    make_plant,
    shot,
    told,
    upload,
)
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.risk.models import RiskMeasure
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    return make_plant()


def url(name, hazard=None):
    return reverse(f"hazards:{name}", args=[hazard.pk] if hazard else [])


@pytest.mark.clause("DUAL-020", "DUAL-034", "AQG-021")
def test_the_board_shows_open_hazards_by_state_and_what_waits_for_me(plant):
    told(plant, name="窨井缺盖板")
    judged(plant)
    text = sign_in(plant.safety).get(url("hazards")).content.decode()
    assert "窨井缺盖板" in text and "column-rectifying" in text
    mine = sign_in(plant.other).get(url("hazards")).content.decode()
    assert "苯泵机械密封渗漏" in mine and "窨井缺盖板" not in mine


@pytest.mark.clause("DUAL-017")
def test_the_ledger_filters_by_source_and_exports_all_eighteen_contents(plant):
    for source in ("daily", "expert", "regulator"):
        told(plant, name=f"隐患 {source}", source=source)
    client = sign_in(plant.safety)
    found = client.get(url("ledger"), {"source": "expert"}).content.decode()
    assert "隐患 expert" in found and "隐患 daily" not in found
    names = (
        "found_at check_unit inspectors name description place level kind basis cause due_at unit"
        " rectifier funds_cny funds_source result submitted_at accept_unit acceptor_name"
    )
    answer = client.get(url("ledger"), {"format": "xlsx", "columns": names.split()})
    assert answer.getvalue()[:2] == b"PK"


def test_the_ledger_costs_the_same_for_many_as_for_few(plant):
    client = sign_in(plant.safety)
    assert_flat(client, url("ledger"), lambda: judged(plant, told(plant)), rows=3, at_most=40)


@pytest.mark.parametrize("who", ["safety", "head", "worker"])
def test_the_board_costs_the_same_for_many_as_for_few(plant, who):
    client = sign_in(getattr(plant, who))
    assert_flat(client, url("hazards"), lambda: handed_in(plant), rows=3, at_most=26)


def test_my_tasks_cost_the_same_for_many_as_for_few(plant):
    client = sign_in(plant.safety)
    assert_flat(client, "/api/v1/hazard-tasks", lambda: handed_in(plant), rows=3, at_most=30)


@pytest.mark.parametrize("words", ["安全阀铅封", "铅封", "p-34"])
def test_the_ledger_is_searched_by_a_part_of_a_name(plant, words):
    told(plant, name="安全阀铅封缺失 P-345")
    told(plant, name="护栏松动")
    answer = sign_in(plant.safety).get(url("ledger"), {"q": words})
    assert answer.context["count"] == 1 and "安全阀铅封缺失" in answer.content.decode()


@pytest.mark.clause("DUAL-019")
def test_a_hazard_is_told_judged_put_right_and_accepted_on_the_desk(plant):
    client = sign_in(plant.worker)
    answer = client.post(url("create"), {
        "name": "护栏松动", "source": "self_report", "area": plant.area.pk, "photos": [upload()],
    })  # fmt: skip
    hazard = Hazard.objects.get()
    assert answer.url == url("hazard", hazard) and hazard.photos.get().stage == Stage.FOUND
    safety = sign_in(plant.safety)
    assert "安监总管三" in safety.get(url("assess", hazard)).content.decode()
    due = timezone.localtime(clock.now() + timedelta(days=2))
    answer = safety.post(url("assess", hazard), {
        "level": 0, "kind": 7, "way": 1, "unit": plant.unit.pk, "object_code": "370500001",
        "rectifier": plant.other.person.pk, "due_at": f"{due:%Y-%m-%dT%H:%M}", "opinion": "紧固",
    })  # fmt: skip
    assert answer.status_code == 302
    other = sign_in(plant.other)
    refused = other.post(url("submit", hazard), {"cause": "振动"})
    assert refused.status_code == 422 and "请拍摄整改后的照片" in refused.content.decode()
    answer = other.post(url("submit", hazard), DONE | {"photos_after": [upload("b.jpg")]})
    assert answer.status_code == 302
    head = sign_in(plant.head)
    answer = head.post(url("accept", hazard), {"comment": "好", "password": "wrong"})
    assert answer.status_code == 422 and "密码不对" in answer.content.decode()
    assert head.post(url("accept", hazard), {"comment": "好"}).status_code == 302
    hazard.refresh_from_db()
    assert hazard.state == State.ACCEPTED
    page = head.get(url("hazard", hazard)).content.decode()
    assert "护栏松动" in page and "验收" in page
    assert "核验通过" in head.get(url("verify", hazard)).content.decode()


def test_every_deeds_page_opens_for_who_may(plant):
    client = sign_in(plant.safety)
    hazard = judged(plant)
    for name in (
        "assess", "dismiss", "assign", "merge", "link", "note", "add_photo", "ask_extension",
        "delete", "return", "reopen", "accept", "submit", "plan", "correct",
    ):  # fmt: skip
        assert client.get(url(name, hazard)).status_code == 200, name
    for name in ("statistics", "import", "settings", "deleted", "create"):
        assert client.get(url(name)).status_code == 200, name


def sheet(rows):
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    heads = ["排查日期", "隐患来源", "隐患名称", "隐患地点", "隐患等级", "隐患类型",
             "整改责任单位", "整改责任人", "整改期限"]  # fmt: skip
    for line, row in enumerate([heads, *rows]):
        for place, value in enumerate(row):
            page.write(line, place, value)
    book.close()
    out.seek(0)
    out.name = "隐患.xlsx"
    return out


@pytest.mark.clause("DUAL-019")
def test_a_sheet_names_every_wrong_cell_and_brings_nothing_in(plant):
    client = sign_in(plant.safety)
    bad = [
        ["2026-13-40", "日常排查", "甲", "泵房"],
        ["2026-11-20", "乱写", "乙", "泵房"],
        ["2026-11-20", "日常排查", "", "泵房"],
        ["2026-11-20", "日常排查", "丁", "泵房", "一般隐患", "设备", "没有的部门"],
    ]
    text = client.post(url("import"), {"file": sheet(bad)}).content.decode()
    for words in ("不是日期", "不在可选值内", "不能为空", "没有名为“没有的部门”的部门"):
        assert words in text
    half = [["2026-11-20", "日常排查", "戊", "泵房", "一般隐患", "设备", "生产一部", "孙检修"]]
    assert "须填“整改期限”" in client.post(url("import"), {"file": sheet(half)}).content.decode()
    assert not Hazard.objects.exists()


@pytest.mark.clause("DUAL-019")
def test_a_sheet_is_brought_in_once_each_row_as_far_as_it_says(plant):
    client = sign_in(plant.safety)
    rows = [
        ["2026-11-20", "日常排查", "甲", "泵房"],
        ["2026-11-20", "监管部门检查", "乙", "泵房", "一般隐患", "设备", "生产一部", "孙检修",
         "2026-12-30"],
    ]  # fmt: skip
    for _ in range(2):
        answer = client.post(url("import"), {"file": sheet(rows)})
        packed = answer.context["packed"]
        assert client.post(url("import"), {"packed": packed, "confirmed": "1"}).status_code == 302
    states = dict(Hazard.objects.values_list("name", "state"))
    assert states == {"甲": "reported", "乙": "rectifying"}


def test_the_template_can_be_read_again(plant):
    spec = sheet_of(plant.company)
    with write_template(spec) as file:
        read = read_sheet(spec, file.read())
    assert len(spec.columns) >= 18 and not read.missing


@pytest.mark.clause("DUAL-024")
def test_statistics_say_what_the_ledger_says(plant):
    accepted(plant)
    handed_in(plant, judged(plant, told(plant, name="另一处", place="别处")))
    client = sign_in(plant.safety)
    page = client.get(url("statistics"))
    found = page.context["found"]
    assert (found.counts.total, found.counts.accepted, found.counts.cured_pct) == (2, 1, 50.0)
    assert found.by_unit[0][:2] == ("生产一部", 2)
    assert [name for name, *_ in found.people] == ["孙检修"]
    _, n, query = found.by_state[0]
    listed = client.get(f"{url('ledger')}?{query}").context["count"]
    assert listed == n


@pytest.mark.clause("DUAL-061")
def test_the_report_and_a_hazards_record_are_papers_with_pictures(plant):
    hazard = accepted(plant, handed_in(plant, judged(plant, told(plant, photos=(
        shot(Stage.FOUND, color="red"),)))))  # fmt: skip
    client = sign_in(plant.safety)
    for answer in (client.get(url("report")), client.get(url("print", hazard)),
                   client.post(url("report"), {"ids": [str(hazard.pk)]})):  # fmt: skip
        content = b"".join(answer)
        assert content[:5] == b"%PDF-" and b"/Image" in content


def test_programs_report_act_and_ask_why_not(plant):
    client = sign_in(plant.worker)
    body = {"name": "泵漏", "area": str(plant.area.pk), "origin": "erp:1"}
    made = client.post("/api/v1/hazards", body, "application/json")
    assert made.status_code == 201 and made.json()["state"] == "reported"
    again = client.post("/api/v1/hazards", body, "application/json")
    assert again.json()["id"] == made.json()["id"]
    at = f"/api/v1/hazards/{made.json()['id']}"
    safety = sign_in(plant.safety)
    refused = safety.post(f"{at}/assess", {}, "application/json")
    assert refused.status_code == 422
    codes = {one["code"] for one in refused.json()["blockers"]}
    assert {"level_missing", "kind_missing", "unit_missing"} <= codes
    row = safety.get(f"{at}/report-row").json()
    assert row["blockers"][0]["code"] == "not_assessed"
    assert safety.get(f"{at}/check").json() == []
    assert [one["id"] for one in safety.get("/api/v1/hazard-tasks").json()] == [made.json()["id"]]
    assert safety.get("/api/v1/hazards", {"q": "泵漏"}).json()["results"][0]["number"]


def test_the_keepers_settings_are_checked(plant):
    client = sign_in(plant.keeper)
    form = client.get(url("settings")).context["form"]
    given = {name: value for name, value in form.initial.items() if value not in (None, False)}
    given["major_acceptance"] = ["safety_manager"]
    refused = client.post(url("settings"), given)
    assert refused.status_code == 422 and "主要负责人" in refused.content.decode()
    given |= {"major_acceptance": ["safety_manager", "plant_head"], "warn_before_h": 48}
    assert client.post(url("settings"), given).status_code == 302
    hazard = judged(plant)
    assert hazard.look_at == hazard.due_at - timedelta(hours=48)
    assert actions.tick_due(hazard.look_at) == 1


def test_the_form_offers_the_register_and_the_object_follows_the_measure(plant):
    measure = make_measure(plant)
    page = sign_in(plant.worker).get(reverse("hazards:create")).content.decode()
    assert "P-101 泵 / 机封完好" in page and "苯罐区 / P-101 泵" in page
    body = {"name": "机封滴漏", "place": "一号泵房", "source": "daily",
            "risk_measure": str(measure.pk)}  # fmt: skip
    assert sign_in(plant.worker).post(reverse("hazards:create"), body).status_code == 302
    hazard = Hazard.objects.get(name="机封滴漏")
    assert (hazard.risk_measure_id, hazard.risk_unit_name) == (measure.pk, "P-101 泵")
    assert hazard.object_code == "370500002"
    RiskMeasure.objects.filter(pk=measure.pk).update(is_retired=True)
    form = sign_in(plant.safety).get(reverse("hazards:assess", args=[hazard.pk])).content.decode()
    assert "已停用，保持不变" in form


def test_whoever_answers_an_extension_sees_what_is_asked_and_why(plant):
    hazard = judged(plant)
    to_due = hazard.due_at + timedelta(days=3)
    actions.ask_extension(plant.other, hazard, to_due, "备件未到")
    text = sign_in(plant.safety).get(url("grant_extension", hazard)).content.decode()
    assert "整改期限" in text and "申请延至" in text and "备件未到" in text
    assert timezone.localtime(to_due).strftime("%m-%d %H:%M") in text


def test_merging_into_a_number_nobody_has_says_so(plant):
    hazard, other = (
        told(plant),
        told(plant, name="配电柜门未关", description="门锁损坏", place="变电所"),
    )
    page = sign_in(plant.safety)
    assert "没有相似的未闭环隐患" in page.get(url("merge", hazard)).content.decode()
    answer = page.post(url("merge", hazard), {"into": "", "number": "YH-1"})
    assert "没有编号为“YH-1”的隐患" in answer.content.decode()
    assert page.post(url("merge", hazard), {"number": f" {other.number} "}).status_code == 302
    hazard.refresh_from_db()
    assert hazard.merged_into == other
