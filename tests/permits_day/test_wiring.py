"""Who is told of each turn of a permit."""

import pytest

from anhuan.web.wiring import REACTIONS


@pytest.mark.parametrize("turn", ["started", "suspended", "resumed", "amended", "cancelled"])
def test_every_turn_of_a_work_reaches_the_works_beside_it(turn: str) -> None:
    assert "tell_works_beside" in {one.__name__ for one in REACTIONS[f"permits.{turn}"]}


def test_work_that_begins_is_looked_at_and_warned_of() -> None:
    known = {one.__name__ for one in REACTIONS["permits.started"]}
    assert {"look_beside", "warn_of_high_risk"} <= known
