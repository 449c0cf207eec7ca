"""The table of the life cycle: sound, and the same as the docs say."""

from pathlib import Path

import pytest

from anhuan.domains.permits.queries.conditions import CONDITIONS
from anhuan.domains.permits.queries.guards import GUARDS
from anhuan.domains.permits.queries.who import RIGHT_OF
from anhuan.domains.permits.rules.lifecycle import LIFE, TABLE, deeds_from
from anhuan.domains.permits.rules.states import AQ_STATUS, CLOSED, DAY_GROUPS, Deed, State, Who

DOC = Path(__file__).parents[5] / "docs" / "explanation" / "permits.md"


def test_every_guard_and_condition_of_the_table_exists_and_none_is_idle():
    assert {name for row in TABLE.values() for name in row.guards} == set(GUARDS)
    assert {row.when for row in TABLE.values()} == set(CONDITIONS)
    assert set(RIGHT_OF) == set(Deed)


def test_every_state_can_be_reached_and_left_unless_it_is_closed():
    reached = {row.next for row in TABLE.values() if row.next != row.state}
    assert reached == set(State) - {State.RESERVED} | {State.RESERVED}
    for state in State:
        leaves = any(row.next != state for row in TABLE.values() if row.state == state)
        assert leaves == (state not in CLOSED)
        assert bool(deeds_from(state)) == (state not in CLOSED)


@pytest.mark.clause("AQP-001")
def test_no_way_leads_to_work_but_through_issue():
    into_work = {row.state for row in TABLE.values() if row.next is State.WORKING}
    assert into_work - {State.WORKING} == {State.ISSUED, State.VERIFIED, State.SUSPENDED}
    into_issue = {row.state for row in TABLE.values() if row.next is State.ISSUED}
    assert into_issue - {State.ISSUED} == {State.APPROVING}


@pytest.mark.clause("AQP-010")
def test_every_deed_is_somebodys():
    assert all(row.who for row in TABLE.values())
    system = {row.deed for row in TABLE.values() if row.who == (Who.SYSTEM,)}
    assert system == {Deed.RETURN_TO_TESTING, Deed.EXPIRE}


def test_every_state_has_its_code_and_all_but_a_few_their_place_on_the_days_map():
    assert set(AQ_STATUS) == set(State)
    assert {state for group in DAY_GROUPS.values() for state in group} == set(State)


def test_the_page_of_the_docs_shows_this_table():
    text = DOC.read_text(encoding="utf-8")
    assert f"```mermaid\n{LIFE.diagram()}```" in text, "run: python -m tools.life_cycles"
    for row in LIFE.in_words():
        assert f"| {' | '.join(row)} |" in text, "run: python -m tools.life_cycles"
