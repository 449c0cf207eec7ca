"""Databases a definition may name: whose language each speaks, and whether a real one was ever met.

`proven` is what the tests ran against, `stand_in` a server of the same protocol that took its place
there; with neither it was never run at all. `anhuan doctor` and the explanation say so.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Database:
    """One kind. `has_log`: changes can be followed in its log, else by comparing."""

    kind: str
    title: str
    speaks: str  # whose adapter and words are used
    driver: str  # a package of PyPI; "" where Python itself has it
    has_log: bool = False
    comes_along: bool = True  # else it is one of the extra `databases`
    proven: str = ""
    stand_in: str = ""


_ALL = (
    Database("postgres", "PostgreSQL", "postgres", "psycopg", has_log=True, proven="PostgreSQL 18"),
    Database("kingbase", "人大金仓 KingbaseES", "kingbase", "ksycopg2", has_log=True,
             comes_along=False, stand_in="PostgreSQL 18"),
    Database("opengauss", "openGauss", "opengauss", "psycopg", stand_in="PostgreSQL 18"),
    Database("mariadb", "MariaDB", "mysql", "pymysql", has_log=True, proven="MariaDB 10.11"),
    Database("mysql", "MySQL", "mysql", "pymysql", has_log=True, stand_in="MariaDB 10.11"),
    Database("oceanbase", "OceanBase（MySQL 模式）", "mysql", "pymysql",
             proven="OceanBase seekdb 1.4"),
    Database("sqlite", "SQLite", "sqlite", "", proven="SQLite 3"),
    Database("sqlserver", "SQL Server", "sqlserver", "python-tds", comes_along=False),
    Database("oracle", "Oracle", "oracle", "oracledb", comes_along=False),
    Database("dm8", "达梦 DM8", "dm8", "dmPython", comes_along=False),
)  # fmt: skip
EFFECTS = ("http", "files", "ftp")  # ends of a route that know no transactions
DATABASES = {one.kind: one for one in _ALL}


def speaks(kind: str) -> str:
    """Whose adapter a kind uses; "" for what is no database."""
    return DATABASES[kind].speaks if kind in DATABASES else ""
