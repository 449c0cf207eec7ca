"""In what part somebody does a deed: of the parts the table names, the first that fits counts."""

from collections.abc import Callable

from anhuan.domains.permits.models import Approval, Part, Suspension
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.posts import signs_as
from anhuan.domains.permits.rules.lifecycle import Step
from anhuan.domains.permits.rules.states import EXPOSED, Deed, Who
from anhuan.kernel.errors import Blocker


def part_of(look: Look, row: Step) -> Who | None:
    """The asker's part in this deed, or None."""
    return next((who for who in row.who if _FITS[who](look)), None)


def nobody(row: Step) -> Blocker:
    """Why somebody else has to do it."""
    who = "、".join(one.label for one in row.who if one is not Who.SYSTEM) or "系统"
    return Blocker("not_yours", f"“{row.deed.label}”由{who}办理", "AQ 3064.2-2025 5.2.1")


def signable(look: Look) -> tuple[Approval, str] | None:
    """The approval the asker may give now, and in whose name ("" for one's own)."""
    for one in look.open_approvals:
        name = signs_as(look.asker, look.permit, one.role, look.now) if look.asker else None
        if name is not None:
            return one, name
    return None


def is_exposed(stop: Suspension | None) -> bool:
    """Whether the work rests because something unknown was dug up (GB 30871-2022 11.4)."""
    return stop is not None and stop.code == EXPOSED


def _holds(look: Look, right: str) -> bool:
    """The right, for the department the permit belongs to."""
    asker = look.asker
    if asker is None or not asker.may(right):
        return False
    reach = look.reach(right)
    return reach is None or look.permit.unit_id in reach


def _is_applicant(look: Look) -> bool:
    asker = look.asker
    mine = asker is not None and asker.pk == look.permit.reserved_by_id
    return mine and asker is not None and asker.may("permits.apply")


def _accepts(look: Look) -> bool:
    """Whose turn the form says it is; on a form without such a signature, who may approve."""
    if Part.ACCEPTOR in look.my_parts:
        return True
    return signable(look) is not None if look.acceptances else _holds(look, "permits.approve")


_FITS: dict[Who, Callable[[Look], bool]] = {
    Who.APPLICANT: _is_applicant,
    Who.LEADER: lambda look: bool(look.my_parts & {Part.WORK_LEADER, Part.COMMANDER}),
    Who.GUARDIAN: lambda look: Part.GUARDIAN in look.my_parts,
    Who.WORKER: lambda look: Part.WORKER in look.my_parts,
    Who.CREW: lambda look: bool(look.my_parts),
    Who.ANALYST: lambda look: bool(look.asker and look.asker.may("permits.analyse")),
    Who.BRIEFER: lambda look: Part.BRIEFER in look.my_parts,
    Who.LEVEL: lambda look: signable(look) is not None,
    Who.APPROVER: lambda look: _holds(look, "permits.approve"),
    Who.SHIFT_LEADER: lambda look: _holds(look, "permits.verify"),
    Who.ACCEPTOR: _accepts,
    Who.TAKER: lambda look: look.offered is not None,
    Who.READER: lambda look: _holds(look, "permits.all"),
    Who.RELEASER: lambda look: is_exposed(look.stop) and _holds(look, "permits.approve"),
    Who.SYSTEM: lambda look: look.asker is None,
}
# The right the address of a deed asks for; the part is looked at afterwards.
RIGHT_OF: dict[Deed, str] = {deed: "permits.join" for deed in Deed} | {
    Deed.RESERVE: "permits.apply",
    Deed.APPROVE_RESERVATION: "permits.approve",
    Deed.REJECT_RESERVATION: "permits.approve",
    Deed.REBOOK: "permits.apply",
    Deed.APPLY: "permits.apply",
    Deed.REVISE: "permits.apply",
    Deed.TEST_GAS: "permits.analyse",
    Deed.VERIFY: "permits.verify",
    Deed.CANCEL: "permits.approve",
    Deed.VOID: "permits.approve",
    Deed.EXTEND: "permits.approve",
    Deed.ARCHIVE: "permits.approve",
}
