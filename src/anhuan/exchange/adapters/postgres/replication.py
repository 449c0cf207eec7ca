"""The streaming replication protocol over libpq: START_REPLICATION, messages in, feedback out."""

import select
import struct
import time
from dataclasses import dataclass

from psycopg import pq
from psycopg.conninfo import make_conninfo

from anhuan.exchange.adapters.contract import LogLost, SourceTrouble, StoreDown

_DATA = struct.Struct(">cQQq")
_KEEPALIVE = struct.Struct(">cQqB")
_FEEDBACK = struct.Struct(">cQQQqB")
EPOCH_2000_S = 946_684_800
ORIGINS_SINCE = 160_000


@dataclass(frozen=True, slots=True)
class Keepalive:
    """Nothing new up to `wal_end`; `asks` for feedback at once."""

    wal_end: int
    asks: bool


def lsn_text(lsn: int) -> str:
    """As PostgreSQL writes a place in its log: "16/B374D848"."""
    return f"{lsn >> 32:X}/{lsn & 0xFFFFFFFF:X}"


class ReplicationStream:
    """One running stream of a slot."""

    def __init__(self, url: str, slot: str, publication: str, start: int) -> None:
        info = make_conninfo(url, replication="database", application_name="anhuan exchange")
        self._pg = pq.PGconn.connect(info.encode())
        if self._pg.status != pq.ConnStatus.OK:
            raise StoreDown(self._said())
        self._do("set datestyle = 'ISO, YMD'")
        self._do("set timezone = 'UTC'; set intervalstyle = 'iso_8601'; set bytea_output = 'hex'")
        options = f"proto_version '1', publication_names '\"{publication}\"'"
        if self._pg.server_version >= ORIGINS_SINCE:
            options += ", origin 'none'"  # what a two-way pair's sink wrote does not come back
        command = f'START_REPLICATION SLOT "{slot}" LOGICAL {lsn_text(start)} ({options})'
        if self._pg.exec_(command.encode()).status != pq.ExecStatus.COPY_BOTH:
            text = self._said()
            self.close()
            raise _trouble(text)
        self._pg.nonblocking = 1

    def _do(self, command: str) -> None:
        result = self._pg.exec_(command.encode())
        if result.status not in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
            raise StoreDown(self._said())

    def _said(self) -> str:
        return self._pg.error_message.decode(errors="replace").strip()

    def read(self, wait_s: float) -> bytes | Keepalive | None:
        """The next message of the decoder, a keepalive, or None when nothing came in time."""
        size, data = self._pg.get_copy_data(1)
        if size == 0:  # what has come meanwhile is taken without giving way to other threads
            size, data = self._consumed()
        if size == 0:
            if not select.select([self._pg.socket], [], [], wait_s)[0]:
                return None
            size, data = self._consumed()
        if size < 0:
            raise StoreDown(self._said() or "the stream ended")
        if size == 0:
            return None
        if data[0] == 119:  # w
            return bytes(data[_DATA.size :])
        _, wal_end, _, asks = _KEEPALIVE.unpack(bytes(data))
        return Keepalive(wal_end, bool(asks))

    def _consumed(self) -> tuple[int, memoryview]:
        try:
            self._pg.consume_input()
        except Exception as error:
            raise StoreDown(self._said() or str(error)) from error
        return self._pg.get_copy_data(1)

    def feedback(self, lsn: int) -> None:
        """Everything up to there is safe with us: the server may forget it."""
        now_us = int((time.time() - EPOCH_2000_S) * 1e6)
        self._pg.put_copy_data(_FEEDBACK.pack(b"r", lsn, lsn, lsn, now_us, 0))
        self._pg.flush()

    def close(self) -> None:
        """Hang up; the slot stays."""
        self._pg.finish()


def _trouble(text: str) -> Exception:
    """Which troubles people must see to, and which pass."""
    if "is active for" in text:  # our own predecessor, not yet noticed as gone
        return StoreDown(text)
    if "can no longer" in text or "invalidat" in text or "does not exist" in text:
        return LogLost(text)
    return SourceTrouble(f"源库拒绝逻辑复制：{text}")
