"""Posts, and who sits there in which shift."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, save_audited, save_checked
from anhuan.domains.org.models import DutyShift, Person
from anhuan.domains.outbox.actions import emit
from anhuan.domains.watch.actions.locking import locked
from anhuan.domains.watch.events import WatchChanged
from anhuan.domains.watch.models import Turn, WatchPost
from anhuan.domains.watch.queries import standing_of
from anhuan.domains.watch.rules.handing import roster_blockers
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse_if_any

AHEAD = timedelta(days=14)  # turns are there to be filled this long before


def save_post(actor: Actor, post: WatchPost, changes: dict[str, Any]) -> WatchPost:
    """Make or change a post; a new one is watched from now on."""
    if post._state.adding and post.since is None:
        post.since = clock.now()
    with transaction.atomic():
        saved = save_checked(actor, post, changes, _post_blockers(draft_of(post, changes)))
        emit(saved.company.code, WatchChanged(saved.pk, "post"))
    open_turns(clock.now())
    return saved


def _post_blockers(draft: WatchPost) -> Iterator[Blocker]:
    same = WatchPost.objects.filter(company=draft.company, name=draft.name).exclude(pk=draft.pk)
    if same.exists():
        yield Blocker("post_known", f"已有值守岗位“{draft.name}”")
    if draft.area is not None and draft.area.company_id != draft.company_id:
        yield Blocker("other_company", f"{draft.area} 不是本企业的")


def open_turns(now: datetime) -> int:
    """A turn for every shift of the calendar at every post; the shift's leader sits down."""
    made = 0
    for post in WatchPost.objects.filter(is_retired=False).select_related("company"):
        shifts = (
            DutyShift.objects.filter(
                company=post.company, ends_at__gt=post.since, starts_at__lt=now + AHEAD
            )
            .exclude(watch_turns__post=post)
            .select_related("leader")
        )
        made += sum(_open(post, shift) for shift in shifts)
    return made


def _open(post: WatchPost, shift: DutyShift) -> bool:
    with transaction.atomic():
        turn, is_new = Turn.objects.get_or_create(post=post, shift=shift)
        if is_new and post.leader_sits:
            turn.people.add(shift.leader)
    return is_new


def seat(actor: Actor, turn: Turn, people: Iterable[Person]) -> Turn:
    """Who is on this turn, whole; refused once it was handed over."""
    seated = list(people)
    with transaction.atomic():
        turn = locked(turn)
        refuse_if_any([*roster_blockers(standing_of(turn)), *_people_blockers(turn, seated)])
        save_audited(actor, turn, {"people": seated})
        emit(turn.post.company.code, WatchChanged(turn.post_id, "roster"))
    return turn


def _people_blockers(turn: Turn, people: list[Person]) -> Iterator[Blocker]:
    for one in people:
        if one.company_id != turn.post.company_id:
            yield Blocker("other_company", f"{one.name} 不是本企业的")
        elif one.is_retired:
            yield Blocker("person_retired", f"{one.name} 已离职，不能排班")
