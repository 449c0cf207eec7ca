"""Changes from the log: decoding alone, and all the way into the other database, exactly once."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from _exchange import FILL, TABLE, Peak, arguments, databases, do, tell

from anhuan.exchange.adapters.contract import Outbox, Transport
from anhuan.exchange.adapters.postgres import slot
from anhuan.exchange.adapters.postgres.log_source import LogSource
from anhuan.exchange.adapters.postgres.replication import ReplicationStream
from anhuan.exchange.adapters.postgres.session import connect
from anhuan.exchange.adapters.stores import open_outbox
from anhuan.exchange.core.definition import Pipe, Receive, read
from anhuan.exchange.core.frames import Frame
from anhuan.exchange.core.pgoutput import Change, Decoder
from anhuan.exchange.running.collecting import Collector
from anhuan.exchange.running.pipe import Told
from anhuan.exchange.running.receiving import Receiving
from anhuan.exchange.running.sending import RouteSender
from anhuan.kernel.sm2 import load_or_make

SEND = """
version: 1
pipe: bench
source: {kind: postgres, url: "env:X", tables: [{name: public.t}]}
routes: [{to: far, transport: {kind: tcp, url: "tcp://x:1"}}]
"""
RECEIVE = 'version: 1\nreceive: bench@far\nsink: {kind: postgres, url: "env:Y", tables: [t]}'
COUNT = "select count(*), sum(hashtextextended(t::text, 0)::numeric) from t"


class Direct(Transport):
    """No link between: what is measured is the work."""

    def __init__(self, receiving: Receiving) -> None:
        self._receiving = receiving

    def ask(self, frame: Frame) -> Frame:
        """Straight into the receiver."""
        return self._receiving.answer(frame)

    def close(self) -> None:
        """Nothing to hang up."""


def changes(url: str, rows: int) -> int:
    """Four inserts, an update and a delete of some; how many changes that is."""
    do(url, FILL.format("t", 1, rows), "update t set note = 'x' where id % 4 = 0",
       "delete from t where id % 10 = 3")  # fmt: skip
    return rows + rows // 4 + rows // 10


def decoding(url: str, count: int) -> float:
    """Seconds for all of them, decoded, kept nowhere."""
    stream = ReplicationStream(url, "anhuan_bench", "anhuan_bench", 0)
    decoder, seen = Decoder(), 0
    began = time.perf_counter()
    while seen < count:
        said = stream.read(1.0)
        if isinstance(said, bytes):
            seen += isinstance(decoder.decode(said), Change)
    seconds = time.perf_counter() - began
    stream.close()
    return seconds


def whole_way(pipe: Pipe, source: str, store: str, target: str, secrets: Path, count: int) -> float:
    """Seconds from the log to the last commit over there, one thread for all of it."""
    receive = read(RECEIVE)
    assert isinstance(receive, Receive)
    key = load_or_make(secrets / "sm2")
    receiving = Receiving([receive], lambda _: target, lambda text: (key.sign(text), key.public))
    outbox: Outbox = open_outbox(store)
    told, source_of = Told(), LogSource(pipe, source)
    began = time.perf_counter()
    Collector(pipe, {}, outbox, told).run(source_of, lambda: told.collected >= count)
    sender = RouteSender("bench@far", outbox, Direct(receiving), 10_000)
    while sender.step():
        pass
    seconds = time.perf_counter() - began
    source_of.close()
    receiving.close()
    outbox.close()
    return seconds


def main() -> None:
    """Both."""
    rows = arguments(100_000).rows
    pipe = read(SEND)
    assert isinstance(pipe, Pipe)
    with (
        databases("source", "store", "target") as (source, store, target),
        TemporaryDirectory() as d,
    ):
        for url in (source, target):
            do(url, TABLE.format("t"))
        with connect(source) as connection:
            slot.ensure(connection, "bench", ["public.t"])
        count = changes(source, rows)
        decode_s = decoding(source, count)
        outbox = open_outbox(store)
        with outbox.writing("bench") as writing:
            writing.commit("0")
        outbox.close()
        with Peak() as peak:
            seconds = whole_way(pipe, source, store, target, Path(d), count)
        tell({
            "changes": count,
            "decoded_per_s": count / decode_s,
            "end_to_end_per_s": count / seconds,
            "peak_mb": peak.mb,
            "equal": do(source, COUNT) == do(target, COUNT),
        })  # fmt: skip


if __name__ == "__main__":
    main()
