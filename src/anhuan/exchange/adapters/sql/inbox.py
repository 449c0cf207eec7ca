"""The inbox of a route that ends in a database by DB-API."""

from anhuan.exchange.adapters.sql import ours
from anhuan.exchange.adapters.sql.conflicts import mark_session
from anhuan.exchange.adapters.sql.session import SqlLink, SqlSession
from anhuan.exchange.adapters.sql.sink import SqlSink
from anhuan.exchange.adapters.storage.inbox import Inbox, Sign
from anhuan.exchange.core.definition import Receive


def open_inbox(receive: Receive, url: str, sign: Sign) -> Inbox[SqlSession]:
    """Nothing is connected yet."""
    sink = SqlSink(receive)

    def prepare(session: SqlSession) -> None:
        ours.prepare(session)
        sink.forget()
        if receive.conflict is not None:
            mark_session(session)

    link = SqlLink(receive.sink.kind, url, prepare)
    return Inbox(receive.route, link, sink, sign)
