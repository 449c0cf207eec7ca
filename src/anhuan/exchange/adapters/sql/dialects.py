"""How the dialects differ, as a table. What none of these words tells is the same for all.

`catalog` answers name, type, is generated, is unsigned, charset, in the columns' order; `key` the
primary key's columns in its order; both of (schema or NULL, table).
"""

from dataclasses import dataclass, field, replace

INFORMATION = (
    "select k.column_name from information_schema.table_constraints c "
    "join information_schema.key_column_usage k on k.constraint_name = c.constraint_name "
    "and k.table_schema = c.table_schema and k.table_name = c.table_name "
    "where c.constraint_type = 'PRIMARY KEY' and c.table_schema = coalesce(%s, {}) "
    "and c.table_name = %s order by k.ordinal_position"
)
STATISTICS = (  # who may only read sees indexes here, and no constraints elsewhere
    " from information_schema.statistics "
    "where table_schema = coalesce(%s, database()) and table_name = %s "
)
ALL_VIEWS = (
    "select column_name, data_type || case when data_precision is not null then '(' || "
    "data_precision || ',' || coalesce(data_scale, 0) || ')' end, "
    "case virtual_column when 'YES' then 1 else 0 end, 0, '' from all_tab_cols "
    "where owner = coalesce(%s, user) and table_name = %s and hidden_column = 'NO' "
    "order by column_id"
)
ALL_KEYS = (
    "select k.column_name from all_constraints c join all_cons_columns k "
    "on k.owner = c.owner and k.constraint_name = c.constraint_name where c.constraint_type = 'P' "
    "and c.owner = coalesce(%s, user) and c.table_name = %s order by k.position"
)


POSTGRES_COLUMNS = (
    "select column_name, data_type, case is_generated when 'NEVER' then 0 else 1 end, 0, '' "
    "from information_schema.columns "
    "where table_schema = coalesce(%s, current_schema()) and table_name = %s "
    "order by ordinal_position"
)


@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """One of them."""

    name: str
    catalog: str
    key: str
    words: dict[str, str]  # types of our own tables: key, big, text, bytes, when, counter
    uniques: str = ""  # where an upsert cannot name its key: counts other unique indexes
    engine: str = ""  # where tables may be without transactions: what keeps this one
    tail: str = ""  # behind a table of ours
    quotes: tuple[str, str] = ('"', '"')
    placeholder: str = "%s"  # `:n` counts
    upsert: str = "merge"  # or "conflict", "duplicate", "look": at the key first
    page: str = "offset {skip} rows fetch next {most} rows only"
    dual: str = ""  # behind a select of nothing but values
    end: str = ""  # behind a merge
    locks: str = " for update"
    shares: str = ""  # behind a select: wait for who is just committing these rows
    begin: str = ""  # before writing; empty: a transaction begins by itself
    save: tuple[str, ...] = ("savepoint {}", "rollback to savepoint {}")  # and to release
    bytewise: str = "{}"  # orders texts by their bytes
    moments: str = r"timestamp(\(\d\))? with (local )?time zone"  # types of a moment with its zone
    reads_texts: bool = False  # the server itself reads values from their texts
    settings: tuple[str, ...] = field(default=())


