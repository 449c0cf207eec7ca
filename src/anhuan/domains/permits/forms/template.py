"""A form edited by the plant: its boxes, measures, signatures, approvers and lists as tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from anhuan.desk.forms import Form
from anhuan.domains.permits.forms.rows import Cell, RowsField
from anhuan.domains.permits.rules.forms import STAGES, FieldType, SignMode
from anhuan.domains.permits.rules.kinds import KINDS, Kind
from anhuan.domains.permits.rules.roles import SIGNER_LABELS, Signer

TYPE_LABELS: dict[FieldType, str] = {
    FieldType.TEXT: "文字", FieldType.NUMBER: "数字", FieldType.CHOICE: "单选",
    FieldType.MULTI: "多选", FieldType.DATETIME: "日期时间", FieldType.PERSON: "人员",
    FieldType.PEOPLE: "多名人员", FieldType.PLACE: "地点", FieldType.FILE: "附件",
    FieldType.SKETCH: "简图", FieldType.TABLE: "表格", FieldType.PERMITS: "作业票",
}  # fmt: skip
MODE_LABELS = {
    SignMode.ON_SITE: "现场签", SignMode.ROUTED: "流转签", SignMode.EITHER: "均可",
}  # fmt: skip
_TYPES = [(one.value, label) for one, label in TYPE_LABELS.items()]
_STAGES = [(one.value, one.label) for one in STAGES]
_MODES = [(one.value, label) for one, label in MODE_LABELS.items()]
_SIGNERS = [(one.value, SIGNER_LABELS[one]) for one in Signer]
_YES = [("yes", "是"), ("no", "否")]
_LEVELS = Cell("levels", "级别", required=False)
_CODE = Cell("key", "代码", required=False)
_SPARE = 3
Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the form. `by`: what tells its items apart ("" : their place)."""

    key: str
    label: str
    cells: Sequence[Cell]
    by: str = "key"
    hint: str = ""
    fresh: Mapping[str, Any] = field(default_factory=dict)  # what a new item has besides


PARTS: tuple[Part, ...] = (
    Part("fields", "栏目", [
        _CODE, Cell("label", "名称"), Cell("type", "类型", "choice", _TYPES),
        Cell("stage", "何时填", "choice", _STAGES), Cell("required", "必填", "choice", _YES),
        Cell("unit", "单位", required=False), Cell("options", "选项", "long", required=False),
        _LEVELS, Cell("hint", "填写说明", required=False),
    ], hint="单选、多选的选项每行一个；代码留空自动编号"),
    Part("measures", "安全措施", [
        Cell("no", "序号", "number", required=False), Cell("text", "内容", "long"),
        Cell("explain", "不涉及须说明", "choice", _YES, required=False), _LEVELS,
        Cell("clause", "依据", required=False),
    ], by="no", hint="{代码} 是填写框，保留即可；新措施序号留空，排在最后"),
    Part("signatures", "签字", [
        _CODE, Cell("label", "名称"), Cell("role", "谁签", "choice", _SIGNERS),
        Cell("stage", "环节", "choice", _STAGES), Cell("order", "顺序", "number"),
        Cell("mode", "方式", "choice", _MODES), _LEVELS,
        Cell("time_limit_min", "时限（min）", "number"),
    ], hint="顺序相同的同时签；审批环节最后签的是审批人"),
    Part("approvals", "审批人", [
        _LEVELS, Cell("role", "由谁审批", "choice", _SIGNERS),
        Cell("raised_role", "升级后", "choice", _SIGNERS),
    ], by="", hint="每个级别恰有一行；岗位只能比标准高"),
    Part("briefing", "安全交底", [_CODE, Cell("text", "内容", "long"), _LEVELS],
         fresh={"group": "measure"}),
    Part("guardian_checks", "监护人检查", [_CODE, Cell("text", "内容", "long"), _LEVELS]),
    Part("acceptance", "验收条件", [_CODE, Cell("text", "内容", "long"), _LEVELS]),
)  # fmt: skip


