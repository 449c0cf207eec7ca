"""The relay against a real PostgreSQL and a real NATS."""

import asyncio
import time
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import connection, connections, transaction

from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.audit.queries import verify_chain
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit, mark_published, number_waiting
from anhuan.domains.outbox.models import OutboxEvent, Reaction
from anhuan.kernel.events import Event
from anhuan.web.database import in_thread
from anhuan.web.relay.leader import LEADER_LOCK
from anhuan.web.relay.tests.running import listening, relaying, until

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True, slots=True)
class Happened(Event):
    type: ClassVar[str] = "test.happened"
    number: int


def say(*numbers, company="demo"):
    for number in numbers:
        emit(company, Happened(number))


def kill_leader():
    """End the connection that holds the leader's lock, as the end of its process would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks"
            " WHERE locktype = 'advisory' AND objid = %s AND granted AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())",
            [LEADER_LOCK],
        )
        return cursor.rowcount


def pending():
    return OutboxEvent.objects.filter(published_at__isnull=True).count()


async def test_what_is_committed_goes_out_numbered_and_in_order():
    async with listening() as ear, relaying():
        await in_thread(say, 1, 2, 3)
        await until(lambda: len(ear.heard) == 3)
    subject, message = ear.heard[0]
    assert subject == "ev.demo.test.happened"
    assert set(message) == {"seq", "id", "type", "at", "data"}
    assert [data["data"]["number"] for _, data in ear.heard] == [1, 2, 3]
    assert ear.seqs() == [1, 2, 3]


async def test_what_is_rolled_back_never_happened():
    def fail():
        with transaction.atomic():
            say(1)
            raise RuntimeError

    async with listening() as ear, relaying():
        with pytest.raises(RuntimeError):
            await in_thread(fail)
        await in_thread(say, 2)
        await until(lambda: ear.heard)
        await asyncio.sleep(0.2)
    assert [data["data"]["number"] for _, data in ear.heard] == [2]
    assert ear.seqs() == [1]


@pytest.mark.parametrize("crash", ["after commit", "after numbering", "after publishing"])
async def test_a_crash_loses_nothing(crash):
    """The relay that died had got so far; the next one goes on from there."""

    def before_the_crash():
        say(1, 2)
        if crash != "after commit":
            number_waiting({})

    async with listening() as ear:
        await in_thread(before_the_crash)
        if crash == "after publishing":
            await in_thread(lambda: mark_published([OutboxEvent.objects.get(seq=1).pk]))
        async with relaying():
            await in_thread(say, 3)
            await until(lambda: in_thread(lambda: not pending()))
            await until(lambda: 3 in ear.seqs())
    expected = [2, 3] if crash == "after publishing" else [1, 2, 3]
    assert ear.seqs() == expected


async def test_two_relays_are_one_and_the_second_takes_over():
    async with listening() as ear, relaying() as first:
        await until(lambda: first.is_leading)
        async with relaying() as second:
            await in_thread(say, 1, 2)
            await until(lambda: len(ear.heard) == 2)
            await until(lambda: in_thread(lambda: not pending()))
            assert (first.is_leading, second.is_leading) == (True, False)
            assert await in_thread(kill_leader) == 1
            await in_thread(say, 3)
            await until(lambda: 3 in ear.seqs())
            assert first.is_leading != second.is_leading
    assert ear.seqs() == [1, 2, 3]


async def test_a_relay_that_lost_its_connection_leads_again_and_again():
    async with listening() as ear, relaying() as relay:
        for number in (1, 2, 3):
            await until(lambda: relay.is_leading)
            assert await in_thread(kill_leader) == 1
            await in_thread(say, number)
            await until(lambda number=number: number in ear.seqs())


EFFECTS: list[str] = []


def leave_a_trace(event):
    Company.objects.create(code=f"trace-{event.data['number']}", name="迹")


def leave_a_trace_and_fail_once(event):
    leave_a_trace(event)
    EFFECTS.append("tried")
    if len(EFFECTS) == 1:
        raise RuntimeError("the first time goes wrong")


def leave_a_trace_and_die_once(event):
    leave_a_trace(event)
    EFFECTS.append("tried")
    if len(EFFECTS) == 1:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def always_fail(event):
    raise ValueError("never works")


@pytest.mark.parametrize(
    "reaction", [leave_a_trace, leave_a_trace_and_fail_once, leave_a_trace_and_die_once]
)
async def test_a_reaction_has_its_effect_once_however_it_dies(reaction):
    EFFECTS.clear()
    async with relaying({"test.happened": (reaction,)}):
        await in_thread(say, 1)
        await in_thread(_wait_done, 1)
    assert await in_thread(lambda: Company.objects.filter(code="trace-1").count()) == 1


async def test_a_failing_reaction_blocks_neither_others_nor_later_events():
    reactions = {"test.happened": (always_fail, leave_a_trace)}
    async with listening() as ear, relaying(reactions):
        await in_thread(say, 1, 2)
        await until(lambda: ear.seqs() == [1, 2])
        await in_thread(_wait_done, 2)
    failed = await in_thread(lambda: Reaction.objects.filter(name__endswith="always_fail").first())
    assert failed.attempts >= 1
    assert "never works" in failed.error
    assert failed.next_try_at is not None


async def test_two_relays_run_a_reaction_once():
    """Even when a deposed leader is still in the middle of its round."""
    reactions = {"test.happened": (leave_a_trace,)}
    async with relaying(reactions), relaying(reactions):
        for number in range(1, 11):
            await in_thread(say, number)
            if number % 3 == 0:
                await in_thread(kill_leader)
        await in_thread(_wait_done, 10)
    counted = await in_thread(lambda: Company.objects.filter(code__startswith="trace-").count())
    assert counted == 10


def _wait_done(count):
    give_up = time.monotonic() + 90
    while Reaction.objects.filter(done_at__isnull=False).count() < count:
        assert time.monotonic() < give_up
        time.sleep(0.02)


async def test_a_signal_goes_out_beside_its_event():
    def signal(event):
        yield f"cfg.{event.company}.changed", {"what": "fences"}

    async with listening() as ear, relaying(signal=signal):
        await in_thread(say, 1)
        await until(lambda: len(ear.heard) == 2)
    assert ("cfg.demo.changed", {"what": "fences"}) in ear.heard


async def test_the_relay_seals_audit_rows():
    async with relaying():
        await in_thread(lambda: record(SYSTEM, "test", Company.objects.create(code="a", name="a")))
        await until(lambda: in_thread(AuditRow.objects.filter(seq__isnull=False).exists))
    found = await in_thread(verify_chain)
    assert found["ok"]
    assert found["unsealed"] == 0


async def test_numbers_stay_dense_while_many_write_at_once():
    async with listening() as ear, relaying(), asyncio.TaskGroup() as tasks:
        for start in range(0, 40, 10):
            tasks.create_task(in_thread(say, *range(start, start + 10)))
        await until(lambda: len(ear.heard) == 40)
    assert ear.seqs() == list(range(1, 41))
