"""How each driver connects, and which of its errors pass by themselves."""

import sqlite3
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from anhuan.exchange.adapters.sql.driver import PATIENCE_S, Driver
from anhuan.exchange.adapters.sql.optional import optional

PASSING_SQLITE = (5, 6, 8, 10, 13, 14)  # busy, locked, read-only, not readable, full, not there
# Disk full, too many connections, shutting down, read-only, deadlock, waited too long, gone
PASSING_MYSQL = {3, 28, 1021, 1036, 1040, 1053, 1114, 1203, 1205, 1213, 1290, 1927}


def driver_of(speaks: str) -> Driver:
    """The driver of a dialect. Raises `StoreDown` where it is not installed."""
    makers = {"mysql": _mysql, "sqlite": _sqlite, "opengauss": _opengauss}
    return makers[speaks]() if speaks in makers else optional(speaks)


def _mysql() -> Driver:
    import pymysql

    def passes(error: Exception) -> bool:
        if isinstance(error, pymysql.err.InterfaceError):
            return True
        code = error.args[0] if error.args else 0
        return code in PASSING_MYSQL or 2000 <= code < 2100  # the client's own: nobody answers

    return Driver(connect_mysql, pymysql.err.Error, passes)


def connect_mysql(url: str) -> Any:
    """`mysql://user:password@host:port/database?ssl_ca=FILE`; values come as the server's texts."""
    import pymysql

    parts = urlsplit(url)
    socket = _option(parts, "unix_socket")
    return pymysql.connect(
        host=parts.hostname or "127.0.0.1", port=parts.port or 3306, unix_socket=socket or None,
        user=unquote(parts.username or ""), password=unquote(parts.password or ""),
        database=unquote(parts.path[1:]) or None, charset="utf8mb4", conv=_texts_only(),
        connect_timeout=PATIENCE_S, ssl_ca=_option(parts, "ssl_ca") or None,
        program_name="anhuan exchange",
    )  # fmt: skip


def _texts_only() -> dict[Any, Any]:
    """Encoders, by class, stay; decoders, by number, go."""
    from pymysql.converters import conversions

    return {kind: how for kind, how in conversions.items() if not isinstance(kind, int)}


def _option(parts: SplitResult, name: str) -> str:
    return parse_qs(parts.query).get(name, [""])[0]


def _sqlite() -> Driver:
    def connect(url: str) -> Any:
        path = url.removeprefix("sqlite:")
        try:
            connection = sqlite3.connect(
                f"file:{path}?mode=rw", uri=True, timeout=PATIENCE_S, isolation_level=None,
                check_same_thread=False,
            )  # fmt: skip
        except sqlite3.OperationalError as error:
            error.args = (f"打不开 SQLite 文件 {path}，请核对路径与权限（{error}）",)
            raise
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma synchronous = full")
        return connection

    def passes(error: Exception) -> bool:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in PASSING_SQLITE

    return Driver(connect, sqlite3.Error, passes)


def _opengauss() -> Driver:
    """By PostgreSQL's protocol; values come as the server's texts, bytes as bytes."""
    import psycopg
    from psycopg.adapt import AdaptersMap
    from psycopg.types.string import TextLoader

    told = AdaptersMap(psycopg.adapters)
    for kind in psycopg.adapters.types:
        if kind.name != "bytea":
            told.register_loader(kind.oid, TextLoader)
        if kind.array_oid:
            told.register_loader(kind.array_oid, TextLoader)

    def connect(url: str) -> Any:
        return psycopg.connect(
            url, context=told, cursor_factory=psycopg.ClientCursor, connect_timeout=PATIENCE_S,
            application_name="anhuan exchange",
        )  # fmt: skip

    passing = (psycopg.OperationalError, psycopg.InterfaceError)
    return Driver(connect, psycopg.Error, lambda error: isinstance(error, passing))