class TemplateForm(Form):
    """Everything a plant may change of a form; what it may not drop the rules say."""

    title = forms.CharField(label="名称", max_length=100)

    def __init__(self, *args: Any, kind: Kind, before: Item, **kwargs: Any) -> None:
        start = {"title": before["title"]} | {
            part.key: [_shown(part, kind, item) for item in before.get(part.key) or []]
            for part in PARTS
        }
        super().__init__(*args, initial=start, **kwargs)
        self.kind, self.before = kind, before
        for part in PARTS:
            self.fields[part.key] = RowsField(
                _cells(part, kind), _SPARE, label=part.label, required=False, help_text=part.hint
            )
        self.groups = [("模板", ["title"]), *((part.label, [part.key]) for part in PARTS)]

    groups: Any = ()  # type: ignore[misc]  # each form its own
    wide = tuple(part.key for part in PARTS)

    def content(self) -> Item:
        """The whole form as data, one version on; `validate_template` judges it."""
        data, before = self.cleaned_data, self.before
        made = before | {"title": data["title"], "version": before["version"] + 1}
        return made | {
            part.key: list(_merged(part, self.kind, before.get(part.key) or [], data[part.key]))
            for part in PARTS
        }


def _cells(part: Part, kind: Kind) -> list[Cell]:
    """Kinds without grades have no column for them."""
    return [one for one in part.cells if one is not _LEVELS or KINDS[kind].is_graded]


def _shown(part: Part, kind: Kind, item: Item) -> Item:
    """An item of the form as a row of its table."""
    return {one.key: _WRITE.get(one.key, _same)(item.get(one.key), kind) for one in part.cells}


def _merged(part: Part, kind: Kind, before: list[Item], rows: list[Item]) -> list[Item]:
    """The rows as items: what the table does not show stays as it was."""
    known = {_name(part, n, item): item for n, item in enumerate(before)}
    taken = set(known)
    made: list[Item] = []
    for n, row in enumerate(rows):
        was = known.get(_name(part, n, row), {**part.fresh})
        shown = {one.key: _READ.get(one.key, _words)(row.get(one.key), kind, was)
                 for one in _cells(part, kind)}  # fmt: skip
        if part.by and not shown[part.by]:
            shown[part.by] = _next_name(part, taken)
            taken.add(str(shown[part.by]))
        made.append({**was, **shown})
    return made


def _name(part: Part, place: int, item: Item) -> str:
    value = item.get(part.by) if part.by else place
    return f"{value:g}" if isinstance(value, float) else str(value)


def _next_name(part: Part, taken: set[str]) -> Any:
    """The next number, or the first free code of the plant's own."""
    if part.by == "no":
        return max((int(one) for one in taken if one.isdigit()), default=0) + 1
    return next(name for n in range(1, 1000) if (name := f"own_{n}") not in taken)


def _same(value: Any, _kind: Kind) -> Any:
    return value


def _words(value: Any, _kind: Kind, _was: Item) -> Any:
    return value or ""


def _number(value: Any, _kind: Kind, _was: Item) -> int:
    return int(value or 0)


def _yes(value: Any, _kind: Kind, _was: Item) -> bool:
    return bool(value == "yes")


def _levels(value: Any, kind: Kind, _was: Item) -> list[str]:
    codes = {one.label: one.code for one in KINDS[kind].levels}
    names = str(value or "").replace("，", "、").replace(",", "、").split("、")
    return [codes.get(one.strip(), one.strip()) for one in names if one.strip()]


def _options(value: Any, _kind: Kind, was: Item) -> list[Item]:
    keys = {one["label"]: one["key"] for one in was.get("options") or []}
    labels = [line.strip() for line in str(value or "").splitlines() if line.strip()]
    return [{"key": keys.get(label, label), "label": label} for label in labels]


def _level_names(value: Any, kind: Kind) -> str:
    labels = {one.code: one.label for one in KINDS[kind].levels}
    return "、".join(labels.get(one, one) for one in value or [])


_READ: dict[str, Callable[[Any, Kind, Item], Any]] = {
    "no": _number, "order": _number, "time_limit_min": _number, "required": _yes,
    "explain": _yes, "levels": _levels, "options": _options,
}  # fmt: skip
_WRITE: dict[str, Callable[[Any, Kind], Any]] = {
    "required": lambda value, _: "no" if value is False else "yes",
    "explain": lambda value, _: "yes" if value else "no",
    "levels": _level_names,
    "options": lambda value, _: "\n".join(one["label"] for one in value or []),
}
