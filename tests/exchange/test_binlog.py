"""MariaDB's binary log as a source: every change, from the exact place, and what then if not."""

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from anhuan.exchange.adapters.contract import LogLost, Portion, SourceTrouble
from anhuan.exchange.adapters.databases import open_inbox
from anhuan.exchange.adapters.mysql.binlog_source import BinlogSource
from anhuan.exchange.core.definition import Pipe, Receive, read
from anhuan.exchange.core.drafting import Change
from anhuan.exchange.core.envelope import Op
from tests.exchange import mariadb
from tests.exchange.pair import Pair, wait_for
from tests.exchange.places import RECEIVE, Place, Sending, message, row

SEND = """
version: 1
pipe: {name}
source: {{kind: mariadb, url: "env:PLANT_DB", tables: [{{name: {table}}}]}}
routes:
  - {{to: province, transport: {{kind: tcp, url: "tcp://127.0.0.1:{port}", token: "env:TOKEN"}}}}
"""
Row = dict[str, Any]


@pytest.fixture
def place(mariadb_server: str) -> Place:
    found = Place("mariadb", mariadb.make_database(mariadb_server))
    found.make()
    return found


class Following:
    """A far side kept in memory: what the changes come to."""

    def __init__(self, place: Place, table: str = "hazard", position: str | None = None) -> None:
        pipe = read(SEND.format(name="following", table=table, port=1))
        assert isinstance(pipe, Pipe)
        self.source = BinlogSource(pipe, place.url)
        self.portions: Iterator[Portion] = self.source.follow(position)
        self.position = position
        self.rows: dict[tuple[str, ...], Row] = {}
        self.ops: list[Op] = []

    def until(self, count: int) -> None:
        """Until so many changes of rows have come, and the log has nothing more."""
        for portion in islice(self.portions, 200):
            for change in portion.changes:
                self._note(change)
            self.position = portion.position or self.position
            if len(self.ops) >= count and not portion.changes:
                return
        raise AssertionError(f"{len(self.ops)} of {count}: {self.ops}")

    def _note(self, change: Change) -> None:
        if change.op is Op.TRUNCATE:
            self.rows.clear()
        if change.op in (Op.SCHEMA, Op.TRUNCATE):
            return
        self.ops.append(change.op)
        key = tuple(str(change.row[name]) for name in change.key)
        self.rows.pop(key, None)
        if change.op is not Op.DELETE:
            self.rows[key] = change.row


@pytest.mark.clause("EXC-053", "EXC-058")
@pytest.mark.parametrize("settings", ["", "compressed and minimal"])
def test_every_change_from_the_exact_place(place: Place, settings: str) -> None:
    if settings:
        place.do("set global log_bin_compress = on", "set global log_bin_compress_min_len = 10",
                 "set global binlog_row_image = 'MINIMAL'")  # fmt: skip
    try:
        place.do("insert into hazard (id, title) values (1, 'one'), (2, 'two')")
        one = Following(place)
        one.until(2)
        place.do(
            "insert into hazard values (3, 'three', 1.125, '2026-01-01 00:00:00.5', x'00ff')",
            "update hazard set title = repeat('改', 100) where id = 1",
            "update hazard set id = 20 where id = 2",
            "delete from hazard where id = 3",
            "insert into hazard (id, title) select seq, seq from seq_100_to_199",
        )
        one.until(2 + 4 + 100)
        assert sorted(one.rows.values(), key=lambda r: str(r["id"])) == place.rows()
        one.source.close()
        place.do("update hazard set title = 'while away' where id = 150")
        again = Following(place, position=one.position)
        again.until(1)
        assert [found["title"] for found in again.rows.values()] == ["while away"]
        assert again.ops == [Op.UPDATE], "nothing twice, nothing left out"
        again.source.close()
    finally:
        place.do("set global log_bin_compress = off", "set global binlog_row_image = 'FULL'")


