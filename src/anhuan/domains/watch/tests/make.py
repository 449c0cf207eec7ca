"""A control room with people, and turns that are right unless a test says otherwise."""

from datetime import UTC, datetime, timedelta
from typing import Any

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import Account, Company, DutyShift
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_person
from anhuan.domains.watch import actions
from anhuan.domains.watch.models import Turn, WatchPost

EIGHT = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # a Tuesday, 8:00 in the plant
HALF_DAY = timedelta(hours=12)


def make_post(company: Company, **changes: Any) -> WatchPost:
    """The control room, watched since eight."""
    facts = {"name": "中控室", "leader_sits": False} | changes
    return actions.save_post(SYSTEM, WatchPost(company=company, since=EIGHT), facts)


def make_shift(company: Company, n: int = 0, **changes: Any) -> DutyShift:
    """The n-th half day since eight."""
    facts = {
        "team": "甲乙丙丁"[n % 4] + "班", "leader": make_person(company),
        "starts_at": EIGHT + n * HALF_DAY, "ends_at": EIGHT + (n + 1) * HALF_DAY,
    } | changes  # fmt: skip
    return DutyShift.objects.create(company=company, **facts)


def make_keeper(company: Company, name: str = "值班员甲") -> Account:
    """Somebody who may sit in the control room, with a login."""
    return make_account(company, Role.OPERATOR, person=make_person(company, name=name))


def turns_of(post: WatchPost) -> list[Turn]:
    """By time."""
    return list(post.turns.order_by("shift__starts_at"))


def watch_rows(company: Company, shift: DutyShift) -> dict[str, Any]:
    """A post and its turn in that shift."""
    post = make_post(company, name="门卫室")
    turn, _ = Turn.objects.get_or_create(post=post, shift=shift)
    return {"watch_post": post, "watch_turn": turn}
