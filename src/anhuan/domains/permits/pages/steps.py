"""The way of a permit as dots: who and when for what is done, what is next."""

from collections.abc import Iterator
from typing import Literal

from anhuan.desk.details import Step
from anhuan.desk.marks import short_time
from anhuan.domains.permits.models import Signature
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.next import next_deed
from anhuan.domains.permits.rules.forms import Stage
from anhuan.domains.permits.rules.states import Deed, State

D, S = Deed, State
# A step of the paper: its name, the deeds that belong to it, the last of which ends it.
_STEPS: tuple[tuple[str, tuple[Deed, ...]], ...] = (
    ("预约", (D.RESERVE, D.REBOOK, D.APPROVE_RESERVATION)),
    ("申请", (D.APPLY, D.REVISE)),
    ("危害分析", (D.ANALYSE,)),
    ("气体分析", (D.TEST_GAS,)),
    ("措施确认", (D.CONFIRM_MEASURE,)),
    ("安全交底", (D.BRIEF, D.SIGN_BRIEFING)),
    ("审批", (D.SUBMIT, D.APPROVE)),
    ("验票", (D.VERIFY,)),
    ("作业", (D.START, D.RESUME, D.FINISH)),
    ("验收", (D.ACCEPT,)),
    ("归档", (D.ARCHIVE,)),
)  # fmt: skip
_ENDED = (S.CANCELLED, S.VOIDED, S.REVOKED)


def steps_of(look: Look, signatures: list[Signature]) -> Iterator[Step]:
    """Each step the form has, with the signature that ended it."""
    last = {one.deed: one for one in signatures}
    now_at = _position(look)
    names = [row for row in _STEPS if _is_owed(look, row[0])]
    for name, deeds in names:
        done = [last[deed] for deed in deeds if deed in last]
        newest = max(done, key=lambda one: one.seq, default=None)
        state = _state(name, *now_at)
        said = f"{short_time(newest.at)[:5]} {newest.name}" if newest and state != "next" else ""
        yield Step(name, _count(look, name) or said, state)
    if look.state in _ENDED:
        yield Step(look.state.label, short_time(look.permit.closed_at or look.now), "done")


def _state(name: str, here: str, behind: set[str]) -> Literal["done", "now", "next"]:
    if name in behind:
        return "done"
    return "now" if name == here else "next"


def _position(look: Look) -> tuple[str, set[str]]:
    """The step that is now, and those behind it."""
    names = [name for name, _ in _STEPS]
    if look.state is S.ARCHIVED:
        return "", set(names)
    if look.state in _ENDED:
        return "", {name for name, deeds in _STEPS if set(deeds) & _done_deeds(look)}
    deed = next_deed(look)
    here = next((name for name, deeds in _STEPS if deed in deeds), "")
    if look.state is S.REJECTED:
        here = "申请" if deed is D.REVISE else "预约"
    return here, set(names[: names.index(here)]) if here else set()


def _done_deeds(look: Look) -> set[str]:
    return set(look.permit.signatures.values_list("deed", flat=True))


def _is_owed(look: Look, name: str) -> bool:
    if name == "气体分析":
        return look.needs_gas
    return look.owes(Stage.CHECK) if name == "验票" else True


def _count(look: Look, name: str) -> str:
    """Three of seven, where a step is many."""
    if name == "措施确认" and look.measures:
        return f"{sum(bool(one.confirmed_at) for one in look.measures)} / {len(look.measures)}"
    if name == "审批" and look.approvals:
        return f"{sum(bool(one.is_approved) for one in look.approvals)} / {len(look.approvals)}"
    if name == "安全交底" and look.briefing:
        return f"{len(look.crew) - len(look.unbriefed)} / {len(look.crew)} 人"
    return ""
