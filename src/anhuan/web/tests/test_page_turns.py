"""Pages take turns; deeds, streams and what has waited long do not."""

import asyncio

import pytest

from anhuan.web import page_turns
from anhuan.web.page_turns import PageTurns


class Pages:
    """An application whose pages are ready when the test says so."""

    def __init__(self):
        self.begun, self.may_end = [], {}

    async def __call__(self, scope, receive, send):
        self.begun.append(scope["path"])
        await self.may_end.setdefault(scope["path"], asyncio.Event()).wait()
        await send({"type": "http.response.start"})

    def end(self, path):
        self.may_end.setdefault(path, asyncio.Event()).set()


async def read(message):
    return None


def ask(app, path, method="GET", send=read):
    return asyncio.create_task(app({"method": method, "path": path}, None, send))


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


async def test_the_third_page_waits_until_one_is_ready():
    pages = Pages()
    app = PageTurns(pages, 2)
    asked = [ask(app, path) for path in ("/a", "/b", "/c")]
    await settle()
    assert pages.begun == ["/a", "/b"]
    pages.end("/a")
    await settle()
    assert pages.begun == ["/a", "/b", "/c"]
    for path in ("/b", "/c"):
        pages.end(path)
    await asyncio.gather(*asked)


@pytest.mark.parametrize(("path", "method"), [("/sos/", "POST"), ("/live/alarms", "GET")])
async def test_deeds_and_streams_wait_for_nobody(path, method):
    pages = Pages()
    app = PageTurns(pages, 1)
    asked = [ask(app, "/report"), ask(app, path, method)]
    await settle()
    assert pages.begun == ["/report", path]
    pages.end("/report")
    pages.end(path)
    await asyncio.gather(*asked)


async def test_a_slow_report_holds_nobody_up_for_long(monkeypatch):
    monkeypatch.setattr(page_turns, "AT_MOST_S", 0.0)
    pages = Pages()
    app = PageTurns(pages, 1)
    asked = [ask(app, "/report"), ask(app, "/board")]
    while pages.begun != ["/report", "/board"]:  # noqa: ASYNC110 - the product waits by the clock
        await asyncio.sleep(0)
    for path in pages.begun:
        pages.end(path)
    await asyncio.gather(*asked)


async def test_a_reader_that_is_slow_gives_its_turn_back_and_so_does_a_fault():
    pages, stalled = Pages(), asyncio.Event()
    app = PageTurns(pages, 1)

    async def reads_slowly(message):
        await stalled.wait()

    slow = ask(app, "/slow", send=reads_slowly)
    pages.end("/slow")
    await settle()
    other = ask(app, "/other")
    await settle()
    assert pages.begun == ["/slow", "/other"]
    other.cancel()
    await settle()
    third = ask(app, "/third")
    await settle()
    assert pages.begun[-1] == "/third"
    stalled.set()
    pages.end("/third")
    await asyncio.gather(slow, third)
