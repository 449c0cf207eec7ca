"""Work under guard: begin, stop, go on, end; the job area on the map goes with it."""

from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import Account
from anhuan.domains.permits.actions.alarming import raise_on
from anhuan.domains.permits.actions.approving import ask_next, ask_signatures, decide
from anhuan.domains.permits.actions.areas import SOURCE, close_area, open_area
from anhuan.domains.permits.actions.sampling import Sample, gear_blockers, keep_test
from anhuan.domains.permits.actions.steps import Doing, do
from anhuan.domains.permits.models import GasTest, Permit, Suspension
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.who import signable
from anhuan.domains.permits.rules.codes import Alarm
from anhuan.domains.permits.rules.forms import Stage
from anhuan.domains.permits.rules.states import Deed, State
from anhuan.kernel.errors import refuse_if_any


def start(by: Account, permit: Permit, given: dict[str, Any] | None = None) -> Permit:
    """Begin. From here positioning watches guardian, workers and strangers (POS-101 to 103)."""
    return do(by, permit, Doing(Deed.START, given or {}), lambda look: _started(look, by))


def _started(look: Look, by: Account) -> dict[str, Any]:
    open_area(look, by)
    return {"started_at": look.now}


def suspend(
    by: Account | None, permit: Permit, reason: str, code: str = "",
    given: dict[str, Any] | None = None,
) -> Permit:  # fmt: skip
    """Stop the work. Everybody on the permit may; `code` names what made the system do it (4.8)."""
    doing = Doing(Deed.SUSPEND, {**(given or {}), "reason": reason}, note=reason)
    return do(by, permit, doing, lambda look: _suspended(look, reason, code))


def _suspended(look: Look, reason: str, code: str) -> dict[str, Any]:
    name = look.asker.display_name if look.asker else "系统"
    Suspension.objects.create(
        permit=look.permit, at=look.now, by_name=name, code=code, why=reason[:500]
    )
    return {"suspended_at": look.now}


def resume(
    by: Account, permit: Permit, given: dict[str, Any] | None = None, findings: str = ""
) -> Permit:
    """Go on, when what stopped it is over and the air was tested again where that is owed.
    `findings`: how place and measures were found (8.2.11)."""
    doing = Doing(Deed.RESUME, {**(given or {}), "findings": findings}, note=findings)
    return do(by, permit, doing, _resumed)


def _resumed(look: Look) -> dict[str, Any]:
    assert look.asker is not None
    rows = Suspension.objects.filter(permit=look.permit, resumed_at__isnull=True)
    rows.update(resumed_at=look.now, resumed_name=look.asker.display_name)
    return {"suspended_at": None}


def record_gas(
    by: Account, permit: Permit, sample: Sample, given: dict[str, Any] | None = None
) -> Permit:
    """A reading while working; a bad one stops the work at once (6.5, PTW-167)."""
    with transaction.atomic():
        return _record_gas(by, permit, sample, given or {})


def _record_gas(by: Account, permit: Permit, sample: Sample, given: dict[str, Any]) -> Permit:
    permit = do(by, permit, Doing(Deed.RECORD_GAS, given), lambda look: _recorded(look, sample))
    newest = permit.gas_tests.order_by("-sampled_at", "-id").first()
    if newest and not newest.is_good and permit.state == State.WORKING:
        why = "气体超限：" + "；".join(newest.verdict["faults"])
        raise_on(permit, Alarm.GAS_OUT, why, newest.analysed_at)
        return suspend(None, permit, why[:300], code=Alarm.GAS_OUT)
    return permit


def _recorded(look: Look, sample: Sample) -> dict[str, Any]:
    refuse_if_any(gear_blockers(sample))
    keep_test(look, sample, GasTest.Phase.DURING)
    return {}


def finish(
    by: Account, permit: Permit, note: str = "", given: dict[str, Any] | None = None
) -> Permit:
    """The work is done; the area closes, acceptance is next (4.14)."""
    doing = Doing(Deed.FINISH, given or {}, note=note)
    return do(by, permit, doing, lambda look: _finished(look, by))


def _finished(look: Look, by: Account) -> dict[str, Any]:
    permit = look.permit
    ask_signatures(look, Stage.ACCEPTANCE, permit.turn)
    close_area(look.permit, by, "作业完工")
    rows = Suspension.objects.filter(permit=look.permit, resumed_at__isnull=True)
    rows.update(resumed_at=look.now, resumed_name=by.display_name)
    return {}


def accept(
    by: Account, permit: Permit, conditions: list[str], opinion: str = "",
    given: dict[str, Any] | None = None,
) -> Permit:  # fmt: skip
    """Look at what was done; every condition of the form is met (4.15)."""
    doing = Doing(Deed.ACCEPT, {**(given or {}), "conditions": conditions}, note=opinion)
    return do(by, permit, doing, lambda look: _accepted(look, opinion))


def _accepted(look: Look, opinion: str) -> dict[str, Any]:
    if signable(look) is not None:
        decide(look, opinion, is_approved=True)
        ask_next(look.permit, look.now, {}, Stage.ACCEPTANCE)
    return {}


def archive(by: Account | None, permit: Permit) -> Permit:
    """File it: for at least a year nothing removes it (B.3)."""
    return do(by, permit, Doing(Deed.ARCHIVE))


def expire(permit: Permit) -> Permit:
    """Its time is over (4.16; alarm 10). The area stays watched while people are at work."""
    return do(None, permit, Doing(Deed.EXPIRE, note="超过有效期"))


__all__ = [
    "SOURCE", "SYSTEM", "accept", "archive", "close_area", "expire", "finish", "open_area",
    "record_gas", "resume", "start", "suspend",
]  # fmt: skip
