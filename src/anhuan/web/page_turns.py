"""Pages are computed one at a time in a process: in turn each is done sooner than all side by side.

Twenty people who ask in the same second would otherwise share two cores in twenty threads, and
everybody's page would be ready when the last one is. What takes long (a report, an export) holds
nobody up: who has waited `AT_MOST_S` for a turn goes on without one. Only looking waits for turns;
what somebody does (a call for help, a signature) never does.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

AT_ONCE = 1  # a process has one interpreter; beside it the database and the other process compute
AT_MOST_S = 0.25
_EXEMPT = ("/live/", "/static/", "/healthz")


class PageTurns:
    """ASGI: the application, but at most `at_once` pages of it at a time."""

    def __init__(self, application: Application, at_once: int = AT_ONCE) -> None:
        self._application, self._free = application, asyncio.Semaphore(at_once)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET" or scope["path"].startswith(_EXEMPT):
            await self._application(scope, receive, send)
            return
        turn = Turn(self._free)
        await turn.wait()

        async def sending(message: Message) -> None:
            turn.over()  # it is computed: how slowly it is read is nobody else's matter
            await send(message)

        try:
            await self._application(scope, receive, sending)
        finally:
            turn.over()


class Turn:
    """One page's; given back once."""

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free, self._is_mine = free, False

    async def wait(self) -> None:
        """Until it is one's turn, or one has waited long enough."""
        try:
            async with asyncio.timeout(AT_MOST_S):
                self._is_mine = await self._free.acquire()
        except TimeoutError:
            pass

    def over(self) -> None:
        """The next one, please."""
        if self._is_mine:
            self._is_mine = False
            self._free.release()
