"""What the exchange's benchmarks share: a server with logical decoding, memory, and rates."""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.exchange.servers import drop_database, make_database, postgres

TABLE = """
    create table {} (id bigint primary key, device uuid, kind text, value numeric(12, 3),
        seen timestamptz, area text, is_open boolean, note text, x float8, y float8)
"""
FILL = """
    insert into {} select n, md5(n::text)::uuid, 'kind ' || n % 9, n * 0.125,
        '2026-01-01'::timestamptz + n * interval '1 second', 'area ' || n % 50, n % 3 = 0,
        repeat('note ', 8), n * 0.1, n * 0.2 from generate_series({}, {}) n
"""


def arguments(rows: int) -> argparse.Namespace:
    """`--rows` of a benchmark."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rows", type=int, default=rows)
    return parser.parse_args()


@contextmanager
def databases(*names: str) -> Iterator[list[str]]:
    """Empty databases on one fresh server."""
    with postgres() as server:
        made = [make_database(server, name) for name in names]
        try:
            yield made
        finally:
            for url in made:
                drop_database(server, url)


def do(url: str, *queries: str) -> list[tuple[object, ...]]:
    """Run; the rows of the last."""
    with psycopg.connect(url, autocommit=True) as connection:
        for query in queries:
            cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class Peak:
    """The most memory this process and its children had, MB, looked at 20 times a second."""

    def __enter__(self) -> Peak:
        self.mb, self._over = 0.0, threading.Event()
        self._before = _resident_mb()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def _look(self) -> None:
        while not self._over.wait(0.05):
            self.mb = max(self.mb, _resident_mb())

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def _resident_mb() -> float:
    me = psutil.Process(os.getpid())
    total = me.memory_info().rss
    for child in me.children(recursive=True):
        try:
            if "postgres" not in child.name():
                total += child.memory_info().rss
        except psutil.Error:
            continue
    return total / 1e6


def tell(found: dict[str, object]) -> None:
    """The one JSON object."""
    rounded = {k: round(v, 3) if isinstance(v, float) else v for k, v in found.items()}
    print(json.dumps(rounded, ensure_ascii=False))
