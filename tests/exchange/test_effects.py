"""Ends without transactions: whatever is killed between, every effect happens once."""

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import orjson
import pytest

from anhuan.exchange.adapters.contract import StoreDown
from anhuan.exchange.adapters.databases import open_inbox
from anhuan.exchange.adapters.effects.journal import Journal
from anhuan.exchange.adapters.storage.inbox import Inbox
from anhuan.exchange.core.answers import NOT_NOW, Refusal
from anhuan.exchange.core.definition import Receive, read
from anhuan.exchange.core.envelope import Op
from anhuan.node.ports import free_port
from tests.exchange.pair import wait_for
from tests.exchange.places import Sending, message, row

RECEIVE = """
version: 1
receive: hazards@here
sink: {{kind: {kind}, url: "x", tables: [hazard]{more}}}
"""
Fate = Callable[[int], int]  # how often it was asked -> the status to answer, 0 to hang up


class Office:
    """An interface of somebody else's: does each key once, and does not always say so."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.done: dict[str, int] = {}
        self.tokens: set[str] = set()
        self.fate: Fate = lambda times: 200

    def take(self, key: str, body: bytes, token: str) -> int:
        self.asked.append(key)
        self.tokens.add(token)
        status = self.fate(len(self.asked))
        if status in (0, 200):
            self.done.setdefault(key, orjson.loads(body)["number"])
        return status


@contextmanager
def serving(office: Office) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            key, token = self.headers["Idempotency-Key"], self.headers["Authorization"]
            status = office.take(key, body, token)
            if not status:
                self.close_connection = True
                return
            said = "缺少字段".encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/rows"
        server.shutdown()
        thread.join()


def inbox_of(kind: str, url: str, keep: Path, more: str = "") -> Inbox[object]:
    receive = read(RECEIVE.format(kind=kind, more=more))
    assert isinstance(receive, Receive)
    return open_inbox(receive, url, lambda text: ("signature", "public"), keep)


ROWS = [message(n, Op.INSERT, row(n)) for n in range(1, 6)]


@pytest.mark.clause("EXC-062", "EXC-067")
def test_an_answer_that_was_lost_makes_no_second_effect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXCHANGE_TOKEN", "secret")
    office = Office()
    office.fate = lambda times: {3: 0, 5: 503}.get(times, 200)
    with serving(office) as url:
        for times in range(1, 4):  # a new process each time: only disks remember
            with closing(inbox_of("http", url, tmp_path, ", token: 'env:EXCHANGE_TOKEN'")) as inbox:
                said = Sending(inbox, f"life {times}").say(*ROWS)
            if times < 3:
                assert isinstance(said, Refusal)
                assert said.code == NOT_NOW
    assert list(office.done.values()) == [1, 2, 3, 4, 5], "each once, in order"
    assert len(office.asked) == 7, "what has a result is not asked again"
    assert office.asked[2] == office.asked[3], "what may have happened goes under its old name"
    assert office.tokens == {"Bearer secret"}


@pytest.mark.clause("EXC-063")
def test_what_is_refused_waits_for_people_and_is_tried_as_another(tmp_path: Path) -> None:
    office = Office()
    office.fate = lambda times: 422 if times == 2 else 200
    with serving(office) as url, closing(inbox_of("http", url, tmp_path)) as inbox:
        Sending(inbox).send(*ROWS)
        assert list(office.done.values()) == [1, 3, 4, 5]
        (held,) = inbox.held()
        assert (held["code"], "缺少字段" in held["reason"]) == ("http_422", True)
        assert inbox.replay(held["id"], orjson.dumps(row(2, "mended"))) == ""
        assert sorted(office.done.values()) == [1, 2, 3, 4, 5]
        assert inbox.held() == []


def test_files_are_there_whole_and_once(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with closing(inbox_of("files", str(out), tmp_path)) as inbox:
        Sending(inbox).send(ROWS[0], message(2, Op.DELETE, row(1)))
    journal = Journal(tmp_path / "hazards@here.effects.sqlite")
    assert journal.intend([ROWS[0], ROWS[2]]) == [ROWS[2]]
    journal.close()
    (out / "000000000000003.json").write_bytes(b"{half")  # killed: intended, perhaps done
    with closing(inbox_of("files", str(out), tmp_path)) as inbox:
        Sending(inbox, "two").send(ROWS[2])
    names = sorted(path.name for path in out.iterdir())
    assert names == [f"{n:015}.json" for n in (1, 2, 3)]
    found = [orjson.loads((out / name).read_bytes()) for name in names]
    assert [(one["operation"], one["row"]["id"]) for one in found] == [
        ("I", "1"), ("D", "1"), ("I", "3")
    ]  # fmt: skip


def test_by_ftp_and_a_server_that_is_away(tmp_path: Path) -> None:
    there, port = tmp_path / "there", free_port()
    there.mkdir()
    server = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "pyftpdlib", "-i", "127.0.0.1", "-p", str(port),
         "-w", "-d", str(there)], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(lambda: is_taken(port))
        with closing(inbox_of("ftp", f"ftp://127.0.0.1:{port}/", tmp_path)) as inbox:
            one = Sending(inbox)
            one.send(*ROWS[:2])
            server.kill()
            server.wait()
            said = one.say(ROWS[2])
            assert isinstance(said, Refusal)
            assert said.code == NOT_NOW
    finally:
        server.kill()
        server.wait()
    assert sorted(path.name for path in there.iterdir()) == [f"{n:015}.json" for n in (1, 2)]


def is_taken(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def test_a_full_disk_is_waited_out(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "missing" / "file.sqlite")
    with pytest.raises(StoreDown):
        journal.intend(ROWS)


CHILD = """
import sys
from pathlib import Path
from contextlib import closing
from tests.exchange.places import Sending
from tests.exchange.test_effects import ROWS, inbox_of
with closing(inbox_of("http", sys.argv[1], Path(sys.argv[2]))) as inbox:
    print(Sending(inbox, sys.argv[3]).send(*ROWS).contiguous)
"""


@pytest.mark.clause("EXC-062", "EXC-067")
def test_killed_between_the_effect_and_its_result(tmp_path: Path) -> None:
    """The office does the third row, and the process is gone before it hears of it."""
    office, lives = Office(), []

    def fate(times: int) -> int:
        if times == 3:
            lives[-1].kill()  # the effect stands, nobody notes it
            return 0
        return 200

    def live(url: str) -> subprocess.Popen[str]:
        words = [sys.executable, "-W", "ignore", "-c", CHILD, url, str(tmp_path), str(len(lives))]
        lives.append(subprocess.Popen(words, stdout=subprocess.PIPE, text=True))
        return lives[-1]

    office.fate = fate
    with serving(office) as url:
        with live(url) as first:
            assert first.wait() == -9
        with live(url) as second:
            assert second.communicate()[0] == "5\n"
    assert list(office.done.values()) == [1, 2, 3, 4, 5], "each once, in order"
    assert office.asked[2] == office.asked[3], "the doubtful one goes under its own name"
    assert len(office.asked) == 6
