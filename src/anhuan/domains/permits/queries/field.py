"""A permit as the phone shows it: the picture, and what each step needs to be done on the spot."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from anhuan.domains.org.models import Account, Person
from anhuan.domains.permits.models import MeasureCheck, Permit
from anhuan.domains.permits.queries.air import air
from anhuan.domains.permits.queries.asked import (
    acceptance_items,
    briefing_text,
    guard_items,
    late_boxes,
)
from anhuan.domains.permits.queries.candidates import Candidate, candidates
from anhuan.domains.permits.queries.field_air import air_asked
from anhuan.domains.permits.queries.guards import GUARDS
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.next import next_for, waits_for
from anhuan.domains.permits.queries.picture import picture
from anhuan.domains.permits.queries.scene import inside, located
from anhuan.domains.permits.queries.timing import dues_of
from anhuan.domains.permits.rules.forms import Field, Measure
from anhuan.domains.permits.rules.lifecycle import step_for
from anhuan.domains.permits.rules.limits import LIMITS
from anhuan.domains.permits.rules.roles import Signer
from anhuan.domains.permits.rules.states import Deed
from anhuan.kernel.errors import Blocker

SUGGESTED = 40


def field_permit(permit: Permit, account: Account, now: datetime) -> dict[str, Any]:
    """Everything a screen needs, also without a network later; limits come from here only."""
    look = Look(permit, account, now, {"asking": True})
    deed = next_for(look)
    row = step_for(look.state, deed) if deed else None
    seen = picture(permit, account, now)
    return seen | {
        "gas": seen["gas"] | air_asked(look),
        "measures": _measures(look, seen["measures"]),
        "next": deed and {"deed": deed, "label": deed.label, "waits_for": waits_for(look, row)},
        "missing": [asdict(one) for one in missing(look, deed)],
        "air": air(look),
        "timers": [
            {"what": due.what, "text": due.text_at(look.now), "at": due.at,
             "is_alarm": due.alarm is not None}
            for due in dues_of(look)
        ],
        "my_parts": sorted(look.my_parts), "here": here(look), "scene": _scene(look, account),
        "briefing_text": briefing_text(look), "guard_items": guard_items(look),
        "acceptance_items": acceptance_items(look),
        "boxes": [_box(one) for one in late_boxes(look)],
        "asks_password": look.settings.asks_password,
    }  # fmt: skip


def missing(look: Look, deed: Deed | None) -> list[Blocker]:
    """What stands between the permit and its next step, whoever is to take it."""
    row = step_for(look.state, deed) if deed else None
    names = [name for name in (row.guards if row else ()) if name not in _OF_THE_ASKER]
    found = [blocker for name in names for blocker in GUARDS[name](look)]
    return list(dict.fromkeys(found))


_OF_THE_ASKER = frozenset({"on_site", "separate", "not_own", "reason"})


def here(look: Look) -> dict[str, Any]:
    """Whether the asker stands at the work, as far as positioning knows; and what is asked."""
    return look.where.as_json() | {
        "radius_m": look.figures.on_site_radius_m, "mode": look.settings.on_site,
    }  # fmt: skip


def _scene(look: Look, account: Account) -> dict[str, Any] | None:
    """Who of the permit is inside its place; None for who may not see positions."""
    if not look.permit.geometry or not account.may("positions.view"):
        return None
    near = located(account, look.settings, look.now, around=look.permit)
    there = {one.person.pk: one.person.name for _, one in inside([look.permit], near)}
    named = {one.person_id: one.person.name for one in look.people}
    return {
        "present": [name for pk, name in named.items() if pk in there],
        "absent": [name for pk, name in named.items() if pk not in there],
        "strangers": [name for pk, name in there.items() if pk not in named],
    }


def _measures(look: Look, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    form = {one.no: one for one in (*look.form.measures, *look.form.extras)}
    return [row | _inputs(form.get(row["no"])) for row in rows]


def _inputs(measure: Measure | None) -> dict[str, Any]:
    """The boxes of a measure, each with the limit of its clause."""
    return {
        "explain": bool(measure and measure.explain),
        "boxes": [
            {"key": one.key, "label": one.label, "type": one.type, "unit": one.unit,
             "required": one.required, "options": [asdict(option) for option in one.options]}
            | _limit(one.check)
            for one in (measure.inputs if measure else ())
        ],
    }  # fmt: skip


def _limit(check: str) -> dict[str, Any]:
    limit = LIMITS.get(check)
    if limit is None:
        return {"least": None, "most": None, "is_open": False, "clause": ""}
    return {"least": limit.least, "most": limit.most, "is_open": limit.is_open,
            "clause": limit.clause}  # fmt: skip


def _box(one: Field) -> dict[str, Any]:
    return {
        "key": one.key, "label": one.label, "type": one.type, "unit": one.unit, "hint": one.hint,
        "stage": one.stage, "required": one.required, "least": one.least, "most": one.most,
        "options": [asdict(option) for option in one.options], "is_open": False, "clause": "",
    }  # fmt: skip


def takers(permit: Permit, account: Account, now: datetime, words: str) -> list[dict[str, Any]]:
    """Who may take the guard or the shift over; each with what is lacking to guard."""
    look = Look(permit, account, now)
    rows = Person.objects.filter(company=permit.company_id, is_retired=False).order_by("name")
    if account.person_id:
        rows = rows.exclude(pk=account.person_id)
    found = rows.filter(name__icontains=words) if words else rows
    shown = found.select_related("employer", "department")[:SUGGESTED]
    return [_taker(one) for one in candidates(look, shown)]


def _taker(one: Candidate) -> dict[str, Any]:
    unfit = ["健康状况不适合"] if one.is_unfit else []
    return {
        "id": str(one.person.pk), "name": one.person.name, "number": one.person.number,
        "unit": str(one.person.employer or one.person.department or ""),
        "lacks": [*one.barred, *one.lacks.get(Signer.GUARDIAN, ()), *unfit],
    }  # fmt: skip


def measure_of(permit: Permit, no: int) -> MeasureCheck | None:
    """A measure of this round by its number."""
    return permit.measures.filter(round=permit.round, no=no).first()
