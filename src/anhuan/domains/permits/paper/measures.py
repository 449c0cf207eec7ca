"""The table of measures: each involved or not, confirmed by whom; the last row for others."""

from collections.abc import Iterable

from anhuan.desk.paper import Cell, Grid, label, value
from anhuan.domains.permits.models import MeasureCheck
from anhuan.domains.permits.paper.source import Source
from anhuan.domains.permits.paper.words import measure_words
from anhuan.domains.permits.rules.forms import Measure
from anhuan.domains.permits.rules.forms.parts import FIRST_EXTRA

_COLUMNS = (11.0, 0.0, 19.0, 25.0)
_HEAD = (label("序号"), label("安全措施"), label("是否涉及"), label("确认人"))


def measure_band(source: Source) -> Grid:
    """One row per measure of the form (annex A), blank ones too; extras share the last row."""
    checks = {one.no: one for one in source.look.measures}
    owed = source.form.measures_for(source.look.level)
    rows = [_row(source, one, checks.get(one.no)) for one in owed]
    others = [one for one in source.look.measures if one.no >= FIRST_EXTRA]
    return Grid(_COLUMNS, (_HEAD, *rows, _others(source, len(rows) + 1, others)), header=1)


def _row(source: Source, measure: Measure, check: MeasureCheck | None) -> tuple[Cell, ...]:
    text = measure_words(measure.text, measure.inputs, check.inputs if check else {})
    if check and check.is_involved is False and check.reason:
        text += f"（不涉及：{check.reason}）"
    return (
        value(str(measure.no), align="center"), value(text),
        value(_involved(check), align="center"), value(_confirmed(source, check), align="center"),
    )  # fmt: skip


def _others(source: Source, no: int, checks: list[MeasureCheck]) -> tuple[Cell, ...]:
    authors = dict.fromkeys(one.author or "按作业条件列入" for one in checks)
    lines = [f"{n}. {_text(source, one)}" for n, one in enumerate(checks, 1)]
    text = "\n".join(["其他安全措施：", *lines, "编制人：" + "、".join(authors)])
    return (
        value(str(no), align="center"), value(text),
        value(_each(_involved(one) for one in checks), align="center"),
        value(_each(_confirmed(source, one) for one in checks), align="center"),
    )  # fmt: skip


def _each(words: Iterable[str]) -> str:
    """One word when all are the same, else one line each."""
    lines = list(words)
    return lines[0] if len(set(lines)) == 1 else "\n".join(lines)


def _text(source: Source, check: MeasureCheck) -> str:
    extras = {one.no: one for one in source.form.extras}
    inputs = extras[check.no].inputs if check.no in extras else ()
    return measure_words(check.text, inputs, check.inputs)


def _involved(check: MeasureCheck | None) -> str:
    if check is None or check.is_involved is None:
        return ""
    return "涉及" if check.is_involved else "不涉及"


def _confirmed(source: Source, check: MeasureCheck | None) -> str:
    if check is None or check.confirmed_at is None:
        return ""
    return f"{check.confirmed_name}\n{source.short(check.confirmed_at)}"
