"""The embedded PostgreSQL: closed to others, mended before each start, unharmed by kill -9."""

import os
import stat

import psycopg
import pytest
from tests.node.conftest import started

from anhuan.node.data_folder import DataFolder
from anhuan.node.ports import free_port
from anhuan.node.postgres import Postgres
from anhuan.node.trouble import Trouble


def test_kill_and_start_again_keeps_what_was_committed(made_data):
    with started(Postgres(made_data)) as process:
        with psycopg.connect(Postgres(made_data).url) as connection:
            connection.execute("create table kept as select generate_series(1, 1000) as n")
        process.kill()
        process.wait()
    assert (made_data.postgres / "postmaster.pid").exists()  # stale, and of no matter
    with started(Postgres(made_data)), psycopg.connect(Postgres(made_data).url) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (1000,)


def test_settings_and_rights_that_the_product_stands_on(made_data):
    wanted = {
        "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on",
        "data_checksums": "on", "TimeZone": "UTC", "server_encoding": "UTF8",
        "listen_addresses": "", "password_encryption": "scram-sha-256",
    }  # fmt: skip
    with started(Postgres(made_data)), psycopg.connect(Postgres(made_data).url) as connection:
        for name, value in wanted.items():
            assert connection.execute(f"show {name}").fetchone() == (value,), name
        extension = "select 1 from pg_extension where extname = 'pg_stat_statements'"
        assert connection.execute(extension).fetchone() == (1,)
        # And nobody gets in without the password, not even over the socket.
        for user in ("anhuan", "postgres"):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(f"postgresql://{user}@/postgres?host={made_data.run / 'pg'}")


def test_a_folder_opened_by_somebody_is_closed_again(made_data):
    server = Postgres(made_data, durable=False)
    server.prepare()
    made_data.postgres.chmod(0o755)
    notes = server.prepare()
    assert stat.S_IMODE(made_data.postgres.stat().st_mode) == 0o700
    assert any("0700" in note for note in notes)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_folder_given_away_is_taken_back(made_data):
    server = Postgres(made_data, durable=False)
    server.prepare()
    os.chown(made_data.postgres, 0, 0)
    os.chown(made_data.postgres / "PG_VERSION", 0, 0)
    server.prepare()
    owners = {
        path.stat().st_uid for path in (made_data.postgres, made_data.postgres / "PG_VERSION")
    }
    assert owners == {server.user.uid}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a closed home to pass through")
def test_below_a_closed_folder_only_the_server_gets_through(data):
    closed = data.root / "closed"
    closed.mkdir(mode=0o700)
    inner = DataFolder(closed / "var")
    inner.prepare()
    with started(Postgres(inner, durable=False)):
        pass
    mode = stat.S_IMODE(closed.stat().st_mode)
    assert mode & 0o007 == 0  # still nothing for the world
    assert mode & 0o070 == 0o010  # the mask of one entry: may pass, not read


def test_a_long_path_gets_a_short_socket(data):
    deep = DataFolder(data.root / ("d" * 60) / ("e" * 60))
    deep.prepare()
    server = Postgres(deep, durable=False)
    assert len(bytes(server.sockets)) < 60
    with started(server):
        assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700
    for file in server.sockets.iterdir():
        file.unlink()
    server.sockets.rmdir()


def test_half_an_initdb_is_none(data):
    (data.root / "postgres.new" / "base").mkdir(parents=True)
    Postgres(data, durable=False).prepare()
    assert (data.postgres / "PG_VERSION").exists()
    assert not (data.root / "postgres.new").exists()


def test_data_of_another_release_is_refused_in_words(made_data):
    server = Postgres(made_data, durable=False)
    server.prepare()
    (made_data.postgres / "PG_VERSION").write_text("17\n")
    with pytest.raises(Trouble, match="made by PostgreSQL 17, this is 18"):
        server.prepare()


def test_over_tcp_for_those_who_want_it(made_data):
    server = Postgres(made_data, tcp_port=free_port(), durable=False)
    with started(server), psycopg.connect(server.url) as connection:
        assert connection.info.host == "127.0.0.1"
