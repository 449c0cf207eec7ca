"""Why an alarm rang, in words a shift leader reads."""

import pytest

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.queries.explaining import explained, explained_inputs


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("still_ms", 186_000, ("静止", "3 分 06 秒")),
        ("limit_s", 120.0, ("限值", "2 分")),
        ("lost_after_ms", 60_000, ("失联时限", "1 分")),
        ("onset_ms", 1_795_312_592_000, ("开始时刻", "11-22 09:56:32.000")),
        ("radius_limit_m", 15.0, ("判定半径", "15 m")),
        ("speed_kmh", 31.25, ("速度", "31.25 km/h")),
        ("limits", [3, 4, 7], ("分级人数", "3、4、7")),
        ("way", "entry", ("越界方式", "无权进入")),
        ("role", "guardian", ("身份", "监护人")),
        ("came", False, ("到过现场", "否")),
        ("battery_pct", 9, ("电量", "9 %")),
        ("count", 7, ("人数", "7")),
        ("something_new", True, ("something_new", "是")),
    ],
)
def test_an_input_has_a_word_and_a_unit(name, value, said):
    assert explained(name, value) == said


def test_a_place_that_has_a_name_is_not_shown_as_a_number():
    row = Alarm(inputs={"zone": "01a2-ffd", "zone_name": "事故水池", "fence": "0f"})
    assert explained_inputs(row) == [("区域/围栏", "事故水池"), ("围栏", "0f")]
