"""A plant that sends and a province that receives: real processes, real databases, a real link."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

from anhuan.kernel.digest import sm3_hex
from anhuan.node.ports import free_port
from tests.exchange.servers import drop_database, make_database

TOKEN = "a token for tests"
PATIENCE_S = 120.0  # other tests work beside it
TABLE = """
    create table hazard (id int primary key, title text, level text default 'ordinary',
        amount numeric(12, 3), seen timestamptz, tags text[], extra jsonb, picture bytea)
"""
SEND = """
version: 1
pipe: hazards
source:
  {{kind: postgres, url: "env:PLANT_DB", capture: {capture}, tables: [{{name: public.hazard}}]}}
transforms: {transforms}
routes:
  - to: province
    transport: {{kind: {kind}, url: "{kind}://127.0.0.1:{port}{path}", token: "env:TOKEN"}}
    batch: {batch}
"""
RECEIVE = """
version: 1
receive: hazards@province
sink: {{kind: postgres, url: "env:PROVINCE_DB", tables: [public.hazard]{sink}}}
"""


class Process:
    """One `python -m anhuan.exchange.main` over its own data folder."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        self.child: subprocess.Popen[bytes] | None = None
        self.prefix: list[str] = []  # what stands before the command
        (folder / "exchange").mkdir(parents=True)
        (folder / "secrets").mkdir(mode=0o700)

    def define(self, name: str, text: str) -> None:
        (self.folder / "exchange" / f"{name}.yaml").write_text(text, encoding="utf-8")

    def start(self) -> None:
        clean = {name: value for name, value in os.environ.items()
                 if name not in ("DATABASE_URL", "NATS_URL", "DJANGO_SETTINGS_MODULE")}  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self.child = subprocess.Popen(
                [*self.prefix, sys.executable, "-m", "anhuan.exchange.main"],
                env=clean | {"ANHUAN_DATA": str(self.folder)} | self.environment,
                stdout=log, stderr=log,
            )  # fmt: skip

    def kill(self, number: int = signal.SIGKILL) -> None:
        if self.child is not None:
            self.child.send_signal(number)
            self.child.wait(20)
        self.child = None

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")


class Pair:
    """Both sides."""

    def __init__(self, server: str, folder: Path) -> None:
        self.server = server
        self.plant_db, self.province_db = (make_database(server, n) for n in ("plant", "province"))
        self.http, self.tcp, self.plant_http = free_port(), free_port(), free_port()
        self.plant = Process(folder / "plant", {
            "PLANT_DB": self.plant_db, "TOKEN": TOKEN, "ANHUAN_EXCHANGE_STORE": self.plant_db,
            "ANHUAN_EXCHANGE_PORT": str(self.plant_http), "ANHUAN_EXCHANGE_HOST": "127.0.0.1",
        })  # fmt: skip
        self.province = Process(folder / "province", {
            "PROVINCE_DB": self.province_db, "ANHUAN_EXCHANGE_PORT": str(self.http),
            "ANHUAN_EXCHANGE_TCP_PORT": str(self.tcp), "ANHUAN_EXCHANGE_HOST": "127.0.0.1",
        })  # fmt: skip
        passes = [
            {"name": "test", "token_sm3": sm3_hex(TOKEN.encode()), "routes": ["*", "!manage"]}
        ]
        for side in (self.plant, self.province):
            (side.folder / "secrets" / "exchange-passes.json").write_text(json.dumps(passes))
        for url in (self.plant_db, self.province_db):
            self.do(url, TABLE)

    def define(
        self, *, kind: str = "tcp", capture: str = "log", transforms: str = "[]", sink: str = "",
        batch: int = 500, port: int = 0,
    ) -> None:  # fmt: skip
        port = port or (self.tcp if kind.startswith("tcp") else self.http)
        path = "/exchange" if kind.startswith("http") else ""
        text = SEND.format(kind=kind, port=port, path=path, capture=capture,
                           transforms=transforms, batch=batch)  # fmt: skip
        self.plant.define("hazards", text)
        self.province.define("hazards", RECEIVE.format(sink=sink))

    def start(self) -> None:
        self.province.start()
        self.plant.start()

    def do(self, url: str, *queries: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("set timezone = 'UTC'")
            for query in queries:
                cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else []

    def plant_do(self, *queries: str) -> list[tuple[Any, ...]]:
        return self.do(self.plant_db, *queries)

    def province_do(self, *queries: str) -> list[tuple[Any, ...]]:
        return self.do(self.province_db, *queries)

    def rows(self, url: str, table: str = "hazard") -> tuple[int, str]:
        """How many, and the MD5 of all of them in order."""
        query = f"select count(*), md5(string_agg(t::text, '|' order by id)) from {table} t"
        return self.do(url, query)[0]  # type: ignore[return-value]

    def wait_equal(self, table: str = "hazard") -> tuple[int, str]:
        """Until both sides hold the same rows; answers them."""
        wait_for(
            lambda: self.rows(self.plant_db, table) == self.rows(self.province_db, table), self.told
        )
        return self.rows(self.province_db, table)

    def told(self) -> str:
        """What both sides say, for a test that fails."""
        held = "select why, code, reason, table_name, key from exchange.held"
        seat = "select route, epoch, contiguous, islands from exchange.seat"
        found = [self.province_do(held), self.province_do(seat), self.plant_do(held)]
        found += [self.plant_do("select * from exchange.route, exchange.position")]
        slots = (
            "select slot_name, active, confirmed_flush_lsn, wal_status from pg_replication_slots"
        )
        found += [self.plant_do(slots)]
        found += [self.rows(self.plant_db), self.rows(self.province_db)]
        logs = [side.log()[-3000:] for side in (self.plant, self.province)]
        return "\n".join(map(str, found + logs))

    def ask(self, method: str, port: int, path: str, body: bytes | None = None) -> Any:
        """The management interface of one side."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}{path}", data=body, headers=headers, method=method
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def wait_answer(self, port: int) -> None:
        """Until that side's door is open."""

        def answers() -> bool:
            with suppress(OSError, urllib.error.URLError):
                return self.ask("GET", port, "/pipes") is not None
            return False

        wait_for(answers)

    def close(self) -> None:
        for side in (self.plant, self.province):
            side.kill()
        for url in (self.plant_db, self.province_db):
            drop_database(self.server, url)


def wait_for(
    is_so: Callable[[], object],
    told: Callable[[], str] = lambda: "",
    patience_s: float = PATIENCE_S,
) -> None:
    """Poll until it is so."""
    until = time.monotonic() + patience_s
    while not is_so():
        assert time.monotonic() < until, told()
        time.sleep(0.05)
