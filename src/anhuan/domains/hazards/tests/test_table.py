"""The table of the life cycle: sound, and the same as the docs say."""

from pathlib import Path

from anhuan.domains.hazards.rules.guards import GUARDS
from anhuan.domains.hazards.rules.lifecycle import LIFE, TABLE, deeds_from
from anhuan.domains.hazards.rules.states import (
    CLOSED,
    DEED_LABELS,
    IN_TREATMENT,
    OPEN,
    RIGHT_OF,
    UPLOAD_STATE,
    Deed,
    State,
    Who,
)

DOC = Path(__file__).parents[5] / "docs" / "explanation" / "hazards.md"


def test_every_guard_of_the_table_exists_and_none_is_idle():
    assert {name for row in TABLE.values() for name in row.guards} == set(GUARDS)
    assert set(RIGHT_OF) == set(DEED_LABELS) == set(Deed)


def test_every_state_can_be_reached_and_left_unless_it_is_merged():
    reached = {row.next for row in TABLE.values() if row.next != row.state}
    assert reached == set(State)
    for state in State:
        leaves = any(row.next != state for row in TABLE.values() if row.state == state)
        assert leaves == (state is not State.MERGED)
    assert set(OPEN) | set(CLOSED) == set(State) and set(IN_TREATMENT) < set(OPEN)


def test_nothing_is_accepted_but_what_was_handed_in():
    into = {row.state for row in TABLE.values() if row.next is State.ACCEPTED != row.state}
    assert into == {State.SUBMITTED}
    system = {row.deed for row in TABLE.values() if Who.SYSTEM in row.who}
    assert system == {Deed.SUBMIT}


def test_every_row_may_be_deleted_and_brought_back_and_none_leaves_the_table():
    for state in State:
        assert {Deed.DELETE, Deed.RESTORE, Deed.NOTE} <= set(deeds_from(state))


def test_states_of_the_provinces_table():
    assert UPLOAD_STATE == {
        State.ASSESSED: 0, State.RECTIFYING: 0, State.SUBMITTED: 1, State.ACCEPTED: 9,
    }  # fmt: skip


def test_the_page_of_the_docs_shows_this_table():
    text = DOC.read_text(encoding="utf-8")
    assert f"```mermaid\n{LIFE.diagram()}```" in text, "run: python -m tools.life_cycles"
    for row in LIFE.in_words():
        assert f"| {' | '.join(row)} |" in text, "run: python -m tools.life_cycles"
