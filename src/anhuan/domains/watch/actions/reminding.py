"""Telling those who keep the watch of a hole in it, once a hole."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from anhuan.domains.notify.actions import Message, post
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.models import Account, Company, RoleGrant
from anhuan.domains.org.rules import Role
from anhuan.domains.watch.actions.rosters import open_turns
from anhuan.domains.watch.models import WatchPost
from anhuan.domains.watch.queries import gaps_of
from anhuan.domains.watch.rules.gaps import Gap, Hole

ROLES = (Role.SAFETY_MANAGER, Role.SHIFT_LEADER, Role.OPERATOR)
ADVICE = {
    Hole.NO_SHIFT: "请在值班表里补上班次",
    Hole.NOBODY: "请排入值班人",
    Hole.NO_LOG: "请值班人补办交接班",
}


def remind_gaps(now: datetime) -> int:
    """A notice a hole, to safety, shift leaders and operators; how many were written."""
    open_turns(now)
    since = _yesterday(now)
    posts = WatchPost.objects.filter(is_retired=False, company__is_retired=False)
    return sum(
        _remind(one, gap)
        for one in posts.select_related("company")
        for gap in gaps_of(one, now, since)
    )


def _yesterday(now: datetime) -> datetime:
    """Its midnight: older holes are shown, not rung; an edge that moved would ring for ever."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=1)


def _remind(watched: WatchPost, gap: Gap) -> int:
    topic = _topic(watched, gap)
    if Notice.objects.filter(company=watched.company, topic=topic).exists():
        return 0
    span = f"{_clock(gap.since)} 至 {_clock(gap.until)}"
    link = reverse("watch:turn", args=[gap.key]) if gap.key else reverse("watch:turns")
    message = Message(topic, f"{watched.name}{gap.hole.label}", f"{span}：{ADVICE[gap.hole]}",
                      link, priority=2)  # fmt: skip
    return len(post(watched.company, _keepers(watched.company), message))


def _topic(watched: WatchPost, gap: Gap) -> str:
    """The same hole has the same topic while its end moves on with the time."""
    return f"watch:{gap.hole}:{gap.key or f'{watched.pk}:{gap.since:%y%m%d%H%M}'}"


def _keepers(company: Company) -> QuerySet[Account]:
    grants = RoleGrant.objects.filter(role__in=ROLES)
    return Account.objects.filter(company=company, is_active=True, grants__in=grants).distinct()


def _clock(at: datetime) -> str:
    return f"{timezone.localtime(at):%m-%d %H:%M}"
