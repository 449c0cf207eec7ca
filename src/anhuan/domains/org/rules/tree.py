"""The organisation tree: company, department, workshop, team."""

from collections.abc import Iterator

from anhuan.kernel.errors import Blocker

LEVELS = ("company", "department", "workshop", "team")
_WORDS = {"company": "公司", "department": "部门", "workshop": "车间", "team": "班组"}


def level_blockers(level: str, parent_level: str | None) -> Iterator[Blocker]:
    """A node stands below one of a higher level; only the company stands alone.

    Levels may be skipped (a team directly under a department), never turned round.
    """
    if parent_level is None:
        if level != "company":
            yield Blocker("department_needs_parent", f"{_WORDS[level]}须有上级")
    elif level == "company":
        yield Blocker("company_has_no_parent", "公司是最高一级，不能有上级")
    elif LEVELS.index(level) <= LEVELS.index(parent_level):
        text = f"{_WORDS[level]}不能放在{_WORDS[parent_level]}下面"
        yield Blocker("level_order", text)
