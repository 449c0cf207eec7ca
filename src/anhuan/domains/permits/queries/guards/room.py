"""How many may be where (PTW-088), and that what was opened is locked again (PTW-160)."""

from collections.abc import Iterator

from anhuan.domains.permits.models import LockGrant
from anhuan.domains.permits.queries.headcount import inside_area, people_of, planned_in
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.states import LIVE
from anhuan.kernel.errors import Blocker

_CLAUSE = "鲁应急 附件3"


def room(look: Look) -> Iterator[Blocker]:
    """Those this permit names, with those of every other permit there in the same span."""
    area = look.permit.area
    if area is None or area.max_people is None:
        return
    mine, others = len(people_of(look.permit)), planned_in(look.permit)
    if mine + others > area.max_people:
        also = f"，同时段其他作业票 {others} 人" if others else ""
        text = f"{area.name}最高允许 {area.max_people} 人，本票 {mine} 人{also}"
        yield Blocker("place_full", text, _CLAUSE)


def room_now(look: Look) -> Iterator[Blocker]:
    """Those this permit brings, with whoever is there already, on a permit or not."""
    area = look.permit.area
    if area is None or area.max_people is None:
        return
    mine = set(people_of(look.permit))
    there = {one.pk for one in inside_area(area, look.now)} - mine
    count = len(mine) + max(len(there), planned_in(look.permit, LIVE))
    if count > area.max_people:
        text = f"{area.name}最高允许 {area.max_people} 人，开工后将有 {count} 人"
        yield Blocker("place_full", text, _CLAUSE)


def locks_shut(look: Look) -> Iterator[Blocker]:
    """Every lock this permit has opened says that it is locked."""
    rows = LockGrant.objects.filter(permit=look.permit, uses__gt=0).exclude(lock__state="locked")
    names = dict.fromkeys(str(one.lock) for one in rows.select_related("lock"))
    if names:
        yield Blocker("lock_open", f"{'、'.join(names)} 尚未上锁", _CLAUSE)


ROOM_GUARDS = {"room": room, "room_now": room_now, "locks_shut": locks_shut}
