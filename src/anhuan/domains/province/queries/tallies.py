"""Works counted by each of the eight conditions they are looked through by (AQ 3064.2-2025 6.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import TruncDate

from anhuan.domains.province.models import ReceivedRow
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.rules.facts import WORK_STATES
from anhuan.domains.province.rules.works import LEVELS, TYPES, Words

BY = {
    "enterprise": "作业申请单位", "unit": "作业单位", "at": "作业日期", "place": "作业位置",
    "type": "作业类型", "level": "作业级别", "state": "作业状态", "alarm": "报警与否",
}  # fmt: skip
MOST = 500  # lines


@dataclass(frozen=True, slots=True)
class Tally:
    """One line: what it counts, and the filter of the list that shows just these."""

    word: str
    query: Mapping[str, str]
    all: int
    running: int
    done: int
    cancelled: int
    alarmed: int


def with_alarm(rows: QuerySet[Any]) -> QuerySet[Any]:
    """`has_alarm`: the plant has sent an alarm of the ticket (table A.3 names it)."""
    alarms = ReceivedRow.objects.filter(table="PTW_A3", enterprise=OuterRef("enterprise"))
    named = alarms.annotate(ticket=KT("content__TICKET_ID")).filter(ticket=OuterRef("key"))
    found: QuerySet[Any] = rows.annotate(has_alarm=Exists(named))
    return found


def tallies(rows: QuerySet[ReceivedRow], by: str) -> list[Tally]:
    """The works of a queryset, the most first; days the newest first."""
    name = F("enterprise__name") if by == "enterprise" else Value("")
    grouped = with_alarm(rows).order_by().annotate(group=_group(by), name=name)
    counted = grouped.values("group", "name").annotate(
        all=Count("pk"), running=Count("pk", Q(state__in=("2", "6"))),
        done=Count("pk", Q(state="3")), cancelled=Count("pk", Q(state__in=("4", "5"))),
        alarmed=Count("pk", Q(has_alarm=True)),
    ).order_by("-group" if by == "at" else "-all", "group")  # fmt: skip
    return [_tally(by, one) for one in counted[:MOST]]


def _group(by: str) -> Any:
    fields = {
        "enterprise": F("enterprise"), "unit": KT("content__WORK_DEPARTMENT"),
        "at": TruncDate("at", tzinfo=zone()), "place": F("place"), "state": F("state"),
        "type": _of_code(TYPES), "level": _of_code(LEVELS), "alarm": F("has_alarm"),
    }  # fmt: skip
    return fields[by]


def _of_code(words: Words) -> Case:
    whens = [When(code__in=codes, then=Value(key)) for key, (_, codes) in words.items()]
    return Case(*whens, default=Value(""), output_field=CharField())


def _tally(by: str, one: Mapping[str, Any]) -> Tally:
    group = one["group"]
    numbers = [one[name] for name in ("all", "running", "done", "cancelled", "alarmed")]
    return Tally(_word(by, group, one["name"]), _query(by, group), *numbers)


def _word(by: str, group: Any, name: str) -> str:
    known: dict[str, Mapping[Any, str]] = {
        "type": {key: word for key, (word, _) in TYPES.items()},
        "level": {key: word for key, (word, _) in LEVELS.items()},
        "state": WORK_STATES, "alarm": {True: "有报警", False: "无报警"},
    }  # fmt: skip
    return str(name or known.get(by, {}).get(group, group) or "未填写")


def _query(by: str, group: Any) -> dict[str, str]:
    if by == "at":
        return {"at_from": str(group), "at_to": str(group)}
    return {by: str(int(group)) if by == "alarm" else str(group)}
