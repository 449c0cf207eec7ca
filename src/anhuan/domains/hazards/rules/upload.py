"""Table 6 of the province, hazard information: 19 fields, when each is due (附件2 6.2(6)).

A row is prepared from the moment a hazard has been assessed and given to somebody; before that the
table has no state for it. What was sent is never taken back: it is sent again with DELETED 1.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from anhuan.domains.hazards.rules.codes import Kind, Level, Source, Way
from anhuan.domains.hazards.rules.states import UPLOAD_STATE, State
from anhuan.kernel.errors import Blocker

CLAUSE = "鲁应急字〔2021〕107号 附件2 6.2(6)"
# Key: (word, longest in characters; 0 = no limit). In the order of the table.
FIELDS: dict[str, tuple[str, int]] = {
    "ID": ("主键", 36), "HAZARD_CODE": ("风险分析对象编码", 36),
    "RISK_MEASURE_ID": ("管控措施主键", 36), "DANGER_NAME": ("隐患名称", 100),
    "DANGER_LEVEL": ("隐患等级", 1), "REGIST_TIME": ("登记时间", 0),
    "REGISTRANT": ("登记人姓名", 100), "DANGER_SRC": ("隐患来源", 4),
    "DANGER_MANAGE_TYPE": ("治理类型", 1), "HAZARD_DANGER_TYPE": ("隐患类型", 1),
    "DANGER_DESC": ("隐患描述", 1000), "DANGER_REASON": ("原因分析", 1000),
    "LIABLE_PERSON": ("整改责任人", 100), "DANGER_MANAGE_DEADLINE": ("隐患治理期限", 0),
    "CHECK_ACCEPT_PERSON": ("验收人姓名", 50), "CHECK_ACCEPT_TIME": ("验收时间", 0),
    "CHECK_ACCEPT_COMMENT": ("验收情况", 1000), "DANGER_STATE": ("隐患状态", 1),
    "DELETED": ("删除标志", 1),
}  # fmt: skip
OPTIONAL = ("RISK_MEASURE_ID", "DANGER_REASON", "CHECK_ACCEPT_COMMENT")
ON_ACCEPTANCE = ("CHECK_ACCEPT_PERSON", "CHECK_ACCEPT_TIME")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row is made of."""

    id: str
    state: State
    is_deleted: bool
    is_from_task: bool
    object_code: str
    measure: str
    name: str
    level: Level | None
    reported_at: datetime
    reporter: str
    source: Source
    way: Way | None
    kind: Kind | None
    description: str
    cause: str
    rectifier: str
    due_at: datetime | None
    acceptor: str
    accepted_at: datetime | None
    comment: str


def row_of(facts: Facts, zone: ZoneInfo) -> dict[str, Any]:
    """Numbers as numbers, characters as characters, times as the table wants them (note 30)."""
    accepted = facts.state is State.ACCEPTED
    row: dict[str, Any] = {
        "ID": facts.id, "HAZARD_CODE": facts.object_code, "RISK_MEASURE_ID": facts.measure,
        "DANGER_NAME": facts.name, "DANGER_LEVEL": _number(facts.level),
        "REGIST_TIME": _time(facts.reported_at, zone), "REGISTRANT": facts.reporter,
        "DANGER_SRC": facts.source.code, "DANGER_MANAGE_TYPE": _number(facts.way),
        "HAZARD_DANGER_TYPE": _number(facts.kind), "DANGER_DESC": facts.description,
        "DANGER_REASON": facts.cause, "LIABLE_PERSON": facts.rectifier,
        "DANGER_MANAGE_DEADLINE": _time(facts.due_at, zone),
        "CHECK_ACCEPT_PERSON": facts.acceptor if accepted else "",
        "CHECK_ACCEPT_TIME": _time(facts.accepted_at, zone) if accepted else "",
        "CHECK_ACCEPT_COMMENT": facts.comment if accepted else "",
        "DANGER_STATE": UPLOAD_STATE.get(facts.state, 0),
        "DELETED": "1" if facts.is_deleted or facts.state not in UPLOAD_STATE else "0",
    }  # fmt: skip
    return {key: _cut(value, FIELDS[key][1]) for key, value in row.items()}


def row_blockers(facts: Facts, row: Row) -> Iterator[Blocker]:
    """Everything that keeps the row at home; empty: it may be sent."""
    if facts.state is State.REPORTED:
        yield Blocker("not_assessed", "还没有评估，不上报", CLAUSE)
        return
    for key, (word, _) in FIELDS.items():
        if row[key] in ("", None) and not _may_be_empty(key, facts):
            yield Blocker(f"{key}_missing", f"缺“{word}”，不能上报", CLAUSE)


def _may_be_empty(key: str, facts: Facts) -> bool:
    if key == "RISK_MEASURE_ID":
        return not facts.is_from_task
    if key in ON_ACCEPTANCE:
        return facts.state is not State.ACCEPTED
    return key in OPTIONAL


def _time(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}" if moment else ""


def _number(value: int | None) -> int | None:
    return None if value is None else int(value)


def _cut(value: Any, longest: int) -> Any:
    return value[:longest] if longest and isinstance(value, str) else value
