"""Conditions by name: what makes a measure involved. Every flag is one; the rest are here."""

from collections.abc import Callable
from dataclasses import dataclass

from anhuan.domains.permits.rules.depth import follows_confined_space_rules, needs_ladder
from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.kinds import Kind

_Holds = Callable[[Kind, str, Facts], bool]
_DARK_SKY = (Flag.NIGHT, Flag.RAIN, Flag.SNOW, Flag.FOG)
_ODD_LOADS = (
    Flag.ODD_SHAPE, Flag.LOW_RIGIDITY, Flag.SLENDER, Flag.PRECIOUS, Flag.HARD_CONDITIONS,
)  # fmt: skip
COMMUNICATION_FROM_M = 30.0


@dataclass(frozen=True, slots=True)
class Condition:
    """A named circumstance."""

    label: str
    holds: _Holds


def needs_lifting_plan(level: str, facts: Facts) -> bool:
    """First and second grade always; third when the load or the circumstances are difficult, or
    equipment with dangerous goods is near (9.2.1, 9.2.2)."""
    difficult = facts.any_of((*_ODD_LOADS, Flag.HAZARDOUS_EQUIPMENT))
    return level in ("first", "second") or bool(difficult)


def needs_signboard(facts: Facts) -> bool:
    """Closing a road needs signboards, unless it is over in 2 h by day or 1 h at night and
    somebody directs the traffic (12.3). An unknown length needs them."""
    brief_h = 1.0 if facts.has(Flag.NIGHT) else 2.0
    is_brief = facts.span_h is not None and facts.span_h <= brief_h
    return not (is_brief and facts.has(Flag.TRAFFIC_DIRECTED))


_DERIVED: dict[str, Condition] = {
    "always": Condition("任何情况", lambda _k, _l, _f: True),
    "special": Condition("特级动火", lambda _k, level, _f: level == "special"),
    "at_height": Condition("高度 2 m 及以上", lambda _k, _l, f: (f.height_m or 0) >= 2),
    "height_30": Condition(
        "高度 30 m 及以上", lambda _k, _l, f: (f.height_m or 0) >= COMMUNICATION_FROM_M
    ),
    "lifting_plan": Condition("须编制吊装方案", lambda _k, level, f: needs_lifting_plan(level, f)),
    "confined_depth": Condition(
        "危险场所挖深超过 1.2 m", lambda _k, _l, f: follows_confined_space_rules(f)
    ),
    "ladder_depth": Condition("挖深超过 2 m", lambda _k, _l, f: needs_ladder(f)),
    "signboard": Condition("断路须设标志牌", lambda _k, _l, f: needs_signboard(f)),
    "dark_sky": Condition("夜间或雨、雪、雾天", lambda _k, _l, f: bool(f.any_of(_DARK_SKY))),
    "wet_sky": Condition("雨雪天", lambda _k, _l, f: bool(f.any_of((Flag.RAIN, Flag.SNOW)))),
}


def _of_flag(flag: Flag) -> Condition:
    return Condition(flag.label, lambda _kind, _level, facts: facts.has(flag))


CONDITIONS: dict[str, Condition] = {**{flag.value: _of_flag(flag) for flag in Flag}, **_DERIVED}


def holds(name: str, kind: Kind, level: str, facts: Facts) -> bool:
    """Whether a named condition holds; KeyError for a name that is none."""
    return CONDITIONS[name].holds(kind, level, facts)
