"""The inbox of a route that ends in PostgreSQL."""

from anhuan.exchange.adapters.postgres.session import settle
from anhuan.exchange.adapters.postgres.sink import PostgresSink
from anhuan.exchange.adapters.storage import origins, tables
from anhuan.exchange.adapters.storage.inbox import Inbox, Sign
from anhuan.exchange.adapters.storage.link import Connection, Link
from anhuan.exchange.core.definition import Receive


def open_inbox(receive: Receive, url: str, sign: Sign) -> Inbox[Connection]:
    """Nothing is connected yet."""
    sink = PostgresSink(receive)

    def prepare(connection: Connection) -> None:
        tables.prepare(connection)
        settle(connection)
        sink.forget()
        if receive.conflict is not None:
            origins.mark_session(connection, receive.route)

    return Inbox(receive.route, Link(url, prepare), sink, sign)
