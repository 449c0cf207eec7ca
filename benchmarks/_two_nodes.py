"""Two nodes as they are run: one that sends, in this process, and one that receives in its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from anhuan.exchange.adapters.contract import Outbox
from anhuan.exchange.adapters.stores import open_outbox
from anhuan.exchange.core.definition import Pipe, read
from anhuan.exchange.running.pipe import RunningPipe
from anhuan.kernel.digest import sm3_hex
from anhuan.node.ports import free_port

TOKEN = "bench"
PIPE = """
version: 1
pipe: bench
source: {{kind: {kind}, url: "env:BENCH_SOURCE", tables: [{{name: {table}}}]}}
routes:
  - to: far
    batch: 10000
    in_flight: 2
    transport: {{kind: tcp, url: "tcp://127.0.0.1:{port}", token: "env:BENCH_TOKEN"}}
"""


@contextmanager
def receiver(folder: Path, definition: str, target: str = "") -> Iterator[tuple[int, int]]:
    """A node that takes what `definition` says; its HTTP and TCP ports, when both are open.
    `target` is what "env:BENCH_TARGET" stands for."""
    data, http, tcp = folder / "var", free_port(), free_port()
    (data / "exchange").mkdir(parents=True)
    (data / "secrets").mkdir(mode=0o700)
    passes = [{"name": "b", "token_sm3": sm3_hex(TOKEN.encode()), "routes": ["*"]}]
    (data / "secrets" / "exchange-passes.json").write_text(json.dumps(passes))
    (data / "exchange" / "all.yaml").write_text(definition)
    told = {"ANHUAN_DATA": data, "ANHUAN_EXCHANGE_HOST": "127.0.0.1", "PATH": "/usr/bin:/bin",
            "ANHUAN_EXCHANGE_PORT": http, "ANHUAN_EXCHANGE_TCP_PORT": tcp,
            "BENCH_TARGET": target}  # fmt: skip
    child = subprocess.Popen(
        [sys.executable, "-m", "anhuan.exchange.main"],
        env={name: str(value) for name, value in told.items()},
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(http)
        yield http, tcp
    finally:
        child.terminate()
        child.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the receiving node did not come up")


def sent(kind: str, table: str, source: str, store: str, port: int,
         is_collected: Callable[[Outbox], bool]) -> float:  # fmt: skip
    """Seconds from the start of the pipe until all it collected is acknowledged over there."""
    os.environ |= {"BENCH_SOURCE": source, "BENCH_TOKEN": TOKEN}
    pipe = read(PIPE.format(kind=kind, table=table, port=port))
    assert isinstance(pipe, Pipe)
    running = RunningPipe(pipe, store, {})
    with closing(open_outbox(store)) as outbox:
        began = time.perf_counter()
        running.start()
        while not is_collected(outbox) or not _is_sent(outbox):
            time.sleep(0.1)
        seconds = time.perf_counter() - began
        running.stop()
    return seconds


def _is_sent(outbox: Outbox) -> bool:
    state = outbox.state("bench@far")
    return state.acked == state.last
