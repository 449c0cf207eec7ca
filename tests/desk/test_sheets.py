"""Excel in: errors per cell, a preview that is the real run rolled back, all or nothing."""

from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from anhuan.desk.sheets import SheetColumn, SheetSpec, parse_date, parse_int, read_sheet
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.models import Person
from anhuan.domains.org.tests.factories import make_account, make_department, make_person, sign_in

SPEC = SheetSpec(
    "物",
    (
        SheetColumn("code", "编码", required=True),
        SheetColumn("kind", "类别", choices={"甲": 1, "乙": 2}),
        SheetColumn("count", "数量", parse=parse_int),
        SheetColumn("day", "日期", parse=parse_date),
    ),
)
HEADS = ["工号", "姓名", "人员类型", "性别", "部门"]


def book(*rows: list, heads: list[str] | None = None) -> BytesIO:
    """A workbook as people make them."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet()
        for line, row in enumerate([heads or HEADS, *rows]):
            sheet.write_row(line, 0, row)
    file.seek(0)
    file.name = "people.xlsx"
    return file


def errors(*rows: list, heads=("编码*", "类别", "数量", "日期")) -> list[tuple[int, str, str]]:
    sheet = read_sheet(SPEC, book(*rows, heads=list(heads)).getvalue())
    return [(e.row, e.column, e.text) for e in sheet.errors]


def test_values_come_as_people_mean_them():
    sheet = read_sheet(
        SPEC, book(["A1", "乙", 3, "2026/11/21"], [7.0, "", "4", 20261121],
                   heads=["日期", "数量", "类别", "编码*"][::-1]).getvalue()
    )  # fmt: skip
    first, second = (row.values for row in sheet.rows)
    assert (first["code"], first["kind"], first["count"]) == ("A1", 2, 3)
    assert str(first["day"]) == str(second["day"]) == "2026-11-21"
    assert (second["code"], second["kind"]) == ("7", None)


def test_every_wrong_cell_is_named():
    found = errors(["", "丙", "三", "昨天"], ["A2", "甲", 1.5, ""])
    assert found == [
        (2, "编码", "不能为空"),
        (2, "类别", "“丙”不在可选值内：甲、乙"),
        (2, "数量", "“三”不是整数"),
        (2, "日期", "“昨天”不是日期，请写成 2026-11-21"),
        (3, "数量", "“1.5”不是整数"),
    ]


def test_empty_lines_are_skipped_and_an_empty_sheet_is_said():
    assert errors(["", "", "", ""], ["A1"]) == []
    assert errors()[0][2] == "表里没有数据"


def test_a_missing_column_is_said_once():
    assert errors(["甲"], heads=["类别"]) == [(1, "编码", "缺少“编码”这一列，请用模板填写")]


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken", b"a,b\n1,2"])
def test_what_is_no_workbook_is_refused(content):
    assert read_sheet(SPEC, content).errors[0].row == 0


def test_a_huge_file_is_refused_unread():
    assert "5 MB" in read_sheet(SPEC, b"x" * (5 * 1024 * 1024 + 1)).errors[0].text


@pytest.fixture
def account(db):
    account = make_account()
    make_department(account.company, name="生产部")
    return account


def test_the_preview_shows_what_would_happen_and_changes_nothing(account):
    make_person(account.company, number="H1", name="旧名")
    rows = book(["H1", "新名", "正式员工", "男", "生产部"], ["H2", "李晓", "实习生", "女", ""])
    before = AuditRow.objects.count()
    page = sign_in(account).post("/people/import/", {"file": rows}).content.decode()
    assert "2 行：新建 1，更新 1" in page and "李晓" in page
    assert "<td>实习生</td>" in page  # words, not codes
    assert Person.objects.get().name == "旧名"
    assert AuditRow.objects.count() == before


def test_confirmed_it_is_done_and_audited(account):
    client = sign_in(account)
    page = client.post(
        "/people/import/", {"file": book(["H2", "李晓", "实习生", "女", "生产部"])}
    ).content.decode()
    packed = page.split('name="packed" value="')[1].split('"')[0]
    assert client.post("/people/import/", {"packed": packed, "confirmed": "1"}).status_code == 302
    person = Person.objects.get(company=account.company, number="H2")
    assert (person.name, person.department.name) == ("李晓", "生产部")
    row = AuditRow.objects.filter(target_id=str(person.pk)).get()
    assert (row.verb, row.actor_id) == ("create", account.pk)


def test_one_refused_row_stops_all_even_when_confirmed(account):
    rows = book(["H1", "甲一", "正式员工", "男", ""], ["H2", "乙二", "承包商", "男", ""])
    client = sign_in(account)
    answer = client.post("/people/import/", {"file": rows, "confirmed": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "承包商人员要填写所属单位" in page and '<td class="c-number">3</td>' in page
    assert not Person.objects.exists()


def test_what_was_tampered_with_is_refused(account):
    client = sign_in(account)
    answer = client.post("/people/import/", {"packed": "%%%", "confirmed": "1"})
    assert answer.status_code == 422


def test_the_template_can_be_filled_in_and_the_present_comes_back_unchanged(account):
    make_person(account.company, number="H1", name="王海涛", identity_no="11010519491231002X")
    client = sign_in(account)
    empty = b"".join(client.get("/people/import/?template=empty").streaming_content)
    heads = CalamineWorkbook.from_filelike(BytesIO(empty)).get_sheet_by_index(0).to_python()[0]
    assert heads[:3] == ["工号*", "姓名*", "人员类型*"]
    now = BytesIO(b"".join(client.get("/people/import/?template=current").streaming_content))
    now.name = "now.xlsx"
    page = client.post("/people/import/", {"file": now}).content.decode()
    assert "1 行：不变 1" in page
