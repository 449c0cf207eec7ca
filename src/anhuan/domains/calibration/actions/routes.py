"""Routes of surveyed points."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, record, save_checked
from anhuan.domains.calibration.models import RouteStop, SurveyPoint, SurveyRoute
from anhuan.domains.calibration.rules.routes import route_blockers
from anhuan.domains.org.models import Company
from anhuan.kernel.errors import Blocker, refuse_if_any


@transaction.atomic
def save_route(
    actor: Actor, company: Company, route: SurveyRoute | None = None, *,
    points: Sequence[SurveyPoint], **changes: Any,
) -> SurveyRoute:  # fmt: skip
    """A route, new or with other points; walks along it keep the truth they were made with."""
    row = route or SurveyRoute(company=company)
    blockers = [*route_blockers(len(points)), *_blockers(row, points, changes)]
    saved = save_checked(actor, row, changes, blockers)
    before = [str(one.point) for one in saved.stops.select_related("point").order_by("order")]
    saved.stops.all().delete()
    RouteStop.objects.bulk_create(
        RouteStop(route=saved, order=k, point=point) for k, point in enumerate(points)
    )
    after = [str(one) for one in points]
    if after != before:
        record(actor, "update", saved, before={"points": before}, after={"points": after})
    return saved


def _blockers(
    row: SurveyRoute, points: Sequence[SurveyPoint], changes: dict[str, Any]
) -> Iterator[Blocker]:
    if any(one.company_id != row.company_id or one.is_retired for one in points):
        yield Blocker("point_unusable", "测量点不属于本企业或已停用")
    if not row._state.adding and row.walks.filter(state="open").exists():
        yield Blocker("route_walked", "正在按这条路线测试，请先完成或作废测试再改")
    name = changes.get("name", row.name)
    others = SurveyRoute.objects.filter(company=row.company, name=name).exclude(pk=row.pk)
    if others.exists():
        yield Blocker("name_taken", f"已有名为“{name}”的路线，请换一个名称")


@transaction.atomic
def retire_route(actor: Actor, route: SurveyRoute) -> SurveyRoute:
    """Nobody walks it any more; its results stay."""
    if route.is_retired:
        refuse_if_any([Blocker("already_retired", "已经停用")])
    route.is_retired = True
    route.save(update_fields=["is_retired"])
    record(actor, "retire", route, before={"is_retired": False}, after={"is_retired": True})
    return route
