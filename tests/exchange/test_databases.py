"""One suite for every kind of database, as the end of a route and as a side of a proof.

OceanBase is a real one (seekdb). KingbaseES' driver and words, and those for openGauss, are run
against PostgreSQL, whose protocol both speak; what has no server here is one more word in `KINDS`
away from this suite.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from anhuan.exchange.adapters.databases import open_tables
from anhuan.exchange.adapters.sources import open_source
from anhuan.exchange.adapters.storage.sqlite_outbox import SqliteOutbox
from anhuan.exchange.core import answers, chunks
from anhuan.exchange.core.answers import Refusal
from anhuan.exchange.core.chunks import Range
from anhuan.exchange.core.definition import Pipe, Receive, read
from anhuan.exchange.core.envelope import Op
from anhuan.exchange.running.comparing import Comparer
from anhuan.exchange.running.receiving import Receiving
from anhuan.exchange.running.sending import RouteSender
from anhuan.exchange.running.told import Told
from anhuan.kernel.sm2 import load_or_make
from tests.exchange import mariadb, servers
from tests.exchange.places import (
    COLUMNS,
    MYSQL,
    NAMES,
    Near,
    Place,
    Sending,
    message,
    row,
    sqlite_file,
)

KINDS = ["postgres", "mariadb", "sqlite", "oceanbase", "kingbase", "opengauss"]
INS, UPD, DEL = Op.INSERT, Op.UPDATE, Op.DELETE
pytestmark = pytest.mark.clause("EXC-053")


def make_place(kind: str, request: pytest.FixtureRequest, folder: Path) -> Place:
    if kind == "sqlite":
        found = Place(kind, sqlite_file(folder))
    elif kind in MYSQL:
        found = Place(kind, mariadb.make_database(request.getfixturevalue(f"{kind}_server")))
    else:
        server = request.getfixturevalue("server")
        found = Place(kind, servers.make_database(server, "there"))
        request.addfinalizer(lambda: servers.drop_database(server, found.url))
    found.make()
    return found


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    return make_place(request.param, request, tmp_path)


def titles(place: Place) -> dict[int, str]:
    return {int(n): str(t) for n, t in place.do("select id, title from hazard")}


@pytest.mark.clause("EXC-062")
def test_twice_late_and_out_of_order_is_once_and_in_order(place: Place) -> None:
    with closing(place.inbox()) as inbox:
        one = Sending(inbox)
        first = [message(n, INS, row(n, f"t{n}")) for n in (1, 2, 3)]
        said = one.send(*first)
        assert (said.contiguous, said.missing) == (3, [])
        assert said.receipts
        assert one.send(*first) == said, "the same again gets the same receipt"
        late = message(6, INS, row(1, "again"))
        assert one.send(late).missing == [(4, 5)]
        assert titles(place) == {1: "t1", 2: "t2", 3: "t3"}, "what waits is not applied"
        assert one.send(message(4, DEL, row(1)), message(5, DEL, row(2))).contiguous == 6
        assert titles(place) == {1: "again", 3: "t3"}
    with closing(place.inbox()) as inbox:  # another process: all of it was on disk
        assert Sending(inbox, "two").ack.contiguous == 6


@pytest.mark.clause("EXC-063")
def test_what_cannot_be_applied_waits_and_the_rest_flows_on(place: Place) -> None:
    with closing(place.inbox()) as inbox:
        one = Sending(inbox)
        rows = [row(n, None if n == 5 else f"t{n}") for n in range(1, 10)]
        one.send(*[message(n, INS, body) for n, body in enumerate(rows, 1)])
        assert len(titles(place)) == 8
        (held,) = inbox.held()
        assert (held["key"], held["why"]) == ('["5"]', "dead")
        assert held["reason"]
        assert inbox.replay(held["id"]) == held["reason"], "as it is it cannot be"
        assert inbox.replay(held["id"], orjson.dumps(row(5, "mended"))) == ""
        assert titles(place)[5] == "mended"
        one.send(message(10, UPD, row(6, None)), message(11, UPD, row(6, "newer")))
        one.send(message(12, UPD, row(7, None)))
        one.send(message(13, UPD, row(7, "newer")))
        assert inbox.held() == [], "newer data closes an old letter"
        assert inbox.standing()["dead"] == 0


def test_all_rows_gone_or_marked(place: Place) -> None:
    with closing(place.inbox()) as inbox:
        one = Sending(inbox)
        one.send(message(1, INS, row(1)), message(2, INS, row(2)), message(3, Op.TRUNCATE),
                 message(4, INS, row(3)))  # fmt: skip
        assert list(titles(place)) == [3]
    with closing(place.inbox(', deletes: mark, mark: {title: "gone"}')) as inbox:
        two = Sending(inbox, "two")
        two.send(message(5, INS, row(4)), message(6, INS, row(5)), message(7, DEL, row(4)))
        assert titles(place) == {3: "x", 5: "x"}, "what came and went at once was never there"
        two.send(message(8, DEL, row(5)))
        assert titles(place) == {3: "x", 5: "gone"}


def test_a_table_that_drifts_waits_for_people(place: Place) -> None:
    with closing(place.inbox()) as inbox:
        one = Sending(inbox)
        one.send(message(1, Op.SCHEMA, COLUMNS), message(2, INS, row(1)))
        one.send(message(3, Op.SCHEMA, COLUMNS[:-1]), message(4, INS, row(2)))
        assert list(titles(place)) == [1]
        (paused,) = inbox.standing()["paused"]
        assert (paused["table"], paused["kept"]) == ("hazard", 1)
        assert inbox.resume_table("hazard") == 1
        one.send(message(5, INS, row(3)))
        assert list(titles(place)) == [1, 2, 3]


def test_who_comes_later_holds_the_route(place: Place) -> None:
    with closing(place.inbox()) as inbox:
        one, two = Sending(inbox, "one"), Sending(inbox, "two")
        said = one.say(message(1, INS, row(1)))
        assert isinstance(said, Refusal)
        assert said.code == answers.STALE_EPOCH
        assert two.send(message(1, INS, row(1))).contiguous == 1


ROWS = [
    row(1, 'a "b", \\ (c)', amount="1.125", seen="2026-01-01 00:00:00.5+00", picture="\\x00ff5c"),
    row(2, "", amount="-0.001", seen="2026-06-30 23:59:59+00", picture="\\x"),
    row(3, "阀门 🔥\n'x'", amount="999999999.000"),
    row(10, "NULL"),
]


def test_equal_rows_prove_equal_whatever_keeps_them(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    found = []
    for kind in KINDS:
        place = make_place(kind, request, tmp_path)
        with closing(place.inbox()) as inbox:
            Sending(inbox).send(*[message(n, INS, body) for n, body in enumerate(ROWS, 1)])
            assert inbox.held() == []
        assert place.rows() == sorted(ROWS, key=lambda one: str(one["id"])), kind
        with closing(open_tables(kind, place.url)) as tables:
            spans = chunks.cut(tables.boundaries("hazard", 2))
            assert spans == [Range(None, ("2",)), Range(("2",), ("10",)), Range(("10",), None)]
            found.append((tables.digests("hazard", list(NAMES), spans),
                          tables.row_digests("hazard", list(NAMES), spans)))  # fmt: skip
    assert all(one == found[0] for one in found)


def test_text_keys_are_cut_by_their_bytes(place: Place) -> None:
    """`a` stands before `B` in most alphabets, behind it in bytes; two columns cut as one."""
    place.do(
        "create table pair (a varchar(20), b int, primary key (b, a))",
        "insert into pair values ('a', 1), ('B', 1), ('é', 1), ('a', 2), ('Z', 2), ('C', 2)",
    )
    with closing(open_tables(place.kind, place.url)) as tables:
        cuts = tables.boundaries("pair", 2)
        assert cuts == [("1", "a"), ("2", "C"), ("2", "a")]
        rows = [one.rows for one in tables.digests("pair", ["a"], chunks.cut(cuts))]
        assert rows == [2, 2, 2, 0]
        keys = tables.row_digests("pair", ["a"], [Range(("1", "a"), ("2", "C"))])
        assert set(keys) == {("1", "é"), ("2", "C")}


def test_a_copy_goes_on_where_it_stopped(place: Place) -> None:
    numbers = ", ".join(f"({n}, 't{n}')" for n in range(1, 5004))
    place.do(f"insert into hazard (id, title) values {numbers}")
    pipe = read(f"""
