"""A register from a sheet: one line a measure, with the whole path above it.

Lines find what is there by name and make what is not; nothing is doubled when the same sheet comes
again. `put` only checks and remembers, `finish` writes: a sheet with errors costs no write at all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey

from anhuan.domains.audit.actions import Actor, draft_of, save_audited
from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import MajorHazardSource
from anhuan.domains.risk.actions.assessing import Assessed, assessment_blockers, write_assessment
from anhuan.domains.risk.actions.register import (
    event_blockers,
    line_blockers,
    object_blockers,
    unit_blockers,
)
from anhuan.domains.risk.actions.rolling import roll_up
from anhuan.domains.risk.actions.versioning import note
from anhuan.domains.risk.models import RiskEvent, RiskMeasure, RiskObject, RiskUnit
from anhuan.domains.risk.queries.register import editing_blockers
from anhuan.domains.risk.queries.settings import settings_of
from anhuan.domains.risk.queries.versions import Line
from anhuan.domains.risk.rules.settings import Settings
from anhuan.kernel.errors import Blocker, refuse_if_any

L = TypeVar("L", RiskObject, RiskUnit, RiskEvent, RiskMeasure)
Values = Mapping[str, Any]
PATH = ("object", "unit", "event", "measure")
# What each level takes from a line; "key:field" where the column is called otherwise.
TAKES: dict[str, tuple[str, ...]] = {
    "object": ("code", "own_code", "kind", "area", "source", "department", "person"),
    "unit": ("unit_kind:kind", "structure"),
    "event": ("hazard", "consequence", "accidents", "raised_to"),
    "measure": ("data_source", "class_2", "class_3", "check_content", "problem", "post",
                "checker:person", "cycle_count", "cycle_unit"),
}  # fmt: skip


@dataclass(slots=True)
class Step:
    """One level of a line: its row, known or new, and what the line would change in it."""

    level: str
    path: tuple[str, ...]
    row: Any
    changes: dict[str, Any]
    is_met: bool = False  # by an earlier line of the sheet

    @property
    def is_new(self) -> bool:
        """Not in the register yet."""
        return bool(self.row._state.adding)


@dataclass(slots=True)
class Importer:
    """Reads lines for one company. Rows already met are remembered, each with how it will look,
    so that a thousand lines of one tank farm look it up once and contradictions are seen; a
    refused line leaves nothing behind in the memory."""

    by: Actor
    company: Company
    settings: Settings = field(init=False)
    sources: dict[str, MajorHazardSource] = field(init=False)
    met: dict[tuple[str, ...], tuple[Line, Line]] = field(default_factory=dict)
    said: dict[tuple[str, ...], Assessed] = field(default_factory=dict)  # by event
    scored: dict[tuple[str, ...], Assessed] = field(default_factory=dict)  # to be written
    steps: list[Step] = field(default_factory=list)
    touched: dict[UUID, RiskObject] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.settings = settings_of(self.company)
        rows = MajorHazardSource.objects.filter(company=self.company, is_retired=False)
        self.sources = {row.code: row for row in rows}

    def put(self, values: Values, assessed: Assessed | None) -> str:
        """One line: "created", "updated" or "unchanged"; every reason against it at once."""
        steps = self._steps(values)
        refuse_if_any(self._blockers(steps, assessed))
        fresh = [step for step in steps if not step.is_met]
        self.met.update((one.path, (one.row, draft_of(one.row, one.changes))) for one in fresh)
        changed = [step for step in fresh if step.is_new or step.changes]
        self.steps += changed
        scored = assessed is not None and self._is_new_score(steps[2], assessed)
        if not changed and not scored:
            return "unchanged"
        self.touched.setdefault(steps[0].row.pk, steps[0].row)
        return "created" if steps[-1].is_new else "updated"

    def finish(self) -> None:
        """Write what was found, then the levels of every branch that was touched, once each."""
        for step in self.steps:
            save_audited(self.by, step.row, step.changes)
            note(step.row)
        for path, assessed in self.scored.items():
            event = self.met[path][0]
            assert isinstance(event, RiskEvent)
            write_assessment(self.by, event, assessed, self.settings)
        for above in self.touched.values():
            roll_up(self.by, above)

    def _steps(self, values: Values) -> list[Step]:
        names = [values[key] for key in PATH]
        above = self._row(RiskObject, names[:1], company=self.company)
        unit = self._row(RiskUnit, names[:2], object=above)
        event = self._row(RiskEvent, names[:3], unit=unit)
        measure = self._row(RiskMeasure, names, event=event)
        measure.company = self.company
        source = self.sources.get(values.get("code") or "")
        given = {**values, "source": source}
        rows: tuple[Line, ...] = (above, unit, event, measure)
        return [
            self._step(level, tuple(names[: place + 1]), row, given)
            for place, (level, row) in enumerate(zip(PATH, rows, strict=True))
        ]

    def _step(self, level: str, path: tuple[str, ...], row: Line, values: Values) -> Step:
        """Against the row as it is, or as an earlier line will have made it."""
        known = self.met.get(path)
        return Step(level, path, row, _changes(level, known[1] if known else row, values),
                    known is not None)  # fmt: skip

    def _row(self, model: type[L], path: list[str], **above: Any) -> L:
        """The row of that name below `above`, else a new one."""
        if (known := self.met.get(tuple(path))) is not None:
            return known[0]  # type: ignore[return-value]
        ((field_name, parent),) = above.items()
        name = "text" if model is RiskMeasure else "name"
        row: L | None = None
        if not parent._state.adding:
            row = model.objects.filter(**above, **{name: path[-1]}, is_retired=False).first()
        if row is None:
            return model(**above)
        setattr(row, field_name, parent)
        return row

    def _blockers(self, steps: list[Step], assessed: Assessed | None) -> Iterator[Blocker]:
        if not steps[0].is_new:
            yield from editing_blockers(self.by, steps[0].row)
        for step in steps:
            if step.is_met:
                yield from _contradictions(step)
            elif step.changes or step.is_new:
                draft = draft_of(step.row, step.changes)
                yield from _field_blockers(step.level, draft)
                yield from self._rule_blockers(step, draft)
        if assessed is not None:
            yield from assessment_blockers(assessed)
            if self.said.get(steps[2].path, assessed).scores != assessed.scores:
                text = "评价分值与前面同一风险事件的行不一致"
                yield Blocker("scores_differ", text)

    def _rule_blockers(self, step: Step, draft: Any) -> Iterator[Blocker]:
        if step.level == "object":
            yield from _object_blockers(self.by, step.row, draft)
        elif step.level == "unit":
            yield from unit_blockers(draft)
        elif step.level == "event":
            yield from event_blockers(draft, self.settings)
        else:
            yield from line_blockers(draft)

    def _is_new_score(self, step: Step, given: Assessed) -> bool:
        """Whether neither this sheet nor the last assessment has said the same."""
        if step.path in self.said:
            return False
        self.said[step.path] = given
        last = step.row.assessments.first() if step.row.assessed_at else None
        scores = {key: f"{one:f}" for key, one in given.scores.items() if one is not None}
        if last is not None and (last.method, last.scores) == (given.method, scores):
            return False
        self.scored[step.path] = given
        return True


def _changes(level: str, row: Any, values: Values) -> dict[str, Any]:
    """What the line says and the row does not; empty cells change nothing."""
    given = {"text" if level == "measure" else "name": values[level]}
    for name in TAKES[level]:
        key, _, attribute = name.partition(":")
        if (value := values.get(key)) is not None:
            given[attribute or key] = value
    return {key: value for key, value in given.items() if _old(row, key) != value}


def _old(row: Any, key: str) -> Any:
    """A new row has no department yet, and asking for it would be an error."""
    return getattr(row, key) if getattr(row, f"{key}_id", 0) is not None else None


def _contradictions(step: Step) -> Iterator[Blocker]:
    """Two lines of one sheet that say different things of the same row, or the same thing twice."""
    if step.level == "measure":
        yield Blocker("invalid_measure", "与前面的行重复：同一风险事件下的管控措施相同")
        return
    for key in step.changes:
        label = step.row._meta.get_field(key).verbose_name
        text = f"{label}与前面同一{step.row._meta.verbose_name}的行不一致"
        yield Blocker(f"invalid_{_column(step.level, key)}", text)


def _object_blockers(by: Actor, row: RiskObject, draft: RiskObject) -> Iterator[Blocker]:
    missing = [
        Blocker(f"invalid_{name}", f"新建分析对象时须填写{label}")
        for name, label in (("kind", "类别"), ("department", "责任部门"), ("person", "责任人"))
        if not getattr(draft, f"{name}_id" if name != "kind" else name)
    ]
    yield from missing or object_blockers(by, row, draft)


def _column(level: str, name: str) -> str:
    """The sheet's column a field was filled from."""
    if name in ("name", "text"):
        return level
    takes = (one.partition(":") for one in TAKES[level])
    return next((key for key, _, attribute in takes if name == (attribute or key)), name)


def _field_blockers(level: str, draft: Any) -> Iterator[Blocker]:
    """Too long, not among the choices. References come from lists of the company's own rows."""
    keys = [one.name for one in draft._meta.fields if isinstance(one, ForeignKey)]
    try:
        draft.clean_fields(exclude=[*keys, "kind"])
    except ValidationError as error:
        for name, problems in error.message_dict.items():
            label = draft._meta.get_field(name).verbose_name
            code = f"invalid_{_column(level, name)}"
            yield from (Blocker(code, f"{label}：{text}") for text in problems)
