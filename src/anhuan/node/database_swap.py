"""Load a database beside the present one and let them change places in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from anhuan.node.trouble import Trouble

NEW, OLD = "{}_restoring", "{}_replaced"


def has_tables(url: str) -> bool:
    """Is there anything in this database?"""
    query = "select count(*) from pg_tables where schemaname = 'public'"
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone() != (0,)


@contextmanager
def database_beside(url: str) -> Iterator[str]:
    """An empty database of the same owner; it takes the present one's place at the end.

    When the body fails it is dropped and the present one is as it was.
    """
    name = str(conninfo_to_dict(url)["dbname"])
    new = NEW.format(name)
    keeper = make_conninfo(url, dbname="postgres")
    try:
        _drop(keeper, new)
        _execute(keeper, "create database {}", new)
        yield make_conninfo(url, dbname=new)
        _drop(keeper, OLD.format(name))
        _change_places(keeper, name)
    except psycopg.Error as error:
        raise Trouble(f"数据库恢复失败: {error}", "the database could not be restored") from error
    finally:
        _drop(keeper, new)
    _drop(keeper, OLD.format(name))


def _change_places(keeper: str, name: str) -> None:
    rename = "alter database {} rename to {}"
    with psycopg.connect(keeper) as connection:
        for before, after in ((name, OLD.format(name)), (NEW.format(name), name)):
            statement = sql.SQL(rename).format(sql.Identifier(before), sql.Identifier(after))
            connection.execute(statement)


def _drop(keeper: str, name: str) -> None:
    _execute(keeper, "drop database if exists {}", name)


def _execute(keeper: str, statement: str, name: str) -> None:
    with psycopg.connect(keeper, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
