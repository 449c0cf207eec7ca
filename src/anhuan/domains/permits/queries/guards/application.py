"""What must be in an application before it is handed in; afterwards nobody changes it (4.18)."""

from collections.abc import Iterator
from datetime import datetime

from anhuan.domains.audit.actions import draft_of
from anhuan.domains.permits.queries.grading import graded
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.qualifications import firm_blockers
from anhuan.domains.permits.rules.facts import Flag, facts_from_values
from anhuan.domains.permits.rules.forms import Stage, check_values
from anhuan.domains.permits.rules.kinds import KINDS, Group
from anhuan.domains.permits.rules.validity import validity_blockers
from anhuan.kernel.errors import Blocker

_ADVANCE = "AQ 3064.2-2025 5.3.1"


def reservation_blockers(look: Look) -> Iterator[Blocker]:
    """Every reason against a reservation: seven things, a span to come, a day ahead or urgent."""
    permit = look.permit
    wanted = (("content", "作业内容"), ("place", "作业位置"), ("work_unit", "作业单位"))
    for name, label in wanted:
        if not getattr(permit, name).strip():
            yield Blocker(f"{name}_missing", f"请填写{label}", _ADVANCE)
    if permit.ends_at <= look.now:
        yield Blocker("ends_in_past", "作业结束时间须在将来", _ADVANCE)
    yield from _ahead(look)
    yield from span(look)
    yield from _fixed_area(look)
    if permit.unit.company_id != permit.company_id:
        yield Blocker("unit_foreign", "作业申请单位不属于本企业")
    if permit.area and permit.area.company_id != permit.company_id:
        yield Blocker("area_foreign", "作业区域不属于本企业")
    yield from _third_party(look)
    yield from firm_blockers(look)


def _third_party(look: Look) -> Iterator[Blocker]:
    """Plants of class 3 have special work done by a professional firm (PTW-152)."""
    is_special = KINDS[look.kind].group is Group.SPECIAL
    if look.figures.needs_third_party and is_special and look.permit.contractor_id is None:
        text = "本企业的特殊作业须聘请第三方专业服务机构，请选择承包商"
        yield Blocker("third_party_missing", text, "沧州 附件 一(七)")


def _ahead(look: Look) -> Iterator[Blocker]:
    permit = look.permit
    today = look.now.astimezone(look.zone).date()
    same_day = permit.starts_at.astimezone(look.zone).date() <= today
    if same_day and not permit.is_urgent:
        text = "当天作业请勾选“紧急预约”并说明原因，或改为提前一天预约"
        yield Blocker("same_day", text, _ADVANCE)
    if permit.is_urgent and not permit.urgent_reason.strip():
        yield Blocker("urgent_reason_missing", "请填写紧急预约的原因", _ADVANCE)


def _fixed_area(look: Look) -> Iterator[Blocker]:
    """Only the register exempts from a permit, not a tick (5.5)."""
    claimed = facts_from_values(look.permit.values).has(Flag.FIXED_HOT_AREA)
    if claimed and look.fixed_area is None:
        text = "作业范围或时间不在有效的固定动火区内，请取消“在固定动火区内”"
        yield Blocker("fixed_area_unknown", text, "GB 30871-2022 5.5.1")


def reservation(look: Look) -> Iterator[Blocker]:
    """A reservation asked for again, as it would be."""
    changes = dict(look.given.get("changes") or {})
    yield from reservation_blockers(Look(draft_of(look.permit, changes), look.asker, look.now))


def span(look: Look) -> Iterator[Blocker]:
    """Not longer than the standard lets a permit of this grade be (5.1.5, 6.10, 8.2.11, 10.8)."""
    permit = look.permit
    yield from validity_blockers(
        look.kind, look.level, permit.starts_at, permit.ends_at, look.figures,
        parents=parents_of(look), is_exceptional=look.is_exceptional,
    )  # fmt: skip


def parents_of(look: Look) -> tuple[tuple[datetime, datetime], ...]:
    """The spans of the hot work and confined-space permits that temporary power serves (10.8)."""
    if look.permit._state.adding:
        return ()
    kinds = ("hot_work", "confined_space")
    rows = [one for one in look.linked if one.kind in kinds and one.closed_at is None]
    return tuple((one.starts_at, one.ends_at) for one in rows)


def application(look: Look) -> Iterator[Blocker]:
    """Every box of the form that is due, the place drawn, the people named."""
    values = look.filled
    yield from check_values(look.form, values, Stage.ANALYSIS, look.level, look.facts)
    yield from _fixed_area(look)
    if look.permit.geometry is None:
        yield Blocker("place_undrawn", "请在图上划定作业范围", "AQ 3064.2-2025 5.5.2")
    elif look.permit.geometry["type"] != "Polygon" and not look.permit.radius_m:
        yield Blocker("radius_missing", "点或线状作业范围须填写半径")


def grade(look: Look) -> Iterator[Blocker]:
    """The grade is not milder than what the facts now demand (4.11)."""
    found, _level, _why = graded(look, look.level)
    yield from found


APPLICATION_GUARDS = {
    "reservation": reservation,
    "application": application,
    "grade": grade,
    "validity": span,
}
