"""Finding the work good, or not."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from anhuan.domains.hazards.actions.assessing import again
from anhuan.domains.hazards.actions.photos import Shot, keep_shots
from anhuan.domains.hazards.actions.steps import Doing, do
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.queries.may import Look, next_state
from anhuan.domains.hazards.rules.lifecycle import TABLE
from anhuan.domains.hazards.rules.states import Deed, State
from anhuan.domains.org.models import Account


def accept(
    by: Account, hazard: Hazard, comment: str = "", shots: Iterable[Shot] = (),
    method: str = "session",
) -> Hazard:  # fmt: skip
    """One acceptance, of the highest missing rank one reaches; the last one closes the hazard."""
    photos = list(shots)
    doing = Doing(Deed.ACCEPT, {}, comment, method)

    def write(look: Look) -> dict[str, Any]:
        doing.rows = list(keep_shots(look.hazard, by, photos, look.now))
        return _accepted(look, by, comment)

    return do(by, hazard, doing, write)


def _accepted(look: Look, by: Account, comment: str) -> dict[str, Any]:
    hazard = look.hazard
    before = hazard.acceptor_name if look.case.accepted_ranks else ""
    said = hazard.accept_comment if look.case.accepted_ranks else ""
    unit = by.person.department.name if by.person and by.person.department else ""
    found: dict[str, Any] = {
        "acceptor_name": "、".join(part for part in (before, by.display_name) if part)[:100],
        "accept_unit": unit[:100],
        "accept_comment": "；".join(part for part in (said, comment.strip()) if part)[:1000],
    }
    if next_state(look, TABLE[State.SUBMITTED, Deed.ACCEPT]) is State.ACCEPTED:
        found["accepted_at"] = look.now
    return found


def send_to_rework(
    by: Account, hazard: Hazard, reason: str, due_at: datetime | None = None,
    method: str = "session",
) -> Hazard:  # fmt: skip
    """Not good: to be put right again; the old deadline holds unless it has passed."""
    doing = Doing(Deed.RETURN, {"reason": reason, "due_at": due_at}, reason, method)
    return do(by, hazard, doing, lambda look: again(look, due_at) | {"acceptor_name": "",
              "accept_comment": "", "accept_unit": ""})  # fmt: skip
