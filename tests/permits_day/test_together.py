"""Many at once on a real server: two who sign, stop and number together; a day's permits."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.actions import issue_api_token
from anhuan.domains.org.models import Account
from anhuan.domains.org.rules import Role
from anhuan.domains.permits import queries
from anhuan.domains.permits.models import Permit, PermitPoint, Signature
from anhuan.domains.permits.tests.make import at, make_member, make_plant
from tests.permits_day.calling import Answer, Far
from tests.permits_day.lanes import lanes
from tests.permits_day.walk import Day, Picture

SIDE_BY_SIDE = 4


@pytest.fixture
def day(transactional_db: None, live_server: Any) -> Iterator[Day]:
    """A plant whose people talk to a server over sockets."""

    def far(account: Account) -> Far:
        return Far(live_server.url, issue_api_token(SYSTEM, account, "试验"))

    with at() as hand:
        yield Day(make_plant(hand), far)


def together(*acts: Callable[[], Answer]) -> list[Answer]:
    """All in the same instant."""
    ready = Barrier(len(acts))

    def act(one: Callable[[], Answer]) -> Answer:
        ready.wait()
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def whole(permit: Picture) -> Permit:
    """Fresh, and its chain unbroken."""
    found = Permit.objects.get(pk=permit["id"])
    assert queries.verify(found) == []
    return found


def test_two_at_once(day: Day) -> None:
    """Each thing is done once, the other hears why not, and the chain has no fork."""
    permit = day.to("approving")
    for _ in range(2):
        permit = day.step(permit)
    second = make_member(day.plant.company, Role.DEPARTMENT_HEAD, name="副部长")
    day.clients["second"] = day.call(second)
    seen = {"seen": permit["signatures"][-1]["sm3"], "point": "PT-1"}
    PermitPoint.objects.create(
        company=day.plant.company, code="PT-1", name="泵房", x_m=102.0, y_m=102.0
    )
    found = together(
        lambda: day.ask("head", permit, "approve", **seen),
        lambda: day.ask("second", permit, "approve", **seen),
    )
    assert sorted(one.status for one in found) == [200, 422]
    assert [one.codes for one in found if one.codes] == [{"content_moved"}]
    assert Signature.objects.filter(deed="approve").count() == 3
    whole(permit)

    while permit["state"] != "working":
        permit = day.step(day.get(permit))
    stops = together(
        lambda: day.ask("worker", permit, "suspend", reason="异味"),
        lambda: day.ask("guardian", permit, "suspend", reason="报警"),
        lambda: day.ask("leader", permit, "suspend", reason="停电"),
    )
    assert Counter(one.status for one in stops) == {200: 1, 422: 2}
    assert whole(permit).suspensions.count() == 1

    ends = together(
        lambda: day.ask("guardian", permit, "resume"),
        lambda: day.ask("head", permit, "void", reason="换方案"),
    )
    assert whole(permit).state == "voided"  # before it went on or after, never both undone
    assert ends[1].status == 200

    made = together(*(day.reserve for _ in range(4)))
    assert len({one.body["number"] for one in made}) == 4


@pytest.mark.clause("PTW-149", "PTW-153")
def test_permits_of_one_day_side_by_side(day: Day) -> None:
    """Each goes its whole way; none takes another's number, step or signature."""
    jobs = lanes(day, SIDE_BY_SIDE)

    def live(n: int) -> Picture:
        return jobs[n].to("archived", "confined_space" if n % 2 else "hot_work")

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        done = list(pool.map(live, range(SIDE_BY_SIDE)))
    assert len({one["number"] for one in done}) == SIDE_BY_SIDE
    for one in done:
        rows = whole(one).signatures.values_list("seq", flat=True)
        assert list(rows) == [*range(1, len(rows) + 1)]
