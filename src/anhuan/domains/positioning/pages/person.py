"""What positioning adds to a person's page: the tag, where they are, where they were today."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.details import Fact, Panel, Table
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.marks import short_time
from anhuan.domains.org.models import Account, Person
from anhuan.domains.positioning.models import Assignment
from anhuan.domains.positioning.pages.common import account_of, holding_table, latest_of, said
from anhuan.domains.positioning.pages.common import place_panel as small_map
from anhuan.domains.positioning.queries import devices, visits
from anhuan.domains.positioning.queries.scope import scope_of
from anhuan.domains.positioning.rules.devices import battery_is_low, is_online
from anhuan.domains.positioning.rules.quality import WORDS, Bounds, quality_of
from anhuan.kernel import clock


def sees(account: Account, person: Person, right: str) -> bool:
    """Whether the account holds the right over this person."""
    if not account.may(right) or account.company_id is None:
        return False
    return scope_of(account, right).covers(person.company_id, person.department_id)


def held_by(person: Person) -> Assignment | None:
    """The tag the person carries now."""
    rows = devices.open_assignments().filter(person=person)
    return rows.select_related("tag__latest__area").first()


def tag_panel(request: HttpRequest, person: Person) -> Panel | None:
    """The tag with its charge and state; says so when there is none."""
    if not sees(account_of(request), person, "devices.view"):
        return None
    held = held_by(person)
    if held is None:
        return Panel("定位标签", facts=[Fact("标签", "未带标签", tone="off")], side=True)
    limits = devices.settings_of(person.company)
    online = is_online(held.tag.seen_at, clock.now(), limits.tag_offline_s)
    low = battery_is_low(held.tag.battery_pct, limits.low_battery_pct)
    return Panel(
        "定位标签",
        facts=[
            Fact("标签", held.tag.number, url=reverse("positioning:tag", args=[held.tag_id])),
            Fact("状态", "在线" if online else "离线", tone="" if online else "off"),
            Fact("电量", held.tag.battery_pct, "%", tone="p2" if low else ""),
            Fact("最近在线", held.tag.seen_at or "从未"),
            Fact("定位质量", _quality(held, limits.quality)),
            Fact("发放", held.since),
        ],
        side=True,
    )


def _quality(held: Assignment, bounds: Bounds) -> str:
    latest = getattr(held.tag, "latest", None)
    if latest is None:
        return ""
    word = WORDS[quality_of(latest.r68_m, latest.blocked, bounds)]
    return f"{word}（± {latest.r68_m:.1f} m，遮挡 {100 * latest.blocked:.0f} %）"


def place_panel(request: HttpRequest, person: Person) -> Panel | None:
    """A small map of the current or last position."""
    if not sees(account_of(request), person, "positions.view"):
        return None
    held = held_by(person)
    if held is None:
        return None
    limit_s = devices.settings_of(person.company).tag_offline_s
    online = is_online(held.tag.seen_at, clock.now(), limit_s)
    return small_map(latest_of(held.tag), person.name, person.map_kind, online)


def visits_panel(request: HttpRequest, person: Person) -> Panel | None:
    """Areas entered and left today, with the way to the track."""
    account = account_of(request)
    if not sees(account, person, "tracks.view"):
        return None
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    found = visits.visits_of(account, person.pk, midnight, clock.now())
    url = f"{reverse('positioning:tracks')}?subject={person.pk}"
    rows = [_visit_row(visit) for visit in reversed(found)]
    table = Table(["区域", "进入", "离开", "逗留"], rows[:12], "今天没有进出记录。")
    return Panel("今日行踪", table=table, note=f"{len(rows)} 段", url=url, key="visits")


def _visit_row(visit: dict[str, Any]) -> tuple[Any, ...]:
    left: datetime | None = visit["leave"]
    stay = (left or clock.now()) - visit["enter"]
    return (
        visit["area_name"],
        short_time(visit["enter"]),
        short_time(left) if left else Mark("仍在内", "accent"),
        said(stay),
    )


def history_panel(request: HttpRequest, person: Person) -> Panel | None:
    """Every tag this person ever held."""
    account = account_of(request)
    if not sees(account, person, "devices.view"):
        return None
    rows = devices.visible_assignments(account).filter(person=person)[:20]
    return Panel("标签记录", table=holding_table(rows, "holder"), key="tags")
