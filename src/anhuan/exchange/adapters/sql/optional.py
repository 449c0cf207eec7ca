"""Drivers of the extra `databases`, each connecting by the words its makers give."""

import socket
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from anhuan.exchange.adapters.contract import StoreDown
from anhuan.exchange.adapters.sql.driver import PATIENCE_S, Driver
from anhuan.exchange.core.definition.databases import DATABASES, Database

MODULES = {"sqlserver": "pytds", "oracle": "oracledb", "dm8": "dmPython", "kingbase": "ksycopg2"}
AS_TEXTS = (
    16, 20, 21, 23, 114, 700, 701, 1082, 1083, 1114, 1184, 1186, 1266, 1700, 2950, 3802,
    1000, 1005, 1007, 1009, 1015, 1016, 1021, 1022, 1115, 1182, 1185, 1231, 2951,
)  # fmt: skip
# Login and password are behind the functions' first argument, the driver's own module.
Connect = Callable[[Any, SplitResult, str, str], Any]


def lacking(found: Database) -> str:
    """Why a kind of database cannot be reached from here: one sentence; "" when it can."""
    if found.comes_along or installed(found):
        return ""
    return f"连接 {found.title} 需要驱动，请在运行交换节点的机器上安装：pip install {found.driver}"


def installed(database: Database) -> str:
    """Its driver's version; "" when it is not there."""
    try:
        return version(database.driver)
    except PackageNotFoundError:
        return ""


def optional(kind: str) -> Driver:
    """The driver of a dialect. Raises `StoreDown` where it is not installed: it may be, one day."""
    if why := lacking(DATABASES[kind]):
        raise StoreDown(why)
    module = import_module(MODULES[kind])

    def connect(url: str) -> Any:
        parts = urlsplit(url)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        try:
            return CONNECTS[kind](module, parts, user, password)
        except (module.Error, OSError) as error:  # DM8 and TDS: not by any class of their own
            raise StoreDown(str(error) or f"{parts.hostname} 没有应答") from error

    passing = (module.OperationalError, module.InterfaceError)
    return Driver(connect, module.Error, lambda error: isinstance(error, passing))


def _sqlserver(module: Any, parts: SplitResult, user: str, password: str) -> Any:
    """`?ssl_ca=FILE` asks for TLS. The socket is ours: theirs knocks again for five seconds."""
    place = (parts.hostname or "", parts.port or 1433)
    return module.connect(
        dsn=place[0], port=place[1], sock=socket.create_connection(place, PATIENCE_S),
        user=user, password=password, database=parts.path[1:],
        login_timeout=PATIENCE_S, disable_connect_retry=True,
        cafile=parse_qs(parts.query).get("ssl_ca", [None])[0],
    )  # fmt: skip


def _oracle(module: Any, parts: SplitResult, user: str, password: str) -> Any:
    """Thin mode; numbers come as decimals, long texts as texts."""
    module.defaults.fetch_decimals, module.defaults.fetch_lobs = True, False
    place = f"{parts.hostname}:{parts.port or 1521}{parts.path}"
    return module.connect(user=user, password=password, dsn=place, tcp_connect_timeout=PATIENCE_S)


def _dm8(module: Any, parts: SplitResult, user: str, password: str) -> Any:
    return module.connect(
        user=user, password=password, server=parts.hostname, port=parts.port or 5236,
        autoCommit=False,
    )  # fmt: skip


def _kingbase(module: Any, parts: SplitResult, user: str, password: str) -> Any:
    """Values come as the server's texts."""
    connection = module.connect(
        host=parts.hostname, port=parts.port or 54321, user=user, password=password,
        dbname=parts.path[1:], connect_timeout=PATIENCE_S,
    )  # fmt: skip
    extensions = module.extensions
    texts = extensions.new_type(AS_TEXTS, "TEXTS", lambda value, _: value)
    extensions.register_type(texts, connection)
    return connection


CONNECTS: dict[str, Connect] = {
    "sqlserver": _sqlserver, "oracle": _oracle, "dm8": _dm8, "kingbase": _kingbase,
}  # fmt: skip
