"""What a plant's form may not lose against the shipped one."""

from collections.abc import Iterator

from anhuan.domains.permits.rules.forms.parts import (
    Field,
    FormTemplate,
    Measure,
    Signature,
)
from anhuan.domains.permits.rules.kinds import KINDS
from anhuan.domains.permits.rules.roles import Signer
from anhuan.kernel.errors import Blocker

_ANNEX_A, _TABLE_B1 = "GB 30871-2022 附录A", "GB 30871-2022 B.2"
# How high a post stands: an approval may be moved up the ladder, never down it.
_HEIGHT_OF_POST = {
    Signer.LOCAL_UNIT: 1, Signer.PROFESSIONAL: 2, Signer.SAFETY: 2, Signer.LEADER: 3,
    Signer.CHIEF: 4, Signer.PLANT_HEAD: 5,
}  # fmt: skip


def kept_blockers(template: FormTemplate, shipped: FormTemplate) -> Iterator[Blocker]:
    """Every box, measure, signature and post of the shipped form that is missing or weakened."""
    if template.kind is not shipped.kind:
        yield Blocker("kind_changed", "模板的作业类型不能改变")
        return
    yield from _field_blockers(template, shipped)
    yield from _measure_blockers(template, shipped)
    yield from _signature_blockers(template, shipped)
    yield from _approval_blockers(template, shipped)
    yield from _item_blockers(template, shipped)
    if shipped.gas and (
        template.gas is None or not set(shipped.gas.targets) <= set(template.gas.targets)
    ):
        yield Blocker("gas_removed", "气体分析栏不能删减", _ANNEX_A)


def _field_blockers(template: FormTemplate, shipped: FormTemplate) -> Iterator[Blocker]:
    now = {field.key: field for field in template.fields}
    for was in shipped.fields:
        if was.key not in now:
            yield Blocker("field_removed", f"栏目“{was.label}”不能删除", _ANNEX_A)
        elif _is_weaker(now[was.key], was):
            yield Blocker(
                "field_weakened", f"栏目“{was.label}”不能改类型、改为选填或不打印", _ANNEX_A
            )


def _is_weaker(now: Field, was: Field) -> bool:
    weaker = (was.required and not now.required) or (was.printed and not now.printed)
    weaker = weaker or not set(was.forced) <= set(now.forced)
    gone = {one.key for one in was.options} - {one.key for one in now.options}
    gone |= {one.key for one in was.columns} - {one.key for one in now.columns}
    return weaker or now.type is not was.type or bool(gone) or _narrows(now.levels, was.levels)


def _narrows(now: tuple[str, ...], was: tuple[str, ...]) -> bool:
    return bool(now) and (not was or not set(was) <= set(now))


def _measure_blockers(template: FormTemplate, shipped: FormTemplate) -> Iterator[Blocker]:
    now = {measure.no: measure for measure in (*template.measures, *template.extras)}
    for was in (*shipped.measures, *shipped.extras):
        if was.no not in now:
            yield Blocker("measure_removed", f"第 {was.no} 条安全措施不能删除", _ANNEX_A)
        elif _is_thinner(now[was.no], was):
            text = f"第 {was.no} 条安全措施的填写项、限值和适用条件不能减少"
            yield Blocker("measure_weakened", text, _ANNEX_A)


def _is_thinner(now: Measure, was: Measure) -> bool:
    checks = {one.key: one.check for one in now.inputs}
    lost = any(checks.get(one.key) != one.check for one in was.inputs)
    eased = (was.explain and not now.explain) or not set(was.forced) <= set(now.forced)
    return lost or eased or _narrows(now.levels, was.levels)


def _signature_blockers(template: FormTemplate, shipped: FormTemplate) -> Iterator[Blocker]:
    now = {one.key: one for one in template.signatures}
    for was in shipped.signatures:
        if was.key not in now:
            yield Blocker("signature_removed", f"“{was.label}”签字不能删除", _ANNEX_A)
        elif _is_loosened(now[was.key], was):
            text = f"“{was.label}”签字的岗位、环节和适用级别不能放宽"
            yield Blocker("signature_weakened", text, _ANNEX_A)


def _is_loosened(now: Signature, was: Signature) -> bool:
    moved = now.role is not was.role or now.stage is not was.stage
    is_plants_own = was.role is Signer.REVIEWER  # table B.1 note 1: as the plant is organised
    return moved or (_narrows(now.levels, was.levels) and not is_plants_own)


def _approval_blockers(template: FormTemplate, shipped: FormTemplate) -> Iterator[Blocker]:
    for level in KINDS[shipped.kind].levels:
        was = shipped.approval_for(level.code)
        try:
            now = template.approval_for(level.code)
        except LookupError:
            continue  # `sound_blockers` says so
        for before, after in ((was.role, now.role), (was.raised_role, now.raised_role)):
            if before is not after and _HEIGHT_OF_POST.get(after, 0) <= _HEIGHT_OF_POST.get(
                before, 0
            ):
                text = f"{level.label}应由{before.label}或更高岗位审批，不能改为{after.label}"
                yield Blocker("approval_lowered", text, _TABLE_B1)


def _item_blockers(template: FormTemplate, shipped: FormTemplate) -> Iterator[Blocker]:
    for name, label in (("guardian_checks", "监护检查项"), ("acceptance", "验收条件")):
        kept = {one.key for one in getattr(template, name)}
        for was in getattr(shipped, name):
            if was.key not in kept:
                yield Blocker("item_removed", f"{label}“{was.text}”不能删除")
