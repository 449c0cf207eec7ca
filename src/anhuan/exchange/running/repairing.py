"""A log that was lost: a new beginning in it, then the differences alone; no full reload."""

from collections.abc import Callable, Sequence

from anhuan.exchange.adapters.contract import Outbox
from anhuan.exchange.adapters.secrets import resolve
from anhuan.exchange.adapters.sources import renew
from anhuan.exchange.core.definition import Pipe


def repair(pipe: Pipe, outbox: Outbox, comparers: Sequence[Callable[[], object]]) -> None:
    """The new beginning is made first, so that what changes during the comparison is not lost."""
    position = renew(pipe, resolve(pipe.source.url))
    for compare in comparers:
        compare()
    with outbox.writing(pipe.name) as writing:
        writing.commit(position)
