"""A part of a process is begun again however it ended, and stops when it is told to."""

import asyncio

import pytest

from anhuan.web import keeping


async def ends():
    pass


async def fails():
    raise ValueError("no")


async def fails_in_a_group():
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(fails())
        tasks.create_task(asyncio.sleep(60))


async def is_cancelled_from_within():
    raise asyncio.CancelledError


async def swallows_its_cancellation_once():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        keeping.stop_if_cancelled()
        raise AssertionError("not told to stop") from None


@pytest.mark.parametrize("end", [ends, fails, fails_in_a_group, is_cancelled_from_within])
async def test_a_part_is_begun_again_however_it_ended(end, monkeypatch):
    monkeypatch.setattr(keeping, "REST_S", 0)
    begun, thrice = [], asyncio.Event()

    async def part():
        begun.append(1)
        if len(begun) == 3:
            thrice.set()
        await end()

    task = asyncio.create_task(keeping.keep_going("part", part))
    async with asyncio.timeout(10):
        await thrice.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("part", [swallows_its_cancellation_once, asyncio.Event().wait])
async def test_a_part_that_is_told_to_stop_is_not_begun_again(part):
    task = asyncio.create_task(keeping.keep_going("part", part))
    await asyncio.sleep(0.05)
    task.cancel()
    async with asyncio.timeout(10):
        with pytest.raises(asyncio.CancelledError):
            await task
