"""Filters of the positioning lists, shared by pages and the API."""

from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from anhuan.desk.lists import Filter
from anhuan.domains.org.models import Account, Person
from anhuan.domains.org.queries import company_of, visible_departments
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import Anchor, Fence, Tag
from anhuan.domains.positioning.queries.devices import open_assignments
from anhuan.domains.positioning.queries.now import STATES
from anhuan.domains.positioning.queries.subjects import KIND_LABELS, MAP_KINDS, vehicle_kinds


def areas(request: HttpRequest) -> Iterable[tuple[Any, str]]:
    """The plant's areas as choices."""
    company = company_of(cast(Account, request.user))
    rows = Area.objects.filter(company=company, is_retired=False).order_by("code")
    return rows.values_list("pk", "name")


def departments(request: HttpRequest) -> Iterable[tuple[Any, str]]:
    """The company's departments as choices."""
    return [(one.pk, one.name) for one in visible_departments(cast(Account, request.user))]


def _vehicle_kinds(request: HttpRequest) -> Iterable[tuple[Any, str]]:
    return [(kind, kind) for kind in vehicle_kinds(company_of(cast(Account, request.user)))]


def by_map_kind(path: str, vehicle_path: str) -> Any:
    """A filter on staff, contractor, visitor, vehicle over two paths of columns."""

    def apply(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "vehicle":
            return rows.filter(**{f"{vehicle_path}__isnull": False})
        kinds = [kind for kind, shown in MAP_KINDS.items() if shown == value]
        return rows.filter(**{f"{path}__in": kinds})

    return apply


def _with_faults(rows: QuerySet[Any], value: bool) -> QuerySet[Any]:
    return rows.exclude(faults=[]) if value else rows.filter(faults=[])


def _held_by(rows: QuerySet[Any], **wanted: Any) -> QuerySet[Any]:
    """Tags whose present holder is so; earlier holders do not count."""
    held = open_assignments().filter(tag=OuterRef("pk"), **wanted)
    return rows.filter(Exists(held))


def _tag_department(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return _held_by(rows, person__department_id=value)


def _by_tag_holder_kind(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "vehicle":
        return _held_by(rows, vehicle__isnull=False)
    kinds = [kind for kind, shown in MAP_KINDS.items() if shown == value]
    return _held_by(rows, person__kind__in=kinds)


KINDS = tuple(KIND_LABELS.items())

TAG_FILTERS = (
    Filter("online", "在线", kind="bool", apply="is_online"),
    Filter("held", "已发放", kind="bool", apply="has_holder"),
    Filter("low", "电量低", kind="bool", apply="is_low"),
    Filter("kind", "持有人类型", choices=KINDS, apply=_by_tag_holder_kind),
    Filter("department", "部门", choices=departments, apply=_tag_department),
    Filter("form", "形式", choices=Tag.Form.choices),
    Filter("retired", "停用", kind="bool", apply="is_retired"),
)
TAG_SEARCH = ("number", "holder_name")

ANCHOR_FILTERS = (
    Filter("online", "在线", kind="bool", apply="is_online"),
    Filter("area", "区域", choices=areas, apply="area_id"),
    Filter("power", "供电", choices=Anchor.Power.choices),
    Filter("faulty", "有故障", kind="bool", apply=_with_faults),
    Filter("retired", "停用", kind="bool", apply="is_retired"),
)
ANCHOR_SEARCH = ("number", "technology", "ex_mark")

VEHICLE_FILTERS = (
    Filter("kind", "类型", choices=_vehicle_kinds, apply="kind"),
    Filter("department", "部门", choices=departments, apply="department_id"),
    Filter("retired", "停用", kind="bool", apply="is_retired"),
)
VEHICLE_SEARCH = ("plate", "name", "kind", "driver__name")

FENCE_FILTERS = (
    Filter("purpose", "用途", choices=Fence.Purpose.choices),
    Filter("enabled", "启用", kind="bool", apply="is_enabled"),
    Filter("area", "区域", choices=areas, apply="area_id"),
)
FENCE_SEARCH = ("name", "area__name")


def _assignment_now(rows: QuerySet[Any], value: bool) -> QuerySet[Any]:
    return rows.filter(until__isnull=value)


ASSIGNMENT_FILTERS = (
    Filter("now", "目前持有", kind="bool", apply=_assignment_now),
    Filter("kind", "类型", choices=KINDS, apply=by_map_kind("person__kind", "vehicle")),
    Filter("since", "发放", kind="date_range", apply="since"),
)
ASSIGNMENT_SEARCH = ("tag__number", "person__name", "person__number", "vehicle__plate")

VISIT_FILTERS = (
    Filter("area", "区域", choices=areas, apply="area_id"),
    Filter("kind", "类型", choices=KINDS, apply=by_map_kind("person_kind", "vehicle_id")),
    Filter("department", "部门", choices=departments, apply="person_department_id"),
    Filter("entered", "进入", kind="date_range", apply="entered_at"),
    Filter(
        "inside", "目前在内", kind="bool",
        apply=lambda rows, value: rows.filter(left_at__isnull=value),
    ),
)  # fmt: skip
VISIT_SEARCH = ("holding__person__name", "holding__person__pinyin", "holding__vehicle__plate")


def _now_department(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(Q(person__department_id=value) | Q(vehicle__department_id=value))


def _on_floor(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    digits = value.strip().upper().removesuffix("F")
    return rows.filter(floor_now=int(digits)) if _is_floor(digits) else rows.none()


def _is_floor(text: str) -> bool:
    return len(text) < 4 and text.lstrip("-").isdecimal()


NOW_FILTERS = (
    Filter("department", "部门", choices=departments, apply=_now_department),
    Filter("area", "区域", choices=areas, apply="tag__latest__area_id"),
    Filter("kind", "类型", choices=KINDS, apply=by_map_kind("person__kind", "vehicle")),
    Filter("state", "状态", choices=STATES, apply="where_state"),
    Filter("floor", "楼层", kind="text", apply=_on_floor),
)
NOW_SEARCH = (
    "person__name", "person__pinyin", "person__number", "vehicle__plate", "tag__number",
)  # fmt: skip

PEOPLE_FILTERS = (
    Filter("kind", "人员类型", choices=Person.Kind.choices),
    Filter("department", "部门", choices=departments, apply="department_id"),
)
PEOPLE_SEARCH = ("name", "number", "pinyin")
