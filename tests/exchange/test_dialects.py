"""Statements of every dialect, as texts: for most of them no server is to be had here."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from anhuan.exchange.adapters.contract import StoreDown
from anhuan.exchange.adapters.doctor import checks
from anhuan.exchange.adapters.sql import ours, statements
from anhuan.exchange.adapters.sql.dialects import (
    DIALECTS,
    DM8,
    MYSQL,
    OPENGAUSS,
    ORACLE,
    SQLITE,
    SQLSERVER,
)
from anhuan.exchange.adapters.sql.optional import lacking
from anhuan.exchange.adapters.sql.session import SqlLink, spelled
from anhuan.exchange.adapters.sql.texts import Misfit, fit, text_of
from anhuan.exchange.core.chunks import Range
from anhuan.exchange.core.definition import Faulty, read
from anhuan.exchange.core.definition.databases import DATABASES
from anhuan.exchange.core.drift import Column, Described
from anhuan.node.ports import free_port

TABLE = Described("public.hazard", [Column("id", "int", True), Column("t", "text")], ("id",))
PAIR = Described("s.pair", [Column("a", "varchar(9)", True), Column("b", "int", True)], ("a", "b"))


def test_upserts() -> None:
    assert statements.upsert(MYSQL, TABLE, ("id", "t")) == (
        "insert into `hazard` (`id`, `t`) values (%s, %s) "
        "on duplicate key update `t` = values(`t`)"
    )  # fmt: skip
    assert statements.upsert(SQLITE, TABLE, ("id",)) == (
        'insert into "hazard" ("id") values (%s) on conflict ("id") do nothing'
    )
    assert statements.upsert(SQLSERVER, TABLE, ("id", "t")) == (
        "merge into [hazard] t using (select %s as [id], %s as [t]) s on (t.[id] = s.[id]) "
        "when matched then update set t.[t] = s.[t] "
        "when not matched then insert ([id], [t]) values (s.[id], s.[t]);"
    )
    for dialect in (ORACLE, DM8):
        assert statements.upsert(dialect, PAIR, ("a", "b")) == (
            'merge into "s"."pair" t using (select %s as "a", %s as "b" from dual) s '
            'on (t."a" = s."a" and t."b" = s."b") '
            'when not matched then insert ("a", "b") values (s."a", s."b")'
        )


def test_ranges_need_no_row_values() -> None:
    where, values = statements.within(SQLITE, PAIR, Range(("x", "1"), ("y", "2")))
    assert where == (
        '1 = 1 and ("a" collate binary > %s or "a" collate binary = %s and "b" > %s) '
        'and ("a" collate binary < %s or "a" collate binary = %s and "b" <= %s)'
    )
    assert values == [("a", "x"), ("a", "x"), ("b", "1"), ("a", "y"), ("a", "y"), ("b", "2")]
    assert statements.within(ORACLE, TABLE, Range(None, None)) == ("1 = 1", [])


def test_a_statement_of_ours_in_every_spelling() -> None:
    query = 'select "key" from exchange.held where route = %s and seq <= %s order by id limit 5'
    assert spelled(query, MYSQL).startswith("select `key` from exchange_held where route = %s")
    assert spelled(query, MYSQL).endswith("limit 0, 5")
    assert spelled(query, SQLITE).endswith("route = ? and seq <= ? order by id limit 5 offset 0")
    assert spelled(query, ORACLE) == (
        'select "key" from exchange_held where route = :1 and seq <= :2 order by id '
        "offset 0 rows fetch next 5 rows only"
    )
    assert spelled("select 1 from exchange.seat for update", SQLSERVER) == (
        "select 1 from exchange_seat"
    )


@pytest.mark.parametrize("name", DIALECTS)
def test_our_tables_in_every_dialect(name: str) -> None:
    made = {one: ours.definition(DIALECTS[name], one) for one in ours.TABLES}
    assert all(text.startswith("create table exchange_") for text in made.values())
    assert made["seat"].endswith(f"primary key (route)){DIALECTS[name].tail}")
    assert "default 'waiting'" in made["held"]


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("blob", b"\x00\xff", "\\x00ff"),
        ("timestamp(6)", "2026-01-01 00:00:00.500000", "2026-01-01 00:00:00.5+00"),
        ("datetime(6)", "2026-01-01 00:00:00.000000", "2026-01-01 00:00:00"),
        ("tinyint(1)", 1, "1"),
        ("boolean", 1, "true"),
        ("text", None, None),
    ],
)
def test_values_are_postgresqls_texts(kind: str, value: object, text: str | None) -> None:
    assert text_of(value, kind, MYSQL) == text


def test_texts_are_made_to_fit_or_refused() -> None:
    moment = "2026-01-01 08:00:00+08"
    assert fit(moment, "datetime", MYSQL) == "2026-01-01 00:00:00"
    assert fit("\\x00ff", "blob", MYSQL) == b"\x00\xff"
    assert (fit("true", "tinyint(1)", MYSQL), fit("false", "bool", SQLITE)) == (1, 0)
    for text, kind in (("NaN!", "decimal(9,2)"), ("infinity", "datetime"), ("x", "int")):
        with pytest.raises(Misfit, match=text.rstrip("!")):
            fit(text, kind, MYSQL)


@pytest.mark.clause("EXC-053")
def test_every_database_is_named_and_what_was_never_met_is_said() -> None:
    said = {check.says.split(":")[0]: check.says for check in checks()}
    assert set(said) == set(DATABASES)
    assert said["postgres"].endswith("tested with PostgreSQL 18")
    assert said["oceanbase"].endswith("tested with OceanBase seekdb 1.4")
    assert all(
        "PostgreSQL 18 in its place, never met" in said[k] for k in ("kingbase", "opengauss")
    )
    assert "MariaDB 10.11 in its place, never met" in said["mysql"]
    assert all("never met a server" in said[kind] for kind in ("sqlserver", "oracle", "dm8"))
    assert "oracledb 26.1.0" in said["oracle"]


@pytest.mark.parametrize("kind", ["sqlserver", "oracle", "dm8", "kingbase", "opengauss"])
def test_every_driver_is_there_and_a_server_that_does_not_answer_is_waited_for(kind: str) -> None:
    """Each tells it in another way: by an error of some class of its own, or the socket's."""
    scheme = "postgresql" if kind == "opengauss" else kind
    with pytest.raises(StoreDown):
        SqlLink(kind, f"{scheme}://a:b@127.0.0.1:{free_port()}/c").open()


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreDown, match=f"打不开 SQLite 文件 {tmp_path}/none.sqlite，请核对"):
        SqlLink("sqlite", f"{tmp_path}/none.sqlite").open()


