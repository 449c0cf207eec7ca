"""Who listens. Each has a bounded queue; one that does not read is dropped, never waited for."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from anhuan.web.live.messages import Sent

LONGEST_QUEUE = 256
MOST_PER_ACCOUNT = 24


@dataclass(eq=False, slots=True)
class Subscriber:
    """One open stream."""

    company: str
    topic: str
    account: str
    queue: asyncio.Queue[Sent | None] = field(default_factory=lambda: asyncio.Queue(LONGEST_QUEUE))
    is_dropped: bool = False

    def offer(self, message: Sent) -> None:
        """Queue a message; a full queue ends the stream, and what waited in it is let go."""
        if self.is_dropped:
            return
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.drop()

    def drop(self) -> None:
        """End this stream; its reader reconnects with its last id and misses nothing."""
        self.is_dropped = True
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)

    async def next(self, patience_s: float) -> Sent | None:
        """The next message; None after `patience_s` of silence, or when dropped."""
        try:
            async with asyncio.timeout(patience_s):
                return await self.queue.get()
        except TimeoutError:
            return None


class TooManyStreams(Exception):
    """This account has too many streams open already."""


class Subscribers:
    """Everybody who listens in this process."""

    def __init__(self) -> None:
        self._by_topic: dict[tuple[str, str], set[Subscriber]] = defaultdict(set)
        self._per_account: Counter[str] = Counter()

    @contextmanager
    def subscribed(self, company: str, topic: str, account: str) -> Iterator[Subscriber]:
        """A subscriber for as long as the block lasts."""
        if self.is_full(account):
            raise TooManyStreams
        who = Subscriber(company, topic, account)
        self._per_account[account] += 1
        self._by_topic[company, topic].add(who)
        try:
            yield who
        finally:
            self._by_topic[company, topic].discard(who)
            self._per_account[account] -= 1

    def is_full(self, account: str) -> bool:
        """Whether the account has as many streams as one may have."""
        return self._per_account[account] >= MOST_PER_ACCOUNT

    def of(self, company: str, topic: str) -> list[Subscriber]:
        """Who listens to one topic of one company."""
        return list(self._by_topic.get((company, topic), ()))

    def companies(self, topic: str) -> set[str]:
        """Companies somebody listens to."""
        return {company for (company, of), who in self._by_topic.items() if of == topic and who}

    def offer(self, company: str, topic: str, message: Sent) -> None:
        """Give a message to all who listen to a topic of a company."""
        for who in self.of(company, topic):
            who.offer(message)

    def drop_all(self) -> None:
        """End every stream: the process stops."""
        for found in list(self._by_topic.values()):
            for who in list(found):
                who.drop()

    def count(self) -> int:
        """How many streams are open."""
        return sum(self._per_account.values())
