"""Courses passed: whether a score passes, until when a pass is good, what a record may say."""

from collections.abc import Iterator
from datetime import date

from anhuan.domains.training.rules.days import last_day
from anhuan.kernel.errors import Blocker

PASS_MARK = 80  # of 100; the plant may set another (domain facts §8.2)
_FULL = 100


def has_passed(score: float | None, pass_mark: int, said: bool | None = None) -> bool:
    """By the score where there is one; without an exam as the trainer said."""
    return score >= pass_mark if score is not None else bool(said)


def pass_until(held_on: date, months: int | None) -> date | None:
    """The last day a pass is good; None: without end."""
    return last_day(held_on, months)


def course_blockers(pass_mark: int, hours: float, valid_months: int | None) -> Iterator[Blocker]:
    """What a course may not say of itself."""
    if not 0 <= pass_mark <= _FULL:
        yield Blocker("pass_mark_range", "及格线应在 0 到 100 分之间")
    if not 0 <= hours <= 1000:
        yield Blocker("hours_range", "学时应在 0 到 1000 之间")
    if valid_months is not None and not 1 <= valid_months <= 600:
        yield Blocker("months_range", "有效期应在 1 到 600 个月之间；长期有效请留空")


def result_blockers(score: float | None, held_on: date, today: date) -> Iterator[Blocker]:
    """What a result may not say."""
    if score is not None and not 0 <= score <= _FULL:
        yield Blocker("score_range", "成绩应在 0 到 100 分之间")
    if held_on > today:
        yield Blocker("held_in_future", "培训日期在今天之后，请培训结束后再登记成绩")
