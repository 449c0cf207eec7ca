"""Conversions, each against a figure worked by hand."""

import pytest

from anhuan.kernel import units


def test_ten_percent_of_methanes_lel_is_half_a_percent_by_volume():
    assert units.vol_pct_from_lel_pct(10, 5.0) == pytest.approx(0.5)
    assert units.lel_pct_from_vol_pct(0.5, 15.0) == pytest.approx(3.333, abs=1e-3)


def test_ten_milligrams_of_hydrogen_sulfide_are_seven_ppm():
    assert units.ppm_from_mg_m3(10, 34.08) == pytest.approx(7.174, abs=1e-3)
    assert units.mg_m3_from_ppm(7.174, 34.08) == pytest.approx(10, abs=1e-2)


def test_speed():
    assert units.kmh_from_mps(units.mps_from_kmh(15)) == pytest.approx(15)
    assert units.kmh_from_mps(10) == 36


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(14.9, "14 秒"), (108, "1 分 48 秒"), (11100, "3 小时 05 分"), (187200, "2 天 4 小时")],
)
def test_spans_are_said_as_people_say_them(seconds, text):
    assert units.span_text(seconds) == text
