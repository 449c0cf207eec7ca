"""Backup and restore: everything comes back, and what is damaged changes nothing."""

import psycopg
import pytest

from anhuan.node import pg_tools
from anhuan.node.archive import check_archive, extract, write_archive
from anhuan.node.backup import back_up
from anhuan.node.data_folder import DataFolder
from anhuan.node.restore import restore
from anhuan.node.temporary import temporary_postgres
from anhuan.node.trouble import Trouble

pytestmark = pytest.mark.usefixtures("no_servers")


@pytest.fixture
def filled(made_data):
    """A box with a row and a photo."""
    with temporary_postgres(made_data) as server, psycopg.connect(server.url) as connection:
        connection.execute("create table tank (id int primary key, name text)")
        connection.execute("insert into tank values (1, '甲醇储罐')")
    (made_data.files / "photos").mkdir()
    (made_data.files / "photos" / "巡检.jpg").write_bytes(b"\xff\xd8" * 5000)
    return made_data


def _tanks(data):
    with temporary_postgres(data) as server, psycopg.connect(server.url) as connection:
        return connection.execute("select * from tank").fetchall()


def test_round_trip_into_an_empty_folder(filled, data):
    file = data.root.parent / "plant.backup"
    manifest = back_up(filled, file, with_secrets=True)
    names = {member.name for member in manifest.members}
    assert {"database.dump", "files/photos/巡检.jpg", "secrets/postgres"} <= names

    other = DataFolder(data.root.parent / "other")
    restore(other, file)
    assert _tanks(other) == [(1, "甲醇储罐")]
    assert (other.files / "photos" / "巡检.jpg").read_bytes() == b"\xff\xd8" * 5000
    assert not list(other.root.glob(".backup-*"))
    with temporary_postgres(other) as server, psycopg.connect(server.url) as connection:
        owner = "select tableowner from pg_tables where tablename = 'tank'"
        assert connection.execute(owner).fetchone() == ("anhuan",)


def test_existing_data_is_replaced_only_when_told_to(filled, data):
    file = data.root.parent / "plant.backup"
    back_up(filled, file)
    with temporary_postgres(data) as server, psycopg.connect(server.url) as connection:
        connection.execute("insert into tank values (2, 'later')")
    (data.files / "later.txt").write_text("later")

    with pytest.raises(Trouble, match="--force"):
        restore(data, file)
    assert len(_tanks(data)) == 2

    restore(data, file, force=True)
    assert _tanks(data) == [(1, "甲醇储罐")]
    assert not (data.files / "later.txt").exists()


@pytest.mark.parametrize("at", [100, 3000, -9000])
def test_one_wrong_byte_and_nothing_is_touched(filled, data, at):
    file = data.root.parent / "plant.backup"
    back_up(filled, file)
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)
    with pytest.raises(Trouble):
        restore(data, file, force=True)
    assert (data.files / "photos" / "巡检.jpg").exists()


def test_a_cut_off_file_is_no_backup(filled, data):
    file = data.root.parent / "plant.backup"
    back_up(filled, file)
    file.write_bytes(file.read_bytes()[:-20000])
    with pytest.raises(Trouble):
        check_archive(file)


def test_a_failing_load_leaves_the_database_as_it_was(filled, data, monkeypatch):
    file = data.root.parent / "plant.backup"
    back_up(filled, file)

    def fail(url, dump):
        raise Trouble("坏", "broken")

    monkeypatch.setattr(pg_tools, "load", fail)
    with pytest.raises(Trouble, match="broken"):
        restore(data, file, force=True)
    assert _tanks(data) == [(1, "甲醇储罐")]
    with temporary_postgres(data) as server, psycopg.connect(server.url) as connection:
        names = connection.execute("select datname from pg_database").fetchall()
    assert sorted(name for (name,) in names) == ["anhuan", "postgres", "template0", "template1"]


def test_passwords_stay_at_home_unless_asked_for(filled, data):
    manifest = back_up(filled, data.root.parent / "plant.backup")
    assert not [member for member in manifest.members if member.name.startswith("secrets")]


def test_a_member_that_wants_to_climb_out_is_stopped(data):
    file, harmless = data.root / "evil.backup", data.root / "harmless"
    harmless.touch()
    write_archive(file, {"../../evil": harmless}, "2026-11-21", "0")
    check_archive(file)
    with pytest.raises(Trouble, match="leads outside"):
        extract(file, data.root)


def test_no_data_no_backup(data):
    with pytest.raises(Trouble, match="no data"):
        back_up(data, data.root.parent / "plant.backup")
