"""The watch as lists: what was and is, with its holes above; and the turns to come."""

from datetime import timedelta

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.pages import page
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of
from anhuan.domains.watch import queries
from anhuan.domains.watch.forms import TURN_FILTERS
from anhuan.domains.watch.models import Turn
from anhuan.domains.watch.pages.words import gap_line, giver, people_on, state_tag, taker, url
from anhuan.domains.watch.queries import EDIT, VIEW
from anhuan.kernel import clock

SOON = timedelta(hours=24)  # later turns are looked at when one seats people
COLUMNS = (
    Column("post", "岗位", "post.name", kind="link"),
    Column("team", "班次", "shift.team"),
    Column("starts_at", "开始", "shift.starts_at", kind="time", sort="shift__starts_at"),
    Column("ends_at", "结束", "shift.ends_at", kind="time"),
    Column("people", "值班人", people_on),
)
SIGNED = (
    Column("state", "交接", state_tag, kind="tag"),
    Column("given_by", "交班人", giver, phone=False),
    Column("taken_by", "接班人", taker, phone=False),
    Column("taken_at", "接班时间", "handed.taken_at", kind="time", phone=False),
)


@page(VIEW)
def turns(request: HttpRequest) -> HttpResponseBase:
    """Every turn up to tomorrow, newest first; what is missing stands above."""
    account = account_of(request)
    spec = ListSpec(
        title="值班与交接班", noun="班", template="watch/turns.html",
        columns=[*COLUMNS, *SIGNED], filters=TURN_FILTERS, search=("shift__team", "people__name"),
        default_sort="-shift__starts_at", row_url=lambda turn: url("turn", turn),
        links=[Link("后续班次", reverse("watch:coming")),
               Link("值守岗位", reverse("watch:posts"), EDIT),
               Link("值班表", reverse("org:shifts"), "org.view")],
        empty="还没有值班。先建值守岗位（中控室），再在值班表里排班，每班自动列在这里。",
    )  # fmt: skip
    rows = _rows(account).filter(shift__starts_at__lt=clock.now() + SOON)
    return respond_list(request, spec, rows, holes=_holes(account))


@page(VIEW)
def coming(request: HttpRequest) -> HttpResponseBase:
    """Turns that have not begun, the next one first: who sits there."""
    spec = ListSpec(
        title="后续班次", noun="班", columns=COLUMNS,
        filters=[one for one in TURN_FILTERS if one.key != "state"],
        search=("shift__team", "people__name"), default_sort="shift__starts_at",
        row_url=lambda turn: url("turn", turn),
        links=[Link("值班与交接班", reverse("watch:turns"))],
        empty="后面没有排班。在值班表里排班后，每班自动列在这里。",
    )  # fmt: skip
    rows = _rows(account_of(request)).filter(shift__starts_at__gt=clock.now())
    return respond_list(request, spec, rows)


def _rows(account: Account) -> QuerySet[Turn]:
    return queries.visible_turns(account).distinct()


def _holes(account: Account) -> list[dict[str, str]]:
    now = clock.now()
    posts = queries.visible_posts(account).filter(is_retired=False)
    return [
        {"post": post.name, **gap_line(gap)} for post in posts for gap in queries.gaps_of(post, now)
    ]
