"""What inspections are made of: GET what is in use, POST one more, PATCH one."""

from typing import Any, ClassVar

from anhuan.desk.endpoints import Deed, Many, One, shaped
from anhuan.domains.inspection import actions
from anhuan.domains.inspection.api import rows
from anhuan.domains.inspection.models import Plan, Point, Route, Standard, Standstill
from anhuan.domains.inspection.queries import setup as q
from anhuan.domains.org.models import Account, Company

EDIT = "inspection.edit"
LIST: dict[str, str] = {"GET": EDIT, "POST": EDIT}
ROW: dict[str, str] = {"GET": EDIT, "PATCH": EDIT}


def _standard(by: Account, pk: Any) -> Standard:
    return q.one_of(q.visible_standards(by).prefetch_related("items"), pk)


def _point(by: Account, pk: Any) -> Point:
    return q.one_of(q.visible_points(by).prefetch_related("standards"), pk)


def _route(by: Account, pk: Any) -> Route:
    return q.one_of(q.visible_routes(by).prefetch_related("stops"), pk)


def _plan(by: Account, pk: Any) -> Plan:
    return q.one_of(q.visible_plans(by).prefetch_related("people"), pk)


def _standstill(by: Account, pk: Any) -> Standstill:
    return q.one_of(q.visible_standstills(by), pk)


@shaped(rows.StandardRow)
class StandardsApi(Many):
    """Check lists, by library."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = rows.StandardRow
    search = ("name", "library")
    visible = lambda by: q.visible_standards(by).prefetch_related("items")  # noqa: E731
    find = _standard
    add = lambda by, company, items, **v: actions.save_standard(by, company, items, **v)  # noqa: E731


@shaped(rows.StandardRow)
class StandardApi(One):
    """One list."""

    rights: ClassVar[dict[str, str]] = ROW
    row = rows.StandardRow
    find = _standard

    @staticmethod
    def change(by: Account, found: Standard, items: Any = None, **changes: Any) -> Standard:
        """Items left out stay as they are."""
        kept = items if items is not None else list(found.items.values("id", *rows._ITEM[1:]))
        return actions.save_standard(by, found.company, kept, found, **changes)


@shaped(rows.PointRow)
class PointsApi(Many):
    """Points."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = rows.PointRow
    search = ("code", "name", "equipment")
    visible = lambda by: q.visible_points(by).prefetch_related("standards")  # noqa: E731
    find = _point
    add = lambda by, company, **v: actions.save_point(by, company, None, **v)  # noqa: E731


@shaped(rows.PointRow)
class PointApi(One):
    """One point."""

    rights: ClassVar[dict[str, str]] = ROW
    row = rows.PointRow
    find = _point
    change = lambda by, found, **v: actions.save_point(by, found.company, found, **v)  # noqa: E731


@shaped(rows.RouteRow)
class RoutesApi(Many):
    """Routes with their stops in order."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = rows.RouteRow
    search = ("name",)
    visible = lambda by: q.visible_routes(by).prefetch_related("stops")  # noqa: E731
    find = _route

    @staticmethod
    def add(by: Account, company: Company, points: Any = (), **values: Any) -> Route:
        """A route has points."""
        return actions.save_route(by, company, list(points), **values)


@shaped(rows.RouteRow)
class RouteApi(One):
    """One route."""

    rights: ClassVar[dict[str, str]] = ROW
    row = rows.RouteRow
    find = _route

    @staticmethod
    def change(by: Account, found: Route, points: Any = None, **changes: Any) -> Route:
        """Points left out stay as they are."""
        return actions.save_route(by, found.company, points, found, **changes)


@shaped(rows.PlanRow)
class PlansApi(Many):
    """Plans."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = rows.PlanRow
    search = ("name",)
    visible = lambda by: q.visible_plans(by).prefetch_related("people")  # noqa: E731
    find = _plan
    add = lambda by, company, **v: actions.save_plan(by, company, None, **v)  # noqa: E731


@shaped(rows.PlanRow)
class PlanApi(One):
    """One plan."""

    rights: ClassVar[dict[str, str]] = ROW
    row = rows.PlanRow
    find = _plan
    change = lambda by, found, **v: actions.save_plan(by, found.company, found, **v)  # noqa: E731


@shaped(rows.StandstillRow)
class StandstillsApi(Many):
    """Stops, overhauls, holidays."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = rows.StandstillRow
    visible = q.visible_standstills
    find = _standstill

    @staticmethod
    def add(by: Account, company: Company, **values: Any) -> Standstill:
        """Spares what nobody has walked."""
        named = ("plans", "routes", "points", "departments")
        asked: dict[str, Any] = {key: tuple(v) if key in named else v for key, v in values.items()}
        return actions.note_standstill(by, actions.Still(**asked))


@shaped(rows.StandstillRow)
class StandstillApi(One):
    """One of them."""

    rights: ClassVar[dict[str, str]] = {"GET": EDIT}
    row = rows.StandstillRow
    find = _standstill


@shaped(rows.StandstillRow, rows.ReasonBody)
class StandstillWithdrawApi(Deed):
    """It was a mistake."""

    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = rows.StandstillRow
    body = rows.ReasonBody
    find = _standstill
    do = actions.withdraw_standstill
