"""Two-way pairs in databases by DB-API; the mark that keeps an echo away is MariaDB's."""

from anhuan.exchange.adapters.conflicting import Key, decided, key_of
from anhuan.exchange.adapters.contract import SourceTrouble
from anhuan.exchange.adapters.sql import statements
from anhuan.exchange.adapters.sql.session import SqlSession
from anhuan.exchange.adapters.sql.texts import fit, reader
from anhuan.exchange.core.binlog.events import ECHO
from anhuan.exchange.core.conflict import Policy, Row
from anhuan.exchange.core.drift import Described
from anhuan.exchange.core.envelope import Envelope
from anhuan.exchange.core.merge import row_of

KEYS_AT_ONCE = 500


def mark_session(session: SqlSession) -> None:
    """What this session writes stands in the log as of a server that our own source passes over.
    Raises `SourceTrouble`."""
    try:
        session.execute(f"set session server_id = {ECHO}")
    except session.driver.error as error:
        text = "双向同步须为 MariaDB，且由管理员授权 REPLICATION MASTER ADMIN（设置会话 server_id）"
        raise SourceTrouble(text) from error


def resolved(
    session: SqlSession, policy: Policy, found: Described, messages: list[Envelope]
) -> list[Envelope]:
    """See `conflicting.decided`; the rows stay locked until the transaction ends."""
    keys = [key_of(found, row_of(message)) for message in messages]
    here: dict[Key, Row] = {}
    for begin in range(0, len(keys), KEYS_AT_ONCE):
        here |= _rows(session, found, keys[begin : begin + KEYS_AT_ONCE])
    return decided(policy, found, messages, here)


def _rows(session: SqlSession, found: Described, keys: list[Key]) -> dict[Key, Row]:
    dialect, names = session.dialect, [column.name for column in found.columns]
    where, pairs = statements.among(dialect, found.key, keys)
    values = [fit(text, found.types[column], dialect) for column, text in pairs]
    listed, name = statements.listed(dialect, names), statements.table(dialect, found.name)
    rows = session.execute(f"select {listed} from {name} where {where} for update", values)
    read = [reader(found.types[one], dialect) for one in names]
    told = [
        dict(zip(names, (each(value) for each, value in zip(read, row, strict=True)), strict=True))
        for row in rows
    ]
    return {key_of(found, row): row for row in told}
