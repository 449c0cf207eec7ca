"""The organisation tree: company, department, workshop, team; of an authority the bureaus of its
cities, counties and parks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from anhuan.kernel.errors import Blocker

LEVELS = ("company", "department", "workshop", "team")


@dataclass(frozen=True, slots=True)
class Naming:
    """What pages call the tree. `levels`: as in `LEVELS`."""

    noun: str
    levels: Mapping[str, str]
    empty: str


OF_A_PLANT = Naming(
    "部门",
    {"company": "公司", "department": "部门", "workshop": "车间", "team": "班组"},
    "还没有部门。先建公司一级，再往下建部门、车间、班组。",
)
OF_AN_AUTHORITY = Naming(
    "监管机构",
    {"company": "本级", "department": "市级", "workshop": "县级", "team": "园区、镇街"},
    "还没有监管机构。先建本级，再往下建市、县、园区。",
)


def level_blockers(
    level: str, parent_level: str | None, words: Mapping[str, str] = OF_A_PLANT.levels
) -> Iterator[Blocker]:
    """A node stands below one of a higher level; only the company stands alone.

    Levels may be skipped (a team directly under a department), never turned round.
    """
    if parent_level is None:
        if level != "company":
            yield Blocker("department_needs_parent", f"{words[level]}须有上级")
    elif level == "company":
        yield Blocker("company_has_no_parent", f"{words[level]}是最高一级，不能有上级")
    elif LEVELS.index(level) <= LEVELS.index(parent_level):
        text = f"{words[level]}不能放在{words[parent_level]}下面"
        yield Blocker("level_order", text)
