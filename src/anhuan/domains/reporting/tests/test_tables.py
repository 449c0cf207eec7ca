"""The tables are those of the law, column by column."""

import json
from pathlib import Path

import pytest

from anhuan.domains.reporting.rules.tables import Table
from anhuan.domains.reporting.seeds.loader import FOLDER, BadTables, load, tables

LAW = Path("/work/shared/upload_tables.json")
PRINTED = {"string": "字符", "text": "文本", "number": "数值", "datetime": "日期时间",
           "date": "日期", "file": "文件"}  # fmt: skip


@pytest.fixture(scope="module")
def law():
    if not LAW.exists():
        pytest.skip("the facts are not here")
    return json.loads(LAW.read_text(encoding="utf-8"))


def printed_codes(field, law):
    listed = law["code_lists"][field["code_list"]]["items"] if "code_list" in field else None
    return {one["code"]: one["name_zh"] for one in field.get("enum", listed or [])}


@pytest.mark.clause("EXC-017", "EXC-019", "EXC-020", "EXC-021", "EXC-022", "EXC-023", "EXC-027")
def test_every_table_is_the_law_s_field_by_field(law):
    for printed in law["tables"]:
        table = tables()[printed["id"]]
        assert table.name == printed["table_name"]
        assert [one.key for one in table.fields] == [one["key"] for one in printed["fields"]]
        for column, field in zip(table.fields, printed["fields"], strict=True):
            where = (printed["id"], column.key)
            assert (column.nr, column.label) == (field["no"], field["name_zh"]), where
            assert (column.printed or PRINTED[column.type]) == field["type"], where
            length = f"{column.length},{column.decimals}" if column.decimals else column.length
            assert str(length) == str(field["length"] or 0), where
            assert column.is_required == field["required"], where
            assert dict(column.codes) == printed_codes(field, law), where
            form = field.get("format", {})
            assert column.pattern == form.get("regex", ""), where
            assert column.max_bytes == form.get("max_bytes", 0), where


def test_every_table_goes_as_often_as_the_law_says(law):
    said = {"incremental": None, "periodic": None, "realtime": "实时", "daily_before": None}
    periods = {"P1D": "每天", "PT1H": "每小时", "PT10M": "每 10 分钟"}
    for printed in law["tables"]:
        rule, table = printed["frequency"], tables()[printed["id"]]
        if rule["mode"] == "daily_before":
            assert table.before is not None and f"{table.before:%H:%M}" == rule["deadline"]
            assert not table.is_periodic
        else:
            assert table.often == (said[rule["mode"]] or periods[rule["period"]])


@pytest.mark.clause("EXC-029")
def test_the_alarm_table_has_thirteen_columns_and_no_third():
    columns = tables()["POS_T1"].fields
    assert len(columns) == 13 and [one.nr for one in columns] == [1, 2, *range(4, 15)]


@pytest.mark.clause("AQP-119", "AQP-123", "AQP-129", "AQP-130")
def test_the_tables_of_the_park_have_their_columns_and_codes():
    permit, alarm = tables()["PTW_A1"], tables()["PTW_A3"]
    assert [one.nr for one in permit.fields] == list(range(1, 34))
    assert [one.nr for one in alarm.fields] == list(range(1, 12))
    kinds = permit.field("TICKET_TYPE")
    assert " ".join(kinds.codes) == "01 02 03 10 21 22 23 24 30 40 50 61 62 63 70"
    assert list(permit.field("TICKET_STATUS").codes) == list("0123456")
    codes = "01 02 03 04 05 10 20 30 31 40 41 42 43 50 51 52 60 61 62 70 80 90"
    assert " ".join(alarm.field("ALARM_TYPE").codes) == codes


@pytest.mark.clause("AQL-110", "AQL-111", "AQL-112", "AQL-113", "AQL-114", "AQL-115")
def test_the_tables_of_people_areas_and_gatherings():
    assert [len(tables()[f"AQL_B{n}"].fields) for n in range(1, 6)] == [12, 6, 8, 7, 10]
    assert dict(tables()["AQL_B3"].field("ALARM_TYPE").codes) == {
        "0": "sos报警", "1": "越界报警", "2": "滞留报警", "3": "静止报警",
    }  # fmt: skip
    assert dict(tables()["AQL_B4"].field("ALARM_TYPE").codes) == {"1": "超员报警", "2": "缺员报警"}
    inside = [one.key for one in tables()["AQL_B5"].parts("ALARM_AREA")]
    assert inside == ["NAME", "PERSONTYPE", "PERSONID", "X", "Y"]
    for n in range(1, 5):
        assert list(tables()[f"AQL_B{n}"].field("DELETED").codes) == ["0", "1"]


@pytest.mark.clause("EXC-013", "AQP-127")
def test_tables_that_know_deletion_mark_it_and_nothing_else():
    marked = [one.id for one in tables().values() if one.deleted]
    assert [f"DUAL_T{n}" for n in range(1, 7)] == [one for one in marked if "DUAL" in one]
    assert all(tables()[one].deleted == "DELETED" for one in marked)


def test_parents_go_first():
    order: list[str] = [one.id for one in tables().values()]
    for table in tables().values():
        for column in table.fields:
            if column.parent:
                assert order.index(column.parent) < order.index(table.id)
    assert isinstance(tables()["DUAL_T1"], Table)


def test_a_wrong_file_is_named_with_everything_wrong_in_it(tmp_path):
    (tmp_path / "a.yaml").write_text(
        "id: A\nname: 甲\nlaw: 某\nsystem: own\nrank: 1\nevery: PT7M\nkey: [X]\nodd: 1\n"
        "fields:\n  - {nr: 1, key: B, label: 乙, type: word, required: maybe}\n",
        encoding="utf-8",
    )
    with pytest.raises(BadTables) as found:
        load(tmp_path)
    text = str(found.value)
    for said in (
        "不认识的项 odd",
        "不认识的频率 PT7M",
        "不认识的类型 word",
        "required",
        "没有字段 X",
    ):
        assert said in text
    assert load(FOLDER).keys() == tables().keys()
