"""Confirming measures, filling boxes, briefing: the evidence before anybody signs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anhuan.domains.org.models import Account
from anhuan.domains.permits.actions.steps import Doing, do
from anhuan.domains.permits.models import (
    Briefing,
    BriefingMark,
    LateField,
    MeasureCheck,
    Permit,
)
from anhuan.domains.permits.queries.asked import briefing_text
from anhuan.domains.permits.queries.guards.evidence import FIRST_OWN
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.forms import STAGES, Stage, check_values
from anhuan.domains.permits.rules.measures import input_blockers, owed_measures
from anhuan.domains.permits.rules.states import Deed
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any


@dataclass(frozen=True, slots=True)
class Settled:
    """What is settled about one measure on site."""

    no: int
    is_involved: bool
    inputs: dict[str, Any]
    reason: str = ""
    at: datetime | None = None  # seen then, where a phone without a network told later


def confirm_measure(
    by: Account, permit: Permit, settled: Settled, given: dict[str, Any] | None = None
) -> Permit:
    """Confirm one measure; the last one moves the permit on (PTW-055, PTW-056)."""
    doing = Doing(Deed.CONFIRM_MEASURE, given or {}, note=f"第 {settled.no} 条")
    return do(by, permit, doing, lambda look: _confirmed(look, settled))


def _confirmed(look: Look, settled: Settled) -> dict[str, Any]:
    row = next((one for one in look.measures if one.no == settled.no), None)
    if row is None:
        raise refuse("measure_unknown", f"没有第 {settled.no} 条措施")
    if row.confirmed_at is not None:
        raise refuse("measure_confirmed", f"第 {settled.no} 条措施已由{row.confirmed_name}确认")
    refuse_if_any(_settled_blockers(look, row, settled))
    assert look.asker is not None
    row.is_involved, row.inputs = settled.is_involved, settled.inputs
    row.reason, row.confirmed_by = settled.reason.strip(), look.asker
    row.confirmed_at = settled.at or look.now
    row.confirmed_name, row.where = look.asker.display_name, look.where.as_json()
    row.save()
    return {}


def _settled_blockers(look: Look, row: MeasureCheck, settled: Settled) -> Iterator[Blocker]:
    owed = {one.no: one for one in owed_measures(look.form, look.level, look.facts)}
    measure = owed.get(row.no)
    if settled.is_involved:
        if measure is not None:
            yield from input_blockers(row.no, measure.inputs, settled.inputs)
    elif row.is_forced:
        text = f"第 {row.no} 条措施按作业条件必须落实，不能选“不涉及”"
        yield Blocker("measure_forced", text, "GB 30871-2022 附录A")
    elif measure is not None and measure.explain and not settled.reason.strip():
        yield Blocker("measure_reason", f"第 {row.no} 条措施选“不涉及”须说明理由")


def add_measure(by: Account, permit: Permit, text: str) -> Permit:
    """One more measure the place asks for; it is confirmed like the others (PTW-093)."""
    if not text.strip():
        raise refuse("measure_text_missing", "请填写措施内容")
    doing = Doing(Deed.CONFIRM_MEASURE, note=f"补充措施：{text.strip()}")
    return do(by, permit, doing, lambda look: _added(look, text.strip()))


def _added(look: Look, text: str) -> dict[str, Any]:
    assert look.asker is not None
    last = max((one.no for one in look.measures), default=0)
    MeasureCheck.objects.create(
        permit=look.permit, round=look.permit.round, no=max(last + 1, FIRST_OWN), text=text,
        is_forced=True, author=look.asker.display_name[:50],
    )  # fmt: skip
    return {}


def fill(by: Account, permit: Permit, values: dict[str, Any]) -> Permit:
    """Boxes that fall due after the application: lock numbers, trial lift, notices. Once each."""
    doing = Doing(Deed.FILL, note="、".join(values))
    return do(by, permit, doing, lambda look: _filled(look, values))


def _filled(look: Look, values: dict[str, Any]) -> dict[str, Any]:
    assert look.asker is not None
    later = STAGES[STAGES.index(Stage.ANALYSIS) + 1 :]
    open_ = {one.key for one in look.form.fields if one.stage in later} - look.filled.keys()
    if closed := [key for key in values if key not in open_]:
        raise refuse("field_closed", f"“{'、'.join(closed)}”已经填写，或不在此时填写")
    LateField.objects.bulk_create(
        LateField(
            permit=look.permit, round=look.permit.round, key=key, value=value, at=look.now,
            by=look.asker,
        )
        for key, value in values.items()
    )  # fmt: skip
    found = check_values(look.form, look.filled, Stage.RESERVATION, look.level, look.facts)
    refuse_if_any(one for one in found if one.code.removesuffix("_invalid") in values)
    return {}


def brief(by: Account, permit: Permit, text: str) -> Permit:
    """Give the safety briefing: hazards, measures, what to do in need (4.4)."""
    return do(by, permit, Doing(Deed.BRIEF), lambda look: briefed(look, text))


def briefed(look: Look, text: str) -> dict[str, Any]:
    """Write the briefing; empty text takes the form's list and the permit's own analysis."""
    assert look.asker is not None
    Briefing.objects.create(
        permit=look.permit, round=look.permit.round, text=text.strip() or briefing_text(look),
        given_at=look.now, given_by=look.asker, given_name=look.asker.display_name,
    )  # fmt: skip
    return {}


def sign_briefing(
    by: Account, permit: Permit, read_s: int = 0, given: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> Permit:  # fmt: skip
    """Read and understood; the last of the crew moves the permit on (PTW-058). `at`: signed then,
    where a phone without a network told later."""
    doing = Doing(Deed.SIGN_BRIEFING, given or {})
    return do(by, permit, doing, lambda look: heard(look, read_s, at))


def heard(look: Look, read_s: int, at: datetime | None = None) -> dict[str, Any]:
    """The signer's mark under the newest briefing, once."""
    assert look.asker is not None and look.asker.person is not None and look.briefing is not None
    if look.briefing.marks.filter(person=look.asker.person).exists():
        raise refuse("briefing_signed", "已经签字接受交底")
    BriefingMark.objects.create(
        briefing=look.briefing, person=look.asker.person, signed_at=at or look.now, read_s=read_s
    )
    return {}
