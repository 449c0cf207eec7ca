"""The grade of a job, computed from facts and explained; the plant may raise it, never lower it.

GB 30871-2022 5.1 (hot work), 8.1 and B.2 note 2 (height), 9.1 and B.2 note 3 (lifting).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.height import height_grade, is_work_at_height
from anhuan.domains.permits.rules.kinds import (
    KINDS,
    NO_LEVEL,
    Kind,
    graver,
    level_of,
    rank_of,
)
from anhuan.domains.permits.rules.reasons import Grade, Reason
from anhuan.kernel.errors import Blocker

__all__ = ["Grade", "Reason", "grade_of", "is_work_at_height", "raised", "raising_blockers"]

PERMIT_FREE_BELOW_T = 10.0  # lifting: no permit, but a hazard analysis (B.2 note 3)
_STOPPED = (Flag.ALL_STOPPED, Flag.CLEANED, Flag.PURGED, Flag.ANALYSED, Flag.ISOLATED)


def grade_of(kind: Kind, facts: Facts, downgrade_approver: str = "") -> Grade:
    """The grade these facts demand. `downgrade_approver` names who, being responsible for
    production or for safety, lets hot work in a stopped plant go by the second grade (5.1.4)."""
    if kind is Kind.HOT_WORK:
        return _hot_work_grade(facts, downgrade_approver)
    return _BY_KIND.get(kind, _ungraded)(facts)


def _hot_work_grade(facts: Facts, downgrade_approver: str) -> Grade:
    special, first = tuple(_special_reasons(facts)), tuple(_first_reasons(facts))
    if special:
        return Grade("special", special)
    if first and facts.has(*_STOPPED) and downgrade_approver.strip():
        text = f"全部停车并清洗、置换、分析合格、隔离，经{downgrade_approver}批准按二级管理"
        return Grade("second", (*first, Reason("stopped", text, "GB 30871-2022 5.1.4")))
    if first:
        return Grade("first", first)
    if facts.has(Flag.FIXED_HOT_AREA):
        why = Reason("fixed_hot_area", "固定动火区内动火，不按三级办票", "GB 30871-2022 5.1.1")
        return Grade("second", (why,), needs_permit=False)
    return Grade("second", (Reason("other", "不属于特级、一级动火", "GB 30871-2022 5.1.4"),))


def _special_reasons(facts: Facts) -> Iterator[Reason]:
    if facts.has(Flag.EXPLOSIVE_AREA) and facts.any_of((Flag.RUNNING, Flag.PRESSURISED)):
        text = "火灾爆炸危险场所内，在运行状态的设备、管道、储罐、容器上动火"
        yield Reason("running", text, "GB 30871-2022 5.1.2")
    if facts.has(Flag.MHI_DIKE):
        text = "存有易燃易爆介质的重大危险源罐区防火堤内动火"
        yield Reason("mhi_dike", text, "GB 30871-2022 5.1.2")


def _first_reasons(facts: Facts) -> Iterator[Reason]:
    if facts.has(Flag.EXPLOSIVE_AREA):
        yield Reason("explosive_area", "在火灾爆炸危险场所动火", "GB 30871-2022 5.1.3")
    if facts.has(Flag.PIPE_RACK):
        yield Reason("pipe_rack", "管廊上动火按一级管理", "GB 30871-2022 5.1.3")


def _lifting_grade(facts: Facts) -> Grade:
    """>100 t first, 40–100 t second, <40 t third; below 10 t no permit is needed."""
    mass_t = facts.mass_t or 0.0
    clause = "GB 30871-2022 9.1"
    if mass_t > 100:
        return Grade("first", (Reason("mass", f"吊物 {mass_t:g} t，大于 100 t", clause),))
    if mass_t >= 40:
        return Grade("second", (Reason("mass", f"吊物 {mass_t:g} t，40 t 至 100 t", clause),))
    third = Grade("third", (Reason("mass", f"吊物 {mass_t:g} t，小于 40 t", clause),))
    if facts.mass_t is None or mass_t >= PERMIT_FREE_BELOW_T:
        return third
    light = Reason("light", "小于 10 t 可不办票，但须做风险分析", "GB 30871-2022 B.2 说明3")
    return replace(third, reasons=(*third.reasons, light), needs_permit=False)


def _ungraded(_facts: Facts) -> Grade:
    return Grade(NO_LEVEL, ())


_BY_KIND: dict[Kind, Callable[[Facts], Grade]] = {
    Kind.WORK_AT_HEIGHT: height_grade,
    Kind.LIFTING: _lifting_grade,
}


def raised(kind: Kind, computed: Grade, chosen: str) -> Grade:
    """The grade that holds when a plant chose one: the graver of both, with the choice told."""
    if chosen == computed.level or rank_of(kind, chosen) < rank_of(kind, computed.level):
        return computed
    text = f"企业提高为{level_of(kind, chosen).label}"
    return Grade(graver(kind, computed.level, chosen), (*computed.reasons, Reason("raised", text)))


def raising_blockers(kind: Kind, computed: Grade, chosen: str) -> Iterator[Blocker]:
    """Why a chosen grade may not stand: unknown, or lower than the facts demand."""
    if chosen not in {level.code for level in KINDS[kind].levels}:
        yield Blocker("level_unknown", f"{kind.label}没有“{chosen}”这一级别")
    elif rank_of(kind, chosen) < rank_of(kind, computed.level):
        demanded = level_of(kind, computed.level).label
        why = "；".join(reason.text for reason in computed.reasons)
        yield Blocker(
            "level_too_low",
            f"按条件应为{demanded}（{why}），只能提高，不能降低",
            "GB 30871-2022 4.11",
        )
