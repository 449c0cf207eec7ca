"""Safety measures: which a job owes, what their numbers may be, whether all are settled.

GB 30871-2022 annex A (each measure: involved or not, confirmed by whom) and the clauses of
`limits`; AQ 3064.2-2025 5.4.5 (an unconfirmed measure stops the approval, alarm 90).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from anhuan.domains.permits.rules.conditions import holds
from anhuan.domains.permits.rules.facts import Facts
from anhuan.domains.permits.rules.forms.parts import FieldType, FormTemplate, Input, Measure
from anhuan.domains.permits.rules.forms.values import is_empty
from anhuan.domains.permits.rules.limits import LIMITS
from anhuan.domains.permits.rules.numbers import number_of
from anhuan.kernel.errors import Blocker

_ANNEX_A = "GB 30871-2022 附录A"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was settled about one measure."""

    is_involved: bool | None = None  # None: nobody has said
    reason: str = ""  # why not involved
    inputs: Mapping[str, Any] = field(default_factory=dict)
    confirmer: str = ""  # who confirmed it on site
    confirmed_at: datetime | None = None


def owed_measures(template: FormTemplate, level: str, facts: Facts) -> tuple[Measure, ...]:
    """The form's measures for this grade, then those the circumstances add (printed under 其他)."""
    added = (one for one in template.extras if is_forced(one, template, level, facts))
    return (*template.measures_for(level), *added)


def is_forced(measure: Measure, template: FormTemplate, level: str, facts: Facts) -> bool:
    """Whether it is involved whatever anybody ticks."""
    return any(holds(name, template.kind, level, facts) for name in measure.forced)


def forced_measures(template: FormTemplate, level: str, facts: Facts) -> frozenset[int]:
    """Numbers of the owed measures that are involved whatever anybody ticks."""
    owed = owed_measures(template, level, facts)
    return frozenset(one.no for one in owed if is_forced(one, template, level, facts))


def check_answers(
    template: FormTemplate, level: str, facts: Facts, answers: Mapping[int, Answer]
) -> list[Blocker]:
    """Every reason why the measures are not settled: unsaid, unconfirmed, a forced one declined
    or one declined without a reason, a box empty or outside its limit. `answers` by number."""
    forced = forced_measures(template, level, facts)
    return [
        blocker
        for measure in owed_measures(template, level, facts)
        for blocker in _answer_blockers(measure, answers.get(measure.no), measure.no in forced)
    ]


def _answer_blockers(measure: Measure, answer: Answer | None, forced: bool) -> Iterator[Blocker]:
    head = f"第 {measure.no} 条措施"
    if answer is None or answer.is_involved is None:
        yield Blocker("measure_open", f"{head}未填写是否涉及", _ANNEX_A)
        return
    if not answer.confirmer.strip():
        yield Blocker("measure_unconfirmed", f"{head}没有确认人", _ANNEX_A)
    if answer.is_involved:
        yield from input_blockers(measure.no, measure.inputs, answer.inputs)
    elif forced:
        yield Blocker("measure_forced", f"{head}按作业条件必须落实，不能选“不涉及”", _ANNEX_A)
    elif measure.explain and not answer.reason.strip():
        yield Blocker("measure_reason", f"{head}选“不涉及”须说明理由", _ANNEX_A)


def input_blockers(no: int, inputs: Sequence[Input], given: Mapping[str, Any]) -> Iterator[Blocker]:
    """What is wrong with the boxes of one involved measure."""
    for one in inputs:
        value = given.get(one.key)
        if is_empty(value):
            if one.required:
                yield Blocker("input_missing", f"第 {no} 条措施请填写{one.label}")
        elif fault := _input_fault(one, value):
            limit = LIMITS.get(one.check)
            clause = limit.clause if limit else ""
            yield Blocker("input_invalid", f"第 {no} 条措施{one.label}{fault}", clause)


def _input_fault(one: Input, value: Any) -> str:
    if one.type is FieldType.NUMBER:
        return _number_fault(one, value)
    if one.type is FieldType.TEXT:
        return "" if isinstance(value, str) else "应为文字"
    chosen = value if one.type is FieldType.MULTI and isinstance(value, list) else [value]
    known = [option.key for option in one.options]
    unknown = [key for key in chosen if key not in known]
    return f"没有“{unknown[0]}”这一选项" if unknown else ""


def _number_fault(one: Input, value: Any) -> str:
    number = number_of(value)
    if number is None:
        return "应为数字"
    if not one.check:
        return "" if number >= 0 else "不能小于 0"
    return LIMITS[one.check].fault(number)