version: 1
pipe: hazards
source: {{kind: {place.kind}, url: "x", capture: once, tables: [{{name: hazard}}]}}
routes: [{{to: there, transport: {{kind: tcp, url: "tcp://x:1"}}}}]
""")
    assert isinstance(pipe, Pipe)
    first, second = open_source(pipe, place.url), open_source(pipe, place.url)
    assert first
    assert second
    told = iter(first.follow(None))
    assert next(told).changes[0].op is Op.SCHEMA
    portions = [next(told), next(told)]
    assert [len(one.changes) for one in portions] == [200, 1600]  # more, as the rows are narrow
    first.close()
    rest = [one for more in second.follow(portions[-1].position) for one in more.changes]
    assert [one.row["title"] for one in rest] == [f"t{n}" for n in range(1801, 5004)]
    second.close()


COMPARED = """
version: 1
pipe: hazards
source: {{kind: {kind}, url: "x", capture: compare, tables: [{{name: hazard}}]}}
routes: [{{to: here, transport: {{kind: tcp, url: "tcp://x:1"}}}}]
"""


@pytest.mark.clause("EXC-058")
@pytest.mark.parametrize(
    ("source", "sink"),
    [
        ("sqlite", "mariadb"),
        ("mariadb", "sqlite"),
        ("postgres", "sqlite"),
        ("oceanbase", "opengauss"),
        ("kingbase", "oceanbase"),
    ],
)
def test_comparing_alone_finds_every_change_between_two_kinds(
    source: str, sink: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Insert, update and delete without a log, a trigger or a column: only what differs goes."""
    here = make_place(source, request, tmp_path)
    there = make_place(sink, request, tmp_path)
    pipe = read(COMPARED.format(kind=source))
    receive = read(f"""
version: 1
receive: hazards@here
sink: {{kind: {sink}, url: "x", tables: [hazard]}}
""")
    assert isinstance(pipe, Pipe)
    assert isinstance(receive, Receive)
    key = load_or_make(tmp_path / "sm2")
    receiving = Receiving([receive], lambda _: there.url, lambda t: (key.sign(t), key.public))
    outbox = SqliteOutbox(tmp_path / "outbox.sqlite")

    def look() -> int:
        with closing(open_tables(source, here.url)) as tables:
            comparer = Comparer(pipe, pipe.routes[0], tables, Near(receiving), outbox, {}, Told())
            found = comparer.look(pipe.tables[0], mend=True)
        sender = RouteSender("hazards@here", outbox, Near(receiving), 100)
        while sender.step():
            pass
        return found.resent

    with closing(here.inbox()) as inbox:
        Sending(inbox).send(*[message(n, INS, body) for n, body in enumerate(ROWS, 1)])
    assert look() == 4
    assert there.rows() == here.rows() == sorted(ROWS, key=lambda one: str(one["id"]))
    here.do("update hazard set title = '改' where id = 2", "delete from hazard where id = 3",
            "insert into hazard (id, title) values (4, 'new')")  # fmt: skip
    assert look() == 3
    assert there.rows() == here.rows()
    assert look() == 0
    outbox.close()
    receiving.close()
