"""Which other permits a job needs. GB 30871-2022 3.4–3.12, 4.6, 11.10; alarms 60, 61, 62."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from anhuan.domains.permits.rules.codes import Alarm
from anhuan.domains.permits.rules.depth import follows_confined_space_rules, is_excavation
from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.grades import PERMIT_FREE_BELOW_T, grade_of
from anhuan.domains.permits.rules.height import is_work_at_height
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.kernel.errors import Blocker


@dataclass(frozen=True, slots=True)
class Related:
    """A kind of permit the job needs besides, and why."""

    kind: Kind
    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class RelatedFault:
    """A needed permit that is missing or not linked."""

    kind: Kind
    alarm: Alarm
    text: str

    @property
    def blocker(self) -> Blocker:
        """The same as a reason against issuing and starting (4.6)."""
        return Blocker(f"{self.alarm}_{self.kind}", self.text, "GB 30871-2022 4.6")


def _is_hot(facts: Facts) -> bool:
    makes_fire = facts.any_of((Flag.FIRE_TOOLS, Flag.ARC_WELDING, Flag.GAS_CUTTING))
    return bool(makes_fire) and grade_of(Kind.HOT_WORK, facts).needs_permit


def _is_heavy_lift(facts: Facts) -> bool:
    is_light = facts.mass_t is not None and facts.mass_t < PERMIT_FREE_BELOW_T
    return facts.has(Flag.CRANE) and not is_light


def _enters(facts: Facts) -> bool:
    return facts.has(Flag.ENTERING) or follows_confined_space_rules(facts)


_Test = Callable[[Facts], bool]
_RULES: tuple[tuple[Kind, _Test, str, str], ...] = (
    (Kind.HOT_WORK, _is_hot, "使用产生火焰、火花或炽热表面的工具", "GB 30871-2022 3.4"),
    (Kind.CONFINED_SPACE, _enters, "进入或探入受限空间，或危险场所挖深超过 1.2 m",
     "GB 30871-2022 3.6、11.10"),
    (Kind.BLIND_PLATE, lambda f: f.has(Flag.BREAKING_LINES), "在设备、管道上装拆盲板",
     "GB 30871-2022 3.7"),
    (Kind.WORK_AT_HEIGHT, lambda f: is_work_at_height(f.height_m or 0), "作业高度 2 m 及以上",
     "GB 30871-2022 3.8"),
    (Kind.LIFTING, _is_heavy_lift, "使用起重机具吊运", "GB 30871-2022 3.9"),
    (Kind.TEMP_POWER, lambda f: f.has(Flag.PLUGGING_IN), "从正式电源上临时接电",
     "GB 30871-2022 3.10"),
    (Kind.EXCAVATION, is_excavation, "入土 0.5 m 及以上，或机械填土平整", "GB 30871-2022 3.11"),
    (Kind.ROAD_BREAKING, lambda f: f.has(Flag.BLOCKING_ROAD), "影响厂内道路正常交通",
     "GB 30871-2022 3.12"),
)  # fmt: skip


def kinds_of(facts: Facts) -> tuple[Related, ...]:
    """Every kind of special work these facts describe: what a newcomer is told to apply for."""
    return tuple(Related(kind, text, clause) for kind, test, text, clause in _RULES if test(facts))


def needed_besides(kind: Kind, facts: Facts) -> tuple[Related, ...]:
    """The other permits a permit of `kind` needs."""
    return tuple(one for one in kinds_of(facts) if one.kind is not kind)


def related_faults(
    kind: Kind,
    facts: Facts,
    linked: Collection[Kind],
    unlinked: Collection[Kind],
) -> Iterator[RelatedFault]:
    """What is missing. `linked`: kinds of the permits linked to this one that are issued or under
    way to it; `unlinked`: kinds of valid permits of the same place and time not linked to it."""
    for need in needed_besides(kind, facts):
        if need.kind in linked:
            continue
        if need.kind in unlinked:
            text = f"{need.text}，{need.kind.label}票已办理但没有关联，请关联"
            yield RelatedFault(need.kind, Alarm.NOT_LINKED, text)
        else:
            text = f"{need.text}，还须办理{need.kind.label}票并关联"
            yield RelatedFault(need.kind, Alarm.PERMITS_INCOMPLETE, text)
