"""The holes of a post's watch, from the roster and the hand-overs."""

from datetime import datetime, timedelta

from anhuan.domains.watch.models import Turn, WatchPost
from anhuan.domains.watch.queries.rows import whole_turns
from anhuan.domains.watch.rules.gaps import AHEAD, Gap, Stint, gaps
from anhuan.domains.watch.rules.handing import Standing

LOOK_BACK = timedelta(days=7)


def gaps_of(post: WatchPost, now: datetime, since: datetime | None = None) -> list[Gap]:
    """Holes since then (a week ago), and of the next two hours."""
    since = max(post.since, since or now - LOOK_BACK)
    turns = whole_turns().filter(
        post=post, shift__ends_at__gt=since, shift__starts_at__lt=now + AHEAD
    )
    grace = timedelta(minutes=post.grace_min)
    return gaps([_stint(turn) for turn in turns], since, now, seats=post.seats, grace=grace)


def _stint(turn: Turn) -> Stint:
    taken_at = turn.handed.taken_at if turn.handed else None
    shift = turn.shift
    return Stint(str(turn.pk), shift.starts_at, shift.ends_at, len(turn.people.all()), taken_at)


def standing_of(turn: Turn) -> Standing:
    """The turn as the rules look at it."""
    handed = turn.handed
    return Standing(
        turn.shift.ends_at,
        frozenset(str(person.pk) for person in turn.people.all()),
        str(handed.given_by_id) if handed else "",
        bool(handed and handed.taken_at),
    )
