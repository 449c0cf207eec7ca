"""The side of a permit's page that moves: what falls due, who is inside, the air, alarms."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from anhuan.desk.details import Panel, Table
from anhuan.desk.marks import Tag
from anhuan.desk.pages import page
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of
from anhuan.domains.permits.models import Part, Permit
from anhuan.domains.permits.pages.air import air_panels
from anhuan.domains.permits.pages.shapes import shape_of, shapes_of
from anhuan.domains.permits.queries import permit_for
from anhuan.domains.permits.queries.air import CURVE, curve
from anhuan.domains.permits.queries.beside import Beside, works_beside
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.scene import dots, inside, located
from anhuan.domains.permits.queries.timing import dues_of
from anhuan.domains.permits.rules.gases import UNIT_LABELS, Unit
from anhuan.domains.permits.rules.states import ISSUED_STATES, State
from anhuan.kernel import clock

_LIVE = (*ISSUED_STATES, State.FINISHED, State.EXPIRED)


def panels(look: Look, account: Account, around: Sequence[Beside]) -> Iterator[Panel | None]:
    """Timers, the scene with works beside it, the curve, alarms."""
    yield _timers(look)
    yield _scene(look, account, around)
    yield from air_panels(look, account)
    yield _curve(look)
    yield _alarms(look)


def _timers(look: Look) -> Panel | None:
    dues = [
        {"text": due.text_at(look.now), "at": due.at, "over": due.is_over(look.now)}
        for due in dues_of(look)
    ]
    if not dues:
        return None
    return Panel("计时", template="permits/_timers.html", context={"dues": dues}, side=True,
                 key="timers")  # fmt: skip


def _scene(look: Look, account: Account, around: Sequence[Beside]) -> Panel | None:
    permit = look.permit
    if not permit.geometry or (shape := shape_of(permit, look.site)) is None:
        return None
    is_live = look.state in _LIVE
    props = {"title": permit.place, "geometry": shape, "area": str(permit.area_id or ""),
             "shapes": _others(look, around)}  # fmt: skip
    here = _here(look, account) if is_live else None
    if here is not None:
        props |= {"feed": reverse("permits:scene", args=[permit.pk]), "people": here["people"]}
    context = {"props": props, "here": here, "on_permit": len(look.crew) + len(look.guardians)}
    return Panel("现场", template="permits/_scene.html", context=context, side=True, key="scene",
                 note="实时" if is_live else "")  # fmt: skip


def _others(look: Look, around: Sequence[Beside]) -> list[dict[str, Any]]:
    """The places of works beside, those that clash in the colour of danger."""
    clashing = {one.permit.pk for one in around if one.blocks}
    return shapes_of([one.permit for one in around], look.site, clashing)


def _here(look: Look, account: Account) -> dict[str, Any]:
    """Who is inside now, who of the permit is not, who is a stranger."""
    permit = look.permit
    near = located(account, look.settings, look.now, around=permit)
    people = [one for _, one in inside([permit], near)]
    rows = look.people
    named = {one.person_id: one.person.name for one in rows}
    there = {one.person.pk for one in people}
    guards = {one.person_id for one in rows if one.part == Part.GUARDIAN}
    return {
        "people": dots(people),
        "names": [one.person.name for one in people if one.person.pk in named],
        "strangers": [one.person.name for one in people if one.person.pk not in named],
        "absent": [name for pk, name in named.items() if pk not in there | guards],
        "unguarded": [] if guards & there else [named[pk] for pk in guards],
        "may_see": account.may("positions.view"),
    }


@page("permits.view")
def scene(request: HttpRequest, pk: UUID) -> JsonResponse:
    """What the small map asks for every few seconds."""
    account = account_of(request)
    look = Look(permit_for(account, pk), account, clock.now())
    around = works_beside(look)
    return JsonResponse({"people": _here(look, account)["people"], "shapes": _others(look, around)})


def mark_of(permit: Permit, ringing: int) -> str:
    """What a page shows of a permit and its open alarms, as a word: another word, another page."""
    return f"{permit.version}.{permit.state}.{ringing}"


@page("permits.view")
def pulse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asked by an open page every few seconds with what it has `seen`: nothing, or read anew."""
    answer = HttpResponse(status=204)
    permit = permit_for(account_of(request), pk)
    ringing = permit.alarms.filter(ended_at__isnull=True).count()
    if request.GET.get("seen") != mark_of(permit, ringing):
        answer["HX-Refresh"] = "true"
    return answer


def _curve(look: Look) -> Panel | None:
    """Each gas over time, once there are two tests or a detector: its highest of each minute."""
    tests = sorted(look.tests, key=lambda one: one.sampled_at)
    lines = list(curve(look, look.now - CURVE))
    if len(tests) < 2 and not lines:
        return None
    series: dict[tuple[str, str], list[list[Any]]] = {}
    for test in tests:
        for row in test.readings:
            point = [test.sampled_at.isoformat(), row["value"]]
            series.setdefault((row["gas"], row["unit"]), []).append(point)
    option = {
        "xAxis": {"type": "time"}, "yAxis": {"type": "value"},
        "series": [
            *({"type": "line", "name": f"{_gas(look, gas)} {UNIT_LABELS[Unit(unit)]}", "data": data}
              for (gas, unit), data in series.items()),
            *(_line(one) for one in lines),
        ],
    }  # fmt: skip
    props = {"title": "气体浓度", "option": option, "height": 220}
    return Panel("气体曲线", template="permits/_curve.html", context={"props": props}, side=True,
                 key="curve")  # fmt: skip


def _line(one: dict[str, Any]) -> dict[str, Any]:
    """A detector's, by its highest of each minute."""
    name = f"{one['detector']} {one['name']} {one['unit_label']}"
    data = [[at.isoformat(), most] for at, _least, most, _last in one["points"]]
    return {"type": "line", "name": name, "showSymbol": False, "data": data}


def _gas(look: Look, key: str) -> str:
    known = look.gases.get(key)
    return known.name if known else key


def _alarms(look: Look) -> Panel | None:
    rows = [
        (one.started_at, _alarm_cell(one),
         Tag("已结束", "off") if one.ended_at else Tag("未结束", "p2"))
        for one in look.alarms[:-21:-1]
    ]  # fmt: skip
    if not rows:
        return None
    return Panel("报警", table=Table(["时间", "报警", "状态"], rows), side=True, key="alarms")


def _alarm_cell(one: Any) -> Any:
    words = f"{one.code} {one.text}"
    return (words, reverse("alarms:alarm", args=[one.alarm_id])) if one.alarm_id else words
