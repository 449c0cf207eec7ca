"""How each driver connects, and which of its errors pass by themselves."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from anhuan.exchange.adapters.contract import SourceTrouble
from anhuan.exchange.core.definition.databases import DATABASES

PATIENCE_S = 5
PASSING_SQLITE = (5, 6, 8, 10, 13, 14)  # busy, locked, read-only, not readable, full, not there
# Disk full, too many connections, shutting down, read-only, deadlock, waited too long, gone
PASSING_MYSQL = {3, 28, 1021, 1036, 1040, 1053, 1114, 1203, 1205, 1213, 1290, 1927}


@dataclass(frozen=True, slots=True)
class Driver:
    """`error`: the base class of all it raises."""

    connect: Callable[[str], Any]
    error: type[Exception]
    is_passing: Callable[[Exception], bool]


def driver_of(speaks: str) -> Driver:
    """The driver of a dialect. Raises `SourceTrouble` where its module is not installed."""
    makers = {"mysql": _mysql, "sqlite": _sqlite}
    return makers[speaks]() if speaks in makers else _optional(speaks)


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
        connection = sqlite3.connect(
            f"file:{path}?mode=rw", uri=True, timeout=PATIENCE_S, isolation_level=None,
            check_same_thread=False,
        )  # fmt: skip
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma synchronous = full")
        return connection

    def passes(error: Exception) -> bool:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in PASSING_SQLITE

    return Driver(connect, sqlite3.Error, passes)


def _optional(speaks: str) -> Driver:
    """Drivers of servers we have never met; each connects by the words its makers give."""
    found = DATABASES[speaks]
    try:
        module = import_module(found.driver)
    except ImportError as error:
        text = f"连接 {found.title} 需要驱动，请在本机安装：pip install {found.driver}"
        raise SourceTrouble(text) from error

    def connect(url: str) -> Any:
        parts = urlsplit(url)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return CONNECTS[speaks](module, parts, user, password)

    passing = (module.OperationalError, module.InterfaceError)
    return Driver(connect, module.Error, lambda error: isinstance(error, passing))


Connect = Callable[[Any, SplitResult, str, str], Any]
CONNECTS: dict[str, Connect] = {
    "sqlserver": lambda module, parts, user, password: module.connect(
        server=parts.hostname, port=str(parts.port or 1433), user=user, password=password,
        database=parts.path[1:], login_timeout=PATIENCE_S, charset="UTF-8",
    ),
    "oracle": lambda module, parts, user, password: module.connect(
        user=user, password=password, dsn=f"{parts.hostname}:{parts.port or 1521}{parts.path}",
    ),
    "dm8": lambda module, parts, user, password: module.connect(
        user=user, password=password, server=parts.hostname, port=parts.port or 5236,
        autoCommit=False,
    ),
}  # fmt: skip
