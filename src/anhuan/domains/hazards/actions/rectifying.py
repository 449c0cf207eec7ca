"""Putting a hazard right: plan, more time, the work handed in, permits it is done under."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.domains.hazards.actions.photos import Shot, keep_shots
from anhuan.domains.hazards.actions.steps import Doing, do
from anhuan.domains.hazards.models import Extension, Hazard, LinkedPermit, Plan, Stage
from anhuan.domains.hazards.queries.may import Look
from anhuan.domains.hazards.queries.register import permit_cards
from anhuan.domains.hazards.rules.plan import PLAN_LABELS
from anhuan.domains.hazards.rules.states import Deed
from anhuan.domains.org.models import Account
from anhuan.kernel.errors import refuse


def write_plan(by: Account, hazard: Hazard, five: Mapping[str, str]) -> Hazard:
    """The five-in-place plan of a major hazard; it waits for the head of the plant."""
    given = {key: str(five.get(key, "")).strip() for key in PLAN_LABELS}
    doing = Doing(Deed.PLAN, given, note=given["measures"])

    def write(look: Look) -> None:
        plan = look.hazard.plans.filter(state=Plan.State.WAITING).first() or Plan(
            hazard=look.hazard
        )
        for key, words in given.items():
            setattr(plan, key, words)
        plan.written_by, plan.written_at = by, look.now
        plan.save()
        doing.rows = [plan]

    return do(by, hazard, doing, write)


def approve_plan(by: Account, hazard: Hazard, remark: str = "") -> Hazard:
    """The head of the plant organises the treatment of a major hazard (应急〔2019〕78号)."""
    return _decide_plan(by, hazard, Doing(Deed.APPROVE_PLAN, {}, remark), Plan.State.APPROVED)


def reject_plan(by: Account, hazard: Hazard, reason: str) -> Hazard:
    """To be written anew."""
    doing = Doing(Deed.REJECT_PLAN, {"reason": reason}, reason)
    return _decide_plan(by, hazard, doing, Plan.State.REJECTED)


def _decide_plan(by: Account, hazard: Hazard, doing: Doing, state: Plan.State) -> Hazard:
    def write(look: Look) -> None:
        plan = look.hazard.plans.get(state=Plan.State.WAITING)
        plan.state, plan.decided_by, plan.decided_at = state, by, look.now
        plan.remark = doing.note.strip()[:500]
        plan.save()
        doing.rows = [plan]

    return do(by, hazard, doing, write)


def ask_extension(by: Account, hazard: Hazard, to_due: datetime | None, reason: str) -> Hazard:
    """Ask for more time, before or after the deadline has passed."""
    doing = Doing(Deed.ASK_EXTENSION, {"to_due": to_due, "reason": reason}, reason)

    def write(look: Look) -> None:
        assert to_due is not None  # a guard asks for it
        doing.rows = [Extension.objects.create(
            hazard=look.hazard, from_due=look.hazard.due_at, to_due=to_due,
            reason=reason.strip()[:500], asked_by=by, asked_at=look.now,
        )]  # fmt: skip

    return do(by, hazard, doing, write)


def grant_extension(by: Account, hazard: Hazard, remark: str = "") -> Hazard:
    """The deadline moves; reminders begin anew."""
    doing = Doing(Deed.GRANT_EXTENSION, {}, remark)
    return do(by, hazard, doing, lambda look: _answer(look, by, doing, granted=True))


def refuse_extension(by: Account, hazard: Hazard, reason: str) -> Hazard:
    """The deadline stays."""
    doing = Doing(Deed.REFUSE_EXTENSION, {"reason": reason}, reason)
    return do(by, hazard, doing, lambda look: _answer(look, by, doing, granted=False))


def _answer(look: Look, by: Account, doing: Doing, *, granted: bool) -> dict[str, Any]:
    row = look.hazard.extensions.get(is_granted__isnull=True)
    row.is_granted, row.decided_by, row.decided_at = granted, by, look.now
    row.remark = doing.note.strip()[:500]
    row.save()
    doing.rows = [row]
    return {"due_at": row.to_due} if granted else {}


def submit(
    by: Account, hazard: Hazard, done: Mapping[str, Any], shots: Iterable[Shot] = (),
    method: str = "session",
) -> Hazard:  # fmt: skip
    """Hand the work in: `done` holds cause, treatment, result and, if known, funds_cny."""
    photos = list(shots)
    words = {key: str(done.get(key) or "").strip() for key in ("cause", "treatment", "result")}
    after = [one for one in photos if one.stage == Stage.FIXED]
    doing = Doing(Deed.SUBMIT, words | {"photos": after}, words["result"], method)

    def write(look: Look) -> dict[str, Any]:
        doing.rows = list(keep_shots(look.hazard, by, photos, look.now))
        spent = done.get("funds_cny")
        more = {} if spent is None else {"funds_cny": spent}
        return words | more | {"submitter": by, "submitted_at": look.now}

    return do(by, hazard, doing, write)


def link_permits(by: Account, hazard: Hazard, ids: Iterable[UUID]) -> Hazard:
    """The work is done under these permits (DUAL-057); only permits one may see."""
    wanted = list(dict.fromkeys(ids))
    cards = {card.id: card for card in permit_cards(by, wanted)}
    if not wanted or set(wanted) - set(cards):
        raise refuse("permit_unknown", "没有这张作业票，或您无权查看")
    doing = Doing(Deed.LINK, {}, "、".join(card.label for card in cards.values()))

    def write(look: Look) -> None:
        for card in cards.values():
            LinkedPermit.objects.get_or_create(
                hazard=look.hazard,
                permit_id=card.id,
                defaults={"label": card.label[:200], "at": look.now, "by": by},
            )

    return do(by, hazard, doing, write)