def test_a_driver_that_is_not_there_is_named_with_what_to_do() -> None:
    lost = replace(DATABASES["dm8"], driver="anhuan-no-such-driver")
    assert lacking(lost) == (
        "连接 达梦 DM8 需要驱动，请在运行交换节点的机器上安装：pip install anhuan-no-such-driver"
    )
    assert lacking(DATABASES["dm8"]) == lacking(DATABASES["mariadb"]) == ""


def test_texts_of_postgresqls_protocol_are_its_own() -> None:
    for kind, text, shown in (
        ("timestamp with time zone", "2026-01-01 00:00:00.5+00", "2026-01-01 00:00:00.5+00"),
        ("timestamp without time zone", "2026-01-01 00:00:00", "2026-01-01 00:00:00"),
        ("boolean", "f", "false"),
        ("double precision", "1e+20", "1e+20"),
    ):
        assert text_of(text, kind, OPENGAUSS) == shown
    assert fit("infinity", "timestamp with time zone", OPENGAUSS) == "infinity"
    oracles = datetime.fromisoformat("2026-01-01 08:30:00")
    assert text_of(oracles, "TIMESTAMP(6) WITH TIME ZONE", ORACLE) == "2026-01-01 08:30:00+00"
    assert text_of(oracles, "TIMESTAMP(6)", ORACLE) == "2026-01-01 08:30:00"


def test_a_log_that_cannot_be_followed_is_refused_with_the_way_out() -> None:
    text = (
        "version: 1\npipe: a\nsource: {kind: sqlite, url: 'env:X', tables: [{name: t}]}\n"
        "routes: [{to: b, transport: {kind: tcp, url: 'tcp://x:1'}}]"
    )
    with pytest.raises(Faulty, match="capture: compare"):
        read(text)
    assert read(text.replace("tables:", "capture: compare, tables:"))
