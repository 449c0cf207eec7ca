"""While work goes on: guard and shift pass, people change, go in and out, somebody looks in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anhuan.domains.org.models import Account, Person
from anhuan.domains.permits.actions.applying import Named, name_more
from anhuan.domains.permits.actions.areas import redraw_areas
from anhuan.domains.permits.actions.steps import Doing, do
from anhuan.domains.permits.models import Entry, Handover, Part, Permit, Remark
from anhuan.domains.permits.models.crew import WORKING_PARTS
from anhuan.domains.permits.queries.guards.people import naming_blockers
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.qualifications import certificate_blockers, known_of
from anhuan.domains.permits.rules.states import Deed
from anhuan.kernel.errors import refuse, refuse_if_any


def hand_over_guard(
    by: Account, permit: Permit, taker: Named, note: str = "", given: dict[str, Any] | None = None
) -> Permit:
    """Offer the guard to another certified guardian; it passes when he takes it (4.10 f)."""
    wanted = {**(given or {}), "taker": taker.person}
    doing = Doing(Deed.HAND_OVER_GUARD, wanted, note=note)
    return do(by, permit, doing, lambda look: _offered(look, by, taker, "guard", note))


def hand_over_shift(by: Account, permit: Permit, taker: Person, note: str = "") -> Permit:
    """Offer the shift with what the next must know (PTW-061)."""
    doing = Doing(Deed.HAND_OVER_SHIFT, {"taker": taker}, note=note)
    named = Named(taker, Part.WORK_LEADER)
    return do(by, permit, doing, lambda look: _offered(look, by, named, "shift", note))


def _offered(look: Look, by: Account, taker: Named, what: str, note: str) -> dict[str, Any]:
    permit = look.permit
    assert by.person is not None  # whoever hands over is on the permit
    if what == "guard":
        refuse_if_any(naming_blockers(look, [taker]))
    Handover.objects.create(
        permit=permit, what=what, at=look.now, giver=by.person, taker=taker.person,
        note=note[:500], certificates=list(taker.certificates),
    )  # fmt: skip
    return {}


def take_over(by: Account, permit: Permit, given: dict[str, Any] | None = None) -> Permit:
    """Take what was offered: both have signed now (AQP-048)."""
    doing = Doing(Deed.TAKE_OVER, given or {})
    return do(by, permit, doing, lambda look: _taken(look, by))


def _taken(look: Look, by: Account) -> dict[str, Any]:
    row, permit = look.offered, look.permit
    assert row is not None  # among the reasons
    row.taken_at, row.taken_by = look.now, by
    row.save(update_fields=["taken_at", "taken_by"])
    if row.what != "guard":
        return {}
    taker = Named(row.taker, Part.GUARDIAN, certificates=row.certificates)
    still = permit.people.filter(person=row.giver, part=Part.GUARDIAN, left_at__isnull=True)
    if not still.update(left_at=look.now, left_why="监护交接"):
        raise refuse("offer_over", "监护已交给别人，请刷新")
    name_more(permit, [taker], look)
    fresh = Look(permit, by, look.now)
    known = known_of(fresh)
    refuse_if_any([*certificate_blockers(fresh, known), *known.objections])
    redraw_areas(permit, by)
    return {"is_changed": True, "changed_why": _more(permit, f"监护人变更为{row.taker.name}")}


def change_crew(
    by: Account, permit: Permit, *, joining: Sequence[Named] = (), leaving: Sequence[Person] = (),
    reason: str = "",
) -> Permit:  # fmt: skip
    """Workers come and go; a new one is certified, and briefed before beginning (AQP-046, 049)."""
    doing = Doing(Deed.CHANGE_CREW, {"reason": reason}, note=reason)
    return do(by, permit, doing, lambda look: _changed(look, by, joining, leaving, reason))


def _changed(
    look: Look, by: Account, joining: Sequence[Named], leaving: Sequence[Person], reason: str
) -> dict[str, Any]:
    permit, gone = look.permit, {one.pk for one in leaving}
    refuse_if_any(naming_blockers(look, joining))
    rows = permit.people.filter(left_at__isnull=True, person__in=gone, part__in=WORKING_PARTS)
    rows.update(left_at=look.now, left_why=reason[:200])
    name_more(permit, joining, look)
    redraw_areas(permit, by)
    words = [
        *(f"增加{one.person.name}" for one in joining),
        *(f"减少{one.name}" for one in leaving),
    ]
    return {"is_changed": True, "changed_why": _more(permit, "、".join(words))}


def _more(permit: Permit, text: str) -> str:
    return "；".join(part for part in (permit.changed_why, text) if part)[:500]


@dataclass(frozen=True, slots=True)
class Going:
    """Who or what goes into the space."""

    person: Person | None = None
    tool: str = ""
    count: int = 1
    at: datetime | None = None  # went in then, where a phone without a network told later


def enter(by: Account, permit: Permit, going: Going) -> Permit:
    """Register somebody, or tools, going in (6.8 c)."""
    given = {"person": going.person, "tool": going.tool.strip()}
    return do(by, permit, Doing(Deed.ENTER, given), lambda look: _entered(look, going))


def _entered(look: Look, going: Going) -> dict[str, Any]:
    tool = "" if going.person else going.tool.strip()[:100]
    Entry.objects.create(
        permit=look.permit, person=going.person, tool=tool, count=max(1, going.count),
        entered_at=going.at or look.now,
    )  # fmt: skip
    return {}


def leave(
    by: Account, permit: Permit, entry: Entry | None, count: int | None = None,
    at: datetime | None = None,
) -> Permit:  # fmt: skip
    """Register coming out; of tools, how many. `at`: came out then, told later."""
    doing = Doing(Deed.LEAVE, {"entry": entry})
    return do(by, permit, doing, lambda look: _left(at or look.now, entry, count))


def _left(now: datetime, entry: Entry | None, count: int | None) -> dict[str, Any]:
    assert entry is not None  # among the reasons
    entry.left_at, entry.left_count = now, entry.count if count is None else count
    entry.save(update_fields=["left_at", "left_count"])
    return {}


def remark(
    by: Account, permit: Permit, text: str, *, is_problem: bool = False,
    given: dict[str, Any] | None = None, at: datetime | None = None,
) -> Permit:  # fmt: skip
    """What somebody who looked in has to say (PTW-067). `at`: said then, told later."""
    doing = Doing(Deed.REMARK, given or {}, note=text[:500])
    return do(by, permit, doing, lambda look: _remarked(look, by, text, is_problem, at))


def _remarked(
    look: Look, by: Account, text: str, is_problem: bool, at: datetime | None
) -> dict[str, Any]:
    Remark.objects.create(
        permit=look.permit, at=at or look.now, by=by, by_name=by.display_name,
        text=text.strip()[:1000], is_problem=is_problem,
    )  # fmt: skip
    return {}
