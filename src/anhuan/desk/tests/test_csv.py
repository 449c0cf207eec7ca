"""A list as plain text: nothing in it is a formula to whoever opens it."""

from types import SimpleNamespace

from anhuan.desk.lists import Column
from anhuan.desk.lists.export import write_csv


def test_text_that_begins_like_a_formula_is_quoted_and_numbers_are_not():
    columns = [Column("text", "内容"), Column("metres", "高度", unit="m", kind="number")]
    rows = [SimpleNamespace(text=text, metres=-1.5) for text in ("=1+1", "@a", "-2", "焊接,\n切割")]
    with write_csv(columns, rows) as file:
        found = file.read().decode("utf-8-sig")
    assert found == (
        "内容,高度（m）\r\n'=1+1,-1.5\r\n'@a,-1.5\r\n'-2,-1.5\r\n\"焊接,\n切割\",-1.5\r\n"
    )
