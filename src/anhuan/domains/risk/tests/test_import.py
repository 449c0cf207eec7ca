"""A register from Excel: every planted error named by cell, nothing half imported."""

from io import BytesIO

import pytest
import xlsxwriter
from django.urls import reverse
from xlsxwriter.utility import xl_col_to_name

from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import (
    make_account,
    make_company,
    make_department,
    make_person,
    make_post,
    sign_in,
)
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.plant.tests.factories import make_area, make_site
from anhuan.domains.risk.forms.sheet import register_sheet
from anhuan.domains.risk.models import RiskEvent, RiskMeasure, RiskObject, Version

pytestmark = pytest.mark.django_db
ROWS = 1000
# One mistake of each kind a sheet can hold: column → what is written.
MISTAKES = [
    ("object", ""), ("unit", ""), ("event", ""), ("measure", ""), ("check_content", ""),
    ("class_2", ""), ("class_2", "5-1"), ("class_2", "工程"), ("data_source", "看看"),
    ("kind", "油罐"), ("area", "月球"), ("department", "不存在部"), ("person", "没有此人"),
    ("person", "重名"), ("unit_kind", "东西"), ("structure", "V-404"), ("accidents", "穿越"),
    ("method", "MES"), ("score_l", "很高"), ("score_l", "6"), ("score_l", ""), ("score_s", "9"),
    ("score_s", "-1"), ("raised_to", "部委级"), ("post", "不存在岗"), ("checker", "路人"),
    ("cycle_count", "两"), ("cycle_count", "0"), ("cycle_count", "10000"), ("cycle_unit", "旬"),
    ("cycle_unit", ""), ("measure", "长" * 1001), ("check_content", "长" * 1001),
    ("event", "长" * 101), ("code", "长" * 37), ("problem", "长" * 501), ("class_3", "长" * 101),
]  # fmt: skip


@pytest.fixture
def plant():
    company = make_company()
    make_site(company)
    make_area(company, name="一号罐区")
    department = make_department(company, name="储运部")
    make_person(company, name="李工", number="H1", department=department)
    for number in ("H2", "H3"):
        make_person(company, name="重名", number=number, department=department)
    make_post(company, name="外操")
    return company


def line(n, **changes):
    """The n-th good line: 4 tanks of 5 events of 50 measures."""
    tank, event = n // 250, n // 50
    return {
        "object": f"{tank}号罐区", "code": f"BA-{tank}", "kind": "罐区", "area": "一号罐区",
        "department": "储运部", "person": "李工", "unit": f"储罐 {event}", "unit_kind": "设备设施",
        "event": f"泄漏 {event}", "hazard": "腐蚀", "consequence": "火灾",
        "accidents": "火灾、泄漏",
        "method": "LS", "score_l": "3", "score_s": "4", "class_2": "1-3 安全附件",
        "data_source": "隐患排查", "measure": f"措施 {n}", "check_content": "有无堵塞",
        "post": "外操", "cycle_count": "1", "cycle_unit": "周",
    } | changes  # fmt: skip


def book(company, lines):
    spec = register_sheet(company)
    file = BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet("清单")
        for place, column in enumerate(spec.columns):
            sheet.write_string(0, place, column.label)
        for row, values in enumerate(lines, 1):
            for place, column in enumerate(spec.columns):
                sheet.write_string(row, place, values.get(column.key, ""))
    file.seek(0)
    file.name = "register.xlsx"
    return file


def place_of(company, key):
    spec = register_sheet(company)
    return xl_col_to_name([one.key for one in spec.columns].index(key))


@pytest.mark.clause("DUAL-041")
def test_thousand_lines_with_37_errors_name_all_37_by_cell_and_import_nothing(plant):
    """Each mistake stands alone in its own event, so that one does not hide another."""
    lines = [line(n) for n in range(ROWS)]
    wanted = set()
    for count, (key, text) in enumerate(MISTAKES):
        n = count * 27
        alone = {"unit": f"单独 {count}", "event": f"单独 {count}"}
        if key in ("code", "kind", "area", "department", "person"):
            alone["object"] = f"单独 {count}"
        lines[n] = line(n, **(alone | {key: text}))
        wanted.add(f"清单!{place_of(plant, key)}{n + 2}")
    assert len(MISTAKES) == len(wanted) == 37
    client = sign_in(make_account(plant))
    answer = client.post(reverse("risk:import"), {"file": book(plant, lines)})
    assert answer.status_code == 422
    assert {cell for cell, _ in answer.context["errors"]} == wanted
    assert answer.context["error_count"] == 37
    assert not RiskObject.objects.exists()
    assert not RiskMeasure.objects.exists()
    assert not Version.objects.exists()
    assert not OutboxEvent.objects.filter(type__startswith="risk.").exists()


@pytest.mark.clause("DUAL-041", "DUAL-011")
def test_a_good_sheet_is_previewed_then_imported_and_again_changes_nothing(plant):
    lines = [line(n * 25) for n in range(40)]
    client = sign_in(make_account(plant))
    seen = client.post(reverse("risk:import"), {"file": book(plant, lines)})
    assert seen.status_code == 200
    assert "新建 40" in seen.context["sentence"]
    assert not RiskMeasure.objects.exists()
    packed = {"packed": seen.context["packed"], "confirmed": "1"}
    assert client.post(reverse("risk:import"), packed).status_code == 302
    assert RiskMeasure.objects.count() == 40
    assert RiskEvent.objects.filter(level="yellow", control="team").count() == 20
    assert set(RiskObject.objects.values_list("level", flat=True)) == {"yellow"}
    again = client.post(reverse("risk:import"), {"file": book(plant, lines)})
    assert again.context["sentence"] == "不变 40"
    changed = [*lines[1:], line(0, problem="呼吸阀堵塞")]
    once_more = client.post(reverse("risk:import"), {"file": book(plant, changed)})
    assert once_more.context["sentence"] == "更新 1，不变 39"


def test_lines_that_contradict_each_other_are_named(plant):
    lines = [line(0), line(1, hazard="超压"), line(2, score_s="5"), line(0)]
    client = sign_in(make_account(plant))
    answer = client.post(reverse("risk:import"), {"file": book(plant, lines)})
    places = {cell for cell, _ in answer.context["errors"]}
    assert places == {
        f"清单!{place_of(plant, key)}{row}"
        for key, row in (("hazard", 3), ("score_l", 4), ("measure", 5))
    }


def test_what_there_is_can_be_taken_away_and_brought_back(plant):
    client = sign_in(make_account(plant))
    seen = client.post(reverse("risk:import"), {"file": book(plant, [line(0), line(60)])})
    client.post(reverse("risk:import"), {"packed": seen.context["packed"], "confirmed": "1"})
    now = client.get(reverse("risk:import"), {"template": "current"})
    file = BytesIO(b"".join(now.streaming_content))
    file.name = "now.xlsx"
    back = client.post(reverse("risk:import"), {"file": file})
    assert back.context["sentence"] == "不变 2"


def test_a_head_of_department_imports_only_what_is_the_departments(plant):
    elsewhere = make_department(plant, name="合成部")
    stranger = make_account(plant, Role.DEPARTMENT_HEAD, department=elsewhere)
    answer = sign_in(stranger).post(reverse("risk:import"), {"file": book(plant, [line(0)])})
    assert [cell for cell, _ in answer.context["errors"]] == [
        f"清单!{place_of(plant, 'department')}2"
    ]
