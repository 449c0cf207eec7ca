"""Excel in and out: ledgers of devices in, counts and visits out."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
import xlsxwriter
from django.urls import reverse
from python_calamine import CalamineWorkbook

from anhuan.domains.positioning.models import Anchor, Assignment, Tag
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


def sheet(heads, *rows):
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    for line, row in enumerate([heads, *rows]):
        page.write_row(line, 0, row)
    book.close()
    file.seek(0)
    file.name = "x.xlsx"
    return file


def test_tags_come_in_from_excel_with_their_holders_all_or_none(desk, plant):
    person = make.make_person(plant, number="HS1")
    heads = ["编号", "形式", "绑定人工号或车牌", "最高工作温度"]
    answer = desk.post(at("tag_import"), {
        "file": sheet(heads, ["T-1", "安全帽", "HS1", 75], ["T-2", "帽子", "HS9", "热"])
    })  # fmt: skip
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "“帽子”不在可选值内" in shown and "“热”不是整数" in shown
    assert not Tag.objects.exists()
    good = sheet(heads, ["T-1", "安全帽", "HS1", 75])
    desk.post(at("tag_import"), {"file": good})
    assert not Tag.objects.exists()  # only the preview
    good.seek(0)
    desk.post(at("tag_import"), {"file": good, "confirmed": "1"})
    assert Assignment.objects.get().person == person
    assert Tag.objects.get().form == "helmet"


def test_anchors_and_vehicles_come_in_from_excel(desk, plant):
    area = make.make_area(plant, code="TKF")
    anchors = sheet(["编号", "定位技术", "x", "y", "z", "楼层", "区域编码"],
                    ["A-1", "uwb-twr", 1.5, -2, 3, 2, "TKF"])  # fmt: skip
    desk.post(at("anchor_import"), {"file": anchors, "confirmed": "1"})
    anchor = Anchor.objects.get()
    assert (anchor.x_m, anchor.y_m, anchor.floor, anchor.area) == (1.5, -2, 2, area)
    aoa = sheet(["编号", "定位技术", "x", "y", "z", "朝向", "测角误差", "测距滞后", "1 m 处 RSSI"],
                ["A-1", "ble-aoa", 1.5, -2, 3, "-90", "2.5", 80, "-61"])  # fmt: skip
    desk.post(at("anchor_import"), {"file": aoa, "confirmed": "1"})
    anchor.refresh_from_db()
    assert (anchor.heading_deg, anchor.angle_sd_deg) == (-90.0, 2.5)
    assert (anchor.range_age_ms, anchor.tx_power_dbm, anchor.reach_m) == (80, -61.0, 3.0)
    answer = desk.get(at("anchor_import") + "?template=current")
    (_, row) = CalamineWorkbook.from_filelike(
        BytesIO(b"".join(answer.streaming_content))
    ).get_sheet_by_index(0).to_python()[:2]  # fmt: skip
    assert "-90.0" in row and "80" in row
    assert "-90" in desk.get(at("anchor", anchor.pk)).content.decode()
    vehicles = sheet(["车牌/编号", "名称", "驾驶员工号"], ["鲁E1", "叉车", "nobody"])
    answer = desk.post(at("vehicle_import"), {"file": vehicles, "confirmed": "1"})
    assert "没有工号为 nobody 的人员" in answer.content.decode()


@pytest.mark.clause("AQL-056")
def test_counts_and_visits_go_out_as_excel(desk, plant):
    area = make.make_area(plant, name="罐区")
    tag = make.make_tag(plant)
    make.bind(tag, make.make_person(plant, "王海涛"))
    make.make_visit(tag, area, DAY, 10)
    span = {"from": "2026-11-20T00:00", "to": "2026-11-21T00:00", "format": "xlsx"}
    rows = read_xlsx(desk.get(at("counts"), span))
    assert rows[0][:2] == ["区域", "在内·员工"]
    assert dict(zip(rows[0], rows[1], strict=True))["进入·员工"] == 1
    rows = read_xlsx(desk.get(at("visits"), {"format": "xlsx"}))
    assert rows[1][0] == "王海涛" and rows[1][3] == "罐区"


def read_xlsx(answer):
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
