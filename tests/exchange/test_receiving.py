"""The receiver by itself, over a real database: what senders may do wrong, and what rows may be."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import psycopg
import pytest

from anhuan.exchange.core import answers, asking, batches, drift
from anhuan.exchange.core.answers import Ack, BatchHead, Hello, Refusal
from anhuan.exchange.core.chunks import Range
from anhuan.exchange.core.definition import Receive, read
from anhuan.exchange.core.drift import Column
from anhuan.exchange.core.envelope import Draft, Op, key_text, pack
from anhuan.exchange.core.frames import Frame, Kind
from anhuan.exchange.core.ulid import ulid
from anhuan.exchange.running.receiving import Receiving
from anhuan.kernel.sm2 import make_key, verify
from tests.exchange.servers import drop_database, make_database

ROUTE = "t@p"
DEFINITION = """
version: 1
receive: t@p
sink: {{kind: postgres, url: "{url}", tables: [t]{more}}}{rest}
"""
COLUMNS = [Column("id", "integer", True), Column("n", "integer")]


@dataclass
class Far:
    """A receiver, and a sender's words to it."""

    url: str
    receiving: Receiving
    epoch: int = 0

    def ask(self, kind: Kind, payload: bytes) -> Ack | Refusal:
        answer = self.receiving.answer(Frame(kind, payload))
        kinds = {Kind.ACK: Ack, Kind.REFUSED: Refusal}
        return kinds[answer.kind].decode(answer.payload)  # type: ignore[return-value]

    def greet(self, sender: str = "me", epoch: int = 0) -> Ack:
        said = self.ask(Kind.HELLO, Hello(ROUTE, sender, epoch, 0).encode())
        assert isinstance(said, Ack), said
        self.epoch = said.epoch
        return said

    def send(self, *messages: bytes, epoch: int | None = None) -> Ack | Refusal:
        head = BatchHead(ROUTE, self.epoch if epoch is None else epoch)
        return self.ask(Kind.BATCH, batches.encode(head, messages))

    def rows(self, query: str = "select id, n from t order by id") -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()

    def do(self, query: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(query)


def row(seq: int, number: int, value: object, op: Op = Op.UPDATE) -> bytes:
    body = {"id": str(number)} if op is Op.DELETE else {"id": str(number), "n": value}
    draft = Draft(op, "public.t", "s", key_text([number]), orjson.dumps(body))
    return pack(draft, seq, ulid(seq))


def schema(seq: int, columns: list[Column]) -> bytes:
    name = drift.schema_id("public.t", columns)
    draft = Draft(Op.SCHEMA, "public.t", name, "", drift.encode(columns))
    return pack(draft, seq, ulid(seq))


@pytest.fixture
def far(server: str, request: pytest.FixtureRequest) -> Iterator[Far]:
    url = make_database(server, "far")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table t (id int primary key, n int check (n < 1000))")
    more = getattr(request, "param", "")
    more, rest = ("", more) if more.startswith("\n") else (more, "")
    text = DEFINITION.format(url="env:FAR", more=more, rest=rest)
    definition = read(text)
    assert isinstance(definition, Receive)
    key = make_key()
    receiving = Receiving([definition], lambda _: url, lambda text: (key.sign(text), key.public))
    found = Far(url, receiving)
    found.greet()
    try:
        yield found
    finally:
        receiving.close()
        drop_database(server, url)


@pytest.mark.clause("EXC-062")
def test_doubled_and_reordered(far: Far) -> None:
    later, first = [row(3, 1, "3"), row(4, 2, "4")], [row(1, 1, "1"), row(2, 2, "2")]
    answer = far.send(*later)
    assert isinstance(answer, Ack)
    assert (answer.contiguous, answer.missing) == (0, [[1, 2]])
    assert far.rows() == [], "what is behind a gap waits"
    for _ in range(3):
        answer = far.send(*first)
        assert isinstance(answer, Ack)
        assert (answer.contiguous, answer.missing) == (4, [])
        far.send(*later)
    assert far.rows() == [(1, 3), (2, 4)]
    assert far.rows("select count(*) from exchange.held") == [(0,)]


def test_a_damaged_message_alone_is_missing(far: Far) -> None:
    bad = bytearray(row(2, 2, "2"))
    bad[-3] ^= 1
    answer = far.send(row(1, 1, "1"), bytes(bad), row(3, 3, "3"))
    assert isinstance(answer, Ack)
    assert answer.missing == [[2, 2]]
    far.send(row(2, 2, "2"))
    assert far.rows() == [(1, 1), (2, 2), (3, 3)]


@pytest.mark.clause("EXC-063")
def test_poison_is_buried_edited_and_replayed(far: Far) -> None:
    messages = [row(seq, seq, str(seq)) for seq in range(1, 41)]
    messages[16], messages[30] = row(17, 17, "5000"), row(31, 31, "no number")
    answer = far.send(*messages)
    assert isinstance(answer, Ack)
    assert (answer.contiguous, answer.dead) == (40, 2), "the sender is told"
    assert len(far.rows()) == 38, "the rest flows on"
    dead = far.receiving.routes[ROUTE].held()
    assert {(one["seq"], one["code"]) for one in dead} == {(17, "23514"), (31, "22P02")}
    by_seq = {one["seq"]: one for one in dead}
    assert "no number" in by_seq[31]["reason"]
    assert far.receiving.replay(by_seq[17]["id"], None), "still refused, with the reason"
    assert far.receiving.replay(by_seq[17]["id"], b'{"id": "17", "n": "17"}') == ""
    answer = far.send(row(41, 31, "31"))
    assert isinstance(answer, Ack)
    assert answer.dead == 0
    assert far.receiving.replay(by_seq[31]["id"], b'{"id": "31", "n": "1"}'), "newer data came"
    assert far.rows("select n from t where id in (17, 31) order by n") == [(17,), (31,)]


@pytest.mark.parametrize(
    ("found", "is_paused"),
    [
        ([*COLUMNS, Column("more", "text")], False),
        ([COLUMNS[0]], True),
        ([COLUMNS[0], Column("n", "bigint")], True),
        ([Column("id", "integer"), Column("n", "integer", True)], True),
    ],
    ids=["added", "dropped", "retyped", "key"],
)
@pytest.mark.clause("EXC-063")
def test_drift_pauses_the_table(far: Far, found: list[Column], is_paused: bool) -> None:
    far.send(schema(1, COLUMNS), row(2, 1, "1"))
    far.send(schema(3, found), row(4, 1, "2"), row(5, 2, "2"))
    assert far.rows() == ([(1, 1)] if is_paused else [(1, 2), (2, 2)])
    far.send(row(6, 1, "3"))
    if is_paused:
        reason = far.rows("select reason from exchange.paused_table")[0][0]
        assert "结构变化" in reason
        assert far.receiving.resume_table(ROUTE, "public.t") == 3
    far.send(row(7, 3, "3"))
    assert far.rows() == [(1, 3), (2, 2), (3, 3)]


def test_truncate_stands_between(far: Far) -> None:
    empty = pack(Draft(Op.TRUNCATE, "public.t", "", ""), 3, ulid(3))
    far.send(row(1, 1, "1"), row(2, 2, "2"), empty, row(4, 2, "9"))
    assert far.rows() == [(2, 9)]


def test_the_last_word_of_each_key_counts(far: Far) -> None:
    far.send(row(1, 1, "1"), row(2, 1, None, Op.DELETE), row(3, 1, "2"), row(4, 2, "1"),
             row(5, 2, None, Op.DELETE))  # fmt: skip
    assert far.rows() == [(1, 2)]


def test_two_senders_claim_one_route(far: Far) -> None:
    first = far.epoch
    assert far.greet("another").epoch == first + 1
    refusal = far.send(row(1, 1, "1"), epoch=first)
    assert isinstance(refusal, Refusal)
    assert refusal.code == answers.STALE_EPOCH
    assert isinstance(far.send(row(1, 1, "1")), Ack)
    assert far.rows() == [(1, 1)]


@pytest.mark.clause("EXC-069")
def test_restored_from_yesterdays_backup(far: Far) -> None:
    far.send(row(1, 1, "1"))
    saved = far.rows("select epoch, contiguous from exchange.seat")
    far.greet("a second life")
    far.send(row(2, 2, "2"), row(3, 3, "3"))
    far.do(
        f"update exchange.seat set epoch = {saved[0][0]}, contiguous = {saved[0][1]}, sender = ''"
    )
    far.do("delete from t where id > 1")  # yesterday's data and yesterday's window
    refusal = far.send(row(4, 4, "4"))
    assert isinstance(refusal, Refusal)
    assert refusal.code == answers.UNKNOWN_EPOCH
    ack = far.greet("a second life", far.epoch)
    assert ack.contiguous == 1
    far.send(row(2, 2, "2"), row(3, 3, "3"), row(4, 4, "4"))
    assert far.rows() == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_a_receipt_is_signed_over_what_was_taken(far: Far) -> None:
    answer = far.send(row(1, 1, "1"), row(2, 2, "2"))
    assert isinstance(answer, Ack)
    (receipt,) = answer.receipts
    text = batches.signed_text(ROUTE, 1, 2, receipt["manifest"])
    assert verify(text, receipt["signature"], receipt["public"])
    changed = batches.signed_text(ROUTE, 1, 3, receipt["manifest"])
    assert not verify(changed, receipt["signature"], receipt["public"])


def test_unknown_routes_and_nonsense_are_refused(far: Far) -> None:
    said = far.ask(Kind.HELLO, Hello("other@p", "me", 0, 0).encode())
    assert isinstance(said, Refusal)
    assert said.code == answers.UNKNOWN_ROUTE
    for kind in (Kind.HELLO, Kind.BATCH, Kind.HASHES, Kind.ACK):
        assert isinstance(far.ask(kind, b"\xff\xfe nonsense"), Refusal)


@pytest.mark.parametrize("far", [', truncate: ignore, deletes: mark, mark: {n: "7"}'],
                         indirect=True)  # fmt: skip
@pytest.mark.clause("EXC-013")
def test_marks_in_place_of_deletes(far: Far) -> None:
    empty = pack(Draft(Op.TRUNCATE, "public.t", "", ""), 4, ulid(4))
    far.send(row(1, 1, "1"), row(2, 2, "2"), row(3, 1, None, Op.DELETE), empty)
    assert far.rows() == [(2, 2)]  # 1 came and went in one batch: it was never there to be marked
    far.send(row(5, 2, None, Op.DELETE))
    assert far.rows() == [(2, 7)]


@pytest.mark.parametrize("name", ["sqlite", "postgres"])
@pytest.mark.clause("EXC-067")
def test_outboxes_number_densely_and_forget_what_was_rolled_back(
    server: str, tmp_path: Path, name: str
) -> None:
    from anhuan.exchange.adapters.stores import open_outbox
    from anhuan.exchange.core.envelope import unpack

    url = make_database(server, "box") if name == "postgres" else f"sqlite:{tmp_path / 'o.db'}"
    drafts = [Draft(Op.INSERT, "t", "s", str(n), b"{}") for n in range(5)]
    outbox = open_outbox(url)
    try:
        with outbox.writing("p") as writing:
            writing.add("r", drafts)
            writing.commit("here")
        with outbox.writing("p") as writing:
            writing.add("r", drafts)  # and no commit: a crash
        with outbox.writing("p") as writing:
            writing.add("r", drafts[:2])
            writing.commit(None)
        state = outbox.state("r")
        assert (state.last, state.acked, state.oldest) == (7, 0, 1)
        assert [unpack(one).seq for one in outbox.read("r", (1, 9))] == [1, 2, 3, 4, 5, 6, 7]
        assert outbox.position("p") == "here"
        outbox.acknowledge("r", 7, None)
        assert outbox.state("r").acked == 7
        assert outbox.prune(1) == 0, "today's stay"
        with outbox.writing("p") as writing:
            writing.add("r", drafts[:1])
            writing.commit(None)
        assert outbox.prune(-1) == (0 if name == "postgres" else 7), (
            "what is not acknowledged stays"
        )
        assert len(outbox.read("r", (8, 8))) == 1
        outbox.acknowledge("r", 8, None)
        assert outbox.prune(-1) == 1
        assert outbox.read("r", (1, 9)) == []
        assert outbox.state("r").last == 8
    finally:
        outbox.close()
        if name == "postgres":
            drop_database(server, url)


@pytest.mark.clause("EXC-067")
def test_a_full_disk_at_the_outbox_loses_nothing(tmp_path: Path) -> None:
    import sqlite3

    from anhuan.exchange.adapters.contract import StoreDown
    from anhuan.exchange.adapters.storage.sqlite_outbox import SqliteOutbox

    outbox = SqliteOutbox(tmp_path / "o.db")
    connection: sqlite3.Connection = outbox._connection
    connection.execute("pragma max_page_count = 60")
    stored = 0
    with pytest.raises(StoreDown):
        while stored < 1000:
            with outbox.writing("p") as writing:
                writing.add("r", [Draft(Op.INSERT, "t", "s", "k", bytes(5000))])
                writing.commit(str(stored))
            stored += 1
    state = outbox.state("r")
    assert state.last == stored
    assert outbox.position("p") == str(stored - 1)
    connection.execute("pragma max_page_count = 6000")
    with outbox.writing("p") as writing:
        writing.add("r", [Draft(Op.INSERT, "t", "s", "k", bytes(5000))])
        writing.commit("after")
    assert outbox.state("r").last == stored + 1
    outbox.close()


def test_a_lost_answer_is_given_again_with_its_receipt(far: Far) -> None:
    first = far.send(row(1, 1, "1"), row(2, 2, "2"))
    again = far.send(row(1, 1, "1"), row(2, 2, "2"))
    assert isinstance(first, Ack)
    assert isinstance(again, Ack)
    assert again.receipts == first.receipts
    assert again.receipts


@pytest.mark.clause("EXC-062")
def test_a_batch_with_holes_is_signed_for_run_by_run(far: Far) -> None:
    """What came is signed for though something between is missing; then the rest is."""
    rows = {n: row(n, n, str(n)) for n in range(1, 7)}
    torn = far.send(*(rows[n] for n in (1, 2, 4, 6)))
    assert isinstance(torn, Ack)
    assert (torn.contiguous, torn.missing, torn.highest) == (2, [[3, 3], [5, 5]], 6)
    assert [(one["first"], one["last"]) for one in torn.receipts] == [(1, 2), (4, 4), (6, 6)]
    mended = far.send(rows[3], rows[5])
    assert isinstance(mended, Ack)
    assert [(one["first"], one["last"]) for one in mended.receipts] == [(3, 3), (5, 5)]
    assert far.rows() == [(n, n) for n in range(1, 7)]
    for one in torn.receipts + mended.receipts:
        text = batches.signed_text(ROUTE, one["first"], one["last"], one["manifest"])
        assert verify(text, one["signature"], one["public"])


@pytest.mark.parametrize(
    "far", ["\nconflict: {rule: clock, truth: here, clock: at}"], indirect=True
)  # fmt: skip
@pytest.mark.clause("EXC-051")
def test_two_way_the_later_change_stands(far: Far) -> None:
    far.do("alter table t add at timestamptz")
    far.do("insert into t values (1, 10, '2026-01-02 00:00:00+00')")
    for seq, (value, at) in enumerate(
        [("11", "2026-01-01 23:59:59+00"), ("12", "2026-01-02 00:00:01+00")], 1
    ):
        body = orjson.dumps({"id": "1", "n": value, "at": at})
        draft = Draft(Op.UPDATE, "public.t", "s", key_text([1]), body)
        far.send(pack(draft, seq, ulid(seq)))
        assert far.rows() == [(1, 10 if seq == 1 else 12)]


def test_a_sender_may_touch_only_the_tables_it_was_given(far: Far) -> None:
    far.do("create table accounts (id int primary key, n int)")
    body = orjson.dumps({"id": "1", "n": "1"})
    strange = [
        pack(Draft(op, table, "s", key_text([1]), body), seq, ulid(seq))
        for seq, (op, table) in enumerate(
            [(Op.INSERT, "public.accounts"), (Op.TRUNCATE, "public.accounts"),
             (Op.INSERT, "exchange.seat"), (Op.INSERT, 'public.t"; drop table t; --')], 1
        )
    ]  # fmt: skip
    answer = far.send(*strange, row(5, 1, "1"))
    assert isinstance(answer, Ack)
    assert answer.contiguous == 5
    assert far.rows() == [(1, 1)]
    assert far.rows("select * from accounts") == []
    assert {one["code"] for one in far.receiving.routes[ROUTE].held()} == {"table_not_taken"}
    question = asking.Question(ROUTE, "accounts", ["id"], [Range(None, None)])
    for kind in (Kind.HASHES, Kind.KEYS):
        assert isinstance(far.ask(kind, asking.encode(question)), Refusal)
