"""What the rules of a pipe make of a whole table that is copied at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from anhuan.exchange.core.definition import Fault, Faulty, Pipe, read

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rules:
    """A pipe's document and the keys of its ciphers: another process can be told both."""

    document: str
    keys: Mapping[str, bytes]

    def pipe(self) -> Pipe:
        """The pipe of the document. Raises `Faulty`, also when it is a receiver's or sends here
        these rows and there others."""
        found = read(self.document)
        if not isinstance(found, Pipe):
            raise Faulty([Fault("文档", "pipe_wanted", "整表复制要发送端的定义（pipe:）")])
        if len(found.routes) > 1 and any(route.when for route in found.routes):
            text = "几个去向各有条件时不能整表复制，请另写只有一个去向的定义"
            raise Faulty([Fault("routes", "one_route", text)])
        return found

    def reader(self) -> Callable[[Row], list[Row]]:
        """From a row to the rows that go; none when it stays here. It raises `Unfit`."""
        pipe, keys = self.pipe(), self.keys
        chain, when = pipe.transforms, pipe.routes[0].when
        if when is None:
            return lambda row: chain.apply(row, keys)
        return lambda row: [one for one in chain.apply(row, keys) if when.holds(one)]


def is_row_for_row(pipe: Pipe) -> bool:
    """Does every row become exactly one? Then both sides have equal ranges of keys."""
    is_whole = pipe.routes[0].when is None and "filter" not in pipe.transforms.names
    return is_whole and not pipe.transforms.is_multiplying
