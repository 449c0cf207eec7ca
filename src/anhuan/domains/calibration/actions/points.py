"""Surveyed points and the plant's limits."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.calibration.models import CalibrationSettings, SurveyPoint
from anhuan.domains.calibration.queries.rows import settings_of
from anhuan.domains.org.models import Company
from anhuan.kernel.errors import Blocker, refuse_if_any


def save_point(
    actor: Actor, company: Company, point: SurveyPoint | None = None, **changes: Any
) -> SurveyPoint:
    """A point, new or measured again; tests that used it keep the truth they were made with."""
    row = point or SurveyPoint(company=company)
    return save_checked(actor, row, changes, _point_blockers(draft_of(row, changes)))


def _point_blockers(draft: SurveyPoint) -> Iterator[Blocker]:
    if draft.area and draft.area.company_id != draft.company_id:
        yield Blocker("area_foreign", "区域不属于本企业")
    rows = SurveyPoint.objects.filter(company=draft.company, name=draft.name)
    if rows.exclude(pk=draft.pk).exists():
        yield Blocker("name_taken", f"已有名为“{draft.name}”的测量点，请换一个名称")


@transaction.atomic
def retire_point(actor: Actor, point: SurveyPoint) -> SurveyPoint:
    """Nobody stands there any more; its results stay."""
    if point.is_retired:
        refuse_if_any([Blocker("already_retired", "已经停用")])
    point.is_retired = True
    point.save(update_fields=["is_retired"])
    record(actor, "retire", point, before={"is_retired": False}, after={"is_retired": True})
    return point


def change_settings(actor: Actor, company: Company, **changes: Any) -> CalibrationSettings:
    """The plant's limits; tests that are over keep theirs."""
    return save_checked(actor, settings_of(company), changes)
