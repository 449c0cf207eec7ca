"""What makes a risk red whatever its score (practice of DB37, each switchable by the plant)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """A fact that decides by itself."""

    BREAKS_LAW = "breaks_law"
    HAD_ACCIDENT = "had_accident"
    MAJOR_SOURCE = "major_source"
    CROWD = "crowd"

    @property
    def label(self) -> str:
        """As a sentence one ticks."""
        return {
            "breaks_law": "违反法律、法规和国家标准中的强制性条款",
            "had_accident": "发生过死亡、重伤、职业病或重大财产损失，且条件仍然存在",
            "major_source": "构成危险化学品重大危险源",
            "crowd": "有中毒、爆炸、火灾等危险，同一时间作业人数达到限值",
        }[self.value]


PEOPLE_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beside the scores."""

    breaks_law: bool = False
    had_accident: bool = False
    is_major_source: bool = False
    burns_or_poisons: bool = False  # poisoning, explosion or fire is possible
    people_at_once: int = 0


def reds(
    facts: Facts, rules: Collection[str] = tuple(Rule), crowd: int = PEOPLE_AT_ONCE
) -> Iterator[Rule]:
    """The rules in force that hold."""
    holds = {
        Rule.BREAKS_LAW: facts.breaks_law,
        Rule.HAD_ACCIDENT: facts.had_accident,
        Rule.MAJOR_SOURCE: facts.is_major_source,
        Rule.CROWD: facts.burns_or_poisons and facts.people_at_once >= crowd,
    }
    yield from (rule for rule, is_so in holds.items() if is_so and rule in rules)
