"""In which order a sink applies messages, and how it finds the ones that cannot be applied."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from anhuan.exchange.adapters.contract import Session, Unapplied
from anhuan.exchange.core.definition import Receive
from anhuan.exchange.core.envelope import Envelope, Op
from anhuan.exchange.core.merge import Effect, row_of, steps

C = TypeVar("C", bound=Session)
Reason = tuple[str, str]  # code, sentence


class StepSink(ABC, Generic[C]):
    """Truncations and new columns stand alone; else the last word of each key counts: deletes from
    referring tables first, then writes, referred-to tables first."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive

    def apply(self, connection: C, messages: Iterable[Envelope]) -> list[Unapplied]:
        """Apply in order; answers the ones that cannot be, with code and reason."""
        some = list(messages)
        taken = {name for name in {message.table for message in some} if self._receive.takes(name)}
        left = [_stranger(message) for message in some if message.table not in taken]
        for step in steps(message for message in some if message.table in taken):
            if step.alone is not None:
                left += self._alone(connection, step.alone)
            else:
                left += self._effects(connection, step.effects)
        return left

    def _effects(self, connection: C, effects: dict[str, Effect]) -> list[Unapplied]:
        left: list[Unapplied] = []
        names = sorted(effects, key=self._receive.place_of)
        for name in reversed(names):
            for columns, messages in by_columns(effects[name].gone()).items():
                left += self.delete(connection, name, messages, columns)
        for name in names:
            left += self.write(connection, name, effects[name].there())
        return left

    def _alone(self, connection: C, message: Envelope) -> list[Unapplied]:
        if message.op is Op.SCHEMA:
            self.forget_table(message.table)
            return []
        return [] if self._receive.ignore_truncate else self.empty(connection, message)

    @abstractmethod
    def forget_table(self, name: str) -> None:
        """Its columns have changed."""

    @abstractmethod
    def empty(self, connection: C, message: Envelope) -> list[Unapplied]:
        """Every row of a table is gone, or marked."""

    @abstractmethod
    def delete(
        self, connection: C, name: str, messages: list[Envelope], columns: tuple[str, ...]
    ) -> list[Unapplied]:
        """These rows are gone, or marked."""

    @abstractmethod
    def write(self, connection: C, name: str, messages: list[Envelope]) -> list[Unapplied]:
        """These rows are there."""


def _stranger(message: Envelope) -> Unapplied:
    return message, "table_not_taken", f"接收端的定义没有列出表 {message.table}，不予写入"


def by_columns(messages: list[Envelope]) -> dict[tuple[str, ...], list[Envelope]]:
    """Messages whose rows have the same columns, together."""
    groups: dict[tuple[str, ...], list[Envelope]] = {}
    for message in messages:
        groups.setdefault(tuple(sorted(row_of(message))), []).append(message)
    return groups


def halving(
    messages: list[Envelope], tried: Callable[[list[Envelope]], Reason | None]
) -> list[Unapplied]:
    """Try all; where that fails, each half, down to the ones that cannot be. The rest flows on.

    `tried` answers why not, and then nothing of it has happened.
    """
    reason = tried(messages) if messages else None
    if reason is None:
        return []
    if len(messages) == 1:
        return [(messages[0], *reason)]
    middle = len(messages) // 2
    return halving(messages[:middle], tried) + halving(messages[middle:], tried)
