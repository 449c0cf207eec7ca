"""The life of a hazard as one table: state, deed, next state, who, guards. S5 附件 一(四)3.

A deed moves on when its `when` holds, else the hazard stays where it is: a major hazard needs two
acceptances. Guards are names of `rules.guards.GUARDS`; each says every reason it has.
"""

from collections.abc import Iterator

from anhuan.domains.hazards.rules.states import CLOSED, IN_TREATMENT, OPEN, Deed, State, Who
from anhuan.kernel import lifecycle
from anhuan.kernel.lifecycle import LifeCycle

Step = lifecycle.Step[State, Deed, Who]
_S, _D, _W = State, Deed, Who
ASSESSING = (_W.ASSESSOR,)
OWNING = (_W.OWNER, _W.ASSESSOR)
MENDING = (_W.RECTIFIER, _W.OWNER)


def _assessing() -> Iterator[Step]:
    judged = ("assessment", "object", "measure")
    yield Step(_S.REPORTED, _D.CORRECT, _S.REPORTED, (_W.REPORTER, _W.ASSESSOR), ("told",))
    for state in (_S.REPORTED, _S.ASSESSED, _S.RECTIFYING):
        yield Step(state, _D.ASSESS, _S.ASSESSED, ASSESSING, judged)
        yield Step(state, _D.DISMISS, _S.DISMISSED, ASSESSING, ("reason",))
        yield Step(state, _D.MERGE, _S.MERGED, ASSESSING, ("merge",))
    yield Step(_S.DISMISSED, _D.REOPEN, _S.REPORTED, ASSESSING, ("reason",))


def _assigning() -> Iterator[Step]:
    yield Step(_S.ASSESSED, _D.SEND_BACK, _S.REPORTED, OWNING, ("reason",))
    yield Step(_S.ASSESSED, _D.ASSIGN, _S.RECTIFYING, OWNING, ("assignment",))
    yield Step(_S.RECTIFYING, _D.ASSIGN, _S.RECTIFYING, OWNING, ("assignment", "keeps_due"))


def _rectifying() -> Iterator[Step]:
    stays = _S.RECTIFYING
    head = (_W.HEAD,)
    yield Step(stays, _D.PLAN, stays, MENDING, ("is_major", "plan_open", "five"))
    yield Step(stays, _D.APPROVE_PLAN, stays, head, ("plan_waits",))
    yield Step(stays, _D.REJECT_PLAN, stays, head, ("plan_waits", "reason"))
    yield Step(stays, _D.ASK_EXTENSION, stays, MENDING, ("extension", "reason"))
    yield Step(stays, _D.GRANT_EXTENSION, stays, ASSESSING, ("extension_waits", "not_asker"))
    yield Step(stays, _D.REFUSE_EXTENSION, stays, ASSESSING, ("extension_waits", "reason"))
    done = ("plan_approved", "rectified", "photo_after")
    yield Step(stays, _D.SUBMIT, _S.SUBMITTED, (*MENDING, _W.SYSTEM), done)


def _accepting() -> Iterator[Step]:
    by = (_W.ACCEPTOR,)
    yield Step(_S.SUBMITTED, _D.ACCEPT, _S.ACCEPTED, by, ("separate",), "all_accepted")
    yield Step(_S.SUBMITTED, _D.RETURN, _S.RECTIFYING, by, ("reason", "new_due"))
    yield Step(_S.ACCEPTED, _D.REOPEN, _S.RECTIFYING, ASSESSING, ("reason", "new_due"))


def _anytime() -> Iterator[Step]:
    everybody = tuple(one for one in _W if one is not _W.SYSTEM)
    for state in IN_TREATMENT:
        yield Step(state, _D.LINK, state, (*MENDING, _W.ASSESSOR))
    for state in OPEN:
        yield Step(state, _D.ADD_PHOTO, state, everybody)
    for state in State:
        yield Step(state, _D.NOTE, state, everybody, ("words",))
        yield Step(state, _D.DELETE, state, (_W.KEEPER,), ("reason",))
        yield Step(state, _D.RESTORE, state, (_W.KEEPER,), ("deleted",))


_PARTS = (_assessing, _assigning, _rectifying, _accepting, _anytime)
LIFE = LifeCycle(
    (row for part in _PARTS for row in part()), states=State, birth=Deed.REPORT, ends=CLOSED
)
TABLE = LIFE.table
step_for, deeds_from, states_of = LIFE.step_for, LIFE.deeds_from, LIFE.states_of
