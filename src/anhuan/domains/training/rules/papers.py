"""A certificate on file: until when it is good, how it stands, what speaks against a record of it.

A special operation certificate is good until it ends or until a review nobody made, whichever comes
first (domain facts §8.2).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from anhuan.domains.training.rules.days import last_day
from anhuan.kernel.errors import Blocker


class Standing(StrEnum):
    """How a certificate or a pass stands on a day."""

    GOOD = "good"
    SOON = "soon"
    OVERDUE = "overdue"
    VOID = "void"


STANDING_LABELS: dict[Standing, str] = {
    Standing.GOOD: "有效",
    Standing.SOON: "即将到期",
    Standing.OVERDUE: "已过期",
    Standing.VOID: "已作废",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """What is written on a certificate, and how long its kind may hold (months)."""

    number: str
    issued_on: date | None
    valid_until: date | None
    reviewed_until: date | None
    valid_months: int | None
    review_months: int | None


def good_until(valid_until: date | None, reviewed_until: date | None) -> date | None:
    """The last good day; None: without end."""
    return min((day for day in (valid_until, reviewed_until) if day), default=None)


def standing(until: date | None, day: date, soon_days: int, *, is_void: bool = False) -> Standing:
    """How it stands on `day`; the day it ends is still good."""
    if is_void:
        return Standing.VOID
    if until is None or until > day + timedelta(days=soon_days):
        return Standing.GOOD
    return Standing.SOON if until >= day else Standing.OVERDUE


def paper_blockers(paper: Paper, today: date) -> Iterator[Blocker]:
    """Why a certificate cannot be put on file as it is written."""
    if not paper.number.strip():
        yield Blocker("number_missing", "请填写证书编号")
    if paper.issued_on and paper.issued_on > today:
        yield Blocker("issued_in_future", "发证日期在今天之后，请核对")
    if paper.issued_on and paper.valid_until and paper.valid_until <= paper.issued_on:
        yield Blocker("ends_before_issue", "有效期早于发证日期，请核对")
    yield from _too_long(paper)


def _too_long(paper: Paper) -> Iterator[Blocker]:
    """It cannot hold longer than its kind does, nor without end where its kind ends."""
    if paper.valid_months is None:
        return
    if paper.valid_until is None:
        yield Blocker("end_missing", "这种证书有有效期，请填写有效期至")
    elif paper.issued_on:
        longest = last_day(paper.issued_on, paper.valid_months)
        if longest and paper.valid_until > longest + timedelta(days=1):
            years = f"{paper.valid_months / 12:g} 年"
            text = f"有效期超过这种证书的 {years}，请核对发证日期和有效期"
            yield Blocker("holds_too_long", text)


def first_review(paper: Paper) -> date | None:
    """Until when it is good without a review, where its kind wants one and none is written."""
    if paper.reviewed_until or not paper.review_months or not paper.issued_on:
        return paper.reviewed_until
    return last_day(paper.issued_on, paper.review_months)
