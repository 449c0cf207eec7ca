"""The binary log as a stream: events in, from a file and a place in it."""

import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pymysql
from pymysql.constants import COMMAND

from anhuan.exchange.adapters.contract import LogLost, SourceTrouble, StoreDown
from anhuan.exchange.adapters.sql.drivers import connect_mysql
from anhuan.exchange.core.binlog.events import (
    ECHO,
    Event,
    Format,
    Rotate,
    Rows,
    Unreadable,
    decode,
    server_of,
)

HEARTBEAT_NS = 250_000_000
SILENCE_S = 30  # a server that sends not even heartbeats is gone
CANNOT_READ_LOG = 1236
NO_RIGHTS = (1045, 1227)
SETTINGS = (
    "set @master_binlog_checksum = @@global.binlog_checksum",  # we know of them
    "set @source_binlog_checksum = @@global.binlog_checksum",
    f"set @master_heartbeat_period = {HEARTBEAT_NS}",
    f"set @source_heartbeat_period = {HEARTBEAT_NS}",
    "set @mariadb_slave_capability = 4",  # else old releases damage events on the way
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """In the log."""

    file: str
    offset: int

    def __str__(self) -> str:
        return f"{self.file}:{self.offset}"

    @classmethod
    def read(cls, position: str) -> "Place":
        """From its text."""
        file, _, offset = position.rpartition(":")
        return cls(file, int(offset))


def end_of_log(url: str) -> Place:
    """Where the log ends now. Raises `SourceTrouble` where none is written, or not by rows."""
    connection = _connected(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute("select @@log_bin, @@binlog_format")
            is_on, form = cursor.fetchone()
            if str(is_on) != "1" or str(form).upper() != "ROW":
                raise SourceTrouble(
                    "源库未按行写日志，请设置 log_bin 与 binlog_format = ROW 并重启，"
                    "或将 capture 改为 compare"
                )
            return _end(cursor)
    except pymysql.err.OperationalError as error:
        raise _told(error) from error
    finally:
        connection.close()


def _end(cursor: Any) -> Place:
    try:
        cursor.execute("show master status")
    except pymysql.err.ProgrammingError:  # MySQL 8.4 has another word
        cursor.execute("show binary log status")
    file, offset, *_ = cursor.fetchone()
    return Place(str(file), int(offset))


class BinlogStream:
    """A running stream; we are told of every event from a place on."""

    def __init__(self, url: str, start: Place, server: str) -> None:
        self._connection = _connected(url)
        self.place = start
        number = zlib.crc32(server.encode()) | 1 << 31  # ours alone among the servers that listen
        try:
            with self._connection.cursor() as cursor:
                for setting in SETTINGS:
                    cursor.execute(setting)
                cursor.execute("select @@global.binlog_checksum")
                self._has_checksums = str(cursor.fetchone()[0]).upper() != "NONE"
            self._connection._read_timeout = SILENCE_S
            head = start.offset.to_bytes(4, "little") + bytes(2) + number.to_bytes(4, "little")
            command = COMMAND.COM_BINLOG_DUMP
            self._connection._execute_command(command, head + start.file.encode())
        except pymysql.err.MySQLError as error:
            raise _told(error) from error

    def read(self) -> Event | None:
        """The next event; None for a heartbeat and whatever else is no business of ours, such as
        rows that our own two-way sink wrote."""
        try:
            packet = self._connection._read_packet()
            if packet.is_eof_packet():
                raise StoreDown("源库结束了日志")
            data = packet.get_all_data()[1:]
            event, end = decode(data, has_checksum=self._has_checksums)
            is_echo = isinstance(event, Rows) and server_of(data) == ECHO
        except pymysql.err.MySQLError as error:
            raise _told(error) from error
        except Unreadable as error:
            raise SourceTrouble(str(error)) from error
        if isinstance(event, Format):
            self._has_checksums = event.has_checksums
        elif isinstance(event, Rotate):
            self.place = Place(event.file, event.position)
        elif end:
            self.place = Place(self.place.file, end)
        return None if is_echo else event

    def close(self) -> None:
        """Hang up: not politely, the server does not listen while it streams."""
        with suppress(pymysql.err.MySQLError, OSError):
            self._connection._force_close()


def _connected(url: str) -> Any:
    try:
        return connect_mysql(url)
    except pymysql.err.OperationalError as error:
        raise _told(error) from error


def _told(error: pymysql.err.MySQLError) -> Exception:
    """Which troubles people must see to, and which pass."""
    code, text = (error.args[0], str(error.args[-1])) if error.args else (0, str(error))
    if code == CANNOT_READ_LOG:
        return LogLost(f"源库已清除所需的日志，正改为比对补齐：{text}")
    if code in NO_RIGHTS:
        return SourceTrouble(
            f"账号无权读取日志，请由数据库管理员授权 REPLICATION SLAVE、REPLICATION CLIENT"
            f"（MariaDB：BINLOG MONITOR），或将 capture 改为 compare：{text}"
        )
    return StoreDown(text)
