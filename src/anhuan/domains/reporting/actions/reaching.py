"""Whether a receiver's port can be reached from this machine, before anything is sent there."""

import socket
import time

from anhuan.domains.audit.actions import record
from anhuan.domains.org.models import Account
from anhuan.domains.reporting.models import Target
from anhuan.domains.reporting.rules.addresses import host_and_port
from anhuan.kernel.errors import refuse

PATIENCE_S = 3.0


def try_port(by: Account, target: Target) -> str:
    """Open a TCP connection and close it again; the words of what came of it, kept in the
    history. Refused (`port_closed`) where nobody answers within `PATIENCE_S`: that is kept too."""
    host, port = host_and_port(target.address)
    begin = time.monotonic()
    try:
        socket.create_connection((host, port), timeout=PATIENCE_S).close()
    except OSError as error:
        said = f"{host}:{port} 连接失败：{error.strerror or error}"[:200]
        record(by, "report_port", target, note=said, after={"is_open": False})
        raise refuse("port_closed", said) from error
    said = f"{host}:{port} 可以连接，用时 {1000 * (time.monotonic() - begin):.0f} ms"
    record(by, "report_port", target, note=said, after={"is_open": True})
    return said
