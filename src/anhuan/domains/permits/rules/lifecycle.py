"""The life of a permit as one table: state, deed, next state, who, guards. GB 30871-2022 4.6–4.18.

A deed moves the permit on when its `when` holds, else the permit stays where it is: a measure
confirmed is one of sixteen. What only time or evidence brings about is done by `Who.SYSTEM`.
Guards are names of `rules.guards.GUARDS`; each says every reason it has.
"""

from collections.abc import Iterator

from anhuan.domains.permits.rules.states import CLOSED, ISSUED_STATES, UNISSUED, Deed, State, Who
from anhuan.kernel import lifecycle
from anhuan.kernel.lifecycle import LifeCycle

Step = lifecycle.Step[State, Deed, Who]
GUARDIANSHIP = (Who.GUARDIAN, Who.LEADER)
ANYBODY_HERE = (Who.CREW, Who.APPLICANT, Who.APPROVER, Who.SHIFT_LEADER)
# Who trains, who guards and who manages may each add to the briefing (PTW-057).
BRIEFERS = (Who.APPLICANT, Who.BRIEFER, Who.GUARDIAN, Who.LEADER, Who.APPROVER)
STOPPERS = (*ANYBODY_HERE, Who.SYSTEM)


def _preparing() -> Iterator[Step]:
    S, D, W = State, Deed, Who
    applicant = (W.APPLICANT,)
    yield Step(S.RESERVED, D.APPROVE_RESERVATION, S.RESERVE_APPROVED, (W.APPROVER,), ("not_own",))
    yield Step(S.RESERVED, D.REJECT_RESERVATION, S.REJECTED, (W.APPROVER,), ("reason",))
    yield Step(S.REJECTED, D.REBOOK, S.RESERVED, applicant, ("never_applied", "reservation"))
    yield Step(S.REJECTED, D.REVISE, S.DRAFTED, applicant, ("was_applied",))
    yield Step(S.RESERVE_APPROVED, D.APPLY, S.DRAFTED, applicant)
    yield Step(S.DRAFTED, D.APPLY, S.DRAFTED, applicant)
    yield Step(
        S.DRAFTED, D.ANALYSE, S.ANALYSED, (W.APPLICANT, W.LEADER),
        ("application", "people", "grade", "upgrade", "validity", "barred", "risks"),
    )  # fmt: skip


def _evidence() -> Iterator[Step]:
    S, D, W = State, Deed, Who
    analyst = (W.ANALYST,)
    yield Step(S.ANALYSED, D.TEST_GAS, S.TESTED, analyst, ("needs_gas",), "gas_passed")
    for state in (S.TESTED, S.MEASURES_CONFIRMED, S.BRIEFED, S.APPROVING):
        yield Step(state, D.TEST_GAS, S.ANALYSED, analyst, ("needs_gas",), "gas_failed")
    for state in (S.ISSUED, S.VERIFIED, S.SUSPENDED):
        yield Step(state, D.TEST_GAS, state, analyst, ("needs_gas",))
    crew = (W.CREW, W.APPLICANT)
    done = "measures_done"
    yield Step(S.ANALYSED, D.CONFIRM_MEASURE, S.MEASURES_CONFIRMED, crew, ("no_gas_open",), done)
    yield Step(S.TESTED, D.CONFIRM_MEASURE, S.MEASURES_CONFIRMED, crew, ("no_gas_open",), done)
    yield Step(S.MEASURES_CONFIRMED, D.BRIEF, S.MEASURES_CONFIRMED, BRIEFERS)
    yield Step(
        S.MEASURES_CONFIRMED, D.SIGN_BRIEFING, S.BRIEFED, (W.CREW,), ("briefing_open",),
        "briefing_done",
    )  # fmt: skip


def _approving() -> Iterator[Step]:
    S, D, W = State, Deed, Who
    ready = (
        "evidence", "gas", "people", "room", "related", "barred", "conflicts", "upgrade", "window",
    )  # fmt: skip
    yield Step(S.BRIEFED, D.SUBMIT, S.APPROVING, (W.APPLICANT, W.LEADER), ready)
    yield Step(
        S.APPROVING, D.APPROVE, S.ISSUED, (W.LEVEL,), (*ready, "separate", "on_site", "proved"),
        "approvals_done",
    )  # fmt: skip
    yield Step(S.APPROVING, D.REJECT, S.REJECTED, (W.LEVEL,), ("reason",))
    yield Step(S.APPROVING, D.RETURN_TO_TESTING, S.ANALYSED, (W.SYSTEM,), ("needs_gas",))
    checked = ("gas", "people", "validity_now", "separate", "on_site", "proved")
    yield Step(S.ISSUED, D.VERIFY, S.VERIFIED, (W.SHIFT_LEADER,), ("needs_check", *checked))


