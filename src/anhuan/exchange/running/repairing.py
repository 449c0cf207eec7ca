"""A slot that was lost: a new one, then the differences alone; no full reload."""

from collections.abc import Callable, Sequence

from anhuan.exchange.adapters.contract import Outbox
from anhuan.exchange.adapters.postgres import slot
from anhuan.exchange.adapters.postgres.replication import SlotLost
from anhuan.exchange.adapters.postgres.session import connect
from anhuan.exchange.adapters.secrets import resolve
from anhuan.exchange.core.definition import Pipe

__all__ = ["SlotLost", "repair"]


def repair(pipe: Pipe, outbox: Outbox, comparers: Sequence[Callable[[], object]]) -> None:
    """The new slot is made first, so that what changes during the comparison is not lost."""
    with connect(resolve(pipe.source.url)) as connection:
        slot.drop(connection, pipe.name)
        slot.ensure(connection, pipe.name, [table.name for table in pipe.tables])
        state = slot.state(connection, pipe.name)
    for compare in comparers:
        compare()
    assert state
    with outbox.writing(pipe.name) as writing:
        writing.commit(str(state.confirmed))
