"""The tables: kinds, codes, crowd colours, and the state diagram."""

from datetime import UTC, datetime, timedelta

import pytest

from anhuan.domains.alarms.rules import (
    ESCALATION,
    KINDS,
    TRANSITIONS,
    Life,
    Rung,
    State,
    Verb,
    crowd_code,
    diagram,
    due_rungs,
    is_worse,
    next_due_at,
    state_of,
    verbs_from,
)

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "province", "aq"),
    [
        ("sos", "01", "B.3/0"), ("overstay", "02", "B.3/2"), ("boundary", "03", "B.3/1"),
        ("over_count", "04", "B.4/1"), ("under_count", "05", "B.4/2"), ("still", "06", "B.3/3"),
        ("overspeed", "07", ""), ("worker_left", "08", ""), ("intruder", "09", ""),
        ("crowd_yellow", "", "B.5"), ("crowd_orange", "", "B.5"), ("crowd_red", "", "B.5"),
    ],
)  # fmt: skip
def test_codes_of_the_province_and_of_aq_3064(kind, province, aq):
    assert (KINDS[kind].province_code, KINDS[kind].aq_code) == (province, aq)


@pytest.mark.clause("AQL-035", "POS-004")
@pytest.mark.parametrize(
    ("people", "colour"),
    [(2, None), (3, "yellow"), (4, "orange"), (6, "orange"), (7, "red"), (30, "red")],
)
def test_colours_of_a_gathering(people, colour):
    assert crowd_code(people) == (colour and f"crowd_{colour}")


@pytest.mark.clause("AQL-040", "AQL-070")
def test_only_yellow_needs_no_clearing():
    needs = {code: KINDS[code].needs_clearing for code in KINDS if code.startswith("crowd")}
    assert needs == {"crowd_yellow": False, "crowd_orange": True, "crowd_red": True}


def test_every_kind_has_a_priority_guidance_and_a_ladder():
    for kind in KINDS.values():
        assert kind.priority in (1, 2, 3, 4)
        assert all((kind.cause, kind.consequence, kind.action)), kind.code
        assert ESCALATION[kind.priority][0] == (0, "operator")


def test_the_ladder_of_the_gravest():
    assert ESCALATION[1] == (
        (0, "operator"), (60, "shift_leader"), (180, "safety_manager"), (600, "plant_head"),
    )  # fmt: skip


LADDER = [Rung(0, "operator"), Rung(60, "shift_leader"), Rung(180, "safety_manager")]


@pytest.mark.parametrize(
    ("seconds", "told", "due"),
    [
        (0, 0, ["operator"]),
        (59, 1, []),
        (60, 1, ["shift_leader"]),
        (200, 0, ["operator", "shift_leader", "safety_manager"]),
        (999, 3, []),
    ],
)
def test_who_is_due(seconds, told, due):
    found = due_rungs(LADDER, NOW, told, NOW + timedelta(seconds=seconds))
    assert [rung.role for rung in found] == due


def test_when_the_next_is_due():
    assert next_due_at(LADDER, NOW, 1) == NOW + timedelta(seconds=60)
    assert next_due_at(LADDER, NOW, 3) is None


@pytest.mark.parametrize(
    ("old", "new", "worse"),
    [
        (("crowd_yellow", 3), ("crowd_orange", 2), True),
        (("crowd_yellow", 2), ("crowd_orange", 2), True),
        (("crowd_red", 1), ("crowd_orange", 1), False),
        (("still", 2), ("still", 1), True),
        (("still", 2), ("still", 2), False),
        (("still", 2), ("still", 3), False),
    ],
)
def test_what_is_worse(old, new, worse):
    assert is_worse(*old, *new) is worse


def test_every_state_is_reached_and_left():
    assert set(State) - {end for end in TRANSITIONS.values() if end} == set()
    assert [state for state in State if not verbs_from(state)] == [State.CLOSED]


def test_nothing_but_handled_and_returned_is_closed():
    assert [start for start, verb in TRANSITIONS if verb is Verb.CLOSE] == [State.HANDLED_RETURNED]


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, State.UNACKNOWLEDGED_ACTIVE),
        ({"is_returned": True}, State.UNACKNOWLEDGED_RETURNED),
        ({"is_returned": True, "needs_clearing": True}, State.UNACKNOWLEDGED_ACTIVE),
        ({"is_returned": True, "needs_clearing": True, "is_cleared": True, "is_acknowledged": True},
         State.ACKNOWLEDGED_RETURNED),
        ({"is_acknowledged": True, "is_handled": True}, State.HANDLED_ACTIVE),
        ({"shelved_until": NOW}, State.SHELVED),
        ({"is_closed": True, "shelved_until": NOW}, State.CLOSED),
    ],
)  # fmt: skip
def test_facts_make_the_state(facts, state):
    assert state_of(Life(priority=2, **facts)) is state


def test_the_diagram_draws_every_transition():
    drawn = diagram()
    assert drawn.startswith("stateDiagram-v2\n")
    assert drawn.count(" --> ") == len(TRANSITIONS) + 2
    assert "unacknowledged_active --> acknowledged_active: acknowledge" in drawn
