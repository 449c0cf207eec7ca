"""Cards on others' pages: an alarm's page can order, and shows who would be told."""

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from anhuan.desk.details import Panel
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.emergency import queries
from anhuan.domains.emergency.queries.affected import Where, affected_by, where_of_alarm
from anhuan.domains.emergency.queries.places import ground_of
from anhuan.domains.emergency.rules.person import is_silent
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import account_of
from anhuan.kernel import clock

KINDS = {"staff": "员工", "contractor": "承包商", "visitor": "访客"}
SHOWN = 12


def alarm_panel(request: HttpRequest, alarm: Alarm) -> Panel | None:
    """Who is in the alarm's place now, and the button; evacuations it has led to (POS-069)."""
    account = account_of(request)
    if not account.may("emergency.view"):
        return None
    started = list(queries.visible_evacuations(account).filter(alarm=alarm))
    may = account.may("emergency.order") and alarm.closed_at is None
    if not (started or may):
        return None
    context: dict[str, Any] = {"started": started, "may": may}
    if may:
        context |= _now(account, alarm)
    return Panel("应急疏散", template="emergency/_alarm.html", context=context, side=True)


def _now(account: Account, alarm: Alarm) -> dict[str, Any]:
    """The place and the people in it."""
    where = where_of_alarm(alarm, queries.settings_of(alarm.company))
    return {
        "where": where,
        "by_hand": f"{reverse('emergency:order')}?alarm={alarm.pk}",
        "post": reverse("emergency:order_from_alarm", args=[alarm.pk]),
        **_people(alarm.company, where, account),
    }


def _people(company: Company, where: Where, account: Account) -> dict[str, Any]:
    if where.geometry is None:
        return {}
    now, limits = clock.now(), queries.settings_of(company).limits
    danger = ground_of(where.geometry, where.radius_m, where.floors)
    found = affected_by(company, danger, now)
    kinds = Counter(person.map_kind for person, _ in found)
    with_phone = account.may("emergency.call")
    rows = [
        {
            "name": person.name, "kind": KINDS[person.map_kind], "floor": fix.floor,
            "phone": person.phone if with_phone else "",
            "silent": is_silent(fix.at, now, limits),
        }
        for person, fix in found[:SHOWN]
    ]  # fmt: skip
    words = "，".join(f"{KINDS[kind]} {count}" for kind, count in sorted(kinds.items()))
    return {"total": len(found), "kinds": words, "people": rows, "more": len(found) - len(rows)}