def _working() -> Iterator[Step]:
    S, D, W = State, Deed, Who
    begin = (
        "gas", "people", "room_now", "briefed", "related_issued", "conflicts", "validity_now",
        "weather", "weather_checked", "watched", "one_guard",
    )  # fmt: skip
    yield Step(S.ISSUED, D.START, S.WORKING, GUARDIANSHIP, ("no_check_open", *begin))
    yield Step(S.VERIFIED, D.START, S.WORKING, GUARDIANSHIP, begin)
    yield Step(S.WORKING, D.SUSPEND, S.SUSPENDED, STOPPERS, ("reason",))
    again = (
        *(name for name in begin if name != "gas"), "retest", "causes_over", "reconfirmed",
        "released",
    )  # fmt: skip
    yield Step(S.SUSPENDED, D.RESUME, S.WORKING, (*GUARDIANSHIP, W.RELEASER), again)
    for state in ISSUED_STATES:  # whoever joins later is briefed before beginning (AQP-049)
        yield Step(state, D.BRIEF, state, BRIEFERS)
        yield Step(state, D.SIGN_BRIEFING, state, (W.CREW,), ("briefing_open",))
        looks = (W.GUARDIAN, W.LEADER, W.SHIFT_LEADER)
        yield Step(state, D.CHECK_WEATHER, state, looks, ("owes_check", "findings"))
    guarded = (S.WORKING, S.SUSPENDED)
    for state in guarded:
        yield Step(state, D.FINISH, S.FINISHED, GUARDIANSHIP)
        yield Step(state, D.HAND_OVER_GUARD, state, (W.GUARDIAN,), ("taker",))
        yield Step(state, D.HAND_OVER_SHIFT, state, (W.GUARDIAN, W.LEADER, W.SHIFT_LEADER))
        yield Step(state, D.TAKE_OVER, state, (W.TAKER,))
        yield Step(state, D.CHANGE_CREW, state, (W.APPLICANT, W.LEADER, W.GUARDIAN))
        yield Step(state, D.EXTEND, state, (W.APPROVER,), ("reason", "extension", "separate"))
    yield Step(S.WORKING, D.RECORD_GAS, S.WORKING, (W.GUARDIAN, W.ANALYST), ("needs_gas",))
    yield Step(S.WORKING, D.ENTER, S.WORKING, (W.GUARDIAN,), ("entry",))
    for state in (*guarded, S.FINISHED, S.EXPIRED, S.REVOKED):
        yield Step(state, D.LEAVE, state, (W.GUARDIAN, W.LEADER), ("inside",))
    yield Step(S.EXPIRED, D.FINISH, S.FINISHED, GUARDIANSHIP, ("was_started",))
    looked_at = ("nobody_inside", "locks_shut", "conditions", "proved")
    yield Step(S.FINISHED, D.ACCEPT, S.ACCEPTED, (W.ACCEPTOR,), looked_at, "acceptance_done")


def _ending() -> Iterator[Step]:
    S, D, W = State, Deed, Who
    filing = (W.APPROVER, W.SYSTEM)
    yield Step(S.ACCEPTED, D.ARCHIVE, S.ARCHIVED, filing)
    for state in (S.EXPIRED, S.REVOKED):
        yield Step(state, D.ARCHIVE, S.ARCHIVED, filing, ("not_working", "nobody_inside"))
    for state in (*UNISSUED, S.ISSUED, S.VERIFIED):
        yield Step(state, D.ASK_CANCEL, state, (W.APPLICANT, W.CREW), ("reason",))
        yield Step(state, D.CANCEL, S.CANCELLED, (W.APPROVER,), ("cancel_asked",))
    for state in (*UNISSUED, *ISSUED_STATES):
        yield Step(state, D.EXPIRE, S.EXPIRED, (W.SYSTEM,))
    stoppers, whole = (W.APPLICANT, W.APPROVER), ("reason", "nobody_inside")
    for state in ISSUED_STATES:
        yield Step(state, D.REVOKE, S.REVOKED, (W.GUARDIAN, *stoppers), ("reason",))
    for state in (*ISSUED_STATES, S.EXPIRED):
        yield Step(state, D.VOID, S.VOIDED, (W.APPROVER,), whole)
        yield Step(state, D.REISSUE, S.VOIDED, stoppers, whole)


def _anytime() -> Iterator[Step]:
    S, D, W = State, Deed, Who
    later = (S.ANALYSED, S.TESTED, S.MEASURES_CONFIRMED, S.BRIEFED, *ISSUED_STATES, S.FINISHED)
    for state in later:
        yield Step(state, D.FILL, state, (W.CREW, W.APPLICANT))
    for state in (one for one in State if one not in CLOSED):
        yield Step(state, D.REMARK, state, (*ANYBODY_HERE, W.READER))
        yield Step(state, D.ADD_PHOTO, state, (*ANYBODY_HERE, W.ANALYST))
        yield Step(state, D.LINK, state, (W.APPLICANT, W.APPROVER))


_PARTS = (_preparing, _evidence, _approving, _working, _ending, _anytime)
LIFE = LifeCycle(
    (row for part in _PARTS for row in part()), states=State, birth=Deed.RESERVE, ends=CLOSED
)
TABLE = LIFE.table
step_for, deeds_from, states_of = LIFE.step_for, LIFE.deeds_from, LIFE.states_of