MYSQL = Dialect(
    name="mysql",
    catalog="select column_name, column_type, coalesce(generation_expression, '') <> '', "
    "locate('unsigned', column_type) > 0, coalesce(character_set_name, '') "
    "from information_schema.columns where table_schema = coalesce(%s, database()) "
    "and table_name = %s order by ordinal_position",
    key="select column_name" + STATISTICS + "and index_name = 'PRIMARY' order by seq_in_index",
    uniques="select count(*)" + STATISTICS + "and non_unique = 0 and index_name <> 'PRIMARY'",
    engine="select engine from information_schema.tables "
    "where table_schema = coalesce(%s, database()) and table_name = %s",
    tail=" engine = InnoDB",
    words={"key": "varchar(180) character set utf8mb4 collate utf8mb4_bin", "big": "bigint",
           "text": "longtext character set utf8mb4", "bytes": "longblob",
           "when": "timestamp default current_timestamp",
           "counter": "bigint auto_increment primary key"},
    quotes=("`", "`"),
    shares=" lock in share mode",
    upsert="duplicate",
    page="limit {skip}, {most}",
    save=("savepoint {}", "rollback to savepoint {}", "release savepoint {}"),
    bytewise="convert({} using utf8mb4) collate utf8mb4_bin",
    moments="timestamp",
    settings=("set names utf8mb4", "set time_zone = '+00:00'", "set session sql_mode = "
              "'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION'",
              "set session transaction isolation level read committed"),
)  # fmt: skip
SQLITE = Dialect(
    name="sqlite",
    catalog="select name, type, hidden > 1, 0, '' from pragma_table_xinfo(%s, %s) order by cid",
    key="select name from pragma_table_xinfo(%s, %s) where pk > 0 order by pk",
    words={"key": "text", "big": "integer", "text": "text", "bytes": "blob",
           "when": "text default current_timestamp",
           "counter": "integer primary key autoincrement"},
    placeholder="?",
    upsert="conflict",
    page="limit {most} offset {skip}",
    locks="",
    begin="begin immediate",
    save=("savepoint {}", "rollback to savepoint {}", "release savepoint {}"),
    bytewise="{} collate binary",
)  # fmt: skip
SQLSERVER = Dialect(
    name="sqlserver",
    catalog="select column_name, data_type, columnproperty(object_id(table_schema + '.' + "
    "table_name), column_name, 'IsComputed'), 0, '' from information_schema.columns where "
    "table_schema = coalesce(%s, schema_name()) and table_name = %s order by ordinal_position",
    key=INFORMATION.format("schema_name()"),
    words={"key": "nvarchar(180) collate Latin1_General_100_BIN2", "big": "bigint",
           "text": "nvarchar(max)", "bytes": "varbinary(max)",
           "when": "datetime2 default current_timestamp",
           "counter": "bigint identity primary key"},
    quotes=("[", "]"),
    end=";",
    locks="",
    save=("save transaction {}", "rollback transaction {}"),
    bytewise="{} collate Latin1_General_100_BIN2_UTF8",
    moments="datetimeoffset",
    settings=("set quoted_identifier on", "set transaction isolation level serializable"),
)  # fmt: skip
ORACLE = Dialect(
    name="oracle",
    catalog=ALL_VIEWS,
    key=ALL_KEYS,
    words={"key": "varchar2(180)", "big": "number(19)", "text": "clob", "bytes": "blob",
           "when": "timestamp default current_timestamp",
           "counter": "number(19) generated by default as identity primary key"},
    placeholder=":n",
    dual=" from dual",
    bytewise="nlssort({}, 'NLS_SORT=BINARY')",
    settings=("alter session set time_zone = '+00:00'",),
)  # fmt: skip
DM8 = Dialect(
    name="dm8",
    catalog=ALL_VIEWS.replace("all_tab_cols", "all_tab_columns")
    .replace("case virtual_column when 'YES' then 1 else 0 end", "0")
    .replace("and hidden_column = 'NO' ", ""),
    key=ALL_KEYS,
    words={"key": "varchar(180)", "big": "bigint", "text": "clob", "bytes": "blob",
           "when": "timestamp default current_timestamp",
           "counter": "bigint identity(1, 1) primary key"},
    placeholder="?",
    page="limit {most} offset {skip}",
    dual=" from dual",
)  # fmt: skip
KINGBASE = Dialect(
    name="kingbase",
    catalog=POSTGRES_COLUMNS,
    key=INFORMATION.format("current_schema()"),
    words={"key": 'varchar(180) collate "C"', "big": "bigint", "text": "text", "bytes": "bytea",
           "when": "timestamptz default current_timestamp", "counter": "bigserial primary key"},
    upsert="conflict",
    page="limit {most} offset {skip}",
    save=("savepoint {}", "rollback to savepoint {}", "release savepoint {}"),
    bytewise='{} collate "C"',
    reads_texts=True,
    settings=("set datestyle = 'ISO, YMD'", "set timezone = 'UTC'", "set bytea_output = 'hex'"),
)  # fmt: skip
OPENGAUSS = replace(KINGBASE, name="opengauss", upsert="look")  # it has no `on conflict`
DIALECTS = {one.name: one for one in (MYSQL, SQLITE, SQLSERVER, ORACLE, DM8, KINGBASE, OPENGAUSS)}
