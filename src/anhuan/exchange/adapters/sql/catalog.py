"""What a table looks like, from the database's own catalog."""

from dataclasses import dataclass
from typing import Any

from anhuan.exchange.adapters.contract import SourceTrouble
from anhuan.exchange.adapters.sql.session import SqlSession
from anhuan.exchange.adapters.sql.statements import parts
from anhuan.exchange.core.drift import Column, Described


@dataclass(frozen=True, slots=True)
class Seen:
    """A column as the catalog has it, in the table's order. `charset`: of texts, where it says."""

    name: str
    type: str
    is_generated: bool
    is_unsigned: bool
    charset: str


def columns(session: SqlSession, name: str) -> list[Seen]:
    """All columns. Raises `SourceTrouble` when there is no such table for us."""
    schema, plain = parts(name)
    rows = _asked(session, session.dialect.catalog, schema, plain)
    if not rows:
        raise SourceTrouble(f"没有表 {name}，或账号无权查看，请核对表名与授权")
    return [
        Seen(str(row[0]), str(row[1]), _yes(row[2]), _yes(row[3]), str(row[4] or ""))
        for row in rows
    ]


def _yes(told: object) -> bool:
    return str(told) not in ("0", "", "None", "False")


def _asked(session: SqlSession, query: str, schema: str | None, plain: str) -> list[Any]:
    """SQLite names the table first."""
    values = (plain, schema or "main") if session.dialect.name == "sqlite" else (schema, plain)
    return list(session.execute(query, values))


def describe(session: SqlSession, name: str, key: tuple[str, ...] = ()) -> Described:
    """The table of that name. Raises `SourceTrouble` when it is not there or has no key."""
    seen = columns(session, name)
    found = key or tuple(str(row[0]) for row in _asked(session, session.dialect.key, *parts(name)))
    if not found:
        raise SourceTrouble(f"表 {name} 没有主键，请在定义中用 key 指明唯一列")
    if lacking := set(found) - {one.name for one in seen}:
        raise SourceTrouble(f"表 {name} 没有列 {'、'.join(sorted(lacking))}，请核对 key")
    kept = [Column(one.name, one.type, one.name in found) for one in seen if not one.is_generated]
    return Described(name, kept, found)


def has_other_uniques(session: SqlSession, name: str) -> bool:
    """Would an upsert take a row for another one, that has the same value under another index?"""
    if not session.dialect.uniques:
        return False
    return int(str(_asked(session, session.dialect.uniques, *parts(name))[0][0])) > 0


def refuse_without_transactions(session: SqlSession, name: str) -> None:
    """Rows and the note that they have come must be one transaction. Raises `SourceTrouble`."""
    if not session.dialect.engine:
        return
    engine = _asked(session, session.dialect.engine, *parts(name))
    if engine and str(engine[0][0]).lower() != "innodb":
        raise SourceTrouble(f"表 {name} 的引擎 {engine[0][0]} 不支持事务，请改为 InnoDB")