def test_wide_rows_of_one_transaction_come_in_portions_that_fit_into_memory(place: Place) -> None:
    """40 rows of 1 MB: none is kept back until all of them are read."""
    one = Following(place)
    one.until(0)
    place.do("alter table hazard modify title longtext")
    place.do("insert into hazard (id, title) select seq, repeat('x', 1000000) from seq_1_to_40")
    counts: list[int] = []
    while sum(counts) < 40:
        portion = next(one.portions)
        counts.append(sum(change.op is Op.UPDATE for change in portion.changes))
    one.source.close()
    assert max(counts) == 17, counts  # the row that reaches 16 MB is the last


def test_a_column_is_added_and_the_table_emptied(place: Place) -> None:
    one = Following(place)
    one.until(0)
    place.do(
        "insert into hazard (id, title) values (1, 'one')",
        "alter table hazard add more text default 'new', drop picture",
        "insert into hazard (id, title) values (2, 'two')",
    )
    one.until(2)
    assert sorted(one.rows.values(), key=lambda r: str(r["id"])) == place.rows()
    assert one.rows["2",]["more"] == "new"
    place.do("/* why */ truncate table `hazard`", "insert into hazard (id, title) values (3, 'x')")
    one.until(3)
    assert list(one.rows) == [("3",)]
    one.source.close()


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("bigint unsigned", ["0", "18446744073709551615"]),
        ("mediumint", ["-8388608", "8388607"]),
        ("char(36)", ["'0b7f3c1e-3c1e-4c1e-8c1e-0b7f3c1e0b7f'", "'短'"]),
        ("varchar(400) character set gbk", ["'安环'", "repeat('x', 300)"]),
        ("decimal(20, 6)", ["-1234567890.123456", "0.000001", "99999999999999.999999"]),
        ("date", ["'2026-02-28'", "'1999-12-31'"]),
        ("datetime(3)", ["'2026-02-28 23:59:59.007'", "'2026-01-01'"]),
        ("varbinary(16)", ["x'00ff'", "x''"]),
    ],
)
def test_keys_of_every_kind_are_read_from_the_log(place: Place, kind: str, keys: list[str]) -> None:
    """Behind columns of every other kind, which are stepped over."""
    place.do(f"""create table wide (a float, b double, c bit(9), d enum('x','y'), e set('p','q'),
        f time(2), g timestamp(4) null, h year, i json, j decimal(5,3), k char(100), l tinyblob,
        id {kind} primary key)""")  # fmt: skip
    one = Following(place, "wide")
    one.until(0)
    rest = (
        "1.5, 2.5, b'1', 'y', 'p,q', '10:00:00.25', now(4), 2026, '{}', -1.125, "
        "repeat('k', 90), 'l'"
    )
    for key in keys:
        place.do(f"insert into wide values ({rest}, {key})")
    place.do(f"update wide set a = null, k = '', l = null where id = {keys[0]}",
             f"delete from wide where id = {keys[-1]}")  # fmt: skip
    one.until(len(keys))
    there = place.do("select id, a, k from wide")
    assert len(one.rows) == len(there) == len(keys) - 1
    found = {(key[0], r["a"], r["k"]) for key, r in one.rows.items()}
    assert kind.startswith(("datetime", "varbinary")) or found == set(there)
    one.source.close()


def test_a_purged_log_and_one_that_is_none_are_told(place: Place) -> None:
    gone = Following(place, position="log.000000:4")
    with pytest.raises(LogLost, match="比对"):
        gone.until(1)
    gone.source.close()
    database = place.url.rpartition("/")[2]
    place.do(f"create user {database}@'%' identified by 'x'",
             f"grant select on {database}.* to {database}@'%'")  # fmt: skip
    poor = Place("mariadb", place.url.replace("root@", f"{database}:x@"))
    with closing((one := Following(poor)).source), pytest.raises(SourceTrouble, match="授权"):
        one.until(1)
    place.do(f"grant select, lock tables on {database}.* to {database}@'%'",
             f"grant replication slave, binlog monitor on *.* to {database}@'%'")  # fmt: skip
    with closing((one := Following(poor)).source):  # with what the how-to grants
        one.until(0)
        place.do("insert into hazard (id, title) values (1, 'one')")
        one.until(1)


