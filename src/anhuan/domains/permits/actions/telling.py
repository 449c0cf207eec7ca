"""Telling people: whoever is on the permit, and whoever answers for it; called by `web/wiring`.

Notices go through the plant's channels (`notify`), words to the tags of whoever is at work.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.models import Account, RoleGrant
from anhuan.domains.org.rules import Role
from anhuan.domains.outbox.actions import emit
from anhuan.domains.permits.events import DevicesTold
from anhuan.domains.permits.models import Part, Permit, PermitAlarm
from anhuan.domains.permits.queries.beside import works_beside
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.neighbours import NEAR
from anhuan.domains.permits.rules.codes import ALARM_CODES, Alarm
from anhuan.domains.permits.rules.hearers import ALARMED, REMINDER_PRIORITY, reminded_roles
from anhuan.domains.permits.rules.states import LIVE
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.queries.devices import open_assignments
from anhuan.kernel import clock

_ON_PERMIT = (Part.GUARDIAN, Part.WORK_LEADER, Part.COMMANDER)
WORDS_FOR = timedelta(minutes=2)  # a tag shows them no longer


def tell_due(pk: UUID, what: str, text: str) -> int:
    """Something falls due soon; how many people were told."""
    permit = Permit.objects.select_related("company", "unit").filter(pk=pk).first()
    if permit is None or permit.is_closed:
        return 0
    message = Message(
        f"permit:{pk}:{what}"[:64], f"{permit.number} {text}"[:100], permit.place, _url(permit),
        REMINDER_PRIORITY,
    )  # fmt: skip
    return len(post(permit.company, _hearers(permit, reminded_roles(what)), message))


def tell_alarm(pk: UUID) -> int:
    """An alarm of a permit has begun: its people and who answers for it hear of it at once."""
    rows = PermitAlarm.objects.select_related("permit__company", "permit__unit", "alarm")
    row = rows.filter(pk=pk, ended_at__isnull=True).first()
    if row is None:
        return 0
    code = ALARM_CODES[Alarm(row.what)]
    stops = code.suspends and row.permit.state in LIVE
    if stops:
        _warn_tags(row)
    message = Message(
        f"permit-alarm:{row.pk}", f"{row.permit.number} {code.label}"[:100], _order(row, stops),
        _url(row.permit), row.alarm.priority if row.alarm else code.priority,
    )  # fmt: skip
    parts = tuple(Part) if stops else _ON_PERMIT
    return len(post(row.permit.company, _hearers(row.permit, ALARMED, parts), message))


def tell_beside(pk: UUID) -> int:
    """A work began, stopped, went on, changed or is over: whoever leads and guards a work of the
    same job or near it hears of it (GB 30871-2022 4.7); how many people were told."""
    permit = Permit.objects.select_related("company", "area", "job").filter(pk=pk).first()
    if permit is None:
        return 0
    look = Look(permit, None, clock.now())
    around = {one.pk: one for one in look.linked if one.state in NEAR}
    around |= {one.permit.pk: one.permit for one in works_beside(look)}
    return sum(_tell_of(permit, other) for other in around.values())


def _tell_of(permit: Permit, other: Permit) -> int:
    message = Message(
        f"beside:{permit.pk}:{other.number}"[:64],
        f"{permit.number} {permit.place} {permit.get_state_display()}"[:100],
        f"与 {other.number} 关联或相邻：{permit.content}"[:300], _url(permit), REMINDER_PRIORITY,
    )  # fmt: skip
    named = other.people.filter(left_at__isnull=True, part__in=_ON_PERMIT).values("person")
    rows = Account.objects.filter(person__in=named, company=permit.company_id, is_active=True)
    return len(post(permit.company, list(rows), message))


def tell_high_risk(pk: UUID) -> int:
    """Work began in a red area: who keeps watch and who answers for it hear of it (PTW-076)."""
    permit = Permit.objects.select_related("company", "unit", "area").filter(pk=pk).first()
    if permit is None or permit.area is None or permit.area.risk != Area.Risk.RED:
        return 0
    message = Message(
        f"permit:{pk}:high_risk", f"{permit.number} 在高风险区域开工"[:100],
        f"{permit.area.name} {permit.place}：{permit.content}"[:300], _url(permit),
        REMINDER_PRIORITY,
    )  # fmt: skip
    return len(post(permit.company, _hearers(permit, ALARMED), message))


def _url(permit: Permit) -> str:
    return f"/permits/{permit.pk}/"


def _order(row: PermitAlarm, stops: bool) -> str:
    """What to do, before why: gas drives people away from the work (GB 30871-2022 11.8)."""
    leave = "停止作业，立即撤离：" if row.what == Alarm.GAS_OUT else "停止作业："
    return f"{leave if stops else ''}{row.text}"


def _hearers(
    permit: Permit, roles: Iterable[Role], parts: Iterable[Part] = _ON_PERMIT
) -> list[Account]:
    """Accounts of those on the permit, the applicant, and of these roles over its department."""
    named = permit.people.filter(left_at__isnull=True, part__in=parts).values("person")
    above = [one.pk for one in permit.unit.ancestors(include_self=True)]
    near = Q(department__isnull=True) | Q(department__in=above)
    grants = RoleGrant.objects.filter(near, role__in=[str(role) for role in roles])
    mine = Q(person__in=named) | Q(pk=permit.reserved_by_id) | Q(grants__in=grants)
    rows: QuerySet[Account] = Account.objects.filter(
        mine, company=permit.company_id, is_active=True
    )
    return list(rows.distinct())


def _warn_tags(row: PermitAlarm) -> None:
    """The tags of everybody on the permit buzz and show why to stop."""
    people = row.permit.people.filter(left_at__isnull=True).values("person")
    tags = open_assignments().filter(person__in=people).values_list("tag__number", flat=True)
    if numbers := tuple(dict.fromkeys(tags)):
        until = (row.started_at + WORDS_FOR).isoformat()
        words = {"cmd": "alarm", "text": _order(row, stops=True)[:60], "until": until}
        emit(row.permit.company.code, DevicesTold(numbers, words))
