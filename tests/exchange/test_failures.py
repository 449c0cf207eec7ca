"""What goes wrong outside the program: links, disks, tables, clocks. At the end rows are equal."""

import os
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import orjson
import psycopg
import pytest
import time_machine

from anhuan.exchange.adapters.contract import Outbox, StoreDown
from anhuan.exchange.adapters.files.storing import Full, Uploads
from anhuan.exchange.adapters.storage.inbox import Sign
from anhuan.exchange.adapters.storage.sqlite_outbox import SqliteOutbox
from anhuan.exchange.adapters.stores import open_outbox
from anhuan.exchange.core.answers import NOT_NOW, Refusal
from anhuan.exchange.core.definition import Receive, read
from anhuan.exchange.core.envelope import Draft, Op, unpack
from anhuan.exchange.core.sender import State
from anhuan.exchange.core.uploads import CHUNK
from anhuan.exchange.running.receiving import Receiving
from anhuan.exchange.running.sending import RouteSender
from anhuan.kernel.sm2 import load_or_make
from tests.exchange import lossy
from tests.exchange.pair import Pair, wait_for
from tests.exchange.places import Near, Place, Sending, message, row, sqlite_file
from tests.exchange.proxy import Proxy
from tests.exchange.servers import drop_database, make_database
from tests.exchange.test_effects import Office, inbox_of, serving
from tests.exchange.test_flow import ROWS

RECEIVE_SQLITE = """
version: 1
receive: hazards@province
sink: {{kind: sqlite, url: "{path}", tables: [public.hazard]}}
"""


@pytest.mark.skipif(not lossy.IS_THERE, reason="须以 root 运行，且有 /dev/net/tun 与 iproute2")
@pytest.mark.clause("EXC-062", "EXC-067")
def test_200_ms_and_one_packet_in_twenty_lost_and_then_all(pair: Pair, tmp_path: Path) -> None:
    there = Place("sqlite", sqlite_file(tmp_path))
    there.do("create table hazard (id integer primary key, title text, level text, amount text, "
             "seen text, tags text, extra text, picture blob)")  # fmt: skip
    with lossy.lossy(0.1, 0.05) as (link, inside):
        pair.define(batch=40)
        text = (pair.plant.folder / "exchange" / "hazards.yaml").read_text(encoding="utf-8")
        text = text.replace("127.0.0.1", lossy.FAR).replace("batch: 40", "batch: 40, in_flight: 4")
        pair.plant.define("hazards", text.replace("batch: 40, in_flight: 4",
                                                  "batch: 40\n    in_flight: 4"))  # fmt: skip
        pair.province.define("hazards", RECEIVE_SQLITE.format(path=there.url))
        pair.province.environment["ANHUAN_EXCHANGE_HOST"] = lossy.FAR
        pair.province.prefix = inside
        pair.start()

        def is_equal() -> bool:
            query = "select id, title from hazard order by id"
            return there.do(query) == pair.plant_do(query)

        pair.plant_do(ROWS.format(1, 400), "delete from hazard where id % 7 = 0")
        wait_for(is_equal, pair.told)
        link.loss = 1.0  # a black hole: nobody is told that anything is wrong
        pair.plant_do("update hazard set title = 'in the dark' where id % 3 = 0")
        time.sleep(0.5)
        link.loss = 0.05
        wait_for(is_equal, pair.told)
        assert link.dropped > 0
        pair.province.kill()
        pair.plant.kill()


@pytest.mark.clause("EXC-067")
def test_a_link_that_flaps(pair: Pair) -> None:
    with Proxy(pair.tcp) as link:
        pair.define(port=link.port, batch=20)
        pair.start()
        for first in range(1, 200, 20):
            pair.plant_do(ROWS.format(first, first + 19))
            link.cut()
            time.sleep(0.05)
        assert pair.wait_equal()[0] == 200


@contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[Path]:
    """A file system of so many KiB, in memory."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kib}k", "none", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


needs_root = pytest.mark.skipif(
    not lossy.IS_THERE or shutil.which("mount") is None, reason="须以 root 挂载小容量文件系统"
)


@needs_root
@pytest.mark.clause("EXC-067", "EXC-069")
def test_the_outboxs_disk_is_full(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 512) as disk:
        outbox = SqliteOutbox(disk / "outbox.sqlite")
        stored = 0
        with pytest.raises(StoreDown):
            for number in range(1000):
                with outbox.writing("p") as writing:
                    writing.add("r", [Draft(Op.INSERT, "t", "s", str(number), bytes(5000))])
                    writing.commit(str(number))
                stored = number + 1
        assert stored > 10
        assert (outbox.state("r").last, outbox.position("p")) == (stored, str(stored - 1))
        subprocess.run(["mount", "-o", "remount,size=2m", str(disk)], check=True)
        with outbox.writing("p") as writing:
            writing.add("r", [Draft(Op.INSERT, "t", "s", "k", bytes(5000))])
            writing.commit("after")
        assert outbox.state("r").last == stored + 1, "nothing half written, nothing lost"
        outbox.close()


def in_small_space(server: str, disk: Path) -> str:
    """A database whose files lie on that disk; its address."""
    name = f"small_{disk.parent.name[-8:]}".replace("-", "_")
    with psycopg.connect(server, autocommit=True) as connection:
        (home,) = connection.execute("show data_directory").fetchone() or ("",)
        owner = Path(home).stat()
        os.chown(disk, owner.st_uid, owner.st_gid)
        for folder in disk.parents:  # pytest's own are closed to others
            if not folder.stat().st_mode & stat.S_IXOTH:
                folder.chmod(0o755)
        connection.execute(f"create tablespace {name} location '{disk}'")
        connection.execute(f"create database {name} tablespace {name}")
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


@needs_root
@pytest.mark.clause("EXC-067", "EXC-069")
def test_the_disk_under_a_postgresql_outbox_is_full(server: str, tmp_path: Path) -> None:
    """Nothing half written, nothing lost; when there is room again it goes on where it stood."""
    with small_disk(tmp_path / "disk", 16_384) as disk:
        url = in_small_space(server, disk)
        outbox, stored = open_outbox(url), 0
        with pytest.raises(StoreDown):
            for number in range(200):
                with outbox.writing("p") as writing:
                    writing.add("r", [Draft(Op.INSERT, "t", "s", str(number), os.urandom(200_000))])
                    writing.commit(str(number))
                stored = number + 1
        subprocess.run(["mount", "-o", "remount,size=24m", str(disk)], check=True)
        assert 0 < stored < 200
        assert (outbox.state("r").last, outbox.position("p")) == (stored, str(stored - 1))
        with outbox.writing("p") as writing:
            writing.add("r", [Draft(Op.INSERT, "t", "s", "k", bytes(5000))])
            writing.commit("after")
        found = [unpack(one) for one in outbox.read("r", (1, stored + 1))]
        assert [one.seq for one in found] == list(range(1, stored + 2))
        outbox.close()
        drop_database(server, url)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"drop tablespace {urlsplit(url).path[1:]}")


@needs_root
@pytest.mark.clause("EXC-067")
def test_the_targets_disk_is_full(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 512) as disk:
        place = Place("sqlite", sqlite_file(disk))
        place.make()
        big = [message(n, Op.INSERT, row(n, "x" * 20_000)) for n in range(1, 41)]
        with closing(place.inbox()) as inbox:
            one, taken = Sending(inbox), 0
            for number in range(0, 40, 4):
                said = one.say(*big[number : number + 4])
                if not hasattr(said, "contiguous"):
                    assert said.code == "not_now"
                    break
                taken = said.contiguous
            assert 0 < taken < 40
            assert place.do("select count(*) from hazard") == [(taken,)]
            subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
            assert one.send(*big[taken:]).contiguous == 40
        assert place.do("select count(*) from hazard") == [(40,)]


@pytest.mark.clause("EXC-058", "EXC-063")
def test_a_key_and_a_type_change_under_way(pair: Pair) -> None:
    """Each stops that table alone until people have looked, and then nothing is missing."""
    pair.plant_do(ROWS.format(1, 5))
    pair.define()
    pair.start()
    pair.wait_equal()
    resume = "/routes/hazards@province/tables/public.hazard/resume"
    paused = "select reason from exchange.paused_table"
    pair.plant_do("alter table hazard alter amount type text", "insert into hazard (id) values (6)")
    wait_for(lambda: "amount" in str(pair.province_do(paused)), pair.told)
    pair.province_do("alter table hazard alter amount type text")
    assert pair.ask("POST", pair.http, resume)["applied"] == 1
    pair.wait_equal()
    change = ("update hazard set title = coalesce(title, 'none')",
              "alter table hazard alter title set not null",
              "alter table hazard drop constraint hazard_pkey",
              "alter table hazard add primary key (id, title)")  # fmt: skip
    pair.province_do(*change)
    pair.plant_do(*change, "insert into hazard (id, title) values (7, 'seven')")
    wait_for(lambda: "主键" in str(pair.province_do(paused)), pair.told)
    pair.ask("POST", pair.http, resume)
    pair.plant_do("delete from hazard where id = 2", "truncate hazard", ROWS.format(1, 3))
    assert pair.wait_equal()[0] == 3


@pytest.mark.clause("EXC-067", "EXC-069")
def test_a_receiver_from_yesterdays_backup(pair: Pair) -> None:
    pair.define()
    pair.start()
    pair.plant_do(ROWS.format(1, 50))
    pair.wait_equal()
    pair.province.kill()
    backup = f"{pair.province_db}_backup"
    name, kept = pair.province_db.rpartition("/")[2], backup.rpartition("/")[2]
    pair.do(pair.server, f"create database {kept} template {name}")
    pair.province.start()
    pair.plant_do(ROWS.format(51, 90), "delete from hazard where id < 10")
    pair.wait_equal()
    pair.province.kill()
    pair.do(pair.server, f"drop database {name} with (force)",
            f"alter database {kept} rename to {name}")  # fmt: skip
    assert pair.rows(pair.province_db)[0] == 50
    pair.province.start()
    pair.plant_do(ROWS.format(91, 95))  # noticed by the first answer, in silence within a minute
    assert pair.wait_equal()[0] == 86


@needs_root
@pytest.mark.clause("EXC-056", "EXC-067")
def test_the_disk_fills_up_under_a_file(tmp_path: Path) -> None:
    content = [bytes([n]) * CHUNK for n in (1, 2)]
    with small_disk(tmp_path / "disk", 44 << 10) as disk:
        uploads = Uploads("videos@here", disk, reserve=0)
        with pytest.raises(Full):
            uploads.begin("too much.mp4", 45 << 20, "")
        number, upload = uploads.begin("a.mp4", 2 * CHUNK, "")
        put(uploads, number, content[0])
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(20 << 20))
        with pytest.raises(OSError, match="No space left"):
            put(uploads, number, content[1])
        ballast.unlink()
        found = uploads.find(number)
        assert found
        assert found.offset == CHUNK, "half a chunk is none"
        put(uploads, number, content[1])
        assert (disk / upload.name).read_bytes() == b"".join(content)


@needs_root
@pytest.mark.clause("EXC-067")
def test_the_disk_under_an_ends_notes_is_full(tmp_path: Path) -> None:
    """Intents and what has come lie on it: nothing is done without its intent, nothing twice."""
    messages = [message(n, Op.INSERT, row(n, "x" * 3000)) for n in range(1, 61)]
    office = Office()
    with (
        small_disk(tmp_path / "disk", 192) as disk,
        serving(office) as url,
        closing(inbox_of("http", url, disk)) as inbox,
    ):
        one = Sending(inbox)
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(shutil.disk_usage(disk).free - 8192))
        said = one.say(*messages)
        assert isinstance(said, Refusal)
        assert said.code == NOT_NOW
        assert office.done == {}, "nothing without its intent"
        ballast.unlink()
        subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
        assert one.send(*messages).contiguous == 60
    assert list(office.done.values()) == list(range(1, 61)), "each once, in order"


def put(uploads: Uploads, number: str, chunk: bytes) -> None:
    upload = uploads.find(number)
    assert upload
    descriptor = uploads.open_part(number, upload)
    try:
        view = memoryview(chunk)
        while view:
            view = view[os.write(descriptor, view) :]
        uploads.add(number, upload, descriptor, "00" * 32)
    finally:
        os.close(descriptor)


def fill(outbox: Outbox, first: int, last: int) -> None:
    drafts = [
        Draft(Op.INSERT, "hazard", "s", f'["{n}"]', orjson.dumps(row(n, f"t{n}")))
        for n in range(first, last + 1)
    ]
    with outbox.writing("hazards") as writing:
        writing.add("hazards@here", drafts)
        writing.commit(str(last))


@pytest.mark.clause("EXC-062")
def test_a_copied_machine_claims_the_pipe_of_its_original(tmp_path: Path) -> None:
    """Two nodes from one image: the one that greets later holds the route, the other says so."""
    place = Place("sqlite", sqlite_file(tmp_path))
    place.make()
    receive = read(RECEIVE_SQLITE.format(path=place.url).replace("province", "here"))
    assert isinstance(receive, Receive)
    receiving = Receiving([receive], lambda word: word, load_key(tmp_path))
    outboxes: list[Outbox] = [SqliteOutbox(tmp_path / "one.sqlite")]
    fill(outboxes[0], 1, 5)
    outboxes[0].close()
    shutil.copy(tmp_path / "one.sqlite", tmp_path / "two.sqlite")
    outboxes = [SqliteOutbox(tmp_path / f"{name}.sqlite") for name in ("one", "two")]
    one, two = (RouteSender("hazards@here", each, Near(receiving), 2) for each in outboxes)
    assert one.step()
    assert one.step()
    while two.step():
        pass
    assert one.step()
    assert one.sender.state is State.FENCED
    assert "接管" in one.sender.why
    assert not one.step(), "it does not fight for it"
    assert place.do("select id, title from hazard order by id") == [
        (n, f"t{n}") for n in range(1, 6)
    ]
    for each in outboxes:
        each.close()
    receiving.close()


def load_key(folder: Path) -> Sign:
    key = load_or_make(folder / "sm2")
    return lambda text: (key.sign(text), key.public)


@pytest.mark.parametrize("kind", ["postgres", "sqlite"])
@pytest.mark.clause("EXC-067")
def test_a_clock_that_is_years_off(server: str, tmp_path: Path, kind: str) -> None:
    """Order and numbers come from no clock; what is not acknowledged outlives any date."""
    database = make_database(server, "clock") if kind == "postgres" else ""
    outbox = open_outbox(database or f"sqlite:{tmp_path / 'outbox.sqlite'}")
    for number, day in enumerate(("2026-11-22", "2099-01-01", "2001-01-01", "2026-11-22"), 1):
        with time_machine.travel(day, tick=True):
            fill(outbox, number, number)
            outbox.prune(7)
    packed = outbox.read("hazards@here", (1, 4))
    assert [unpack(one).key for one in packed] == ['["1"]', '["2"]', '["3"]', '["4"]']
    outbox.close()
    if database:
        drop_database(server, database)
