"""Whether a form makes sense in itself."""

from collections import Counter
from collections.abc import Iterable, Iterator
from string import Formatter
from typing import Any

from anhuan.domains.permits.rules.conditions import CONDITIONS
from anhuan.domains.permits.rules.forms.parts import (
    FIRST_EXTRA,
    FieldType,
    FormTemplate,
    Input,
    Measure,
    Stage,
)
from anhuan.domains.permits.rules.kinds import KINDS
from anhuan.domains.permits.rules.limits import LIMITS
from anhuan.domains.permits.rules.roles import Signer
from anhuan.kernel.errors import Blocker


def sound_blockers(template: FormTemplate) -> Iterator[Blocker]:
    """Keys once each, levels that exist, choices with options, inputs where the sentence has
    them, exactly one approving post for each grade, and the approver signing last."""
    yield from _unique("field_twice", "栏目", [one.key for one in template.fields])
    yield from _unique("signature_twice", "签字", [one.key for one in template.signatures])
    for items in (template.briefing, template.guardian_checks, template.acceptance):
        yield from _unique("item_twice", "条目", [one.key for one in items])
    yield from _level_blockers(template)
    yield from _field_blockers(template)
    yield from _measure_blockers(template)
    yield from _approval_blockers(template)
    if template.version < 1 or not template.title.strip():
        yield Blocker("template_head", "请填写标题，版本号从 1 开始")


def _unique(code: str, what: str, keys: Iterable[str]) -> Iterator[Blocker]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield Blocker(code, f"{what}“{key}”出现了 {count} 次")
        if not key.strip():
            yield Blocker(f"{code}_blank", f"{what}缺少编号")


def _level_blockers(template: FormTemplate) -> Iterator[Blocker]:
    known = {level.code for level in KINDS[template.kind].levels}
    parts: tuple[Any, ...] = (
        *template.fields, *template.measures, *template.extras, *template.signatures,
        *template.approvals,
        *template.copies, *template.briefing, *template.guardian_checks, *template.acceptance,
    )  # fmt: skip
    for level in sorted({level for part in parts for level in part.levels} - known):
        yield Blocker("level_unknown", f"{template.kind.label}没有“{level}”这一级别")


_CHOOSING = (FieldType.CHOICE, FieldType.MULTI)


def _field_blockers(template: FormTemplate) -> Iterator[Blocker]:
    for field in template.fields:
        if field.type in _CHOOSING and not field.options:
            yield Blocker("options_missing", f"“{field.label}”没有选项")
        if field.type is FieldType.TABLE and not field.columns:
            yield Blocker("columns_missing", f"“{field.label}”没有列")
        yield from _condition_blockers(f"“{field.label}”", field.forced)
        if not field.label.strip():
            yield Blocker("label_missing", f"栏目“{field.key}”没有名称")


def _measure_blockers(template: FormTemplate) -> Iterator[Blocker]:
    numbers = [measure.no for measure in template.measures]
    if numbers != list(range(1, len(numbers) + 1)):
        yield Blocker("measure_numbers", "安全措施应从 1 起连续编号")
    extra = [measure.no for measure in template.extras]
    if len(set(extra)) < len(extra) or any(no < FIRST_EXTRA for no in extra):
        yield Blocker("extra_numbers", f"附加措施应从 {FIRST_EXTRA} 起编号，不能重复")
    for measure in (*template.measures, *template.extras):
        yield from _one_measure(measure)


def _one_measure(measure: Measure) -> Iterator[Blocker]:
    if not measure.text.strip():
        yield Blocker("measure_text", f"第 {measure.no} 条措施没有内容")
    if _named_in(measure.text) != sorted(one.key for one in measure.inputs):
        yield Blocker("measure_inputs", f"第 {measure.no} 条措施的填写项与文字中的位置不一致")
    yield from _condition_blockers(f"第 {measure.no} 条措施", measure.forced)
    for one in measure.inputs:
        yield from _one_input(measure.no, one)


def _condition_blockers(what: str, names: Iterable[str]) -> Iterator[Blocker]:
    for name in names:
        if name not in CONDITIONS:
            yield Blocker("condition_unknown", f"{what}的条件“{name}”不存在")


def _one_input(no: int, one: Input) -> Iterator[Blocker]:
    if one.type in _CHOOSING and not one.options:
        yield Blocker("options_missing", f"第 {no} 条措施的“{one.label}”没有选项")
    if one.check and one.check not in LIMITS:
        yield Blocker("check_unknown", f"第 {no} 条措施的限值“{one.check}”不存在")


def _named_in(text: str) -> list[str]:
    """The `{names}` of a sentence, sorted; none when its braces do not match."""
    try:
        return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return []


def _approval_blockers(template: FormTemplate) -> Iterator[Blocker]:
    for level in KINDS[template.kind].levels:
        posts = [one for one in template.approvals if not one.levels or level.code in one.levels]
        if len(posts) != 1:
            yield Blocker(
                "approval_count", f"{level.label}应恰有一个审批岗位，现有 {len(posts)} 个"
            )
        asked = [one for one in template.signatures_for(level.code) if one.stage is Stage.APPROVAL]
        if not asked or asked[-1].role is not Signer.APPROVER:
            yield Blocker("approver_last", f"{level.label}审批环节的最后一个签字应为审批人")
