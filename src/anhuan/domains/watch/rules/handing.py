"""Who may hand a watch over, who may take it, and when."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from anhuan.kernel.errors import Blocker

EARLY = timedelta(minutes=60)  # before the end of the shift
NEXT_WITHIN = timedelta(hours=1)  # a later shift is not the one that takes over


@dataclass(frozen=True, slots=True)
class Standing:
    """A turn as it is: who is on it, what was signed."""

    ends_at: datetime
    people: Collection[str]
    given_by: str = ""  # account
    is_taken: bool = False


def give_blockers(turn: Standing, person: str, now: datetime) -> Iterator[Blocker]:
    """Only who is on watch hands over, once, in the last hour or afterwards."""
    if turn.given_by:
        yield Blocker("already_given", "本班已经交班")
    if person not in turn.people:
        yield Blocker("not_on_watch", "只有本班值班人能交班；请先排入本班")
    if now < turn.ends_at - EARLY:
        yield Blocker("too_early", "离下班还早，交班前 60 分钟内才能交班")


def take_blockers(
    turn: Standing, following: Standing | None, account: str, person: str
) -> Iterator[Blocker]:
    """Only who is on the next watch takes over, with an account other than the giver's."""
    if not turn.given_by:
        yield Blocker("not_given", "上一班还没有交班")
    if turn.is_taken:
        yield Blocker("already_taken", "本班已经接班")
    if following is None:
        yield Blocker("no_next_shift", "后面没有排班，请先在值班表里排出下一班")
    elif person not in following.people:
        yield Blocker("not_on_next_watch", "只有下一班值班人能接班；请先排入下一班")
    if turn.given_by and turn.given_by == account:
        yield Blocker("same_account", "交班人不能自己接班，请接班人用本人账号登录")


def note_blockers(turn: Standing, person: str, starts_at: datetime, now: datetime
                  ) -> Iterator[Blocker]:  # fmt: skip
    """The log is written by those on watch, until it is handed over."""
    if person not in turn.people:
        yield Blocker("not_on_watch", "只有本班值班人能写值班记录")
    if turn.given_by:
        yield Blocker("already_given", "本班已经交班，记录不能再添；请记在下一班")
    if now < starts_at - EARLY:
        yield Blocker("too_early", "本班还没有开始")


def roster_blockers(turn: Standing) -> Iterator[Blocker]:
    """What was signed stands."""
    if turn.given_by:
        yield Blocker("already_given", "本班已经交班，值班人不能再改")
