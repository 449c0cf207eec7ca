"""What the depth of a hole decides. GB 30871-2022 3.11, 11.6, 11.7, 11.10."""

from anhuan.domains.permits.rules.facts import Facts, Flag

EXCAVATION_FROM_M = 0.5
LADDER_ABOVE_M = 2.0
CONFINED_ABOVE_M = 1.2
BY_HAND_WITHIN_M = 1.0  # of a pipe: must; within 2 m of a buried one: advised
BY_HAND_ADVISED_WITHIN_M = 2.0


def is_excavation(facts: Facts) -> bool:
    """0.5 m and deeper into the ground, or levelling by machine over what lies beneath (3.11)."""
    digs = facts.has(Flag.DIGGING) and (facts.depth_m or 0.0) >= EXCAVATION_FROM_M
    return digs or facts.has(Flag.MACHINE_LEVELLING)


def follows_confined_space_rules(facts: Facts) -> bool:
    """Deeper than 1.2 m in a process area or tank farm, where gas may gather (11.10)."""
    is_deep = (facts.depth_m or 0.0) > CONFINED_ABOVE_M
    return is_deep and bool(facts.any_of((Flag.HAZARDOUS_PLACE, Flag.EXPLOSIVE_AREA)))


def needs_ladder(facts: Facts) -> bool:
    """Deeper than 2 m people need a way out (11.7)."""
    return (facts.depth_m or 0.0) > LADDER_ABOVE_M
