"""kill -9 of either side at every step, and bad links: at the end both hold the same rows."""

import random
import socket
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from itertools import product

import psycopg
import pytest

from anhuan.exchange.core.frames import Frame, Kind
from tests.exchange.pair import TOKEN, Pair, wait_for
from tests.exchange.proxy import Proxy
from tests.exchange.test_flow import ROWS

WAITS = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = '{}'"
DEFERRED = """
    create function hold() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(7); return null; end $$;
    create constraint trigger hold after insert on hazard deferrable initially deferred
        for each row execute function hold();
"""


def change(pair: Pair, first: int) -> None:
    """Some of everything."""
    pair.plant_do(
        ROWS.format(first, first + 99),
        f"update hazard set title = title || '!' where id % 3 = 0 and id >= {first}",
        "delete from hazard where id % 10 = 1",
    )


def hold(url: str, query: str) -> psycopg.Connection[tuple[object, ...]]:
    """A transaction that keeps others waiting until it is closed."""
    connection = psycopg.connect(url)
    connection.execute(query)
    return connection


def is_waiting(pair: Pair, url: str) -> Callable[[], bool]:
    name = url.rpartition("/")[2]
    return lambda: pair.do(url, WAITS.format(name)) != [(0,)]


@pytest.mark.clause("EXC-067")
def test_collector_killed_after_the_outbox_and_before_commit(pair: Pair) -> None:
    pair.define()
    pair.start()
    change(pair, 1)
    pair.wait_equal()
    with hold(pair.plant_db, "lock table exchange.position in exclusive mode"):
        change(pair, 101)
        wait_for(is_waiting(pair, pair.plant_db), pair.told)
        pair.plant.kill()
    pair.plant.start()
    change(pair, 201)
    assert pair.wait_equal()[0] == 270


@pytest.mark.clause("EXC-067")
def test_receiver_killed_after_applying_and_before_commit(pair: Pair) -> None:
    pair.province_do(DEFERRED)
    pair.define(kind="http")
    pair.start()
    with hold(pair.province_db, "select pg_advisory_xact_lock(7)"):
        change(pair, 1)
        wait_for(is_waiting(pair, pair.province_db), pair.told)
        pair.province.kill()
    pair.province.start()
    assert pair.wait_equal()[0] == 90


@pytest.mark.clause("EXC-062", "EXC-067")
def test_answers_lost_and_sender_killed_before_it_hears(pair: Pair) -> None:
    with Proxy(pair.tcp) as link:
        pair.define(port=link.port)
        link.back = lambda data: None if len(data) > 200 else data  # greetings pass, receipts not
        pair.start()
        change(pair, 1)
        seen = "select coalesce(max(contiguous), 0) from exchange.seat"
        wait_for(lambda: pair.province_do("select to_regclass('exchange.seat')") != [(None,)])
        wait_for(lambda: pair.province_do(seen) != [(0,)], pair.told)
        pair.plant.kill()
        link.back = lambda data: data
        pair.plant.start()
        change(pair, 101)
        pair.wait_equal()
    assert pair.province_do("select count(*) from exchange.held") == [(0,)]


@pytest.mark.clause("EXC-067", "EXC-069")
def test_both_sides_killed_again_and_again(pair: Pair) -> None:
    chance = random.Random(20261122)
    with Proxy(pair.http) as link:
        pair.define(kind="http", batch=20, port=link.port)
        pair.start()
        for first in range(1, 1001, 100):
            change(pair, first)
            time.sleep(chance.random() * 0.5)
            victim = chance.choice([pair.plant, pair.province, None])
            if victim is None:
                link.cut()
            else:
                victim.kill()
                victim.start()
        assert pair.wait_equal()[0] == 900


@pytest.mark.clause("EXC-063")
def test_a_link_that_flips_bits_and_truncates(pair: Pair) -> None:
    chance = random.Random(7)

    def damaged(data: bytes) -> bytes:
        fate = chance.random()
        if fate < 0.15:
            place = chance.randrange(len(data))
            return (
                data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
            )
        return data[: len(data) // 2] if fate < 0.2 else data

    with Proxy(pair.tcp) as link:
        pair.define(port=link.port, batch=50)
        pair.start()
        change(pair, 1)
        pair.wait_equal()
        link.there = damaged
        for first in range(101, 501, 100):
            change(pair, first)
        time.sleep(3)
        link.there = lambda data: data
        link.cut()  # where a length was damaged, the other side still waits for the rest
        assert pair.wait_equal()[0] == 450


@pytest.mark.clause("EXC-063", "EXC-069")
def test_strangers_at_the_doors(pair: Pair) -> None:
    chance = random.Random(20261123)
    pair.define()
    pair.start()
    change(pair, 1)
    pair.wait_equal()
    for noise in (b"GET / HTTP/1.1\r\n\r\n", b"AHX1\x02\xff\xff\xff\xff\0\0\0\0", bytes(5000)):
        with socket.create_connection(("127.0.0.1", pair.tcp)) as stranger:
            stranger.sendall(noise)
            stranger.settimeout(5)
            assert stranger.recv(100) in (b"",)
    before = size_of(pair)
    for number in range(200):
        noise = chance.randbytes(chance.randrange(2000))
        by = [None, "nobody's", TOKEN][number % 3]
        path = ["exchange", "soap", "files/hazards@province", "files/../x", ""][number % 5]
        assert asked(pair.http, path, noise, by) in (400, 401, 403, 404, 405, 412, 500), path
    for kind, said in product(Kind, (b"", b"{}", b"[]", b'{"route": 1}', b"\0\x02{}x")):
        assert asked(pair.http, "exchange", Frame(kind, said).encode(), TOKEN) in (200, 400)
    change(pair, 101)
    assert pair.wait_equal()[0] == 180
    assert pair.province.child and pair.province.child.poll() is None
    assert "Traceback" not in pair.province.log()
    assert size_of(pair) - before < 200_000, "nothing of it is kept but a line here and there"
    assert pair.province_do("select count(*) from exchange.held") == [(0,)]


def size_of(pair: Pair) -> int:
    """Bytes in the receiver's folder."""
    return sum(one.stat().st_size for one in pair.province.folder.rglob("*") if one.is_file())


def asked(port: int, path: str, body: bytes, token: str | None) -> int:
    """The status a stranger gets."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    with closing(connection):
        connection.request("POST", f"/{path}", body, headers)
        return connection.getresponse().status
