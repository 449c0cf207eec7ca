"""Analysis, air, measures, briefing: nothing is signed while one of them is open (5.4.3–5.4.5)."""

from collections.abc import Iterator

from anhuan.domains.permits.models import MeasureCheck
from anhuan.domains.permits.queries.conditions import measures_done
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.forms import Stage, check_values
from anhuan.domains.permits.rules.gas import is_in_time
from anhuan.domains.permits.rules.measures import Answer, check_answers
from anhuan.kernel.errors import Blocker

_AQ = "AQ 3064.2-2025 5.4"
FIRST_OWN = 201  # measures somebody adds on the spot; the form's own end before


def evidence(look: Look) -> Iterator[Blocker]:
    """What is not done yet of analysis, measures, briefing (alarms 70, 80, 90)."""
    if not look.risks:
        yield Blocker("risks_missing", "未做作业危害分析，请先分析并提交", f"{_AQ}.5")
    yield from boxes(look, Stage.BRIEFING)
    yield from measures(look)
    yield from briefing(look)


def boxes(look: Look, stage: Stage) -> Iterator[Blocker]:
    """The form's boxes that are due by then."""
    yield from check_values(look.form, look.filled, stage, look.level, look.facts)


def measures(look: Look) -> Iterator[Blocker]:
    """Every measure is settled, within its limits, and confirmed by somebody."""
    if not look.measures:
        yield Blocker("measures_open", "安全措施未确认", f"{_AQ}.5")
        return
    answers = {one.no: answer_of(one) for one in look.measures if one.no < FIRST_OWN}
    yield from check_answers(look.form, look.level, look.facts, answers)
    own = [one for one in look.measures if one.no >= FIRST_OWN and one.confirmed_at is None]
    if own:
        yield Blocker("measures_open", f"补充措施还有 {len(own)} 条未确认", f"{_AQ}.5")


def answer_of(row: MeasureCheck) -> Answer:
    """As the rules take it."""
    return Answer(
        is_involved=row.is_involved, reason=row.reason, inputs=row.inputs,
        confirmer=row.confirmed_name, confirmed_at=row.confirmed_at,
    )  # fmt: skip


def briefing(look: Look) -> Iterator[Blocker]:
    """Everybody who works was briefed and signed (4.4)."""
    if look.briefing is None:
        yield Blocker("briefing_missing", "未安全交底，请先交底", "GB 30871-2022 4.4")
    elif look.unbriefed:
        names = "、".join(one.person.name for one in look.unbriefed)
        yield Blocker("briefing_open", f"{names} 未签字接受交底", "GB 30871-2022 4.4")


def gas(look: Look) -> Iterator[Blocker]:
    """The air was tested, is good, and the test is not older than 30 minutes (5.3.1, 6.3)."""
    if not look.needs_gas:
        return
    test = look.test
    if test is None:
        yield Blocker("gas_missing", "未做气体分析，请分析合格后再办理", f"{_AQ}.3")
        return
    if not test.is_good:
        why = "；".join(test.verdict.get("faults", [])) or "不合格"
        yield Blocker("gas_bad", f"气体分析不合格：{why}", "GB 30871-2022 5.3.2")
    if not is_in_time(test.sampled_at, look.now):
        minutes = int((look.now - test.sampled_at).total_seconds() // 60)
        text = f"气体取样距今 {minutes} 分钟，超过 30 分钟，请重新分析"
        yield Blocker("gas_stale", text, "GB 30871-2022 5.3.1 c)")


def needs_gas(look: Look) -> Iterator[Blocker]:
    """Only works that owe a test have one in their flow."""
    if not look.needs_gas:
        yield Blocker("gas_not_needed", "这张票不需要气体分析")


def no_gas_open(look: Look) -> Iterator[Blocker]:
    """Measures are confirmed after the air was found good."""
    if look.needs_gas and look.state.value == "analysed":
        yield Blocker("gas_missing", "请先完成气体分析", f"{_AQ}.3")


def briefing_open(look: Look) -> Iterator[Blocker]:
    """One signs a briefing that was given, once."""
    if look.briefing is None:
        yield Blocker("briefing_missing", "交底人还没有交底", "GB 30871-2022 4.4")
    if not measures_done(look):
        yield Blocker("measures_open", "安全措施还没有全部确认")


def risks(look: Look) -> Iterator[Blocker]:
    """The analysis has lines, and each line all four columns (PTW-165)."""
    if not look.risks:
        yield Blocker("risks_missing", "请至少填写一条作业危害分析", "GB 30871-2022 4.1")
    for one in look.risks:
        if not all((one.step, one.hazard, one.consequence, one.measure)):
            yield Blocker("risk_incomplete", f"第 {one.seq} 条危害分析没有填全")


EVIDENCE_GUARDS = {
    "evidence": evidence,
    "gas": gas,
    "needs_gas": needs_gas,
    "no_gas_open": no_gas_open,
    "briefed": briefing,
    "briefing_open": briefing_open,
    "risks": risks,
}
