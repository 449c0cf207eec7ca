"""Databases a definition may name: whose language each speaks, and whether a real one was ever met.

`proven` is what the tests ran against; empty: never run against a real server, and both `anhuan
doctor` and the how-to say so.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Database:
    """One kind. `has_log`: changes can be followed in its log, else by comparing."""

    kind: str
    title: str
    speaks: str  # the kind whose adapter is used
    has_log: bool = False
    driver: str = ""  # a module that must be installed beside us; empty: it comes with the product
    proven: str = ""


_ALL = (
    Database("postgres", "PostgreSQL", "postgres", has_log=True, proven="PostgreSQL 18"),
    Database("kingbase", "人大金仓 KingbaseES", "postgres", has_log=True),
    Database("opengauss", "openGauss", "postgres"),  # its log has a decoder of its own
    Database("mariadb", "MariaDB", "mysql", has_log=True, proven="MariaDB 10.11"),
    Database("mysql", "MySQL", "mysql", has_log=True),
    Database("oceanbase", "OceanBase（MySQL 模式）", "mysql"),
    Database("sqlite", "SQLite", "sqlite", proven="SQLite 3"),
    Database("sqlserver", "SQL Server", "sqlserver", driver="pymssql"),
    Database("oracle", "Oracle", "oracle", driver="oracledb"),
    Database("dm8", "达梦 DM8", "dm8", driver="dmPython"),
)
EFFECTS = ("http", "files", "ftp")  # ends of a route that know no transactions
DATABASES = {one.kind: one for one in _ALL}


def speaks(kind: str) -> str:
    """Whose adapter a kind uses; "" for what is no database."""
    return DATABASES[kind].speaks if kind in DATABASES else ""
