"""How turns and holes are shown."""

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.marks import Tag
from anhuan.domains.watch.models import Turn
from anhuan.domains.watch.rules.gaps import Gap
from anhuan.kernel import clock


def url(name: str, row: Model) -> str:
    """An address about one row."""
    return reverse(f"watch:{name}", args=[row.pk])


def state_tag(turn: Turn) -> Tag:
    """Where a turn stands."""
    handed, now = turn.handed, clock.now()
    if handed is not None:
        return Tag("已交接", "good") if handed.taken_at else Tag("待接班", "p3")
    if now < turn.shift.starts_at:
        return Tag("未开始", "off")
    return Tag("值班中", "accent") if now < turn.shift.ends_at else Tag("未交班", "p3")


def people_on(turn: Turn) -> str:
    """Who is on it."""
    return "、".join(one.name for one in turn.people.all())


def giver(turn: Turn) -> str:
    """Who handed it over."""
    return turn.handed.given_by.display_name if turn.handed else ""


def taker(turn: Turn) -> str:
    """Who took it over."""
    taken_by = turn.handed.taken_by if turn.handed else None
    return taken_by.display_name if taken_by else ""


def gap_line(gap: Gap) -> dict[str, str]:
    """A hole in words, with the turn it is about."""
    since, until = timezone.localtime(gap.since), timezone.localtime(gap.until)
    link = reverse("watch:turn", args=[gap.key]) if gap.key else ""
    ends = f"{until:%H:%M}" if since.date() == until.date() else f"{until:%m-%d %H:%M}"
    return {"what": gap.hole.label, "when": f"{since:%m-%d %H:%M} 至 {ends}", "url": link}
