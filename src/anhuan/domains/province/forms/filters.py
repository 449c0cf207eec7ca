"""How plants, their rows and orders are looked through."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from anhuan.desk.lists import Filter
from anhuan.domains.org.queries import account_of
from anhuan.domains.org.queries.scope import departments_below
from anhuan.domains.province.models import Enterprise, SpotCheck
from anhuan.domains.province.models.checks import SUBJECTS
from anhuan.domains.province.queries import bureaus_for, visible_enterprises
from anhuan.domains.province.queries.tallies import with_alarm
from anhuan.domains.province.rules.control import STATES as STATES_OF_CONTROL
from anhuan.domains.province.rules.facts import WORK_STATES
from anhuan.domains.province.rules.levels import LEVELS as COLOURS
from anhuan.domains.province.rules.orders import KINDS, STATES
from anhuan.domains.province.rules.sensing import OBJECTS, PARAMETERS
from anhuan.domains.province.rules.works import LEVELS, TYPES, Words
from anhuan.domains.reporting.seeds.loader import tables


def _bureaus(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(one.pk, one.name) for one in bureaus_for(account_of(request))]


def _plants(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(one.pk, one.name) for one in visible_enterprises(account_of(request))]


def _below(path: str) -> Any:
    """A bureau and everything under it."""

    def narrowed(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        try:
            return rows.filter(**{f"{path}bureau__in": departments_below([UUID(value)])})
        except ValueError:
            return rows.none()

    return narrowed


def _online(rows: QuerySet[Any], value: bool) -> QuerySet[Any]:
    return rows.filter(standing__is_online=value)


def _grave(rows: QuerySet[Any], value: bool) -> QuerySet[Any]:
    return rows.filter(grade__in=("grave", "major")) if value else rows.filter(grade="")


def _open(rows: QuerySet[Any], value: bool) -> QuerySet[Any]:
    return rows.filter(state="open") if value else rows.exclude(state="open")


def _said(key: str) -> Any:
    """By a yes or no of the commitment."""

    def narrowed(rows: QuerySet[Any], value: bool) -> QuerySet[Any]:
        return rows.filter(**{f"content__{key}": "1" if value else "0"})

    return narrowed


def _overhauled(rows: QuerySet[Any], value: bool) -> QuerySet[Any]:
    found = {"content__overhaulWorkNumber__gt": 0}
    return rows.filter(**found) if value else rows.exclude(**found)


def _with_alarm(rows: QuerySet[Any], value: bool) -> QuerySet[Any]:
    return with_alarm(rows).filter(has_alarm=value)


def _of_code(words: Words) -> Any:
    """By the codes that a word stands for."""

    def narrowed(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(code__in=words[value][1] if value in words else ())

    return narrowed


def _named(words: Words) -> list[tuple[str, str]]:
    return [(key, word) for key, (word, _) in words.items()]


BUREAU, PLANT = "bureau", "enterprise"
ENTERPRISES = (
    Filter(BUREAU, "监管单位", choices=_bureaus, apply=_below("")),
    Filter("kind", "企业类型", choices=Enterprise.Kind.choices),
    Filter("grade", "监管分类", choices=list(COLOURS.items())),
    Filter("level", "风险等级", choices=list(COLOURS.items()), apply="standing__level"),
    Filter("online", "在线", "bool", apply=_online),
)
ALARMS = (
    Filter(BUREAU, "监管单位", choices=_bureaus, apply=_below("enterprise__")),
    Filter(PLANT, "企业", choices=_plants),
    Filter("open", "未销", "bool", apply=_open),
    Filter("grave", "严重", "bool", apply=_grave),
    Filter("table", "来源", choices=lambda _: [(k, t.name) for k, t in tables().items()]),
    Filter("at", "日期", "date_range"),
)
HAZARDS = (
    Filter(BUREAU, "监管单位", choices=_bureaus, apply=_below("enterprise__")),
    Filter(PLANT, "企业", choices=_plants),
    Filter("open", "未闭环", "bool", apply=_open),
    Filter("grave", "重大", "bool", apply=_grave),
    Filter("due_at", "期限", "date_range"),
)
# AQ 3064.2-2025 6.2 and 6.3: the eight conditions, and whose plants.
WORKS = (
    Filter(PLANT, "申请单位", choices=_plants),
    Filter("unit", "作业单位", "text", apply="content__WORK_DEPARTMENT"),
    Filter("at", "作业时间", "date_range"),
    Filter("place", "作业位置", "text", apply="place"),
    Filter("type", "作业类型", choices=_named(TYPES), apply=_of_code(TYPES)),
    Filter("level", "作业级别", choices=_named(LEVELS), apply=_of_code(LEVELS)),
    Filter("state", "作业状态", choices=list(WORK_STATES.items())),
    Filter("alarm", "有报警", "bool", apply=_with_alarm),
    Filter(BUREAU, "监管单位", choices=_bureaus, apply=_below("enterprise__")),
)
DUTIES = (
    Filter(BUREAU, "监管单位", choices=_bureaus, apply=_below("")),
    Filter(PLANT, "企业", choices=_plants, apply="pk"),
)
CONTROLS = [(key, word) for key, (word, _) in STATES_OF_CONTROL.items()]
STARTS = (
    Filter(BUREAU, "监管单位", choices=_bureaus, apply=_below("enterprise__")),
    Filter(PLANT, "企业", choices=_plants),
    Filter("moving", "处于开停车", "bool", apply=_said("openParking")),
    Filter("overhaul", "有检维修", "bool", apply=_overhauled),
    Filter("trial", "处于试生产", "bool", apply=_said("trialProduction")),
    Filter("grade", "风险等级", choices=list(COLOURS.items())),
    Filter("at", "日期", "date_range"),
)
RISKS = (*DUTIES, Filter("state", "管控状态", choices=CONTROLS))
ORDERS = (
    Filter(PLANT, "企业", choices=_plants),
    Filter("kind", "类别", choices=list(KINDS.items())),
    Filter("level", "等级", choices=list(COLOURS.items())),
    Filter("state", "状态", choices=list(STATES.items())),
    Filter("issued_at", "下发日期", "date_range"),
)
POINTS = (
    Filter(PLANT, "企业", choices=_plants),
    Filter("object_kind", "对象类型", choices=list(OBJECTS.items())),
    Filter("parameter", "参数", choices=[(key, word) for key, (word, _) in PARAMETERS.items()]),
    Filter("alarming", "报警中", "bool",
           apply=lambda rows, on: rows.exclude(alarm="") if on else rows.filter(alarm="")),
)  # fmt: skip
CHECKS = (
    Filter(PLANT, "企业", choices=_plants),
    Filter("subject", "检查内容", choices=list(SUBJECTS.items())),
    Filter("result", "结果", choices=SpotCheck.Result.choices),
    Filter("at", "日期", "date_range"),
)
