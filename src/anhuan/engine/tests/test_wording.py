"""Alarms say what matters in one short line, like the drawings of the control room."""

import pytest

from anhuan.engine.adapters import wording
from anhuan.engine.tests.plants import holder, make_plant

AREA = next(n for n in make_plant().zones.names.values() if n.name == "一号罐区")


@pytest.mark.parametrize(
    ("ms", "text"),
    [(41_000, "41 秒"), (186_000, "3 分 06 秒"), (7_500_000, "2 小时 05 分"), (-5, "0 秒")],
)
def test_spans(ms, text):
    assert wording.span(ms) == text


@pytest.mark.parametrize(
    ("x", "y", "text"),
    [(58, 51, "一号罐区东侧"), (42, 50, "一号罐区西侧"), (52, 59, "一号罐区北侧"),
     (50, 41, "一号罐区南侧"), (51, 52, "一号罐区")],
)  # fmt: skip
def test_sides(x, y, text):
    assert wording.side(AREA, x, y, 1) == text


def test_places():
    assert wording.place(AREA, 1, 1, 2) == "一号罐区 2F"
    assert wording.place(AREA, 1, 1, 1) == "一号罐区"
    assert wording.place(None, 12.3, 45.6, 1) == "厂区 x 12 m，y 46 m"
    assert wording.place(None, None, None, None) == "位置未知"


def test_many_names_are_cut():
    people = [holder(k) for k in range(9)]
    assert wording.over_count(9, 4, people) == "9 人，限 4 人；多出：人员4、人员5、人员6 等 5 人"
