"""Gauges read by geometry: drawn dials whose reading is known, and real ones where they are."""

from pathlib import Path

import pytest
from PIL import Image

from anhuan.domains.inspection.queries.gauges import has_ocr, opened, proposals
from anhuan.domains.inspection.rules.gauges.scale import Number, scales_of, usual_scale
from anhuan.domains.inspection.tests.dials import draw_dial

PICTURES = Path("/work/shared/data/pictures")
FULL = 1.6  # MPa
TWO_PERCENT = 0.02 * FULL


@pytest.mark.clause("INS-047")
@pytest.mark.parametrize("value", [0.0, 0.2, 0.5, 0.8, 1.1, 1.37, 1.6])
def test_the_needle_of_a_drawn_dial_is_read_within_two_percent_of_the_scale(value):
    found = proposals(draw_dial(value, FULL), usual_scale(0, FULL))
    assert found and found[0]["kind"] == "needle"
    assert found[0]["value"] == pytest.approx(value, abs=TWO_PERCENT)


def test_a_light_needle_on_a_dark_dial():
    found = proposals(draw_dial(1.1, FULL, is_dark=True), usual_scale(0, FULL))
    assert found[0]["value"] == pytest.approx(1.1, abs=TWO_PERCENT)


def test_no_dial_no_reading_and_without_a_scale_no_value():
    assert proposals(Image.new("RGB", (300, 300), "white"), usual_scale(0, 1)) == []
    if not has_ocr():
        assert proposals(draw_dial(0.5, FULL)) == []


def test_two_scales_on_one_dial_are_told_apart():
    outer = [Number(20.0 * k, 45 + 27.0 * k) for k in range(11)]
    inner = [Number(2.0 * k, 45 + 38.0 * k) for k in range(8)]
    found = scales_of([*outer, *inner])
    assert [one.numbers for one in found] == [12, 7]  # the two share a zero
    assert found[0].value_at(45 + 27 * 4.5) == pytest.approx(90, abs=0.5)
    assert found[1].value_at(45 + 38 * 3) == pytest.approx(6, abs=0.1)


def test_a_stray_number_changes_nothing_and_too_few_are_no_scale():
    dial = [Number(10.0 * k, 45 + 27.0 * k) for k in range(11)]
    assert scales_of([*dial, Number(1203, 180)])[0].value_at(180) == pytest.approx(50, abs=0.1)
    assert scales_of(dial[:3]) == []


def test_beyond_the_ends_is_no_reading():
    scale = usual_scale(0, 100)
    assert scale.value_at(45) == 0 and scale.value_at(315) == 100
    assert scale.value_at(20) is None and scale.value_at(340) is None


@pytest.mark.skipif(not has_ocr(), reason="anhuan[ocr] is not installed")
@pytest.mark.skipif(not PICTURES.exists(), reason="the pictures are not on this machine")
def test_a_real_dial_is_read_by_its_own_numbers():
    found = proposals(opened((PICTURES / "gauge_2.jpg").read_bytes()))
    assert found[0]["value"] == pytest.approx(133, abs=3.2)  # 2 % of the scale
