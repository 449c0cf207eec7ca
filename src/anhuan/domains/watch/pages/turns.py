"""One turn of the watch."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Step, respond_detail
from anhuan.desk.marks import short_time
from anhuan.desk.pages import page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of
from anhuan.domains.watch import queries
from anhuan.domains.watch.models import Turn
from anhuan.domains.watch.pages.panels import turn_panels
from anhuan.domains.watch.pages.words import people_on, state_tag, taker, url
from anhuan.domains.watch.queries import EDIT, KEEP, VIEW
from anhuan.domains.watch.rules.handing import give_blockers, note_blockers, take_blockers
from anhuan.kernel import clock


@page(VIEW)
def turn(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One turn: who, the log, what is handed on, the signatures."""
    account = account_of(request)
    found = queries.get_turn_for(account, pk)
    shift = found.shift
    return respond_detail(
        request, f"{found.post} {shift.team}", target=found, history=history_of(found)[:30],
        crumbs=[("值班与交接班", reverse("watch:turns"))],
        tags=[state_tag(found)],
        actions=_deeds(account, found),
        steps=_steps(found),
        facts=[
            Fact("开始", short_time(shift.starts_at)), Fact("结束", short_time(shift.ends_at)),
            Fact("值班人", people_on(found)),
            Fact("当班", shift.leader.name),
        ],
        panels=turn_panels(found, clock.now()),
    )  # fmt: skip


def _deeds(account: Account, found: Turn) -> list[Action]:
    now, standing, me = clock.now(), queries.standing_of(found), str(account.person_id or "")
    if standing.is_taken:
        return []
    after = queries.following(found)
    following = queries.standing_of(after) if after else None
    deeds = [Action("排人", url("seat", found), EDIT)] if not standing.given_by else []
    if standing.given_by:
        against = list(take_blockers(standing, following, str(account.pk), me))
        return [Action("接班", url("take", found), KEEP, style="primary", blockers=against)]
    may_note = not list(note_blockers(standing, me, found.shift.starts_at, now))
    deeds += [Action("记一笔", url("note", found), KEEP)] if may_note else []
    against = list(give_blockers(standing, me, now))
    return [*deeds, Action("交班", url("give", found), KEEP, style="primary", blockers=against)]


def _steps(found: Turn) -> list[Step]:
    handed, now = found.handed, clock.now()
    started = now >= found.shift.starts_at
    dots = [("开始", short_time(found.shift.starts_at), started)]
    given = f"{short_time(handed.given_at)} {handed.given_by.display_name}" if handed else ""
    dots.append(("交班", given, handed is not None))
    taken = bool(handed and handed.taken_at)
    words = f"{short_time(handed.taken_at)} {taker(found)}" if handed and handed.taken_at else ""
    dots.append(("接班", words, taken))
    first = next((i for i, (_, _, done) in enumerate(dots) if not done), len(dots))
    return [
        Step(label, note, "done" if done else "now" if i == first else "next")
        for i, (label, note, done) in enumerate(dots)
    ]
