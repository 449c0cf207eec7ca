"""The exchange's own tables in a database that is not PostgreSQL, beside the tables it receives."""

from anhuan.exchange.adapters.sql.dialects import Dialect
from anhuan.exchange.adapters.sql.session import SqlSession, spelled

# name -> its columns with the dialect's words for their types; those with `!` are the key
TABLES: dict[str, str] = {
    "seat": "route key!, epoch big, sender key, contiguous big, islands text, at when",
    "held": "id counter, route key, seq big, why key, code key, reason text, table_name key, "
    "key text, packed bytes, state key, at when, ended_at stamp",
    "receipt": "route key!, first big!, last big!, manifest key, signature text, public text, "
    "at when",
    "known_schema": "route key!, table_name key!, schema key, columns text, at when",
    "paused_table": "route key!, table_name key!, schema key, columns text, reason text, at when",
}
RESERVED = ("key", "schema", "public", "first", "last", "columns", "at")
DEFAULTS = {"contiguous": "0", "why": "''", "code": "''", "state": "'waiting'"}


def prepare(session: SqlSession) -> None:
    """Make what is missing; harmless to repeat, also by two processes at once."""
    for name in TABLES:
        if not _is_there(session, name):
            try:
                session.execute(definition(session.dialect, name))
                session.connection.commit()
            except session.driver.error:
                session.connection.rollback()
                if not _is_there(session, name):
                    raise


def _is_there(session: SqlSession, name: str) -> bool:
    try:
        session.execute(f"select count(*) from exchange.{name}").fetchone()
    except session.driver.error as error:
        if session.driver.is_passing(error):
            raise
        session.connection.rollback()
        return False
    return True


def definition(dialect: Dialect, name: str) -> str:
    """`create table …` of one of our tables."""
    columns = [one.split() for one in TABLES[name].split(", ")]
    lines = [_column(dialect, column, kind) for column, kind in columns]
    key = [_name(column) for column, kind in columns if kind.endswith("!")]
    if key:
        lines.append(f"primary key ({', '.join(key)})")
    return spelled(f"create table exchange.{name} ({', '.join(lines)}){dialect.tail}", dialect)


def _column(dialect: Dialect, column: str, kind: str) -> str:
    word = dialect.words["when" if kind == "stamp" else kind.rstrip("!")]
    if kind == "stamp":
        word = word.replace(" default current_timestamp", " null")
    default = f" default {DEFAULTS[column]}" if column in DEFAULTS else ""
    return f"{_name(column)} {word}{default}"


def _name(column: str) -> str:
    return f'"{column}"' if column in RESERVED else column
