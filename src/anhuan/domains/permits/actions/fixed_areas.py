"""The register of fixed hot-work areas: drawn, approved, looked at every year (5.5)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from shapely.geometry import shape

from anhuan.domains.audit.actions import record, save_checked
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.models import Account, Company, RoleGrant
from anhuan.domains.org.rules import Role
from anhuan.domains.permits.models import FixedHotArea, FixedHotAreaReview
from anhuan.domains.permits.queries.fixed_areas import blockers_of, due_state
from anhuan.domains.permits.queries.permits import zone_of
from anhuan.domains.permits.rules.fixed_areas import review_due
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any

SAME_PLACE_M = 0.01
_CLAUSE = "GB 30871-2022 5.5.1"
# What an approval is about: a change of it takes the approval away.
_APPROVED = (
    "geometry", "floor", "is_marked", "is_downwind", "is_indoors", "has_fire_wall",
    "is_in_process_area", "has_gas_alarm", "detector", "responsible",
)  # fmt: skip


def save_fixed_area(by: Account, row: FixedHotArea, changes: dict[str, Any]) -> FixedHotArea:
    """Draw or correct one. Whatever was approved and is changed has to be approved anew."""
    found = list(_shape_blockers(changes.get("geometry", row.geometry)))
    if row.approved_on is not None and not found and _differs(row, changes):
        changes = changes | {"approved_on": None, "approved_by": None, "approved_at": None}
    return save_checked(by, row, changes, found)


def _differs(row: FixedHotArea, changes: dict[str, Any]) -> bool:
    """Whether what was approved changes; a centimetre is no change of place."""
    given = {name: value for name, value in changes.items() if name in _APPROVED}
    drawn = given.pop("geometry", row.geometry)
    moved = shape(drawn).hausdorff_distance(shape(row.geometry)) > SAME_PLACE_M
    return moved or any(value != getattr(row, name) for name, value in given.items())


def _shape_blockers(geometry: Any) -> Iterator[Blocker]:
    if not isinstance(geometry, dict) or geometry.get("type") != "Polygon":
        yield Blocker("place_undrawn", "请在图上划定固定动火区的范围")


def approve_fixed_area(by: Account, row: FixedHotArea) -> FixedHotArea:
    """Put it into force; every reason against it is told at once (5.5.2)."""
    with transaction.atomic():
        row = FixedHotArea.objects.select_for_update(of=("self",)).get(pk=row.pk)
        today = today_of(row.company)
        refuse_if_any(_approval_blockers(row, today))
        changes = {"approved_on": today, "approved_by": by, "approved_at": clock.now()}
        return save_checked(by, row, changes)


def _approval_blockers(row: FixedHotArea, today: date) -> Iterator[Blocker]:
    if row.is_retired:
        yield Blocker("retired", "已停用的固定动火区不能批准")
    yield from blockers_of(row)
    due = review_due(row.facts)
    if due is None or today > due:
        text = "批准前须完成风险辨识，且不超过一年"
        yield Blocker("review_missing", text, _CLAUSE)


def review_fixed_area(
    by: Account, row: FixedHotArea, *, findings: str, has_changed: bool = False,
    on: date | None = None,
) -> FixedHotAreaReview:  # fmt: skip
    """Write down the year's identification of hazards. Surroundings that changed end the
    approval: the area is to be drawn anew."""
    today = today_of(row.company)
    day = on or today
    if not findings.strip():
        raise refuse("findings_missing", "请填写风险辨识结果", _CLAUSE)
    if day > today:
        raise refuse("review_in_future", "风险辨识日期不能晚于今天")
    with transaction.atomic():
        row = FixedHotArea.objects.select_for_update(of=("self",)).get(pk=row.pk)
        made = FixedHotAreaReview.objects.create(
            place=row, on=day, by=by, by_name=by.display_name, findings=findings.strip(),
            has_changed=has_changed,
        )  # fmt: skip
        row.reviewed_on = max(day, row.reviewed_on or day)
        if has_changed:
            row.approved_on = row.approved_by = row.approved_at = None
        row.save(update_fields=["reviewed_on", "approved_on", "approved_by", "approved_at"])
        after = {"on": day.isoformat(), "has_changed": has_changed}
        record(by, "permit_fixed_review", row, after=after, note=findings[:500])
    return made


def remind_fixed_areas(now: datetime) -> int:
    """A month before its year is over, and when it is, the safety manager hears of it."""
    rows = FixedHotArea.objects.filter(is_retired=False, approved_on__isnull=False)
    return sum(_remind(row, now) for row in rows.select_related("company"))


def _remind(row: FixedHotArea, now: datetime) -> bool:
    today = now.astimezone(zone_of(row.company)).date()
    state, due = due_state(row, today), review_due(row.facts)
    if state not in ("soon", "overdue") or due is None or row.reminded_on == today:
        return False
    text = f"风险辨识有效至 {due}" + ("，已到期，区内动火须办票" if state == "overdue" else "")
    grants = RoleGrant.objects.filter(role__in=[Role.SAFETY_MANAGER, Role.DEPARTMENT_HEAD])
    told = Account.objects.filter(company=row.company, is_active=True, grants__in=grants)
    with transaction.atomic():
        FixedHotArea.objects.filter(pk=row.pk).update(reminded_on=today)
        post(row.company, told.distinct(), Message(
            f"fixed_area:{row.pk}", f"固定动火区“{row.name}”该做风险辨识了", text,
            f"/permits/fixed-areas/{row.pk}/", 3,
        ))  # fmt: skip
    return True


def today_of(company: Company) -> date:
    """The plant's calendar day."""
    return clock.now().astimezone(zone_of(company)).date()