@pytest.mark.clause("EXC-058", "EXC-067")
def test_into_postgresql_with_a_kill_and_a_purged_log(pair: Pair, place: Place) -> None:
    place.do("insert into hazard (id, title) select seq, concat('t', seq) from seq_1_to_300")
    pair.define()
    pair.plant.define("hazards", SEND.format(name="hazards", table="hazard", port=pair.tcp))
    pair.plant.environment["PLANT_DB"] = place.url
    pair.start()

    def is_equal() -> bool:
        there = pair.province_do("select h.id::text, title from hazard h order by h.id")
        return there == place.do("select id, title from hazard order by id")

    wait_for(is_equal, pair.told)
    place.do("update hazard set title = 'seen' where id < 10", "delete from hazard where id > 200")
    wait_for(is_equal, pair.told)
    pair.plant.kill()
    place.do("update hazard set title = 'unseen' where id = 20", "flush binary logs",
             "delete from hazard where id = 21", "flush binary logs")  # fmt: skip
    newest = place.do("show master status")[0][0]
    place.do(f"purge binary logs to '{newest}'")
    pair.plant.start()
    wait_for(is_equal, pair.told)
    place.do("insert into hazard (id, title) values (999, 'after')")
    wait_for(is_equal, pair.told)
    sent = pair.plant_do("select last from exchange.route where route = 'hazards@province'")
    assert sent[0][0] < 450, "no full reload"


def test_an_upsert_never_takes_one_row_for_another(place: Place) -> None:
    """Another unique index: `on duplicate key` would change the row that has the value there."""
    place.do("alter table hazard add unique (title(50))")
    with closing(place.inbox()) as inbox:
        one = Sending(inbox)
        one.send(message(1, Op.INSERT, row(1, "a")), message(2, Op.INSERT, row(2, "b")))
        one.send(message(3, Op.INSERT, row(3, "a")))
        assert len(inbox.held()) == 1
        one.send(message(4, Op.UPDATE, row(1, "c")), message(5, Op.UPDATE, row(3, "a")))
    assert place.do("select id, title from hazard order by id") == [
        ("1", "c"), ("2", "b"), ("3", "a")
    ]  # fmt: skip


def test_a_table_without_transactions_is_refused(place: Place) -> None:
    place.do("alter table hazard engine = MyISAM")
    with closing(place.inbox()) as inbox:
        Sending(inbox).send(message(1, Op.INSERT, row(1)))
        assert "InnoDB" in inbox.held()[0]["reason"]


@pytest.mark.clause("EXC-051")
def test_two_ways_without_echo_and_the_later_word_stands(place: Place) -> None:
    """What our sink writes is not told again by our source; of two changes the later one stands."""
    place.do("insert into hazard (id, title, seen) values (1, 'ours', '2026-01-02'), "
             "(2, 'ours', '2026-01-02')")  # fmt: skip
    following = Following(place)
    following.until(2)
    policy = "\nconflict: {rule: clock, truth: there, clock: seen}"
    receive = read(RECEIVE.format(kind="mariadb", more="") + policy)
    assert isinstance(receive, Receive)
    with closing(open_inbox(receive, place.url, lambda text: ("s", "p"), Path())) as inbox:
        one = Sending(inbox)
        one.send(message(1, Op.UPDATE, row(1, "later", seen="2026-01-03 00:00:00+00")),
                 message(2, Op.UPDATE, row(2, "earlier", seen="2026-01-01 00:00:00+00")),
                 message(3, Op.INSERT, row(3, "new")))  # fmt: skip
        assert inbox.held() == []
    assert [one["title"] for one in place.rows()] == ["later", "ours", "new"]
    place.do("update hazard set title = 'again' where id = 3")
    following.until(3)
    assert len(following.ops) == 3, "the three messages have not come back"
    assert following.rows[("3",)]["title"] == "again"
    following.source.close()
