"""Works of a day on the map in their five states, their alarms, and the days before."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from anhuan.desk.details import Table
from anhuan.desk.pages import page
from anhuan.domains.org.queries import account_of
from anhuan.domains.province.pages.words import row_url
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.queries.works import Day, Work, alarms_of, counted, history, works_of
from anhuan.domains.province.rules.mapping import Sheet, sheet_for
from anhuan.domains.province.rules.works import STATES
from anhuan.kernel import clock

WIDTH, HEIGHT = 900, 560
DAYS = 14


@dataclass(frozen=True, slots=True)
class Dot:
    """A work on the sheet: its state is its shape and its word."""

    x: float
    y: float
    state: str
    word: str
    name: str
    url: str
    has_alarm: bool


@page("province.view")
def works_map(request: HttpRequest) -> HttpResponse:
    """`?day=`: a plant day, today unless told."""
    account = account_of(request)
    day = _day(request.GET.get("day", ""), clock.now().astimezone(zone()).date())
    works, alarms = works_of(account, day), list(alarms_of(account, day, day))
    rung = {(one.enterprise_id, str(one.content.get("TICKET_ID"))) for one in alarms}
    listed = f"{reverse('province:alarms')}?table=PTW_A3&at_from={day}&at_to={day}"
    return render(request, "province/works_map.html", {
        "title": "特殊作业分布", "day": day, "dots": _dots(works, rung), "width": WIDTH,
        "height": HEIGHT, "alarms_url": listed, "alarms": len(alarms),
        "settled": sum(one.state == "ended" for one in alarms),
        "states": [(state, STATES[state], count) for state, count in counted(works).items()],
        "panel": {"title": "历史统计", "table": _history(history(account, day, DAYS))},
    })  # fmt: skip


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today


def _dots(works: list[Work], rung: set[tuple[UUID, str]]) -> list[Dot]:
    sheet = sheet_for([one.place for one in works if one.place], WIDTH, HEIGHT)
    return [
        _dot(one, sheet, has_alarm=(one.row.enterprise_id, one.row.key) in rung)
        for one in works
        if sheet and one.place
    ]


def _dot(one: Work, sheet: Sheet, *, has_alarm: bool) -> Dot:
    assert one.place is not None  # `_dots` left the others out
    x, y = sheet.at(*one.place)
    name = f"{one.row.enterprise.name} {one.row.title}"
    return Dot(x, y, one.state, STATES[one.state], name, row_url(one.row), has_alarm)


def _history(days: list[Day]) -> Table:
    url = reverse("province:works_map")
    alarms = f"{reverse('province:alarms')}?table=PTW_A3"
    rows = [
        [(str(one.day), f"{url}?day={one.day}"),
         *(str(one.works[state]) for state in STATES if state != "reserved"),
         (f"{one.settled} / {one.alarms}", f"{alarms}&at_from={one.day}&at_to={one.day}")]
        for one in days
    ]  # fmt: skip
    heads = ["日期", *(word for state, word in STATES.items() if state != "reserved"),
             "报警已处置 / 全部"]  # fmt: skip
    return Table(heads, rows)
