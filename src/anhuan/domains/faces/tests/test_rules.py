"""Finding faces in the network's answer, and deciding whether it is them."""

import numpy as np
import pytest

from anhuan.domains.faces.rules.deciding import (
    OTHER_WAY,
    Outcome,
    Verdict,
    decided,
    likeness_pct,
)
from anhuan.domains.faces.rules.finding import SIDE_PX, STRIDES, faces_in, overlap


def empty_answer():
    counts = {stride: (SIDE_PX // stride) ** 2 for stride in STRIDES}
    return {
        f"{name}_{stride}": np.zeros((1, n, width), np.float32)
        for stride, n in counts.items()
        for name, width in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10))
    }


def put(answer, stride, column, row, size_px, score=1.0):
    cell = row * (SIDE_PX // stride) + column
    answer[f"cls_{stride}"][0, cell] = answer[f"obj_{stride}"][0, cell] = score
    answer[f"bbox_{stride}"][0, cell] = [0.5, 0.5, *np.log([size_px / stride] * 2)]


def test_a_cell_becomes_a_box_around_its_middle():
    answer = empty_answer()
    put(answer, 16, 10, 20, 96)
    (face,) = faces_in(answer)
    assert face.box == pytest.approx((168 - 48, 328 - 48, 96, 96), abs=0.01)
    assert face.points[0] == pytest.approx([160, 320])


def test_of_one_face_seen_twice_the_surer_is_kept_and_the_largest_comes_first():
    answer = empty_answer()
    put(answer, 16, 10, 20, 96, 0.8)
    put(answer, 16, 11, 20, 96, 0.95)
    put(answer, 32, 15, 3, 160, 0.75)
    put(answer, 8, 70, 70, 40, 0.69)  # not sure enough
    found = faces_in(answer)
    assert [round(one.score, 2) for one in found] == [0.75, 0.95]


def test_overlap_of_boxes():
    assert overlap((0, 0, 10, 10), (0, 0, 10, 10)) == 1
    assert overlap((0, 0, 10, 10), (10, 0, 10, 10)) == 0
    assert overlap((0, 0, 10, 10), (5, 0, 10, 10)) == pytest.approx(1 / 3)


@pytest.mark.clause("TRAIN-019")
def test_at_the_plants_threshold_it_is_them():
    assert decided(80, 80).verdict is Verdict.MATCH
    assert decided(79.9, 80).verdict is Verdict.NO_MATCH
    assert decided(79.9, 79).verdict is Verdict.MATCH


def test_likeness_is_the_cosine_in_percent():
    one = np.array([1, 0], np.float32)
    assert likeness_pct(one, np.array([2, 0], np.float32)) == pytest.approx(100)
    assert likeness_pct(one, np.array([1, 1], np.float32)) == pytest.approx(70.71, abs=0.01)
    assert likeness_pct(one, np.array([-1, 0], np.float32)) == 0
    assert likeness_pct(one, np.zeros(2, np.float32)) == 0
    assert likeness_pct(one, np.ones(3, np.float32)) == 0


def test_whatever_does_not_pass_names_the_other_way():
    for one in Verdict:
        assert (OTHER_WAY in Outcome(one).text) is (one is not Verdict.MATCH)
